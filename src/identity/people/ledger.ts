import { type Instant, type Tx, ts } from '#kernel'
import { on } from './store.ts'

export async function insertActivation(
  tx: Tx,
  a: { code: Buffer; person: string | null; role: string | null; ends: Instant },
  now: Instant,
) {
  // A new code takes the old one's place.
  let old = on(tx)
    .updateTable('identity.activation')
    .set({ used: ts(now) })
    .where('used', 'is', null)
  old = a.person === null ? old.where('role', '=', a.role) : old.where('person', '=', a.person)
  await old.execute()
  await on(tx)
    .insertInto('identity.activation')
    .values({ ...a, ends: ts(a.ends) })
    .execute()
}
/** Once: whoever comes second finds it used. */
export async function takeActivation(tx: Tx, code: Buffer, now: Instant) {
  return on(tx)
    .updateTable('identity.activation')
    .set({ used: ts(now) })
    .where('code', '=', code)
    .where('used', 'is', null)
    .where('ends', '>', ts(now) as never)
    .returning(['person', 'role'])
    .executeTakeFirst()
}
/** In office and able to sign in: for the first start and for the operator's re-issue. */
export const holdersOf = async (tx: Tx, role: string): Promise<number> =>
  (
    await on(tx)
      .selectFrom('library.position as o')
      .innerJoin('library.person as p', 'p.id', 'o.person')
      .select('o.id')
      .where('o.role', '=', role)
      .where('o.ended', '=', false)
      .where('p.disabled', '=', false)
      .where('p.password', 'is not', null)
      .execute()
  ).length
export const countPeople = async (tx: Tx): Promise<{ all: number; demo: number }> => {
  const r = await on(tx)
    .selectFrom('library.person')
    .select((eb) => [
      eb.fn.countAll<number>().as('all'),
      eb.fn.countAll<number>().filterWhere('demo', '=', true).as('demo'),
    ])
    .executeTakeFirstOrThrow()
  return { all: Number(r.all), demo: Number(r.demo) }
}
export const listPeople = (tx: Tx) =>
  on(tx)
    .selectFrom('library.position as o')
    .innerJoin('library.person as p', 'p.id', 'o.person')
    .leftJoin('library.org as g', 'g.id', 'o.org')
    .select(['p.account', 'p.name', 'o.role', 'g.name as org', 'o.region'])
    .where('o.ended', '=', false)
    .where('p.demo', '=', true)
    // Experts of a training region stand in the library and wait to be drawn; most have no password.
    .where('p.password', 'is not', null)
    .orderBy('o.id')
    .limit(200)
    .execute()
/** A line of the security log. `kind` is what the audit administrator filters by. */
export async function logEvent(
  tx: Tx,
  now: Instant,
  e: {
    person: string | null
    name: string
    kind: string
    said: string
    agent?: string
    address?: string
  },
): Promise<number> {
  const { seq } = await on(tx)
    .insertInto('identity.event')
    .values({ at: ts(now), ...e })
    .returning('seq')
    .executeTakeFirstOrThrow()
  return seq
}
/** One line of the log; the caller says why it may be read. */
export const eventOf = (tx: Tx, seq: number) =>
  on(tx)
    .selectFrom('identity.event')
    .select(['name', 'address'])
    .where('seq', '=', seq)
    .executeTakeFirstOrThrow()
