import { sql } from 'kysely'
import { logEvent } from '#identity/people'
import {
  type Ask,
  asHouse,
  askAs,
  at,
  begin,
  type Day,
  type Db,
  type Draft,
  demand,
  newId,
  Private,
  refusal,
  rfc3339,
  type Subject,
  type Sweep,
  story,
  system,
  ts,
  type World,
} from '#kernel'
import { numberOf, type Settings } from '#law'
import { type HoldState, holdFlow, purposeCites } from './model.ts'
import * as store from './store.ts'

export const holds = story(holdFlow, async ({ now }) => ({ now }))

export interface Placing extends Pick<store.Hold, 'ground' | 'document' | 'reason'> {
  readonly project: string | null
  readonly expert: string | null
  readonly supplier: string | null
  readonly until: Day | null
}
export async function place(ask: Ask, i: Placing): Promise<Subject<HoldState>> {
  const id = newId<'hold'>(ask.now) as string
  const named = (
    [
      ['采购项目', i.project],
      ['人员', i.expert],
      ['单位', i.supplier],
    ] as const
  ).flatMap(([kind, about]) => (about === null ? [] : [{ kind, about }]))
  const { kind, about } = named[0] ?? { kind: '采购项目' as const, about: id }
  const title = await store.titleOf(ask.tx, kind, about)
  const until = i.until === null ? null : at(i.until, 24)
  const s = await begin(
    ask,
    holdFlow,
    'place',
    {
      id,
      // Whose data it is stands on the record, not in lists.
      title: kind === '人员' ? `依法留存个人信息（${i.document}）` : `依法留存：${title ?? ''}`,
      // Not of the purchase's own story: whoever is looked into does not read here that he is.
      process: id,
      lawOn: ask.today,
      region: ask.actor.region,
      parties: {},
    },
    { now: ask.now, input: { until, named: named.length, there: title !== null } },
    { data: { about, ground: i.ground, document: i.document }, due: until },
  )
  const { ground, document, reason } = i
  await store.addHold(ask.tx, { id, kind, about, ground, document, reason })
  return s
}

/** What an export writes down before a single row leaves; refused where it holds personal data and says no purpose. */
export async function takeOut(ask: Ask, t: store.Takeout): Promise<{ line: string }> {
  demand(
    t.personal.length > 0 && t.purpose === ''
      ? [
          refusal('导出个人信息须写明用途', `表里有个人信息：${t.personal.join('、')}`, {
            cites: purposeCites,
            facts: { 个人信息: t.personal.join('、'), 行数: t.rows },
            cure: '写明导出用途后再导出',
            field: 'purpose',
          }),
        ]
      : [],
  )
  await store.addTakeout(ask, t)
  const { actor, now } = ask
  if (actor.person !== null) {
    const settings = ask.world.settings as Settings
    const taken = await store.takenSince(ask.tx, actor.person, at(ask.today, 0))
    const [mostRows, mostTimes] = [
      numberOf('导出告警行数', settings),
      numberOf('导出告警次数', settings),
    ]
    // Once per crossing, so that the alarm is not lost among its own repetitions.
    const before = {
      rows: taken.rows - (t.personal.length > 0 ? t.rows : 0),
      times: taken.times - 1,
    }
    if (
      (taken.rows > mostRows && before.rows <= mostRows) ||
      (taken.times > mostTimes && before.times <= mostTimes)
    )
      await logEvent(ask.tx, now, {
        person: actor.person,
        name: actor.name,
        kind: '异常导出',
        said: `今日已导出${taken.times}次、含个人信息${taken.rows}行，超过告警线（${mostTimes}次、${mostRows}行）`,
      })
  }
  return {
    line: `导出：${actor.person === null ? '未登录' : `${actor.name}（${actor.role}，${actor.orgName}）`}　${rfc3339(now)}　《${t.what}》${t.rows}行${t.purpose === '' ? '' : `　用途：${t.purpose}`}　导出已留痕，不得用于其他目的`,
  }
}

/** One day's sweeps: each in its own transaction, once a day across processes; what fails is complained of and tried again. */
export async function retain(
  db: Db,
  world: World,
  sweeps: readonly Sweep[],
  complain: (e: unknown, about: string) => void,
): Promise<number> {
  let erased = 0
  for (const sweep of sweeps)
    try {
      erased += await db.transaction().execute(async (tx) => {
        const ask = askAs(world, tx, system)
        await sql`select pg_advisory_xact_lock(hashtextextended(${`到期清理 ${sweep.id}`}, 0))`.execute(
          tx,
        )
        const { rows } =
          await sql`select from identity.erasure where day = ${ask.today} and sweep = ${sweep.id}`.execute(
            tx,
          )
        if (rows.length > 0) return 0
        await sql`select set_config('yiwang.erasing', 'on', true)`.execute(tx)
        const n = await sweep.run(ask)
        await sql`insert into identity.erasure (day, sweep, rows, at)
          values (${ask.today}, ${sweep.id}, ${n}, ${ts(ask.now)})`.execute(tx)
        return n
      })
    } catch (e) {
      complain(e, `到期清理：${sweep.id}`)
    }
  return erased
}

async function heldOf(ask: Ask, h: store.Hold) {
  const title = (await asHouse(ask, () => store.titleOf(ask.tx, h.kind, h.about))) ?? ''
  return h.kind === '人员'
    ? new Private('library.person.name', '姓名', title, { person: h.about })
    : title
}
export async function holdSections(ask: Ask, h: store.Hold): Promise<Draft[]> {
  return [
    {
      title: '留存',
      fields: [
        // Whoever keeps it need not be able to read it: the name alone is said, and a person's as 张*.
        {
          label: h.kind,
          value: await heldOf(ask, h),
        },
        { label: '事由', value: h.ground },
        { label: '依据文书', value: h.document },
        { label: '说明', value: h.reason, kind: 'long' },
        { label: '效果', value: '留存期间，系统停止到期清理；除存储和必要的安全措施外不作处理' },
      ],
    },
  ]
}
