import { grant, register as newPerson, positionsOf } from '#identity/people'
import {
  type Actor,
  type Ask,
  at,
  begin,
  beginAll,
  Conflict,
  type Day,
  dayOf,
  demand,
  type Instant,
  newId,
  refusals,
  type Subject,
  story,
  subjectsOfProcess,
  type Timers,
} from '#kernel'
import { ends } from '#law'
import { itemOf } from '#libraries/catalogue'
import {
  type Account,
  birthdayIn,
  type Fact,
  holdCode,
  isIdNo,
  lapsing,
  orgsNamed,
  stateFacts,
} from '#libraries/register'
import {
  COMMITMENT,
  type Expert,
  type ExpertFacts,
  expertFlow,
  headingOf,
  performanceFlow,
  wholeCode,
} from './model.ts'
import * as store from './store.ts'

export interface Resume {
  phone: string
  grade: Expert['grade']
  title: string
  titleYears: number
  specialities: readonly string[]
  region: string
  employer: string
  ties: readonly store.Declared[]
}
export const isHeading = (code: string) => itemOf(wholeCode(headingOf(code))) !== undefined

async function judged(
  ask: Ask,
  r: Pick<Resume, 'grade' | 'titleYears' | 'specialities' | 'employer'> & { born: Day },
  person: string | null,
): Promise<ExpertFacts> {
  const posts = person === null ? [] : await positionsOf(ask.tx, person)
  const bad = person === null ? null : await store.lastBadOf(ask.tx, person)
  return {
    today: ask.today,
    born: r.born,
    grade: r.grade,
    titleYears: r.titleYears,
    specialities: r.specialities.length,
    strange: r.specialities.filter((c) => !isHeading(c)),
    supervisor:
      posts.some((p) => p.actor.role === '财政监管') ||
      (await orgsNamed(ask.tx, r.employer)).some((o) => o.kind === '财政部门'),
    lastBad: bad === null ? null : dayOf(bad as Instant),
  }
}
export const experts = story(expertFlow, async (ask, s) => {
  const row = await store.rowOf(ask.tx, s.id)
  return judged(ask, { ...row, titleYears: row.title_years }, s.id)
})
export const performances = story(performanceFlow, async () => ({ member: true, ours: true }))
export const timers: Timers = {
  ...lapsing(experts),
  '评审专家登记.overdue': (ask, id) => experts.take(ask, 'overdue', id),
}
const reviewBy = (ask: Ask) => at(ends('专家审核期', ask.today, ask.today), 24)

/**
 * 申请入库：by whoever is signed in, or by someone new who gets an account with it. The account carries the position of an expert from
 * the start, so that the applicant can follow and mend the application; only the state 在库 makes anyone drawable.
 */
export async function apply(
  ask: Ask,
  i: Resume & { idNo: string; commitment: boolean; contact: Account | null },
): Promise<Subject> {
  await holdCode(ask.tx, `专家 ${i.idNo}`)
  const born = (isIdNo(i.idNo) ? birthdayIn(i.idNo) : ask.today) as Day
  const identity = store.identityOf(ask.world.masterKey, i.idNo)
  const facts: ExpertFacts = {
    ...(await judged(ask, { ...i, born }, ask.actor.person)),
    input: {
      idNo: i.idNo,
      known: await store.identityKnown(ask.tx, identity),
      committed: i.commitment,
    },
  }
  const role = '评审专家'
  demand(refusals(expertFlow, 'apply', { state: null, role, on: ask.today, facts }))
  const person = await applicant(ask, i.contact, i.region)
  const actor: Actor = {
    person,
    name: i.contact?.name ?? ask.actor.name,
    role,
    org: null,
    orgName: role,
    region: i.region,
  }
  const asThem = { ...ask, actor }
  const s = await begin(
    asThem,
    expertFlow,
    'apply',
    {
      id: person,
      title: actor.name,
      process: person,
      lawOn: ask.today,
      region: i.region,
      parties: { 评审专家: [person] },
    },
    facts,
    { due: reviewBy(ask) },
  )
  await store.addExpert(ask.tx, {
    person,
    born,
    grade: i.grade,
    title: i.title,
    title_years: i.titleYears,
    specialities: i.specialities.map(headingOf),
    region: i.region,
    employer: i.employer,
    phone: i.phone,
    identity,
  })
  await tell(asThem, person, i, COMMITMENT)
  return s
}
async function applicant(ask: Ask, contact: Account | null, region: string): Promise<string> {
  const post = { role: '评审专家', org: null, region }
  const { person } = ask.actor
  if (person === null) {
    if (contact === null) throw new Conflict('请填写账号，或登录后再申请')
    return (await newPerson(ask, contact, [post])).person
  }
  if (!(await positionsOf(ask.tx, person)).some((p) => p.actor.role === post.role))
    await grant(ask, person, post)
  return person
}
async function tell(ask: Ask, person: string, r: Resume, promise?: string) {
  await store.declareTies(ask.tx, person, r.ties, ask.today)
  await stateFacts(ask, person, [
    ...titleFacts(ask, r, '自行申报'),
    ...(promise === undefined
      ? []
      : [{ key: '承诺', value: promise, source: '承诺' as const, asOf: ask.today, expires: null }]),
  ])
}
export const titleFacts = (
  ask: Ask,
  r: Pick<Resume, 'title' | 'grade' | 'titleYears' | 'employer' | 'specialities'>,
  source: Fact['source'],
): Fact[] =>
  (
    [
      ['职称', `${r.title}（${r.grade}，从事相关工作${r.titleYears}年）`],
      ['工作单位', r.employer],
      [
        '评审专业',
        r.specialities
          .map((c) => {
            const h = headingOf(c)
            return `${itemOf(wholeCode(h))?.name ?? ''}（${h}）`
          })
          .join('、'),
      ],
    ] as const
  ).map(([key, value]) => ({ key, value, source, asOf: ask.today, expires: null }))
type Brought = Omit<Expert, 'state'> & { phone?: string; identity?: Buffer }
/** From an older library, by the machine: each person has an account and a position already. */
export async function enrolMany(ask: Ask, all: readonly Brought[]): Promise<void> {
  const offices = await store.officesAmong(ask.tx, [...new Set(all.map((e) => e.employer))])
  await beginAll(
    ask,
    expertFlow,
    'enrol',
    all.map((e) => ({
      newborn: {
        id: e.person,
        title: e.name,
        process: e.person,
        lawOn: ask.today,
        region: e.region,
        parties: { 评审专家: [e.person] },
      },
      facts: {
        today: ask.today,
        born: e.born,
        grade: e.grade,
        titleYears: e.title_years,
        specialities: e.specialities.length,
        strange: e.specialities.filter((c) => !isHeading(c)),
        supervisor: offices.has(e.employer),
        lastBad: null,
      },
    })),
  )
  await store.addExperts(
    ask.tx,
    all.map(({ name: _, ...e }) => ({
      ...e,
      specialities: e.specialities.map(headingOf),
      phone: e.phone ?? '',
      identity: e.identity ?? null,
    })),
  )
}
export const enrol = (ask: Ask, e: Brought) => enrolMany(ask, [e])
const columns = (r: Resume) => ({
  grade: r.grade,
  title: r.title,
  title_years: r.titleYears,
  specialities: r.specialities.map(headingOf),
  employer: r.employer,
  phone: r.phone,
})
/** 补正: the whole résumé again, judged again, and the review begins anew. */
export async function supplement(
  ask: Ask,
  i: Omit<Resume, 'region'> & { id: string },
): Promise<Subject> {
  const { born, region } = await store.rowOf(ask.tx, i.id)
  const facts = await judged(ask, { ...i, born }, i.id)
  const s = await experts.take(ask, 'supplement', i.id, facts, { due: reviewBy(ask) })
  await store.setExpert(ask.tx, i.id, columns({ ...i, region }))
  await tell(ask, i.id, { ...i, region })
  return s
}
/** What may change without another review: where the expert works, how to reach him, and whom he must avoid. */
export async function amend(
  ask: Ask,
  i: { id: string; phone: string; employer: string; ties: readonly store.Declared[] },
): Promise<Subject> {
  const s = await experts.take(ask, 'amend', i.id)
  await store.setExpert(ask.tx, i.id, { phone: i.phone, employer: i.employer })
  await store.declareTies(ask.tx, i.id, i.ties, ask.today)
  await stateFacts(ask, i.id, [
    {
      key: '工作单位',
      value: i.employer,
      source: '自行申报',
      asOf: ask.today,
      expires: null,
    },
  ])
  return s
}
export const decide = (
  ask: Ask,
  action: 'admit' | 'decline' | 'giveBack',
  i: { id: string; opinion: string },
) => experts.take(ask, action, i.id, undefined, { data: { opinion: i.opinion } })
export async function train(
  ask: Ask,
  i: { id: string; held: Day; title: string; hours: number; passed: boolean },
) {
  const s = await experts.take(ask, 'train', i.id)
  await store.addTraining(ask.tx, {
    expert: i.id,
    held: i.held,
    title: i.title,
    hours: i.hours,
    passed: i.passed,
  })
  return s
}

/** 履职记录: by the purchaser or agency of the project, about someone who sat on its evaluation; the expert sees it and may answer. */
export async function record(
  ask: Ask,
  i: { project: string; expert: string; grade: '良好' | '一般' | '较差'; opinion: string },
): Promise<Subject> {
  const all = await subjectsOfProcess(ask, i.project)
  const org = ask.actor.org ?? ''
  const relation = ask.actor.role === '代理经办' ? '代理机构' : '采购人'
  const facts = {
    member: all.some((s) => s.noun === '评审意见' && s.parties['评审专家']?.includes(i.expert)),
    ours: all.some((s) => s.parties[relation]?.includes(org)),
  }
  const id = newId<'performance'>(ask.now)
  const home = all[0]
  const s = await begin(
    ask,
    performanceFlow,
    'record',
    {
      id,
      title: `${home?.title ?? ''}：${i.grade}`,
      process: id,
      lawOn: ask.today,
      region: home?.region ?? ask.actor.region,
      parties: { 评审专家: [i.expert], [relation]: [org] },
    },
    facts,
    { data: { grade: i.grade } },
  )
  await store.addPerformance(ask.tx, { id, by_org: org, reply: '', ...i })
  return s
}
export async function explain(ask: Ask, i: { id: string; reply: string }): Promise<Subject> {
  const s = await performances.take(ask, 'explain', i.id)
  await store.setReply(ask.tx, i.id, i.reply)
  return s
}
