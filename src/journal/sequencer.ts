import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { type Db, type Tx, ts, type World } from '#kernel'
import { checkpointText, type Signer, signerOf, signNote } from './note.ts'
import { type Hasher, leafHash, nodeHash, type Reader, root, sha256, sm3 } from './tree.ts'

export const ORIGIN = 'yiwang.local/journal'
const TREES: readonly Hasher[] = [sha256, sm3]
const BATCH = 2000

/** The journal's own signing key: made once, beside the data. */
export function journalSigner(dataDir: string, origin = ORIGIN): Signer {
  const file = join(dataDir, 'journal.key')
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('base64'), { mode: 0o600 })
  return signerOf(origin, Buffer.from(readFileSync(file, 'utf8'), 'base64'))
}

/** Hashes of complete subtrees, from stored leaves and stored nodes at every eighth level. */
export const storedReader =
  (tx: Tx, h: Hasher): Reader =>
  async (level, index) => {
    const base = level - (level % 8)
    const width = 2 ** (level - base)
    const { rows } =
      base === 0
        ? await sql<{
            hash: Buffer
          }>`select ${sql.ref(h.name)} as hash from kernel.leaf where index >= ${index * width} and index < ${(index + 1) * width} order by index`.execute(
            tx,
          )
        : await sql<{
            hash: Buffer
          }>`select hash from kernel.node where tree = ${h.name} and level = ${base} and index >= ${index * width} and index < ${(index + 1) * width} order by index`.execute(
            tx,
          )
    if (rows.length !== width) throw new RangeError(`树上没有第${level}层第${index}个节点`)
    return fold(
      h,
      rows.map((r) => r.hash),
    )
  }
const fold = (h: Hasher, hashes: Buffer[]): Buffer => {
  let row = hashes
  while (row.length > 1)
    row = row.flatMap((l, i) => (i % 2 === 0 ? [nodeHash(h, l, row[i + 1] as Buffer)] : []))
  return row[0] as Buffer
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
  signer: Signer,
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
    const values = rows.map((r, i) => {
      const bytes = Buffer.from(r.leaf)
      return sql`(${from + i}::bigint, ${r.seq}::bigint, ${leafHash(sha256, bytes)}::bytea, ${leafHash(sm3, bytes)}::bytea)`
    })
    await sql`insert into kernel.leaf (index, seq, sha256, sm3) values ${sql.join(values)}`.execute(
      tx,
    )
    const size = from + rows.length
    for (const h of TREES) await addNodes(tx, h, from, size)
    await checkpoint(tx, world, signer, size)
    return rows.length
  })
}
export async function sizeOf(tx: Tx): Promise<number> {
  const { rows } = await sql<{
    size: number
  }>`select coalesce(max(index) + 1, 0) as size from kernel.leaf`.execute(tx)
  return rows[0]?.size ?? 0
}
async function addNodes(tx: Tx, h: Hasher, from: number, to: number) {
  const read = storedReader(tx, h)
  for (let level = 8; 2 ** level <= to; level += 8) {
    const span = 2 ** level
    for (let n = Math.floor(from / span); (n + 1) * span <= to; n++) {
      const l = await below(read, h, level, n)
      await sql`insert into kernel.node (tree, level, index, hash) values (${h.name}, ${level}, ${n}, ${l})`.execute(
        tx,
      )
    }
  }
}
/** A node at a stored level, made from the 256 hashes one stored level below. */
const below = async (read: Reader, h: Hasher, level: number, n: number) =>
  nodeHash(h, await read(level - 1, n * 2), await read(level - 1, n * 2 + 1))

async function checkpoint(tx: Tx, world: World, signer: Signer, size: number) {
  const note = signNote(
    checkpointText(ORIGIN, size, await root(sha256, storedReader(tx, sha256), size)),
    signer,
  )
  const noteSm3 = signNote(
    checkpointText(`${ORIGIN}/sm3`, size, await root(sm3, storedReader(tx, sm3), size)),
    { ...signer, name: `${ORIGIN}/sm3` },
  )
  await sql`insert into kernel.checkpoint (size, at, note, note_sm3) values (${size}, ${ts(world.now())}, ${note}, ${noteSm3})
    on conflict (size) do nothing`.execute(tx)
}

/** The loop: off everyone's path, once across processes (an advisory lock), as often as asked. */
export function startSequencer(
  db: Db,
  world: World,
  dataDir: string,
  complain: (e: unknown, about: string) => void,
  everyMs: number,
) {
  const signer = journalSigner(dataDir)
  const horizon: Horizon = { low: 0, pending: null }
  let stopped = false
  let running: Promise<unknown> = Promise.resolve()
  const settle = async () => {
    while (!stopped && (await sequence(db, world, signer, horizon)) > 0);
  }
  const loop =
    everyMs > 0
      ? setInterval(() => {
          running = running.then(settle).catch((e) => complain(e, '流水'))
        }, everyMs)
      : undefined
  return {
    signer,
    settle,
    async stop() {
      stopped = true
      clearInterval(loop)
      await running
    },
  }
}
export type Sequencer = ReturnType<typeof startSequencer>
