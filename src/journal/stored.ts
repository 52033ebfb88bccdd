import { sql } from 'kysely'
import type { Tx } from '#kernel'
import { type Hasher, type NodeReader, perfect, STORED_EVERY, type TreeNode } from '#merkle'

/** Which stored rows a node is hashed from: the level stored at or below it, and the row's range there. */
const rowsOf = (n: TreeNode) => {
  const level = n.level - (n.level % STORED_EVERY)
  const width = 2 ** (n.level - level)
  return { level, from: n.index * width, width }
}
/** The tree's nodes out of the tables: leaves, and rows at every eighth level. One query for each of the two tables. */
export const storedReader =
  (tx: Tx, h: Hasher): NodeReader =>
  async (nodes) => {
    const wanted = nodes.map((n, at) => ({ at, ...rowsOf(n) }))
    const found: Uint8Array[][] = nodes.map(() => [])
    const bounds = (list: typeof wanted) => sql`
      unnest(${list.map((w) => w.at)}::int[], ${list.map((w) => w.level)}::int[], ${list.map((w) => w.from)}::bigint[],
        ${list.map((w) => w.from + w.width)}::bigint[]) as w(at, level, low, high)`
    for (const [list, hash, table] of [
      [
        wanted.filter((w) => w.level === 0),
        sql.ref(`x.${h.name}`),
        sql`kernel.leaf x on x.index >= w.low and x.index < w.high`,
      ],
      [
        wanted.filter((w) => w.level > 0),
        sql.ref('x.hash'),
        sql`kernel.node x on x.tree = ${h.name} and x.level = w.level and x.index >= w.low and x.index < w.high`,
      ],
    ] as const) {
      if (list.length === 0) continue
      const { rows } = await sql<{ at: number; hash: Buffer }>`
        select w.at, ${hash} as hash from ${bounds(list)} join ${table} order by w.at, x.index`.execute(
        tx,
      )
      for (const r of rows) found[r.at]?.push(new Uint8Array(r.hash))
    }
    return wanted.map((w) => {
      const rows = found[w.at] ?? []
      const n = nodes[w.at]
      if (rows.length !== w.width)
        throw new RangeError(`树上没有第${n?.level}层第${n?.index}个节点`)
      return perfect(h, rows)
    })
  }
export async function sizeOf(tx: Tx): Promise<number> {
  const { rows } = await sql<{
    size: number
  }>`select coalesce(max(index) + 1, 0) as size from kernel.leaf`.execute(tx)
  return rows[0]?.size ?? 0
}
/** The bytes of entries, in order; fewer when the journal has fewer. */
export async function entriesAt(tx: Tx, from: number, width: number): Promise<Uint8Array[]> {
  const { rows } = await sql<{ leaf: string }>`
    select j.leaf from kernel.leaf l join kernel.journal j on j.seq = l.seq
    where l.index >= ${from} and l.index < ${from + width} order by l.index`.execute(tx)
  return rows.map((r) => new Uint8Array(Buffer.from(r.leaf)))
}
export async function hashesAt(
  tx: Tx,
  h: Hasher,
  level: number,
  from: number,
  width: number,
): Promise<Uint8Array[]> {
  const { rows } =
    level === 0
      ? await sql<{ hash: Buffer }>`
        select ${sql.ref(h.name)} as hash from kernel.leaf where index >= ${from} and index < ${from + width} order by index`.execute(
          tx,
        )
      : await sql<{ hash: Buffer }>`
        select hash from kernel.node where tree = ${h.name} and level = ${level * STORED_EVERY}
          and index >= ${from} and index < ${from + width} order by index`.execute(tx)
  return rows.map((r) => new Uint8Array(r.hash))
}
