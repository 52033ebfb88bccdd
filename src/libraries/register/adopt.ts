import { sql } from 'kysely'
import type { Ask } from '#kernel'
import { vector } from '#words'
import type { Org } from './orgs.ts'
import { type Register, settle } from './profile.ts'

type Orphan = Pick<
  Org,
  'id' | 'name' | 'uscc' | 'region' | 'address' | 'phone' | 'scale' | 'in_charge' | 'state'
>
/**
 * Units of one kind that stand in the library without a registration: those of a 0.1.0 database, with the state they had there.
 * Each gets its registration, in that state, and a name it is found by. Answers them, for what else their library must add.
 * No rule is asked: they were registered under the rules of their day, and are carried over as they are.
 */
export async function adoptUnits(ask: Ask, r: Register): Promise<Orphan[]> {
  const { rows } = await sql<Orphan>`
    select o.id, o.name, o.uscc, o.region, o.address, o.phone, o.scale, o.in_charge, coalesce(k.state, '在库') as state
    from library.org o left join library.kept k on k.id = o.id
    where o.kind = ${r.kind} and not exists (select from kernel.subject s where s.id = o.id)
    order by o.id`.execute(ask.tx)
  for (const [state, action] of [
    ['在库', 'adopt'],
    ['停用', 'adoptEnded'],
  ] as const) {
    const these = rows.filter((o) => o.state === state)
    if (these.length > 0)
      await settle(
        ask,
        r,
        action,
        '交换数据',
        these.map((o) => ({
          id: o.id,
          profile: { ...o, inCharge: o.in_charge },
          facts: { today: ask.today },
        })),
      )
  }
  for (const o of rows)
    await sql`update library.org set words = ${vector([['A', o.name]])}::tsvector where id = ${o.id}`.execute(
      ask.tx,
    )
  return rows
}
