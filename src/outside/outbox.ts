import { sql } from 'kysely'
import {
  type Db,
  type Instant,
  instant,
  type Loop,
  newId,
  startLoop,
  type Tx,
  ts,
  type World,
} from '#kernel'

export interface Parcel {
  readonly id: string
  readonly kind: string
  readonly key: string
  readonly body: Readonly<Record<string, unknown>>
  readonly tries: number
}
/** What became of one try. 退回 is an answer and no failure: trying again would get the same. */
export type Sent =
  | { readonly done: Readonly<Record<string, unknown>> }
  | { readonly refused: string }
  | { readonly failed: string }
export interface Sender {
  /** Called outside any transaction, at least once a parcel: whoever receives must know a key again. Must not throw for the other side's sake. */
  send(p: Parcel): Promise<Sent>
  /** How often to try; Infinity never gives up. */
  readonly tries: number
}
const MINUTE = 60_000
/** One minute, then twice as long each time, six hours at most. */
export const backoff = (tries: number) =>
  Math.min(MINUTE * 2 ** Math.max(0, tries - 1), 360 * MINUTE)
/** Whoever took a parcel and died with it: another takes it after this long. */
const LEASE = 5 * MINUTE

/** Put something in, in the transaction it follows from; the same key again is the same parcel. */
export const post = (
  tx: Tx,
  p: { kind: string; key: string; body: Record<string, unknown>; at: Instant },
) =>
  sql`insert into outside.outbox (id, kind, key, body, due, placed)
    values (${newId(p.at)}, ${p.kind}, ${p.key}, ${JSON.stringify(p.body)}, ${ts(p.at)}, ${ts(p.at)})
    on conflict (kind, key) do nothing`.execute(tx)

/** Every connection of the house begins a transaction to be the house. */
const inOne = <T>(db: Db, run: (tx: Tx) => Promise<T>) => db.transaction().execute(run)

async function takeOne(tx: Tx, kind: string, now: Instant): Promise<Parcel | undefined> {
  const { rows } = await sql<Parcel>`
    update outside.outbox set tries = tries + 1, due = ${ts(instant(now + LEASE))}
    where id = (select id from outside.outbox where kind = ${kind} and due <= ${ts(now)} order by due, id limit 1 for update skip locked)
    returning id, kind, key, body, tries`.execute(tx)
  return rows[0]
}
async function settleOne(tx: Tx, p: Parcel, s: Sent, sender: Sender, now: Instant): Promise<void> {
  if ('done' in s)
    await sql`update outside.outbox set state = '已送达', due = null, fault = '', answer = ${JSON.stringify(s.done)}, ended = ${ts(now)}
      where id = ${p.id}`.execute(tx)
  else if ('refused' in s)
    await sql`update outside.outbox set state = '被退回', due = null, fault = ${s.refused.slice(0, 500)}, ended = ${ts(now)}
      where id = ${p.id}`.execute(tx)
  else if (p.tries >= sender.tries)
    await sql`update outside.outbox set state = '放弃', due = null, fault = ${s.failed.slice(0, 500)}, ended = ${ts(now)}
      where id = ${p.id}`.execute(tx)
  else
    await sql`update outside.outbox set fault = ${s.failed.slice(0, 500)}, due = ${ts(instant(now + backoff(p.tries)))}
      where id = ${p.id}`.execute(tx)
}
/** A loop per kind: who is slow or away holds up only its own. */
export function startOutbox(
  db: Db,
  world: World,
  senders: Readonly<Record<string, Sender>>,
  complain: (e: unknown, about: string) => void,
  everyMs: number,
): Loop {
  const loops = Object.entries(senders).map(([kind, sender]) =>
    startLoop(
      async () => {
        const p = await inOne(db, (tx) => takeOne(tx, kind, world.now()))
        if (!p) return false
        let sent: Sent
        try {
          sent = await sender.send(p)
        } catch (e) {
          complain(e, `发件 ${kind}`)
          sent = { failed: '发送时出了故障，已记录' }
        }
        await inOne(db, (tx) => settleOne(tx, p, sent, sender, world.now()))
        return true
      },
      { everyMs, about: `发件 ${kind}`, complain },
    ),
  )
  return {
    settle: async () => void (await Promise.all(loops.map((l) => l.settle()))),
    stop: async () => void (await Promise.all(loops.map((l) => l.stop()))),
  }
}
export interface Kept extends Parcel {
  readonly state: string
  readonly due: Instant | null
  readonly fault: string
  readonly answer: Readonly<Record<string, unknown>> | null
  readonly placed: Instant
  readonly ended: Instant | null
}
export async function parcels(
  tx: Tx,
  w: { kind: string; state?: string | undefined; limit: number },
): Promise<Kept[]> {
  const { rows } = await sql<Kept>`
    select id, kind, key, body, tries, state, due, fault, answer, placed, ended from outside.outbox
    where kind = ${w.kind} and (${w.state ?? null}::text is null or state = ${w.state ?? null})
    order by placed desc, id desc limit ${w.limit}`.execute(tx)
  return rows
}
export async function countParcels(tx: Tx, kind: string): Promise<Record<string, number>> {
  const { rows } = await sql<{ state: string; n: number }>`
    select state, count(*)::int as n from outside.outbox where kind = ${kind} group by state`.execute(
    tx,
  )
  return Object.fromEntries(rows.map((r) => [r.state, r.n]))
}
/** Try again now, whatever it waits for; false when it was delivered or is unknown. */
export async function retry(tx: Tx, kind: string, id: string, now: Instant): Promise<boolean> {
  const { numAffectedRows } =
    await sql`update outside.outbox set state = '待送', due = ${ts(now)}, ended = null
    where kind = ${kind} and id = ${id} and state <> '已送达'`.execute(tx)
  return (numAffectedRows ?? 0n) > 0n
}
