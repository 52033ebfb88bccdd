import { createHash } from 'node:crypto'
import {
  type Ask,
  begin,
  canonical,
  type Day,
  type Entry,
  type Fen,
  type Newborn,
  newId,
  Refused,
  refusal,
} from '#kernel'
import { lawOn, type ParamName, period } from '#law'
import { type Org, orgOf, type Project, projectOf } from '#libraries'
import { fill, type Given, keyOf, lacking } from './fill.ts'
import { forms } from './forms.ts'
import { type Attachment, type Content, type Kind, type Notice, noticeFlow } from './model.ts'
import * as store from './store.ts'

export interface Draft {
  readonly kind: Kind
  readonly title: string
  readonly opening?: string
  readonly tail?: string
  readonly publisher: string
  readonly given: Readonly<Record<string, Given>>
  readonly ends?: Day
  readonly corrects?: string
  readonly attachments?: readonly Attachment[]
}
export const hashOf = (content: Content) =>
  createHash('sha256').update(canonical(content)).digest('hex')

/** The content of a notice. Throws Refused naming everything the form wants and the business data does not have. */
export function compose(d: Draft, project: Pick<Project, 'category'>, date: Day): Content {
  const sections = fill(d.kind, project.category, d.given)
  const missing = lacking(d.kind, project.category, sections)
  if (missing.length > 0)
    throw new Refused([
      {
        ...refusal('公告须符合规定的格式', `${d.kind}缺少：${missing.join('、')}`, {
          facts: { 缺少: missing.join('、') },
          cure: '补齐业务数据后再办理；公告由业务数据生成，不另行录入',
        }),
        cites: forms[d.kind].cites,
      },
    ])
  return {
    kind: d.kind,
    title: d.title,
    opening: d.opening ?? '',
    sections,
    tail: d.tail ?? '',
    publisher: d.publisher,
    date,
    ...(d.attachments?.length ? { attachments: d.attachments } : {}),
  }
}

/** Where a notice belongs: to a purchase, or to nothing but the unit that makes it. */
type Place = Pick<Newborn, 'lawOn' | 'region' | 'parties'> &
  Pick<Notice, 'process' | 'ocid' | 'projectNo'>
/** Publish in the transaction of the step that the notice follows: either both are true, or neither. */
export async function put(ask: Ask, e: Entry, d: Draft): Promise<Notice> {
  const project = await projectOf(ask.tx, { id: e.process })
  return place(ask, e, d, compose(d, project, ask.today), {
    lawOn: project.began,
    region: project.region,
    parties: { 采购人: [project.buyer] },
    process: e.process,
    ocid: project.ocid,
    projectNo: project.no,
  })
}
/** A notice of no purchase: a unit's own statement. It has no ocid, so open data, which is told by purchase, does not know it. */
export const putAlone = (
  ask: Ask,
  e: Entry,
  d: Draft,
  of: Pick<Place, 'region' | 'parties'>,
): Promise<Notice> =>
  place(ask, e, d, compose(d, { category: '服务' }, ask.today), {
    ...of,
    lawOn: ask.today,
    process: null,
    ocid: null,
    projectNo: null,
  })
async function place(
  ask: Ask,
  e: Entry,
  d: Draft,
  content: Content,
  { lawOn, region, parties, ...of }: Place,
): Promise<Notice> {
  const sha256 = hashOf(content)
  const id = newId<'notice'>(ask.now)
  // The entry carries the hash, so that the journal vouches for every word of the notice.
  await begin(
    ask,
    noticeFlow,
    'publish',
    {
      id,
      title: d.title,
      process: e.process,
      lawOn,
      region,
      parties,
    },
    null,
    {
      open: {
        kind: d.kind,
        title: d.title,
        of: e.subject,
        sha256,
        // What stands beside the content on the page is vouched for like the content.
        ocid: of.ocid,
        no: of.projectNo,
        ends: d.ends ?? null,
        corrects: d.corrects ?? null,
      },
    },
  )
  const notice: Notice = {
    id,
    kind: d.kind,
    subject: e.subject,
    ...of,
    title: d.title,
    region,
    publisher: d.publisher,
    content,
    sha256,
    published: ask.now,
    ends: d.ends ?? null,
    corrects: d.corrects ?? null,
  }
  await store.addNotice(ask.tx, notice)
  return notice
}

/** The last day of a notice period that begins today. */
export const endOf = (ask: Ask, on: Day, name: ParamName) =>
  period({ from: ask.today, length: lawOn(on)(name), unit: 'workday' }).end

/** 联系方式：the person is whoever publishes (87号令第十三条第八项 wants a name and a telephone). */
export async function contacts(ask: Ask, buyer: Org, agency: Org | null): Promise<Given> {
  const mine = ask.actor.org === null ? (agency ?? buyer) : await orgOf(ask.tx, ask.actor.org)
  const party = (group: string, org: Org | null) =>
    org === null
      ? {}
      : {
          [keyOf({ group, label: '名称' })]: org.name,
          [keyOf({ group, label: '地址' })]: org.address,
          [keyOf({ group, label: '联系方式' })]: org.phone,
        }
  return {
    values: {
      ...party('1.采购人信息', buyer),
      ...party('2.采购代理机构信息', agency),
      [keyOf({ group: '3.项目联系方式', label: '项目联系人' })]: ask.actor.name,
      [keyOf({ group: '3.项目联系方式', label: '电话' })]: mine.phone,
    },
  }
}
/** One value under a heading of the same name. */
export const only = (label: string, value: string | null): Record<string, Given> => ({
  [label]: { values: { [label]: value } },
})
/** 万元, as the form asks, and nothing lost: as many places as the fen need, two at least. */
export function wan(n: Fen): string {
  const digits = String(n).padStart(7, '0')
  return `${digits.slice(0, -6)}.${digits.slice(-6).replace(/0{1,4}$/, '')}`
}
