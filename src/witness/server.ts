import { createHash, randomBytes } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { Hono } from 'hono'
import {
  type Cosigner,
  cosigner,
  ed25519Verifier,
  NoteBroken,
  type NoteVerifier,
  openCheckpoint,
  parseCheckpoint,
  parseNote,
  sameBytes,
  sha256,
  strictBase64,
  verifyConsistency,
} from '#merkle'

/**
 * A witness of logs (C2SP tlog-witness): it remembers of each log the longest tree it has seen, and countersigns a new
 * checkpoint only when the new tree continues that one. A log that shows two people two histories cannot get both
 * countersigned. Run by somebody else than the log: an auditor, a university, another province.
 */
export interface WitnessOptions {
  /** Of the logs it watches: their verifier keys; a log's origin is its key's name. */
  readonly logs: readonly string[]
  /** Its own name, a URL without scheme. */
  readonly name: string
  /** Where its key and what it has seen are kept. One process at a time. */
  readonly dataDir: string
  /** Seconds since 1970. */
  readonly seconds: () => number
}
interface Seen {
  readonly size: number
  /** base64 */
  readonly root: string
  readonly note: string
}
const MAX_BODY = 64 * 1024
const MAX_PROOF = 63

/** On the disk before anybody hears of it: otherwise a crash could make a witness sign two histories. */
function persist(path: string, text: string) {
  const part = `${path}.tmp`
  writeFileSync(part, text, { mode: 0o600, flush: true })
  renameSync(part, path)
  const folder = openSync(join(path, '..'), 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}
function keyOf(o: WitnessOptions): Cosigner {
  mkdirSync(o.dataDir, { recursive: true })
  const path = join(o.dataDir, 'witness.key')
  if (!existsSync(path)) persist(path, randomBytes(32).toString('base64'))
  return cosigner(o.name, new Uint8Array(Buffer.from(readFileSync(path, 'utf8'), 'base64')))
}

interface Request {
  readonly old: number
  readonly proof: readonly Uint8Array[]
  readonly note: string
}
/** Throws NoteBroken. */
function parseRequest(body: string): Request {
  const split = body.indexOf('\n\n')
  if (split < 0) throw new NoteBroken('没有空行')
  const [first = '', ...lines] = body.slice(0, split).split('\n')
  const old = /^old (0|[1-9]\d{0,15})$/.exec(first)?.[1]
  if (old === undefined || !Number.isSafeInteger(Number(old)))
    throw new NoteBroken('第一行须为 old 和大小')
  if (lines.length > MAX_PROOF) throw new NoteBroken(`证明多于${MAX_PROOF}行`)
  return {
    old: Number(old),
    proof: lines.map((l) => strictBase64(l, '证明')),
    note: body.slice(split + 2),
  }
}

export function witnessServer(o: WitnessOptions) {
  const me = keyOf(o)
  const logs = new Map<string, NoteVerifier[]>()
  for (const vkey of o.logs) {
    const v = ed25519Verifier(vkey)
    logs.set(v.name, [...(logs.get(v.name) ?? []), v])
  }
  const fileOf = (origin: string) =>
    join(o.dataDir, `${createHash('sha256').update(origin).digest('hex').slice(0, 32)}.json`)
  const seenOf = (origin: string): Seen | null =>
    existsSync(fileOf(origin)) ? (JSON.parse(readFileSync(fileOf(origin), 'utf8')) as Seen) : null
  const say = (status: number, text: string) =>
    new Response(text, { status, headers: { 'content-type': 'text/plain; charset=utf-8' } })
  const conflict = (size: number) =>
    new Response(`${size}\n`, { status: 409, headers: { 'content-type': 'text/x.tlog.size' } })

  /** Runs without a pause between looking and remembering, so two requests cannot both be the next. */
  function add(body: string): Response {
    let r: Request
    let text: string
    let origin: string
    try {
      r = parseRequest(body)
      text = parseNote(r.note).text
      origin = parseCheckpoint(text).origin
    } catch (e) {
      return say(400, `${(e as Error).message}\n`)
    }
    const verifiers = logs.get(origin)
    if (!verifiers) return say(404, '不认识这个日志\n')
    let c: { size: number; root: Uint8Array }
    try {
      c = openCheckpoint(r.note, origin, verifiers)
    } catch (e) {
      return say(403, `${(e as Error).message}\n`)
    }
    if (r.old > c.size) return say(400, '旧的大小超过了检查点\n')
    const seen = seenOf(origin)
    if (r.old !== (seen?.size ?? 0)) return conflict(seen?.size ?? 0)
    const oldRoot = seen ? new Uint8Array(Buffer.from(seen.root, 'base64')) : null
    if (oldRoot && c.size === r.old) {
      if (!sameBytes(oldRoot, c.root)) return conflict(r.old)
      if (r.proof.length > 0) return say(422, '大小相同，不应有证明\n')
    } else if (oldRoot && r.old > 0) {
      if (
        !verifyConsistency(sha256, {
          from: r.old,
          to: c.size,
          oldRoot,
          newRoot: c.root,
          proof: r.proof,
        })
      )
        return say(422, '一致证明不成立\n')
    } else if (r.proof.length > 0) return say(422, '从零开始不应有证明\n')
    const next: Seen = { size: c.size, root: Buffer.from(c.root).toString('base64'), note: r.note }
    persist(fileOf(origin), JSON.stringify(next))
    return say(200, me.cosign(text, o.seconds()))
  }
  const app = new Hono()
  app.post('/add-checkpoint', async (c) => {
    const bytes = Buffer.from(await c.req.arrayBuffer())
    if (bytes.length > MAX_BODY) return say(400, '请求过大\n')
    return add(bytes.toString('utf8'))
  })
  app.get('/vkey', () => say(200, `${me.vkey}\n`))
  app.get('/healthz', (c) =>
    c.json({
      ok: true,
      logs: [...logs.keys()].map((origin) => ({ origin, size: seenOf(origin)?.size ?? 0 })),
    }),
  )
  return { app, vkey: me.vkey }
}
