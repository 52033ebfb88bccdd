import { sql } from 'kysely'
import { type Ask, type Instant, newId, regionOf, ts } from '#kernel'

export type Channel = '语音' | '短信'
export interface Dial {
  /** Our own reference: a key pressed comes back under it. */
  readonly about: string
  readonly person: string
  readonly channel: Channel
  readonly text: string
  readonly region: string
  /** Fen. */
  readonly cost: number
  readonly ends: Instant
}
export interface Ringing {
  readonly id: string
  readonly about: string
  readonly number: string
  readonly channel: Channel
  readonly text: string
  readonly ends: Instant
}
/** What we need of the operator: dial, hang up, and a bill that can be added up by tier. */
export interface Telephone {
  dial(d: Dial): Promise<void>
  /** Nobody is to be asked any more. */
  hangUp(about: string): Promise<void>
  /** A key was pressed; false when this is not ringing. */
  press(about: string, key: string): Promise<boolean>
  /** What was dialled to one person, by our own reference, newest first. */
  toPerson(person: string): Promise<string[]>
  ringing(where?: { about: readonly string[] }): Promise<Ringing[]>
  bill(regions: readonly string[]): Promise<Bill[]>
}
export interface Bill {
  readonly tier: string
  readonly region: string
  readonly channel: string
  readonly calls: number
  /** Fen. */
  readonly cost: number
}

/**
 * The sandbox of the operator. Numbers are given out one after another in the range that operators keep for tests;
 * a person keeps the number it got. Nothing is sent anywhere.
 */
export const telephoneSandbox = (ask: Pick<Ask, 'tx' | 'now'>): Telephone => {
  const numberOf = async (person: string): Promise<string> => {
    await sql`insert into outside.handset (person, number)
      select ${person}, '199' || lpad((count(*) + 1)::text, 8, '0') from outside.handset
      on conflict (person) do nothing`.execute(ask.tx)
    const { rows } = await sql<{
      number: string
    }>`select number from outside.handset where person = ${person}`.execute(ask.tx)
    if (!rows[0]) throw new Error('电话沙箱没有分到号码')
    return rows[0].number
  }
  return {
    async dial(d) {
      await sql`select pg_advisory_xact_lock(790182)`.execute(ask.tx)
      await sql`insert into outside.call (id, about, number, channel, text, tier, region, cost, placed, ends)
        values (${newId(ask.now)}, ${d.about}, ${await numberOf(d.person)}, ${d.channel}, ${d.text},
          ${regionOf(d.region)?.tier ?? '自治区'}, ${d.region}, ${d.cost}, ${ts(ask.now)}, ${ts(d.ends)})`.execute(
        ask.tx,
      )
    },
    async hangUp(about) {
      await sql`update outside.call set ended = true where about = ${about} and not ended`.execute(
        ask.tx,
      )
    },
    async press(about, key) {
      const { numAffectedRows } = await sql`update outside.call set keys = keys || ${key}
        where about = ${about} and not ended and ends > ${ts(ask.now)}`.execute(ask.tx)
      return (numAffectedRows ?? 0n) > 0n
    },
    async toPerson(person) {
      const { rows } = await sql<{ about: string }>`
        select about from outside.call c join outside.handset h on h.number = c.number
        where h.person = ${person} group by about order by max(placed) desc limit 50`.execute(
        ask.tx,
      )
      return rows.map((r) => r.about)
    },
    async ringing(where) {
      const { rows } = await sql<Ringing>`
        select id, about, number, channel, text, ends from outside.call
        where not ended and ends > ${ts(ask.now)}
          and (${where === undefined} or about = any(${where?.about ?? []}::uuid[]))
        order by placed, id limit 100`.execute(ask.tx)
      return rows
    },
    async bill(regions) {
      const { rows } = await sql<Bill>`
        select tier, region, channel, count(*)::int as calls, sum(cost)::bigint as cost from outside.call
        where region = any(${regions}::text[]) group by tier, region, channel order by region, channel`.execute(
        ask.tx,
      )
      return rows
    },
  }
}
