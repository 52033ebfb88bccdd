import {
  type Ask,
  begin,
  beginMany,
  type Day,
  demand,
  refusals,
  type Subject,
  story,
  subjectOf,
  type Timers,
} from '#kernel'
import {
  type Account,
  changeProfile,
  duplicateOf,
  type Fact,
  firstFacts,
  firstPerson,
  keepMany,
  keepOrg,
  knownCodes,
  newbornOrg,
  newOrgId,
  type Profile,
  stateFacts,
  suspended,
  suspension,
} from '#libraries/register'
import { agencyFlow, COMMITMENT } from './model.ts'

const looking = (ask: Ask) => ({ today: ask.today, actorRegion: ask.actor.region })
export const agencies = story(agencyFlow, async (ask) => looking(ask))
export const timers: Timers = {
  '代理机构登记.lapse': (ask, id) => agencies.take(ask, 'lapse', id),
}

export interface Practice {
  staff: number
  premises: string
  recorded: boolean
  scope: readonly string[]
}
const practiceFacts = (p: Practice, asOf: Day): Fact[] =>
  (
    [
      ['专职从业人员', `${p.staff}人`],
      ['办公场所', p.premises],
      ['评审场地与录音录像', p.recorded ? '有' : '没有（在公共资源交易场所等处评审）'],
      ['代理范围', p.scope.join('、')],
    ] as const
  ).map(([key, value]) => ({ key, value, source: '自行申报', asOf, expires: null }))

const kind = '代理机构'
const numbered = ({ uscc }: Profile) => ({ no: `DL-${uscc}`, open: { uscc } })

/** 名录登记：by commitment; a registration that passes every rule accepts itself (财库〔2018〕2号 ✎). */
export async function register(
  ask: Ask,
  i: Profile & Practice & { contact: Account; commitment: boolean },
): Promise<Subject> {
  const id = newOrgId()
  const facts = {
    ...looking(ask),
    input: {
      uscc: i.uscc,
      duplicate: await duplicateOf(ask, kind, i.uscc),
      committed: i.commitment,
      staff: i.staff,
    },
  }
  const role = '代理经办'
  demand(refusals(agencyFlow, 'register', { state: null, role, on: ask.today, facts }))
  await keepOrg(ask, id, i, kind)
  const asThem = await firstPerson(ask, { ...i, id }, role, i.contact)
  const born = newbornOrg(ask, id, i, kind)
  const s = await begin(asThem, agencyFlow, 'register', born, facts, numbered(i))
  await firstFacts(asThem, id, i, '自行申报', [
    ...practiceFacts(i, ask.today),
    { key: '登记承诺', value: COMMITMENT, source: '承诺', asOf: ask.today, expires: null },
  ])
  return s
}
/** 集中采购机构 are set up by governments, so their finance department writes them in; the machine brings older libraries. */
export async function enrolMany(
  ask: Ask,
  units: readonly (Profile & { centralised: boolean })[],
): Promise<string[]> {
  const known = await knownCodes(
    ask.tx,
    kind,
    units.map((u) => u.uscc),
  )
  const all = units.map((u) => ({ ...u, id: newOrgId() }))
  await beginMany(
    ask,
    agencyFlow,
    'enrol',
    all.map((u) => ({
      newborn: newbornOrg(ask, u.id, u, kind),
      facts: {
        ...looking(ask),
        input: {
          uscc: u.uscc,
          duplicate: known.get(u.uscc) ?? null,
          ...(ask.actor.person === null ? {} : { region: u.region }),
        },
      },
      extra: numbered(u),
    })),
  )
  await keepMany(ask, kind, all, ask.actor.person === null ? '交换数据' : '财政部门登记')
  return all.map((u) => u.id)
}
export const enrol = async (
  ask: Ask,
  i: Profile & { centralised: boolean },
): Promise<Subject & { org: string }> => {
  const org = (await enrolMany(ask, [i]))[0] as string
  return { ...(await subjectOf(ask.tx, agencyFlow, org)), org }
}
export async function amend(
  ask: Ask,
  i: Omit<Profile, 'uscc' | 'region'> & Practice & { id: string },
): Promise<Subject> {
  const facts = { ...looking(ask), input: { staff: i.staff } }
  const s = await agencies.take(ask, 'amend', i.id, facts, { title: i.name })
  await changeProfile(ask, i.id, i, '自行申报')
  await stateFacts(ask, i.id, practiceFacts(i, ask.today))
  return s
}
export async function suspend(ask: Ask, i: { id: string; reason: string; until: Day }) {
  const facts = { ...looking(ask), input: { until: i.until } }
  const s = await agencies.take(ask, 'suspend', i.id, facts, suspension(i))
  await suspended(ask, i)
  return s
}
export const plainly = (
  ask: Ask,
  action: 'resume' | 'withdraw' | 'remove' | 'reinstate',
  i: { id: string; reason: string },
) => agencies.take(ask, action, i.id, undefined, { data: { reason: i.reason } })
