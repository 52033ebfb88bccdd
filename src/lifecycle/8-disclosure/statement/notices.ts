import {
  type Draft,
  fill,
  type Given,
  noticesOfSubject,
  only,
  openOf,
  putAlone,
  type Section,
  wan,
} from '#disclosure'
import { type Ask, dayOf, type Entry, type Follower, showDay } from '#kernel'
import { type Org, orgOf } from '#libraries'
import { smeView } from './read.ts'
import * as store from './store.ts'

/** 面向中小企业预留项目执行情况公告（财库〔2020〕46号附2）：the sentence, and a line for each contract. */
export async function reportDraft(ask: Ask, r: store.Report, org: Org): Promise<Draft> {
  const { done } = await smeView(ask.tx, org, r.year)
  return {
    kind: '中小企业预留项目执行情况公告',
    title: `${org.name}${r.year}年面向中小企业预留项目执行情况公告`,
    opening: `根据《政府采购促进中小企业发展管理办法》（财库〔2020〕46号）要求，现对本部门（单位）${r.year}年面向中小企业预留项目执行情况公告如下：`,
    publisher: org.name,
    given: {
      执行情况: {
        values: {
          年度: `${r.year}年`,
          '预留项目面向中小企业采购共计（万元）': wan(done.sme),
          '其中面向小微企业采购（万元）': wan(done.micro),
          小微企业占比: done.percent === null ? '没有可算的' : `${done.percent}%`,
          未达到预留比例的说明: r.explanation,
        },
      },
      面向中小企业预留项目明细: {
        rows:
          done.rows.length === 0
            ? [{ no: '—', title: '没有', option: '—', amount: wan(done.sme), contract: '—' }]
            : done.rows.map((d, i) => ({
                no: String(i + 1),
                title: `${d.title}（第${d.lot}包）`,
                option: d.option,
                amount: wan(d.sme),
                contract: `/notices/${d.notice}`,
              })),
      },
    },
  }
}
/** 投诉受理方式（94号令第七条）、集中采购机构考核结果（政府采购法第六十六条）. */
export async function bulletinDraft(ask: Ask, b: store.Bulletin): Promise<Draft> {
  const org = await orgOf(ask.tx, b.org)
  const has = (field: string) => b.body[field] ?? ''
  const common = { kind: b.kind, publisher: org.name }
  if (b.kind === '投诉受理方式公告')
    return {
      ...common,
      title: `${org.name}政府采购投诉受理方式公告`,
      given: {
        ...only('受理部门', org.name),
        ...only('受理投诉的方式', has('受理投诉的方式')),
        联系方式: {
          values: {
            联系部门: has('联系部门'),
            联系电话: has('联系电话'),
            通讯地址: has('通讯地址'),
          },
        },
        ...only('其他补充事宜', '投诉应当在法定期限内提起，受理不收费。'),
      },
    }
  const about = b.about === null ? '' : (await orgOf(ask.tx, b.about)).name
  return {
    ...common,
    title: `${about}考核结果公告`,
    given: {
      ...only('考核对象', about),
      ...only('考核内容和方法', has('考核内容和方法')),
      ...only('考核结果', has('考核结果')),
      ...only('存在的问题', has('存在的问题')),
      ...only('其他补充事宜', '无'),
    },
  }
}

export interface Difference {
  readonly item: string
  readonly before: string
  readonly after: string
}
const NONE = '没有'
/** Lines of a table are the same line when they speak of the same contract, or else stand in the same place. */
const linesOf = (s: Section | undefined) =>
  new Map(
    (s?.rows ?? []).map((r, i) => [
      r['contract'] ?? String(i),
      {
        name: r['title'] ?? `第${i + 1}行`,
        text: (s?.columns ?? [])
          .filter((c) => c.key !== 'no')
          .map((c) => r[c.key] ?? '')
          .join('，'),
      },
    ]),
  )
/** What two notices of one form say differently; the part that tells of a correction aside. Pure. */
export function differences(before: readonly Section[], after: readonly Section[]): Difference[] {
  const own = (list: readonly Section[]) => list.filter((s) => s.heading !== '更正信息')
  const headings = [...new Set([...own(before), ...own(after)].map((s) => s.heading))]
  return headings.flatMap((h) => {
    const [b, a] = [before, after].map((l) => l.find((s) => s.heading === h))
    const labels = [...new Set([...(b?.fields ?? []), ...(a?.fields ?? [])].map((f) => f.label))]
    const said = (s: Section | undefined, label: string) =>
      s?.fields?.find((f) => f.label === label)?.value ?? NONE
    const fields = labels.map((label) => ({
      item: label,
      before: said(b, label),
      after: said(a, label),
    }))
    const [had, has] = [linesOf(b), linesOf(a)]
    const lines = [...new Set([...had.keys(), ...has.keys()])].map((key) => ({
      item: had.get(key)?.name ?? has.get(key)?.name ?? key,
      before: had.get(key)?.text ?? NONE,
      after: has.get(key)?.text ?? NONE,
    }))
    return [...fields, ...lines].filter((d) => d.before !== d.after)
  })
}
const sectionsOf = (d: Draft) => fill(d.kind, '服务', d.given)
/** What a draft says differently from the last notice of its subject; nothing when there is none yet. */
export async function changesOf(ask: Ask, subject: string, d: Draft): Promise<Difference[]> {
  const last = (await noticesOfSubject(ask.tx, subject)).at(-1)
  return last ? differences(last.content.sections, sectionsOf(d)) : []
}
/** Said for the first time, or again: then linked to the one before, with what is different and why. */
async function say(ask: Ask, e: Entry, d: Draft, of: Parameters<typeof putAlone>[3]) {
  const all = await noticesOfSubject(ask.tx, e.subject)
  const [first, last] = [all[0], all.at(-1)]
  if (!first || !last) return putAlone(ask, e, d, of)
  const open = await openOf(ask.tx, e.seq)
  const amended: Given = {
    values: {
      首次公告日期: showDay(dayOf(first.published)),
      更正原因: typeof open['reason'] === 'string' ? open['reason'] : '',
      更正日期: showDay(ask.today),
    },
    rows: differences(last.content.sections, sectionsOf(d)).map((x) => ({ ...x })),
  }
  const given = { ...d.given, 更正信息: amended }
  return putAlone(ask, e, { ...d, title: `${d.title}（更正）`, corrects: last.id, given }, of)
}
const reported: Follower = async (ask, e) => {
  const r = await store.reportOf(ask.tx, e.subject)
  const org = await orgOf(ask.tx, r.org)
  await say(ask, e, await reportDraft(ask, r, org), {
    region: org.region,
    parties: { 采购人: [org.id] },
  })
}
const told: Follower = async (ask, e) => {
  const b = await store.bulletinOf(ask.tx, e.subject)
  const org = await orgOf(ask.tx, b.org)
  await say(ask, e, await bulletinDraft(ask, b), { region: org.region, parties: {} })
}
export const statementFollowers: Readonly<Record<string, readonly Follower[]>> = {
  '预留执行公告.publish': [reported],
  '预留执行公告.correct': [reported],
  '财政公告.publish': [told],
  '财政公告.correct': [told],
}
