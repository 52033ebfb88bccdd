import { z } from 'zod'
import {
  type AnyFlow,
  type Ask,
  asHouse,
  type Day,
  type Draft,
  done,
  type Field,
  listing,
  op,
  Private,
  present,
  type RecordView,
  readable,
  regionName,
  type Section,
  type Story,
  subjectOf,
  type Timers,
  zDay,
  zDone,
  zId,
  zRecord,
} from '#kernel'
import { type Org, orgOf, orgsAlike, orgsByCode } from './orgs.ts'
import { suspension } from './profile.ts'
import { factSections, listedRow, wanted, zPage, zReason, zWanted } from './sections.ts'
import { factsOf, findListed, type Kept, type Listed, PER_PAGE, stateFacts } from './store.ts'

// biome-ignore lint/suspicious/noExplicitAny: facts are contravariant, as in AnyFlow
export type AnyStory = Story<any, any, any, any>

/** What one library says of its units besides what every unit says. */
export interface Own {
  readonly fields: readonly Field[]
  /** Between the registration and the facts. */
  readonly sections: readonly Section[]
  readonly data?: Readonly<Record<string, unknown>>
}
/** The declaration of one library of units: its columns, and what its records hold. */
export interface Shelf {
  /** 供应商 */
  readonly kind: Org['kind']
  /** 供应商库公开名录 */
  readonly name: string
  readonly story: AnyStory
  /** A column between the place and the state. */
  readonly columns: readonly {
    readonly key: string
    readonly label: string
    readonly of: (r: Listed) => string | null
  }[]
  readonly record: (ask: Ask, org: Org, facts: readonly Kept[]) => Promise<Own>
}
/** The public list of a library, the list of what one may act on, and one record. */
export const library = (l: Shelf) => {
  const flow: AnyFlow = l.story.flow
  const which = z.strictObject({ id: zId<'org'>() })
  const columns = [
    { key: 'name', label: '名称' },
    { key: 'uscc', label: '统一社会信用代码' },
    { key: 'region', label: '登记地' },
    ...l.columns.map(({ key, label }) => ({ key, label })),
    { key: 'state', label: '状态' },
  ]
  return {
    find: op({
      title: `${l.name}公开名录`,
      input: zWanted,
      output: zPage,
      public: true,
      limits: '只答名称、统一社会信用代码、地区和状态，全区公开',
      run: async (ask, i) => {
        const { total, rows } = await asHouse(ask, () => findListed(ask.tx, l.kind, wanted(i)))
        return {
          total,
          perPage: PER_PAGE,
          states: [...flow.states] as string[],
          columns,
          rows: rows.map((r) => ({
            ...listedRow(ask, r),
            ...Object.fromEntries(l.columns.map((c) => [c.key, c.of(r)])),
          })),
        }
      },
    }),
    list: listing(`本人可办的${l.kind}登记`, flow),
    get: op({
      title: `一份${l.kind}登记`,
      input: which,
      output: zRecord,
      reads: flow,
      run: (ask, { id }) => get(ask, l, id),
    }),
  }
}
async function get(ask: Ask, l: Shelf, id: string): Promise<RecordView> {
  const s = await subjectOf(ask.tx, l.story.flow as AnyFlow, id)
  readable(ask.actor, l.story.flow, s)
  return present(ask, l.story, s, await profileOf(ask, l, id))
}
/** One unit as its library shows it. Whoever calls this has asked whether the asker may read it. */
export async function profileOf(ask: Ask, l: Pick<Shelf, 'kind' | 'record'>, id: string) {
  const org = await orgOf(ask.tx, id)
  const facts = await factsOf(ask.tx, id)
  const own = await l.record(ask, org, facts)
  // A supplier's telephone is somebody's; that of a purchaser or an agency is its office's, published in every notice.
  const whose = l.kind === '供应商' ? { org: id } : null
  const sections: Draft[] = [
    {
      title: '登记',
      fields: [
        { label: '统一社会信用代码', value: org.uscc },
        { label: '登记地', value: regionName(org.region) },
        ...own.fields,
      ],
    },
    ...(ask.actor.role === '财政监管' ? await alikeSections(ask, org) : []),
    ...own.sections,
    ...factSections(facts, ask.today, whose),
  ]
  const data = {
    name: org.name,
    uscc: org.uscc,
    region: org.region,
    address: org.address,
    phone: whose === null ? org.phone : new Private('library.org.phone', '电话', org.phone, whose),
    inCharge: org.in_charge,
    ...own.data,
  }
  return { data, sections }
}
/** Whoever decides about a registration sees first whether it may be there already under another code. */
async function alikeSections(ask: Ask, org: Org): Promise<Section[]> {
  const alike = await asHouse(ask, () => orgsAlike(ask.tx, org))
  return alike.length === 0
    ? []
    : [
        {
          title: '名称相近的登记，请看是不是同一个',
          columns: [
            { key: 'name', label: '名称' },
            { key: 'uscc', label: '统一社会信用代码' },
            { key: 'region', label: '登记地' },
            { key: 'state', label: '状态' },
          ],
          rows: alike.map((o) => ({
            name: o.name,
            uscc: o.uscc,
            region: regionName(o.region),
            state: o.state,
          })),
        },
      ]
}
/** One body may stand in two libraries; each record says so. */
export async function twinField(ask: Ask, org: Org): Promise<Field[]> {
  const twins = (await orgsByCode(ask.tx, org.uscc)).filter((o) => o.id !== org.id)
  return twins.length === 0
    ? []
    : [
        {
          label: '同一主体另有身份',
          value: `${twins.map((t) => t.kind).join('、')}（代理机构不得在自己代理的项目中投标）`,
        },
      ]
}

/** 暂停、恢复、退出、移出、重新入库：the ops of the steps that `standing` gives every library. */
export const standingOps = <Id extends string>(
  story: AnyStory,
  words: { readonly who: string; readonly where: string },
) => {
  const because = z.strictObject({ id: zId<Id>(), reason: zReason })
  const plainly = (title: string, action: string) =>
    op({
      title,
      input: because,
      output: zDone,
      run: async (ask, { id, reason }) =>
        done(await story.take(ask, action, id, undefined, { data: { reason } })),
    })
  return {
    suspend: op({
      title: `暂停${words.who}资格`,
      input: because.extend({ until: zDay.meta({ title: '期满日', format: 'date' }) }),
      output: zDone,
      run: async (ask, i) => done(await suspend(ask, story, i)),
    }),
    resume: plainly(`提前恢复${words.who}资格`, 'resume'),
    withdraw: plainly(`退出${words.where}`, 'withdraw'),
    remove: plainly(`移出${words.where}`, 'remove'),
    reinstate: plainly('重新入库', 'reinstate'),
  }
}
async function suspend(ask: Ask, story: AnyStory, i: { id: string; reason: string; until: Day }) {
  const input = { until: i.until }
  const s = await story.take(ask, 'suspend', i.id, { input }, suspension(i))
  await stateFacts(ask, i.id, [
    { key: '暂停资格', value: i.reason, source: '财政部门登记', asOf: ask.today, expires: i.until },
  ])
  return s
}
/** A suspension ends by itself. */
export const lapsing = (story: AnyStory): Timers => ({
  [`${story.flow.noun}.lapse`]: (ask, id) => story.take(ask, 'lapse', id),
})
