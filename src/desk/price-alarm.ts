import { sql } from 'kysely'
import { logEvent, personName, positionsOf } from '#identity/people'
import { askAs, dayOf, type Server, system } from '#kernel'
import { raise } from '#mall/alarm'
import type { Asker } from './price-budget.ts'

/** What the security log calls it; anything that is not an ordinary sign-in stands under 异常 on the audit's desk. */
export const OVER_BUDGET = '查价超额'
/** Whoever asked without an account is of no place: the autonomous region's own finance department looks at it. */
const ALL = '150000'

/** What the operator's own log says of it. */
export const overBudgetError = (who: Asker, asked: number) =>
  new Error(
    `${who.person === null ? `地址 ${who.address}` : `账号 ${who.person}`}一小时内查价${asked}次，超出额度`,
  )
/**
 * A budget run over is told to whoever audits, as a line in the security log, and to the finance department of the account's place, as a
 * matter to handle; for each account (without one: each address) once a day, however many processes count and however often they start again.
 */
export async function tellOver({ db, world }: Server, who: Asker, asked: number): Promise<void> {
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
    const said = `一小时内查价${asked}次，超出额度，已停止应答；疑似成批抓取价格，请核实`
    const event = await logEvent(tx, now, {
      person: who.person,
      name: who.person === null ? '（未登录）' : await personName(tx, who.person),
      kind: OVER_BUDGET,
      said,
      address: who.address,
    })
    const [seat] = who.person === null ? [] : await positionsOf(tx, who.person)
    await raise(askAs(world, tx, system), seat?.actor.region ?? ALL, {
      kind: OVER_BUDGET,
      // Of the line in the log, not of the person: a key is kept as long as the record.
      key: `${OVER_BUDGET} ${event}`,
      event,
      supplier: null,
      buyer: null,
      said,
      about: null,
    })
  })
}
