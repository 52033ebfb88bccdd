import { type ColumnType, sql } from 'kysely'
import { type Instant, NotFound, type Tx, ts } from '#kernel'
import type { Device, RemoteRecord } from './model.ts'

type At = ColumnType<Instant, string, string>
type MaybeAt = ColumnType<Instant | null, string | null, string | null>
export interface Venue {
  readonly id: string
  readonly name: string
  readonly address: string
  readonly region: string
  readonly keeper: string
  readonly seats: number
}
export interface Remote {
  readonly id: string
  readonly tender: string
  readonly starts: Instant
  readonly ends: Instant
  readonly opened: Instant | null
  readonly closed: Instant | null
  readonly record: RemoteRecord | null
  readonly sha256: string | null
}
export type Kind = '主会场' | '分会场' | '备用'
export interface Media {
  readonly name: string
  readonly sha256: string
}
export interface Booking {
  readonly id: string
  readonly remote: string
  readonly venue: string
  readonly kind: Kind
  readonly starts: Instant
  readonly ends: Instant
  readonly seats: readonly number[]
  readonly media: readonly Media[]
}
export interface Sitting {
  readonly id: string
  readonly remote: string
  readonly booking: string
  readonly person: string
  readonly seat: number
  readonly device: Device
  readonly beat: Instant | null
}
export interface Interruption {
  readonly id: string
  readonly remote: string
  readonly sitting: string
  readonly began: Instant
  readonly ended: Instant | null
  readonly decision: string
}
type Tables = {
  'trade.venue': Venue
  'trade.remote': Omit<Remote, 'starts' | 'ends' | 'opened' | 'closed' | 'record'> & {
    starts: At
    ends: At
    opened: MaybeAt
    closed: MaybeAt
    record: ColumnType<RemoteRecord | null, string | null, string>
  }
  'trade.booking': Omit<Booking, 'starts' | 'ends' | 'media'> & {
    starts: At
    ends: At
    media: ColumnType<Media[], string | undefined, string>
  }
  'trade.sitting': Omit<Sitting, 'device' | 'beat'> & {
    device: ColumnType<Device, string, string>
    beat: MaybeAt
  }
  'trade.interruption': Omit<Interruption, 'began' | 'ended'> & { began: At; ended: MaybeAt }
  'kernel.subject': { id: string; state: string; due: MaybeAt }
}
const t = (tx: Tx) => tx.withTables<Tables>()
const found = <T>(row: T | undefined, what: string): T => {
  if (row === undefined) throw new NotFound(what)
  return row
}

export const addVenue = (tx: Tx, v: Venue) => t(tx).insertInto('trade.venue').values(v).execute()
export const venueOf = async (tx: Tx, id: string): Promise<Venue> =>
  found(
    await t(tx).selectFrom('trade.venue').selectAll().where('id', '=', id).executeTakeFirst(),
    '评审场所',
  )
export const venues = (tx: Tx): Promise<(Venue & { state: string })[]> =>
  t(tx)
    .selectFrom('trade.venue as v')
    .innerJoin('kernel.subject as s', 's.id', 'v.id')
    .select(['v.id', 'v.name', 'v.address', 'v.region', 'v.keeper', 'v.seats', 's.state'])
    .orderBy('v.region')
    .orderBy('v.name')
    .execute()

const HELD = ['待确认', '已确认', '已签记录']
/** Bookings that hold seats here at some moment of this time. */
export const heldAt = (
  tx: Tx,
  venue: string,
  at: { starts: Instant; ends: Instant },
): Promise<{ id: string; seats: number[] }[]> =>
  t(tx)
    .selectFrom('trade.booking as b')
    .innerJoin('kernel.subject as s', 's.id', 'b.id')
    .select(['b.id', sql<number[]>`b.seats`.as('seats')])
    .where('b.venue', '=', venue)
    .where('s.state', 'in', HELD)
    .where(sql<boolean>`b.starts < ${ts(at.ends)} and b.ends > ${ts(at.starts)}`)
    .execute()
/** How often each venue was lent, for a fair turn. */
export async function lent(tx: Tx): Promise<Map<string, { times: number; seats: number }>> {
  const { rows } = await sql<{ venue: string; times: number; seats: number }>`
    select b.venue, count(*)::int as times, coalesce(sum(cardinality(b.seats)), 0)::int as seats
    from trade.booking b join kernel.subject s on s.id = b.id
    where s.state in ('已确认', '已签记录') group by b.venue`.execute(tx)
  return new Map(rows.map((r) => [r.venue, r]))
}
export const openBookings = async (tx: Tx, venue: string): Promise<number> => {
  const row = await t(tx)
    .selectFrom('trade.booking as b')
    .innerJoin('kernel.subject as s', 's.id', 'b.id')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('b.venue', '=', venue)
    .where('s.state', 'in', ['待确认', '已确认'])
    .executeTakeFirst()
  return Number(row?.n ?? 0)
}

export const addRemote = (
  tx: Tx,
  r: { id: string; tender: string; starts: Instant; ends: Instant },
) =>
  t(tx)
    .insertInto('trade.remote')
    .values({
      ...r,
      starts: ts(r.starts),
      ends: ts(r.ends),
      opened: null,
      closed: null,
      record: null,
      sha256: null,
    })
    .execute()
export const remoteOf = async (tx: Tx, id: string): Promise<Remote> =>
  found(
    await t(tx).selectFrom('trade.remote').selectAll().where('id', '=', id).executeTakeFirst(),
    '异地评审',
  )
/** The last that was planned: earlier ones are closed or cancelled, and stay as they are. */
export const remoteBy = (tx: Tx, tender: string): Promise<Remote | undefined> =>
  t(tx)
    .selectFrom('trade.remote')
    .selectAll()
    .where('tender', '=', tender)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
/** 这个项目的异地评审到了哪一步；没有安排的、取消了的，是 null。 */
export async function remoteStateOf(tx: Tx, tender: string): Promise<string | null> {
  const row = await t(tx)
    .selectFrom('trade.remote as r')
    .innerJoin('kernel.subject as s', 's.id', 'r.id')
    .select('s.state')
    .where('r.tender', '=', tender)
    .where('s.state', '<>', '已取消')
    .orderBy('r.id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.state ?? null
}
export const setSlot = (tx: Tx, id: string, slot: { starts: Instant; ends: Instant }) =>
  t(tx)
    .updateTable('trade.remote')
    .set({ starts: ts(slot.starts), ends: ts(slot.ends) })
    .where('id', '=', id)
    .execute()
export const setOpened = (tx: Tx, id: string, at: Instant) =>
  t(tx)
    .updateTable('trade.remote')
    .set({ opened: ts(at) })
    .where('id', '=', id)
    .where('opened', 'is', null)
    .execute()
export const setRecord = (
  tx: Tx,
  id: string,
  r: { closed: Instant; record: RemoteRecord; sha256: string },
) =>
  t(tx)
    .updateTable('trade.remote')
    .set({ closed: ts(r.closed), record: JSON.stringify(r.record), sha256: r.sha256 })
    .where('id', '=', id)
    .execute()
/** The clock shall look at a running session again then. */
export const lookAgain = (tx: Tx, id: string, due: Instant) =>
  t(tx)
    .updateTable('kernel.subject')
    .set({ due: ts(due) })
    .where('id', '=', id)
    .execute()

export const addBooking = (tx: Tx, b: Omit<Booking, 'media'>) =>
  t(tx)
    .insertInto('trade.booking')
    .values({ ...b, seats: [...b.seats], starts: ts(b.starts), ends: ts(b.ends) })
    .execute()
export const bookingOf = async (tx: Tx, id: string): Promise<Booking> =>
  found(
    await t(tx).selectFrom('trade.booking').selectAll().where('id', '=', id).executeTakeFirst(),
    '席位预订',
  )
export const bookingsOf = (tx: Tx, remote: string): Promise<(Booking & { state: string })[]> =>
  t(tx)
    .selectFrom('trade.booking as b')
    .innerJoin('kernel.subject as s', 's.id', 'b.id')
    .selectAll('b')
    .select('s.state')
    .where('b.remote', '=', remote)
    .orderBy('b.id')
    .execute()
export const setMedia = (tx: Tx, id: string, media: readonly Media[]) =>
  t(tx)
    .updateTable('trade.booking')
    .set({ media: JSON.stringify(media) })
    .where('id', '=', id)
    .execute()

export const addSitting = (tx: Tx, x: Omit<Sitting, 'beat'>) =>
  t(tx)
    .insertInto('trade.sitting')
    .values({ ...x, device: JSON.stringify(x.device), beat: null })
    .execute()
export const sittingOf = async (tx: Tx, id: string): Promise<Sitting> =>
  found(
    await t(tx).selectFrom('trade.sitting').selectAll().where('id', '=', id).executeTakeFirst(),
    '评审到席',
  )
export const sittingsOf = (tx: Tx, remote: string): Promise<(Sitting & { state: string })[]> =>
  t(tx)
    .selectFrom('trade.sitting as x')
    .innerJoin('kernel.subject as s', 's.id', 'x.id')
    .selectAll('x')
    .select('s.state')
    .where('x.remote', '=', remote)
    .orderBy('x.booking')
    .orderBy('x.seat')
    .execute()
/** Seats that somebody keeps: whoever has left gives his back. */
export const reseat = (
  tx: Tx,
  id: string,
  to: { booking: string; seat: number; device?: Device },
) =>
  t(tx)
    .updateTable('trade.sitting')
    .set({
      booking: to.booking,
      seat: to.seat,
      beat: null,
      ...(to.device ? { device: JSON.stringify(to.device) } : {}),
    })
    .where('id', '=', id)
    .execute()
export const setBeat = (tx: Tx, id: string, at: Instant) =>
  t(tx)
    .updateTable('trade.sitting')
    .set({ beat: ts(at) })
    .where('id', '=', id)
    .execute()

export const addInterruption = (tx: Tx, i: Omit<Interruption, 'ended' | 'decision'>) =>
  t(tx)
    .insertInto('trade.interruption')
    .values({ ...i, began: ts(i.began), ended: null, decision: '' })
    .execute()
export const interruptionsOf = (tx: Tx, remote: string): Promise<Interruption[]> =>
  t(tx)
    .selectFrom('trade.interruption')
    .selectAll()
    .where('remote', '=', remote)
    .orderBy('began')
    .execute()
export const endInterruptions = (tx: Tx, remote: string, at: Instant, decision: string) =>
  t(tx)
    .updateTable('trade.interruption')
    .set({ ended: ts(at), decision })
    .where('remote', '=', remote)
    .where('ended', 'is', null)
    .execute()
/** Sessions that wait for this member of a committee, or run. */
export const remotesFor = (tx: Tx, person: string): Promise<Remote[]> =>
  t(tx)
    .selectFrom('trade.remote as r')
    .innerJoin('kernel.subject as s', 's.id', 'r.id')
    .selectAll('r')
    .where('s.state', 'in', ['待开场', '进行中', '已暂停'])
    .where(
      sql<boolean>`exists (select from trade.member m where m.tender = r.tender and m.person = ${person} and m.gone is null)`,
    )
    .orderBy('r.starts')
    .execute()
/** 公开的席位表：每处每日已订的席数，和历次异地评审里断过几次线。 */
export async function calendar(
  tx: Tx,
  from: Instant,
  to: Instant,
): Promise<{ venue: string; day: string; held: number }[]> {
  const { rows } = await sql<{ venue: string; day: string; held: number }>`
    select b.venue, to_char(b.starts at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as day,
      count(distinct n.seat)::int as held
    from trade.booking b join kernel.subject s on s.id = b.id, unnest(b.seats) as n(seat)
    where s.state in ('待确认', '已确认', '已签记录') and b.starts < ${ts(to)} and b.ends > ${ts(from)}
    group by 1, 2`.execute(tx)
  return rows
}
export async function sessionsAt(
  tx: Tx,
): Promise<Map<string, { sessions: number; interrupted: number }>> {
  const { rows } = await sql<{ venue: string; sessions: number; interrupted: number }>`
    select b.venue, count(distinct b.remote)::int as sessions,
      count(distinct i.id)::int as interrupted
    from trade.booking b join kernel.subject s on s.id = b.id
    left join trade.sitting x on x.booking = b.id
    left join trade.interruption i on i.sitting = x.id
    where s.state = '已签记录' group by 1`.execute(tx)
  return new Map(rows.map((r) => [r.venue, r]))
}
