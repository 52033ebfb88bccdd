import { type Day, rfc3339 } from '#kernel'
import type { MemberRow } from '#mall/framework'
import { CATEGORY } from './codes.ts'
import type { Facts, FrameworkFacts, Part } from './facts.ts'
import { dayEnd, dayStart, item, papers, reference, yuan } from './parts.ts'

const CALLED = ['框架协议征集公告', '终止公告']
const SOLICITING = ['征集中', '待开启', '待评审', '待公告', '开放加入']
const status = (state: string) =>
  state === '已终止' ? 'unsuccessful' : SOLICITING.includes(state) ? 'active' : 'complete'
/** How contracts are given under it, in the words of the techniques extension: with another competition, without, or both. */
function reopening(modes: readonly string[]) {
  const again = modes.includes('二次竞价')
  const plain = modes.some((m) => m !== '二次竞价')
  return again && plain
    ? 'withAndWithoutReopeningCompetition'
    : again
      ? 'withReopeningCompetition'
      : 'withoutReopeningCompetition'
}
/** 第一阶段：征集的公告、各包、期限，和怎样授予合同。 */
export function frameworkTender(f: Facts, x: FrameworkFacts): Part {
  const { framework: a, lots, state } = x
  const d = a.document
  const host = f.orgs.get(a.host)
  const period =
    a.signed && a.ends ? { startDate: dayStart(a.signed), endDate: dayEnd(a.ends) } : null
  return {
    id: f.project.no,
    title: f.project.title,
    description: d.scope,
    status: status(state),
    ...(host ? { procuringEntity: reference(host) } : {}),
    procurementMethod: 'open',
    procurementMethodDetails: `框架协议（${a.kind}）`,
    mainProcurementCategory: CATEGORY[a.category],
    ...(a.kind === '封闭式'
      ? {
          awardCriteria: d.method === '质量优先法' ? 'ratedCriteria' : 'priceOnly',
          awardCriteriaDetails: d.method,
        }
      : {}),
    submissionMethod: ['electronicSubmission'],
    eligibilityCriteria: d.qualifications,
    ...(x.published && a.deadline !== null
      ? { tenderPeriod: { startDate: dayStart(x.published), endDate: rfc3339(a.deadline) } }
      : {}),
    ...(period ? { contractPeriod: period } : {}),
    techniques: {
      hasFrameworkAgreement: true,
      frameworkAgreement: {
        ...(d.most === null || a.kind === '开放式' ? {} : { maximumParticipants: d.most }),
        method: reopening(d.modes),
        buyerCategories: d.scope,
        description: `确定第二阶段成交供应商的方式：${d.modes.join('、')}`,
      },
    },
    lots: lots.map((l) => ({
      id: String(l.no),
      title: l.name,
      status: l.failed ? 'unsuccessful' : status(state),
    })),
    items: lots.map((l) => {
      const { quantity, ...rest } = item(
        String(l.no),
        {
          ...l,
          quantity: l.estimate ?? 0,
          code: l.item,
          unitPrice: l.ceiling,
          description: l.need,
        },
        String(l.no),
      )
      // An estimate that was not made is not published as a number.
      return l.estimate === null ? rest : { quantity, ...rest }
    }),
    ...papers(f, CALLED),
  }
}
const GONE = ['已退出', '已清退']
const lotNo = (x: FrameworkFacts, m: MemberRow) =>
  String(x.lots.find((l) => l.id === m.lot)?.no ?? '')
/** Each supplier admitted to a package, at what price. */
export function admissionPart(f: Facts, x: FrameworkFacts, m: MemberRow): Part {
  const supplier = f.orgs.get(m.supplier)
  const lot = x.lots.find((l) => l.id === m.lot)
  const { notified } = x.framework
  const on: Day | null = x.framework.kind === '开放式' ? m.joined : notified
  return {
    id: m.id,
    title: `${lot?.name ?? ''}入围`,
    status: GONE.includes(m.state) && m.joined === null ? 'cancelled' : 'active',
    ...(on ? { date: dayStart(on) } : {}),
    ...(supplier ? { suppliers: [reference(supplier)] } : {}),
    items: [
      {
        id: m.id,
        description: `${m.thing.name} ${m.thing.brand} ${m.thing.model}`.trim(),
        ...(lot
          ? { classification: { scheme: 'CN-GPC', id: lot.item, description: lot.name } }
          : {}),
        unit: { ...(lot ? { name: lot.unit } : {}), value: yuan(m.price) },
        relatedLot: lotNo(x, m),
      },
    ],
    relatedLots: [lotNo(x, m)],
    ...papers(f, ['框架协议入围结果公告']),
  }
}
/** The agreement itself, once both sides have signed: it orders nothing, so it has a period and no value. */
export function agreementPart(x: FrameworkFacts, m: MemberRow): Part {
  const { ends } = x.framework
  const over = GONE.includes(m.state) || m.state === '已期满'
  const end = m.leftOn ?? ends
  return {
    id: `agreement-${m.id}`,
    awardID: m.id,
    title: `框架协议（第${lotNo(x, m)}包）`,
    status: over ? 'terminated' : 'active',
    ...(m.joined ? { dateSigned: dayStart(m.joined) } : {}),
    ...(m.joined && end ? { period: { startDate: dayStart(m.joined), endDate: dayEnd(end) } } : {}),
  }
}
/** 第二阶段: a process of its own that points at the one which concluded the framework (OCDS, related processes). */
export const relatedTo = (under: NonNullable<Facts['under']>): Part => ({
  id: 'framework',
  relationship: ['framework'],
  title: under.title,
  scheme: 'ocid',
  identifier: under.ocid,
  uri: `/ocds/records/${under.ocid}`,
})
