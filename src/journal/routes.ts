import { type Context, Hono } from 'hono'
import { sql } from 'kysely'
import { answerError, Malformed, NotFound, type Server, type Tx } from '#kernel'
import {
  consistencyProof,
  encodeBundle,
  encodeTile,
  type Hasher,
  inclusionProof,
  parseTilePath,
  sha256,
  sm3,
} from '#merkle'
import type { Sequencer } from './sequencer.ts'
import { entriesAt, hashesAt, sizeOf, storedReader } from './stored.ts'
import { cosignaturesOf } from './witnesses.ts'

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
  app.get('/journal/vkey', (c) => c.text(`${sequencer.signers.std.vkey}\n`))
  app.get('/journal/sm3/vkey', (c) =>
    c.text(sequencer.signers.gm.map((s) => `${s.vkey}\n`).join('')),
  )
  for (const [prefix, h, column] of [
    ['/journal', sha256, 'note'],
    ['/journal/sm3', sm3, 'note_sm3'],
  ] as const) {
    app.get(`${prefix}/checkpoint`, (c) =>
      read(c, async (tx) => {
        const { rows } = await sql<{
          size: number
          note: string
        }>`select size, ${sql.ref(column)} as note from kernel.checkpoint order by size desc limit 1`.execute(
          tx,
        )
        const last = rows[0]
        if (!last) throw new NotFound('检查点')
        // Witnesses countersign the tree that the world can check.
        const cosigned = h === sha256 ? await cosignaturesOf(tx, last.size) : ''
        return new Response(last.note + cosigned, {
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
      read(c, (tx) => tile(tx, h, c.req.path.slice(`${prefix}/`.length))),
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
const proof = (hashes: readonly Uint8Array[]) =>
  Response.json({ proof: hashes.map((h) => Buffer.from(h).toString('base64')) })
async function upTo(tx: Tx, size: number): Promise<number> {
  if (size > (await sizeOf(tx))) throw new RangeError(`还没有${size}条流水`)
  return size
}
async function tile(tx: Tx, h: Hasher, path: string): Promise<Response> {
  const t = parseTilePath(path)
  if (!t) throw new NotFound('分片')
  const first = t.index * 256
  const parts =
    t.level === 'entries'
      ? await entriesAt(tx, first, t.width)
      : await hashesAt(tx, h, t.level, first, t.width)
  if (parts.length !== t.width) throw new NotFound('分片')
  const bytes = t.level === 'entries' ? encodeBundle(parts) : encodeTile(parts)
  return new Response(Buffer.from(bytes), {
    headers: { 'content-type': 'application/octet-stream', 'cache-control': IMMUTABLE },
  })
}
