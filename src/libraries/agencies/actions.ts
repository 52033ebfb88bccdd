import { type Ask, type Day, type Subject, story } from '#kernel'
import {
  type Account,
  adoptUnits,
  changeProfile,
  duplicateOf,
  duplicatesOf,
  enter,
  type Fact,
  lapsing,
  newOrgId,
  type Profile,
  registerSelf,
  stateFacts,
} from '#libraries/register'
import { agencyFlow, COMMITMENT } from './model.ts'

const looking = (ask: Ask) => ({ today: ask.today, actorRegion: ask.actor.region })
export const agencies = story(agencyFlow, async (ask) => looking(ask))
export const timers = lapsing(agencies)

export interface Practice {
  staff: number
  premises: string
  recorded: boolean
  scope: readonly string[]
}
export const practiceFacts = (p: Practice, asOf: Day, source: Fact['source']): Fact[] =>
  (
    [
      ['专职从业人员', `${p.staff}人`],
      ['办公场所', p.premises],
      ['评审场地与录音录像', p.recorded ? '有' : '没有（在公共资源交易场所等处评审）'],
      ['代理范围', p.scope.join('、')],
    ] as const
  ).map(([key, value]) => ({ key, value, source, asOf, expires: null }))

export const shelf = { flow: agencyFlow, kind: '代理机构', prefix: 'DL' } as const
/** 名录登记：by commitment; a registration that passes every rule accepts itself (财库〔2018〕2号 ✎). */
export const register = (
  ask: Ask,
  i: Profile & Practice & { contact: Account; commitment: boolean },
): Promise<Subject> =>
  registerSelf(ask, { ...shelf, role: '代理经办', promise: COMMITMENT }, i, {
    facts: looking(ask),
    input: { staff: i.staff },
    more: practiceFacts(i, ask.today, '自行申报'),
  })
/** 集中采购机构 are set up by governments, so their finance department writes them in; the machine brings older libraries. */
export async function enrol(
  ask: Ask,
  i: Profile & { centralised: boolean },
): Promise<Subject & { org: string }> {
  const id = newOrgId()
  const facts = {
    ...looking(ask),
    input: {
      uscc: i.uscc,
      duplicate: await duplicateOf(ask, shelf.kind, i.uscc),
      ...(ask.actor.person === null ? {} : { region: i.region }),
    },
  }
  const source = ask.actor.person === null ? '交换数据' : '财政部门登记'
  const { centralised } = i
  const [s] = await enter(ask, shelf, 'enrol', source, [{ id, profile: i, facts, centralised }])
  return { ...(s as Subject), org: id }
}
/** An older library, by the machine. Ids in the order given. */
export async function enrolMany(
  ask: Ask,
  all: readonly (Profile & { centralised: boolean })[],
): Promise<string[]> {
  const duplicates = await duplicatesOf(ask, shelf.kind, all)
  const arrivals = all.map(({ centralised, ...profile }) => ({
    id: newOrgId(),
    profile,
    facts: {
      ...looking(ask),
      input: { uscc: profile.uscc, duplicate: duplicates.get(profile.uscc) ?? null },
    },
    centralised,
  }))
  await enter(ask, shelf, 'enrol', '交换数据', arrivals)
  return arrivals.map((a) => a.id)
}
/** Units of a 0.1.0 database that have no registration yet; answers how many. */
export const adoptAgencies = async (ask: Ask) => (await adoptUnits(ask, shelf)).length
export async function amend(
  ask: Ask,
  i: Omit<Profile, 'uscc' | 'region'> & Practice & { id: string },
): Promise<Subject> {
  const facts = { ...looking(ask), input: { staff: i.staff } }
  const s = await agencies.take(ask, 'amend', i.id, facts, { title: i.name })
  await changeProfile(ask, i.id, i, '自行申报')
  await stateFacts(ask, i.id, practiceFacts(i, ask.today, '自行申报'))
  return s
}
