import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { type Db, type Tx, ts, type World } from '#kernel'
import {
  append,
  ed25519Signer,
  type Hasher,
  leafHash,
  type NoteSigner,
  readEdge,
  sha256,
  signCheckpoint,
  sm2Signer,
  sm3,
  sm3Origin,
} from '#merkle'
import { sizeOf, storedReader } from './stored.ts'

export const ORIGIN = 'yiwang.local/journal'
const BATCH = 2000

export interface Signers {
  /** Of the SHA-256 tree: the key that the log is known by. */
  readonly std: NoteSigner
  /** Of the SM3 tree: the same key under that tree's name, and an SM2 key for readers bound to national algorithms. */
  readonly gm: readonly [NoteSigner, NoteSigner]
}
/** The journal's own signing keys: made once, beside the data. */
export function journalSigners(dataDir: string, origin = ORIGIN): Signers {
  const secret = (name: string) => {
    const file = join(dataDir, name)
    if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('base64'), { mode: 0o600 })
    return new Uint8Array(Buffer.from(readFileSync(file, 'utf8'), 'base64'))
  }
  const seed = secret('journal.key')
  return {
    std: ed25519Signer(origin, seed),
    gm: [
      ed25519Signer(sm3Origin(origin), seed),
      sm2Signer(sm3Origin(origin), secret('journal-sm2.key')),
    ],
  }
}

export interface Horizon {
  /** Everything up to here has its index, or will never have one. */
  low: number
  /** Whoever had drawn a number up to `last` has a transaction id below this one. */
  pending: { last: number; below: bigint } | null
}

/**
 * Give an index to whatever has become visible since the last time, in one statement's snapshot, ordered by `seq`.
 * Why this is commit order and skips nothing: a snapshot that shows B shows every A that committed before B; inside one
 * snapshot, a step that read another's result drew its number later. Nothing is skipped, because the question is "which
 * entries have no index", never "which are past a cursor". `low` only spares the search what is certainly done: begin()
 * and step() write their subject first, so whoever drew a number already had a transaction id below the one noted then.
 * Returns how many were sequenced.
 */
export async function sequence(
  db: Db,
  world: World,
  signers: Signers,
  horizon: Horizon,
): Promise<number> {
  return db.transaction().execute(async (tx) => {
    const lock = await sql<{ ok: boolean }>`select pg_try_advisory_xact_lock(790180) as ok`.execute(
      tx,
    )
    if (!lock.rows[0]?.ok) return 0
    // In this order: whoever had drawn a number by `drawn` had a transaction id by then, so one below ours, given now.
    // (A snapshot's own xmax would not do: it is one past the highest *completed* id, and running ones may lie above it.)
    const drawn = await sql<{
      last: number
    }>`select case when is_called then last_value else 0 end as last from kernel.journal_seq_seq`.execute(
      tx,
    )
    const now = await sql<{ xmin: string; mine: string }>`
      select pg_snapshot_xmin(pg_current_snapshot())::text as xmin, pg_current_xact_id()::text as mine`.execute(
      tx,
    )
    const seen = now.rows[0]
    if (!seen) return 0
    const { rows } = await sql<{ seq: number; leaf: string }>`
      select j.seq, j.leaf from kernel.journal j left join kernel.leaf l on l.seq = j.seq
      where l.seq is null and j.seq > ${horizon.low} order by j.seq limit ${BATCH}`.execute(tx)
    if (rows.length < BATCH) {
      if (horizon.pending && BigInt(seen.xmin) >= horizon.pending.below) {
        horizon.low = horizon.pending.last
        horizon.pending = null
      }
      horizon.pending ??= { last: drawn.rows[0]?.last ?? 0, below: BigInt(seen.mine) }
    }
    if (rows.length === 0) return 0
    const from = await sizeOf(tx)
    const bytes = rows.map((r) => Buffer.from(r.leaf))
    const values = rows.map(
      (r, i) =>
        sql`(${from + i}::bigint, ${r.seq}::bigint, ${hashOf(sha256, bytes[i])}::bytea, ${hashOf(sm3, bytes[i])}::bytea)`,
    )
    // The right edges are read before the new leaves stand in the tables.
    const std = await grow(tx, sha256, from, bytes)
    const gm = await grow(tx, sm3, from, bytes)
    await sql`insert into kernel.leaf (index, seq, sha256, sm3) values ${sql.join(values)}`.execute(
      tx,
    )
    const size = from + rows.length
    const note = signCheckpoint({ origin: ORIGIN, size, root: std }, [signers.std])
    const noteSm3 = signCheckpoint({ origin: sm3Origin(ORIGIN), size, root: gm }, signers.gm)
    await sql`insert into kernel.checkpoint (size, at, note, note_sm3) values (${size}, ${ts(world.now())}, ${note}, ${noteSm3})
      on conflict (size) do nothing`.execute(tx)
    return rows.length
  })
}
const hashOf = (h: Hasher, entry: Uint8Array | undefined) =>
  Buffer.from(leafHash(h, entry ?? new Uint8Array(0)))
/** The tree's new root, hashed from the bytes of the new entries; its newly completed nodes are stored. */
async function grow(tx: Tx, h: Hasher, from: number, entries: readonly Uint8Array[]) {
  const edge = await readEdge(h, storedReader(tx, h), from)
  const grown = append(
    h,
    edge,
    entries.map((e) => leafHash(h, e)),
  )
  if (grown.nodes.length > 0)
    await sql`insert into kernel.node (tree, level, index, hash) values ${sql.join(
      grown.nodes.map(
        (n) => sql`(${h.name}, ${n.level}, ${n.index}, ${Buffer.from(n.hash)}::bytea)`,
      ),
    )}`.execute(tx)
  return grown.root
}

/** The loop: off everyone's path, once across processes (an advisory lock), as often as asked. */
export function startSequencer(
  db: Db,
  world: World,
  dataDir: string,
  complain: (e: unknown, about: string) => void,
  everyMs: number,
) {
  const signers = journalSigners(dataDir)
  const horizon: Horizon = { low: 0, pending: null }
  let stopped = false
  let running: Promise<unknown> = Promise.resolve()
  const settle = async () => {
    while (!stopped && (await sequence(db, world, signers, horizon)) > 0);
  }
  const loop =
    everyMs > 0
      ? setInterval(() => {
          running = running.then(settle).catch((e) => complain(e, '流水'))
        }, everyMs)
      : undefined
  return {
    signers,
    settle,
    async stop() {
      stopped = true
      clearInterval(loop)
      await running
    },
  }
}
export type Sequencer = ReturnType<typeof startSequencer>
