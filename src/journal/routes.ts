import { type Context, Hono } from 'hono'
import { sql } from 'kysely'
import { answerError, Malformed, NotFound, type Server, type Tx } from '#kernel'
import { vkey } from './note.ts'
import { type Sequencer, sizeOf, storedReader } from './sequencer.ts'
import { consistencyProof, type Hasher, inclusionProof, sha256, sm3 } from './tree.ts'

const IMMUTABLE = 'public, max-age=31536000, immutable'
const BRIEF = 'public, max-age=1'

/** The journal in public, as C2SP tlog-tiles has it; the SM3 tree over the same entries under /journal/sm3/. */
export function journalRoutes({ db, complain }: Server, sequencer: Sequencer) {
  const app = new Hono()
  const read = (c: Context, run: (tx: Tx) => Promise<Response>) => {
    void c
    return db
      .transaction()
      .execute(run)
      .catch((e) =>
        e instanceof RangeError
          ? answerError(new Malformed(404, e.message), complain)
          : answerError(e, complain),
      )
  }
  const whole = (s: string | undefined, what: string): number => {
    if (s === undefined || !/^(0|[1-9]\d{0,14})$/.test(s))
      throw new Malformed(400, `${what}须为不小于零的整数`)
    return Number(s)
  }
  app.get('/journal/vkey', (c) => c.text(`${vkey(sequencer.signer)}\n`))
  for (const [prefix, h, column] of [
    ['/journal', sha256, 'note'],
    ['/journal/sm3', sm3, 'note_sm3'],
  ] as const) {
    app.get(`${prefix}/checkpoint`, (c) =>
      read(c, async (tx) => {
        const { rows } = await sql<{
          note: string
        }>`select ${sql.ref(column)} as note from kernel.checkpoint order by size desc limit 1`.execute(
          tx,
        )
        const note = rows[0]?.note
        if (!note) throw new NotFound('检查点')
        return new Response(note, {
          headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': BRIEF },
        })
      }),
    )
    app.get(`${prefix}/proof/inclusion`, (c) =>
      read(c, async (tx) => {
        const index = whole(c.req.query('leaf'), 'leaf')
        const size = await upTo(tx, whole(c.req.query('size'), 'size'))
        return proof(await inclusionProof(h, storedReader(tx, h), index, size))
      }),
    )
    app.get(`${prefix}/proof/consistency`, (c) =>
      read(c, async (tx) => {
        const from = whole(c.req.query('from'), 'from')
        const to = await upTo(tx, whole(c.req.query('to'), 'to'))
        return proof(await consistencyProof(h, storedReader(tx, h), from, to))
      }),
    )
    app.get(`${prefix}/tile/*`, (c) =>
      read(c, (tx) => tile(tx, h, c.req.path.slice(`${prefix}/tile/`.length))),
    )
  }
  app.get('/journal/entries/:index', (c) =>
    read(c, async (tx) => {
      const index = whole(c.req.param('index'), 'index')
      const { rows } = await sql<{
        leaf: string
      }>`select j.leaf from kernel.leaf l join kernel.journal j on j.seq = l.seq where l.index = ${index}`.execute(
        tx,
      )
      const leaf = rows[0]?.leaf
      if (leaf === undefined) throw new NotFound('流水')
      return new Response(leaf, {
        headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': IMMUTABLE },
      })
    }),
  )
  return app
}
const proof = (hashes: readonly Buffer[]) =>
  Response.json({ proof: hashes.map((h) => h.toString('base64')) })
async function upTo(tx: Tx, size: number): Promise<number> {
  if (size > (await sizeOf(tx))) throw new RangeError(`还没有${size}条流水`)
  return size
}

/** `0/x001/234`, `1/005.p/17`, `entries/x001/234.p/9`: groups of three digits, all but the last with an x. */
export function parseTile(
  path: string,
): { level: number | 'entries'; n: number; width: number } | null {
  const m = /^(entries|0|[1-9]\d?)\/((?:x\d{3}\/)*\d{3})(?:\.p\/([1-9]\d{0,2}))?$/.exec(path)
  if (!m?.[1] || !m[2]) return null
  const width = m[3] === undefined ? 256 : Number(m[3])
  const level = m[1] === 'entries' ? 'entries' : Number(m[1])
  const n = Number(m[2].replaceAll('x', '').replaceAll('/', ''))
  // One name per tile: no leading groups of zeros, no "partial" tile that is whole.
  if (width > 255 && m[3] !== undefined) return null
  if (m[2].startsWith('x000') || !Number.isSafeInteger(n) || (level !== 'entries' && level > 63))
    return null
  return { level, n, width }
}
async function tile(tx: Tx, h: Hasher, path: string): Promise<Response> {
  const t = parseTile(path)
  if (!t) throw new NotFound('分片')
  const first = t.n * 256
  const headers = { 'content-type': 'application/octet-stream', 'cache-control': IMMUTABLE }
  if (t.level === 'entries') {
    const { rows } = await sql<{
      leaf: string
    }>`select j.leaf from kernel.leaf l join kernel.journal j on j.seq = l.seq
      where l.index >= ${first} and l.index < ${first + t.width} order by l.index`.execute(tx)
    if (rows.length !== t.width) throw new NotFound('分片')
    return new Response(
      new Uint8Array(Buffer.concat(rows.map((r) => bundle(Buffer.from(r.leaf))))),
      { headers },
    )
  }
  const { rows } =
    t.level === 0
      ? await sql<{
          hash: Buffer
        }>`select ${sql.ref(h.name)} as hash from kernel.leaf where index >= ${first} and index < ${first + t.width} order by index`.execute(
          tx,
        )
      : await sql<{
          hash: Buffer
        }>`select hash from kernel.node where tree = ${h.name} and level = ${t.level * 8} and index >= ${first} and index < ${first + t.width} order by index`.execute(
          tx,
        )
  if (rows.length !== t.width) throw new NotFound('分片')
  return new Response(new Uint8Array(Buffer.concat(rows.map((r) => r.hash))), { headers })
}
function bundle(entry: Buffer): Buffer {
  if (entry.length > 65_535) throw new Error('流水条目超过64KiB')
  const length = Buffer.alloc(2)
  length.writeUInt16BE(entry.length)
  return Buffer.concat([length, entry])
}
