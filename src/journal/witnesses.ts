import { sql } from 'kysely'
import { type Db, type Tx, ts, type World } from '#kernel'
import {
  consistencyProof,
  cosignatureVerifier,
  NoteBroken,
  openNote,
  parseNote,
  sha256,
} from '#merkle'
import { storedReader } from './stored.ts'

/** Somebody outside who countersigns our checkpoints (C2SP tlog-witness): their key, and where they take them. */
export interface Witness {
  readonly vkey: string
  readonly url: string
}
/** `vkey url, vkey url`. Throws NoteBroken. */
export const witnessesOf = (text: string): Witness[] =>
  text
    .split(',')
    .map((w) => w.trim())
    .filter(Boolean)
    .map((w) => {
      const [vkey = '', url = ''] = w.split(/\s+/)
      cosignatureVerifier(vkey)
      if (!/^https?:\/\//.test(url)) throw new NoteBroken(`见证人“${w}”须写作“公钥 网址”`)
      return { vkey, url: url.replace(/\/$/, '') }
    })
const TIMEOUT = 5000

async function latestNote(tx: Tx): Promise<{ size: number; note: string } | null> {
  const { rows } = await sql<{ size: number; note: string }>`
    select size, note from kernel.checkpoint order by size desc limit 1`.execute(tx)
  return rows[0] ?? null
}
/** What witnesses have said of a checkpoint, as lines of its note. */
export async function cosignaturesOf(tx: Tx, size: number): Promise<string> {
  const { rows } = await sql<{ line: string }>`
    select line from kernel.cosignature where size = ${size} order by name`.execute(tx)
  return rows.map((r) => r.line).join('')
}

/** Asks one witness to countersign the newest checkpoint; says how many entries it has seen afterwards. */
async function ask(db: Db, world: World, w: Witness, seen: number): Promise<number> {
  const verifier = cosignatureVerifier(w.vkey)
  const given = await db.transaction().execute(async (tx) => {
    const latest = await latestNote(tx)
    if (latest === null || latest.size <= seen) return null
    const proof = await consistencyProof(sha256, storedReader(tx, sha256), seen, latest.size)
    return { ...latest, proof }
  })
  if (given === null) return seen
  const lines = given.proof.map((p) => `${Buffer.from(p).toString('base64')}\n`).join('')
  const res = await fetch(`${w.url}/add-checkpoint`, {
    method: 'POST',
    headers: { 'content-type': 'text/plain; charset=utf-8' },
    body: `old ${seen}\n${lines}\n${given.note}`,
    signal: AbortSignal.timeout(TIMEOUT),
  })
  const text = await res.text()
  if (res.status === 409 && res.headers.get('content-type')?.startsWith('text/x.tlog.size')) {
    const theirs = /^(0|[1-9]\d{0,15})\n$/.exec(text)?.[1]
    if (theirs === undefined || Number(theirs) === seen)
      throw new Error(`见证人 ${verifier.name} 见过另一棵大小为${seen}的树`)
    return Number(theirs)
  }
  if (res.status !== 200)
    throw new Error(`见证人 ${verifier.name} 答 ${res.status}：${text.slice(0, 200)}`)
  openNote(given.note + text, [verifier])
  const { signatures } = parseNote(given.note + text)
  const mine = (given.note + text).split('\n').filter((l) => l.startsWith(`— ${verifier.name} `))
  if (signatures.length < 2 || mine.length === 0)
    throw new Error(`见证人 ${verifier.name} 没有签名`)
  await db.transaction().execute((tx) =>
    sql`insert into kernel.cosignature (size, name, at, line)
      values (${given.size}, ${verifier.name}, ${ts(world.now())}, ${`${mine.at(-1)}\n`}) on conflict do nothing`.execute(
      tx,
    ),
  )
  return given.size
}

/**
 * Bring every new checkpoint to the witnesses, off everyone's path. A witness that does not answer holds nothing up: the
 * checkpoint then carries fewer cosignatures, and whoever asks for a quorum sees it.
 */
export function startWitnessing(
  db: Db,
  world: World,
  witnesses: readonly Witness[],
  complain: (e: unknown, about: string) => void,
  everyMs: number,
) {
  const seen = new Map<Witness, number>()
  const silent = new Set<Witness>()
  const round = async () => {
    await Promise.all(
      witnesses.map(async (w) => {
        try {
          const before = seen.get(w) ?? 0
          let after = await ask(db, world, w, before)
          // It had seen more than we knew of: once more from there.
          if (after !== before) after = await ask(db, world, w, after)
          seen.set(w, after)
          silent.delete(w)
        } catch (e) {
          // Said once, until it answers again.
          if (!silent.has(w)) complain(e, '见证人')
          silent.add(w)
        }
      }),
    )
  }
  let running: Promise<unknown> = Promise.resolve()
  const loop =
    witnesses.length > 0 && everyMs > 0
      ? setInterval(() => {
          running = running.then(round)
        }, everyMs)
      : undefined
  return {
    round,
    async stop() {
      clearInterval(loop)
      await running
    },
  }
}
