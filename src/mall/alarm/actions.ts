import { sql } from 'kysely'
import {
  type Ask,
  begin,
  NotFound,
  newId,
  nextNumber,
  type Subject,
  story,
  system,
  type Tx,
  yearOf,
} from '#kernel'
import { type Alarm, alarmFlow, type decisions } from './model.ts'

export const alarms = story(alarmFlow, async () => ({}))
const on = (tx: Tx) => tx.withTables<{ 'mall.alarm': Alarm }>()

/** Put on the desk of the finance department of a place; once for each key, however many processes find it and however often. */
export async function raise(
  ask: Ask,
  region: string,
  a: Omit<Alarm, 'id' | 'decision' | 'note'>,
): Promise<void> {
  const { tx } = ask
  await sql`select pg_advisory_xact_lock(hashtextextended(${`预警 ${a.key}`}, 0))`.execute(tx)
  const known = await on(tx)
    .selectFrom('mall.alarm')
    .select('id')
    .where('key', '=', a.key)
    .executeTakeFirst()
  if (known) return
  const id = newId<'alarm'>(ask.now)
  const n = await nextNumber(tx, `预警-${region}-${yearOf(ask.today)}`)
  await begin(
    { ...ask, actor: system },
    alarmFlow,
    'raise',
    {
      id,
      title: `${a.kind}：${a.said.slice(0, 40)}`,
      process: id,
      lawOn: ask.today,
      region,
      parties: {},
    },
    {},
    { no: `YJ-${region}-${yearOf(ask.today)}-${String(n).padStart(6, '0')}` },
  )
  await on(tx)
    .insertInto('mall.alarm')
    .values({ id, ...a, decision: null, note: null })
    .execute()
}
export async function handle(
  ask: Ask,
  i: { id: string; decision: (typeof decisions)[number]; note: string },
): Promise<Subject> {
  const s = await alarms.take(ask, 'handle', i.id, undefined, {
    data: { decision: i.decision, note: i.note },
  })
  await on(ask.tx)
    .updateTable('mall.alarm')
    .set({ decision: i.decision, note: i.note })
    .where('id', '=', i.id)
    .execute()
  return s
}
export async function alarmOf(tx: Tx, id: string): Promise<Alarm> {
  const a = await on(tx)
    .selectFrom('mall.alarm')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
  if (!a) throw new NotFound(alarmFlow.noun)
  return a
}
