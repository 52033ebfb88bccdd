import { sql } from 'kysely'
import { logEvent, personName } from '#identity/people'
import { dayOf, type Server } from '#kernel'
import type { Asker } from './price-budget.ts'

/** What the security log calls it; anything that is not an ordinary sign-in stands under 异常 on the audit's desk. */
export const OVER_BUDGET = '查价超额'

/**
 * A budget run over is told to whoever audits: a line in the security log, for each account (without one: each address) once a day,
 * however many processes count and however often they start again.
 */
export async function tellAudit({ db, world }: Server, who: Asker, asked: number): Promise<void> {
  const now = world.now()
  await db.transaction().execute(async (tx) => {
    const key = `${OVER_BUDGET} ${who.person ?? who.address} ${dayOf(now)}`
    await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`.execute(tx)
    const { rows } = await sql<{ told: boolean }>`select exists (select from identity.event
      where kind = ${OVER_BUDGET} and (at at time zone 'Asia/Shanghai')::date = ${dayOf(now)}::date
        and ${who.person === null ? sql`person is null and address = ${who.address}` : sql`person = ${who.person}`}) as told`.execute(
      tx,
    )
    if (rows[0]?.told) return
    await logEvent(tx, now, {
      person: who.person,
      name: who.person === null ? '（未登录）' : await personName(tx, who.person),
      kind: OVER_BUDGET,
      said: `一小时内查价${asked}次，超出额度，已停止应答；疑似成批抓取价格，请核实`,
      address: who.address,
    })
  })
}
