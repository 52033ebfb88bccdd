import { createHmac } from 'node:crypto'
import { type RawBuilder, sql } from 'kysely'
import { type Instant, type Tx, ts } from '#kernel'

export interface Release {
  /** Its place in the journal. */
  readonly index: number
  readonly id: string
  readonly process: string
  readonly ocid: string
  readonly region: string
  readonly at: Instant
  readonly body: Readonly<Record<string, unknown>>
}
const rows = async <T>(tx: Tx, q: RawBuilder<T>): Promise<T[]> => (await q.execute(tx)).rows

/** One projector at a time, across processes; false when another has it. */
export const take = async (tx: Tx): Promise<boolean> =>
  (await rows(tx, sql<{ ok: boolean }>`select pg_try_advisory_xact_lock(790181) as ok`))[0]?.ok ===
  true
export const projectedBelow = async (tx: Tx): Promise<number> =>
  (await rows(tx, sql<{ below: number }>`select below from disclosure.projected`))[0]?.below ?? 0
export const setProjected = (tx: Tx, below: number) =>
  sql`update disclosure.projected set below = ${below}`.execute(tx)

export interface Line {
  readonly index: number
  readonly process: string
  readonly step: string
  readonly at: Instant
}
/** Entries of the journal from a place on, in its order. */
export const linesFrom = (tx: Tx, index: number, limit: number): Promise<Line[]> =>
  rows(
    tx,
    sql<Line>`select l.index, j.process, j.noun || '.' || j.action as step, j.at from kernel.leaf l
      join kernel.journal j on j.seq = l.seq where l.index >= ${index} order by l.index limit ${limit}`,
  )
/** Members in one order, whatever order they were written or kept in. */
const ordered = (x: unknown): unknown =>
  Array.isArray(x)
    ? x.map(ordered)
    : x !== null && typeof x === 'object'
      ? Object.fromEntries(
          Object.keys(x)
            .sort()
            .map((k) => [k, ordered((x as Record<string, unknown>)[k])]),
        )
      : x
/**
 * A release says what had changed at its step, which nothing else keeps and nobody can make again; so it is sealed with the house's
 * secret, which is not in the database.
 */
export const sealOf = (masterKey: Uint8Array, r: Release): string =>
  createHmac('sha256', masterKey)
    .update(
      `yiwang/release/v1\n${JSON.stringify(ordered([r.index, r.id, r.process, r.ocid, r.region, r.at, JSON.parse(JSON.stringify(r.body))]))}`,
    )
    .digest('hex')
export const addRelease = (tx: Tx, r: Release, masterKey: Uint8Array) =>
  sql`insert into disclosure.release (index, id, process, ocid, region, at, body, seal)
    values (${r.index}, ${r.id}, ${r.process}, ${r.ocid}, ${r.region}, ${ts(r.at)}, ${JSON.stringify(r.body)}, ${sealOf(masterKey, r)})`.execute(
    tx,
  )
export const sealsOf = (tx: Tx, process: string) =>
  rows(
    tx,
    sql<{ index: number; seal: string | null }>`
      select index, seal from disclosure.release where process = ${process}`,
  )

const columns = sql`index, id, process, ocid, region, at, body`
export const releasesFrom = (tx: Tx, index: number, limit: number): Promise<Release[]> =>
  rows(
    tx,
    sql<Release>`select ${columns} from disclosure.release where index >= ${index} order by index limit ${limit}`,
  )
export const releasesOf = (
  tx: Tx,
  by: { process: string } | { ocid: string },
): Promise<Release[]> =>
  rows(
    tx,
    sql<Release>`select ${columns} from disclosure.release
      where ${'ocid' in by ? sql`ocid = ${by.ocid}` : sql`process = ${by.process}`} order by index`,
  )
/** Purchases of a league (or of the whole region) whose first release fell in a year, by number. */
export const ocidsOf = async (
  tx: Tx,
  year: number,
  prefix: string,
): Promise<{ ocid: string; last: number }[]> =>
  rows(
    tx,
    sql<{ ocid: string; last: number }>`
      select ocid, max(index) as last from disclosure.release where region like ${`${prefix}%`}
      group by ocid having extract(year from min(at) at time zone 'Asia/Shanghai') = ${year} order by ocid`,
  )
export const yearsOf = async (tx: Tx): Promise<{ year: number; league: string; n: number }[]> =>
  rows(
    tx,
    sql<{ year: number; league: string; n: number }>`
      select year, league, count(*)::int as n from (
        select extract(year from min(at) at time zone 'Asia/Shanghai')::int as year, substr(min(region), 1, 4) || '00' as league
        from disclosure.release group by ocid) x group by 1, 2 order by 1 desc, 2`,
  )
