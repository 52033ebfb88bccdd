import type { Notice } from '#disclosure'
import { at, type Day, type Fen, type Instant, rfc3339, sum } from '#kernel'
import type { Org } from '#libraries'
import type { Award, Bid, Lot } from '#tender'
import { CATEGORY, METHOD } from './codes.ts'
import type { ContractFacts, Facts, LotFacts, Part, TenderFacts } from './facts.ts'

export const yuan = (amount: Fen) => ({ amount: amount / 100, currency: 'CNY' })
export const dayStart = (d: Day) => rfc3339(at(d))
export const dayEnd = (d: Day) => rfc3339((at(d, 24) - 1000) as Instant)
/** △ No scheme for 统一社会信用代码 is registered with org-id.guide that we could check; ours is named plainly. */
export const SCHEME = 'CN-USCC'
export const partyId = (o: Pick<Org, 'uscc'>) => `${SCHEME}-${o.uscc}`
export const reference = (o: Org) => ({ id: partyId(o), name: o.name })

const document = (n: Notice, documentType: string): Part => ({
  id: n.id,
  documentType,
  title: n.title,
  url: `/notices/${n.id}`,
  datePublished: rfc3339(n.published),
  format: 'text/html',
  language: 'zh',
  sha256: n.sha256,
})
/** Notices that open a tender to the world: calls for bids, the publicity of a single source, and whatever ends one. */
// biome-ignore format: a list reads as a list
const OPENS = ['资格预审公告', '招标公告', '竞争性谈判公告', '竞争性磋商公告', '询价公告', '合作创新采购公告', '研发谈判文件公告', '单一来源采购公示']
const ENDS = ['终止公告', '废标公告']
const RESULTS = ['中标结果公告', '成交结果公告']
export const calls: readonly string[] = [...OPENS, ...ENDS, ...RESULTS]
const DOCUMENT: Readonly<Record<string, string>> = {
  采购意向公告: 'procurementPlan',
  ...Object.fromEntries(OPENS.map((k) => [k, 'tenderNotice'])),
  研发谈判文件公告: 'biddingDocuments',
  更正公告: 'clarifications',
  终止公告: 'cancellationDetails',
  废标公告: 'cancellationDetails',
  中标结果公告: 'awardNotice',
  成交结果公告: 'awardNotice',
  合同公告: 'contractNotice',
  合同变更公告: 'contractNotice',
  验收结果公告: 'finalAudit',
  框架协议征集公告: 'tenderNotice',
  框架协议入围结果公告: 'awardNotice',
  框架协议成交结果公告: 'awardNotice',
}
export const papers = (f: Facts, kinds: readonly string[], subject?: string) => {
  const found = f.notices.filter(
    (n) => kinds.includes(n.kind) && (subject === undefined || n.subject === subject),
  )
  return found.length === 0
    ? {}
    : { documents: found.map((n) => document(n, DOCUMENT[n.kind] ?? 'x_notice')) }
}
interface Thing {
  readonly name: string
  readonly quantity: number
  readonly unit?: string
  readonly code?: string
  readonly unitPrice?: Fen
  readonly description?: string
}
export const item = (id: string, i: Thing, lot?: string): Part => ({
  id,
  description: i.description ? `${i.name}：${i.description}` : i.name,
  ...(i.code ? { classification: { scheme: 'CN-GPC', id: i.code, description: i.name } } : {}),
  quantity: i.quantity,
  ...(i.unit || i.unitPrice !== undefined
    ? {
        unit: {
          ...(i.unit ? { name: i.unit } : {}),
          ...(i.unitPrice === undefined ? {} : { value: yuan(i.unitPrice) }),
        },
      }
    : {}),
  ...(lot ? { relatedLot: lot } : {}),
})
/** Talks with one supplier (协商) rank nobody: the code list has no word for them, the details do. */
const AWARD_BY = {
  综合评分法: 'ratedCriteria',
  最低评标价法: 'priceOnly',
  最低价: 'priceOnly',
} as const
const lotId = (lot: Lot) => String(lot.no)

export function planning(f: Facts): Part {
  const { wish, plan, line } = f
  const amount = plan?.amount ?? wish?.requirement.budget
  const month = wish?.intention?.month
  return {
    ...(wish ? { rationale: wish.requirement.summary } : {}),
    budget: {
      ...(line ? { id: line.docNo } : {}),
      ...(amount === undefined ? {} : { amount: yuan(amount) }),
      project: f.project.title,
      ...(line ? { projectID: line.proCode } : {}),
      ...(line && plan
        ? {
            budgetBreakdown: [
              {
                id: `${line.docNo}-${line.fundType}`,
                description: `资金性质 ${line.fundType}，支出功能分类 ${line.expFunc}，政府支出经济分类 ${line.govEco}`,
                amount: yuan(plan.amount),
                period: {
                  startDate: dayStart(`${line.year}-01-01` as Day),
                  endDate: dayEnd(`${line.year}-12-31` as Day),
                },
              },
            ],
          }
        : {}),
    },
    ...papers(f, ['采购意向公告']),
    ...(month
      ? {
          milestones: [
            {
              id: 'start',
              title: '预计采购时间',
              type: 'preProcurement',
              dueDate: dayStart(`${month}-01` as Day),
            },
          ],
        }
      : {}),
  }
}

export const LOT_STATUS: Readonly<Record<string, string>> = {
  已废标: 'unsuccessful',
  已定标: 'complete',
  已签约: 'complete',
}
const tenderStatus = (t: TenderFacts): string => {
  if (t.state === '已终止') return 'cancelled'
  if (t.state !== '结果已公告') return 'active'
  return t.lots.every((l) => l.state === '已废标') ? 'unsuccessful' : 'complete'
}
/** Who bid is told when the bids are opened, and of a lot only when that lot is. */
export const openedBids = (l: LotFacts) => (l.lot.opened === null ? [] : l.bids)
export function early(f: Facts): Part {
  const r = f.wish?.requirement
  return {
    id: f.project.no,
    title: f.project.title,
    status: f.contracts.some((c) => c.contract.award === null)
      ? 'complete'
      : f.plan?.filed
        ? 'planned'
        : 'planning',
    mainProcurementCategory: CATEGORY[f.project.category],
    ...methodOf(f),
    // Whether the members of the framework competed for it (techniques extension).
    ...(f.under === null ? {} : { competitive: f.under.way === '二次竞价' }),
    ...(r
      ? {
          value: yuan(r.budget),
          description: wantedOf(r.items),
          // A list of OCDS gives nothing back: what the document divides into lots anew would stand there twice.
          ...(f.under === null
            ? {}
            : {
                items: r.items.map((i, n) =>
                  item(String(n + 1), { ...i, description: i.requirement }),
                ),
              }),
        }
      : {}),
  }
}
/** What is wanted before there is a document, in words. */
const wantedOf = (items: NonNullable<Facts['wish']>['requirement']['items']) =>
  items.map((i) => `${i.name}${i.quantity}${i.unit}：${i.requirement}`).join('\n')
const methodOf = (f: Facts) => {
  const name =
    (f.under === null ? undefined : `框架协议${f.under.way}`) ??
    f.plan?.method ??
    f.wish?.requirement.method ??
    f.contracts.find((c) => c.contract.award === null)?.award.method
  const code = name === undefined ? undefined : METHOD[name]
  return {
    ...(code ? { procurementMethod: code } : {}),
    ...(name ? { procurementMethodDetails: name } : {}),
  }
}
export function tenderPart(f: Facts, t: TenderFacts, came: number | null): Part {
  const { tender, corrections, lots } = t
  const d = tender.document
  const agency = f.orgs.get(tender.agency)
  const tenderers = [...new Set(lots.flatMap(openedBids).map((b) => b.supplier))].flatMap(
    (id) => f.orgs.get(id) ?? [],
  )
  const opened = lots.length > 0 && lots.every((l) => l.lot.opened !== null || l.state === '已废标')
  return {
    id: f.project.no,
    title: f.project.title,
    ...(d ? { description: d.overview } : {}),
    status: tenderStatus(t),
    ...(agency ? { procuringEntity: reference(agency) } : {}),
    value: yuan(sum(lots.map((l) => l.lot.budget))),
    ...methodOf(f),
    mainProcurementCategory: CATEGORY[f.project.category],
    ...(d
      ? {
          ...(d.method === '协商' ? {} : { awardCriteria: AWARD_BY[d.method] }),
          awardCriteriaDetails: d.method,
        }
      : {}),
    submissionMethod: ['electronicSubmission'],
    ...(d ? { eligibilityCriteria: d.qualifications.map((q) => q.text).join('\n') } : {}),
    ...(tender.published && tender.deadline !== null
      ? {
          tenderPeriod: {
            startDate: dayStart(tender.published),
            endDate: rfc3339(tender.deadline),
          },
          enquiryPeriod: {
            startDate: dayStart(tender.published),
            endDate: rfc3339(tender.deadline),
          },
          bidOpening: { date: rfc3339(tender.deadline), description: tender.place },
        }
      : {}),
    hasEnquiries: t.answers.length > 0,
    lots: lots.map(({ lot, state }) => ({
      id: lotId(lot),
      title: lot.title,
      status: LOT_STATUS[state] ?? (t.state === '已终止' ? 'cancelled' : 'active'),
      value: yuan(lot.budget),
    })),
    items: lots.flatMap(({ lot }) =>
      lot.content.items.map((i, n) =>
        item(`${lotId(lot)}-${n + 1}`, { ...i, description: i.requirement }, lotId(lot)),
      ),
    ),
    ...papers(f, [...OPENS, ...ENDS, '更正公告']),
    ...(corrections.length === 0
      ? {}
      : {
          amendments: corrections.map((c, n) => ({
            id: String(n + 1),
            date: rfc3339(c.at),
            rationale: c.reason,
            description: c.subjectOf,
          })),
        }),
    // Who asked is known to the asker alone.
    ...(t.answers.length === 0
      ? {}
      : {
          enquiries: t.answers.map((a) => ({
            id: a.id,
            description: a.text,
            ...(a.answer === null ? {} : { answer: a.answer }),
          })),
        }),
    ...(opened && came !== null ? { numberOfTenderers: came } : {}),
    ...(tenderers.length > 0 ? { tenderers: tenderers.map(reference) } : {}),
  }
}

/**
 * 开标一览：bidder, time and price were read out to everyone at the opening (87号令第四十一条). Whether a bid was
 * valid is told with the result; of its reasons and of the scores a bidder hears only its own.
 */
export function bidPart(f: Facts, t: TenderFacts, l: LotFacts, b: Bid): Part {
  const supplier = f.orgs.get(b.supplier)
  const place =
    t.state === '结果已公告' ? l.lot.ranking?.ranked.find((r) => r.bid === b.id) : undefined
  const judged = t.state === '结果已公告' && l.lot.ranking !== null
  return {
    id: b.id,
    date: rfc3339(b.submitted),
    status: !judged ? 'pending' : place?.counted ? 'valid' : 'disqualified',
    ...(supplier ? { tenderers: [reference(supplier)] } : {}),
    ...(b.price === null ? {} : { value: yuan(b.price) }),
    relatedLots: [lotId(l.lot)],
    ...(place?.counted ? { evaluation: { rank: place.place } } : {}),
  }
}
/** One award of a lot, or the several of 合作创新: the researchers, and the first purchase. */
export const awardParts = (f: Facts, l: LotFacts): Part[] =>
  l.awards.length > 0 ? l.awards.map((a) => awardPart(f, l, a)) : [noAward(l)]
const noAward = (l: LotFacts): Part => ({
  id: `lot-${lotId(l.lot)}`,
  title: l.lot.title,
  status: 'unsuccessful',
  ...(l.lot.failure ? { description: l.lot.failure } : {}),
  relatedLots: [lotId(l.lot)],
})
export function awardPart(f: Facts, l: LotFacts, a: Award): Part {
  const supplier = f.orgs.get(a.supplier)
  return {
    id: a.id,
    title: a.part === '' ? l.lot.title : `${l.lot.title}（${a.part}）`,
    status: a.superseded === null ? 'active' : 'cancelled',
    date: dayStart(a.decided),
    value: yuan(a.amount),
    ...(supplier ? { suppliers: [reference(supplier)] } : {}),
    items: a.items.map((i, n) =>
      item(
        `${lotId(l.lot)}-${n + 1}`,
        { ...i, description: `${i.brand} ${i.model}`.trim() },
        lotId(l.lot),
      ),
    ),
    ...(l.bids.some((b) => b.id === a.bid) ? { relatedBid: a.bid } : {}),
    relatedLots: [lotId(l.lot)],
    ...papers(f, RESULTS),
  }
}
/** An order of the mall is an award and its contract in one. */
export function orderAwardPart(f: Facts, c: ContractFacts): Part {
  const supplier = f.orgs.get(c.award.supplier)
  return {
    id: c.award.id,
    title: c.award.title,
    status: c.state === '已解除' ? 'cancelled' : 'active',
    ...(c.contract.signed ? { date: dayStart(c.contract.signed) } : {}),
    value: yuan(c.award.amount),
    ...(supplier ? { suppliers: [reference(supplier)] } : {}),
    items: contractItems(c),
  }
}
const contractItems = ({ contract, award }: ContractFacts) =>
  contract.items.map((i, n) =>
    item(
      `${award.lotNo}-${n + 1}`,
      { ...i, description: `${i.brand} ${i.model}`.trim() },
      contract.award === null ? undefined : String(award.lotNo),
    ),
  )
const CONTRACT_STATUS: Readonly<Record<string, string>> = {
  已履行完毕: 'terminated',
  已解除: 'cancelled',
}
export function contractPart(f: Facts, c: ContractFacts): Part {
  const { contract, award, report } = c
  const [payer, payee] = [f.orgs.get(award.buyer), f.orgs.get(award.supplier)]
  const done = c.paid.filter((p) => p.paid !== null)
  const more = contract.schedule.filter((i) => i.supplement?.at)
  const total = sum(done.map((p) => p.amount))
  const milestones = report
    ? [
        {
          id: report.id,
          title: '履约验收',
          type: 'assessment',
          status: 'met',
          dateMet: rfc3339(report.at),
          description: report.opinion,
        },
      ]
    : []
  return {
    id: c.no,
    awardID: award.id,
    title: c.title,
    status: CONTRACT_STATUS[c.state] ?? 'active',
    value: yuan(sum([contract.amount, ...more.map((i) => i.amount)])),
    ...(contract.signed ? { dateSigned: dayStart(contract.signed) } : {}),
    items: contractItems(c),
    ...papers(f, ['合同公告', '合同变更公告'], contract.id),
    ...(more.length === 0
      ? {}
      : {
          amendments: more.map((i) => ({
            id: String(i.supplement?.no),
            date: i.supplement?.at,
            rationale: i.supplement?.reason,
            description: i.name,
          })),
        }),
    ...(report === null && done.length === 0
      ? {}
      : {
          implementation: {
            ...(milestones.length > 0 ? { milestones } : {}),
            ...(report ? papers(f, ['验收结果公告'], report.id) : {}),
            ...(done.length > 0
              ? {
                  transactions: done.map((p) => ({
                    id: p.voucher ?? p.id,
                    ...(p.paid ? { date: dayStart(p.paid) } : {}),
                    value: yuan(p.amount),
                    // The public learns who paid whom, never through which account.
                    ...(payer ? { payer: reference(payer) } : {}),
                    ...(payee ? { payee: reference(payee) } : {}),
                  })),
                }
              : {}),
            ...(c.settled ? { endDate: dayStart(c.settled), finalValue: yuan(total) } : {}),
          },
        }),
  }
}
