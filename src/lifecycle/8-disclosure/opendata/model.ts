import { methodRow } from '#law'
import type { Facts, FrameworkFacts, Part, Picture, TenderFacts } from './facts.ts'
import { admissionPart, agreementPart, frameworkTender, relatedTo } from './framework-parts.ts'
import {
  awardPart,
  awardParts,
  bidPart,
  calls,
  contractPart,
  early,
  openedBids,
  orderAwardPart,
  planning,
  reference,
  SCHEME,
  tenderPart,
} from './parts.ts'

const silent = (t: TenderFacts): TenderFacts => ({
  ...t,
  lots: t.lots.map((l) => ({ ...l, bids: [] })),
})
/** Draw the public picture of a purchase as it stands; null while nothing of it has been announced. Pure. */
export function pictureOf(f: Facts): Picture | null {
  if (f.notices.length === 0) return null
  // Called for by any notice; a single source is called for by none and is told from its publicity on, whoever was invited by
  // name from the result on: before it, whom the purchaser asked is nobody's business.
  const told = f.tender?.tender.published != null && f.notices.some((n) => calls.includes(n.kind))
  const method = f.plan?.method ?? '公开招标'
  const aloud = methodRow(method).form === '招标'
  // Bids of a tender are read out to everyone at the opening. In talks nobody hears the others' names or prices, then or later.
  const t = !told || f.tender === null ? null : aloud ? f.tender : silent(f.tender)
  const came =
    f.tender === null || !(aloud || f.tender.state === '结果已公告')
      ? null
      : new Set(f.tender.lots.flatMap(openedBids).map((b) => b.supplier)).size
  const lots = t?.lots ?? []
  const bids = t ? lots.flatMap((l) => openedBids(l).map((b) => bidPart(f, t, l, b))) : []
  const awarded = t?.state === '结果已公告' ? lots : lots.filter((l) => l.state === '已废标')
  const contracts = f.contracts.filter((c) => c.contract.published !== null)
  const orders = contracts.filter((c) => c.contract.award === null)
  const roles = new Map<string, Set<string>>()
  const role = (id: string | undefined, name: string) => {
    if (id) roles.set(id, (roles.get(id) ?? new Set()).add(name))
  }
  role(f.project.buyer, 'buyer')
  if (t) role(t.tender.agency, 'procuringEntity')
  for (const l of lots) for (const b of openedBids(l)) role(b.supplier, 'tenderer')
  for (const l of awarded) for (const a of l.awards) role(a.supplier, 'supplier')
  for (const c of orders) role(c.award.supplier, 'supplier')
  for (const c of contracts)
    if (c.paid.some((p) => p.paid !== null)) {
      role(c.award.buyer, 'payer')
      role(c.award.supplier, 'payee')
    }
  const x = f.framework
  if (x) {
    role(x.framework.host, 'procuringEntity')
    for (const m of admitted(x)) role(m.supplier, 'supplier')
  }
  const buyer = f.orgs.get(f.project.buyer)
  if (!buyer) throw new Error('开放数据缺少采购人')
  return {
    parties: [...roles].flatMap(([id, names]) => {
      const o = f.orgs.get(id)
      return o
        ? [
            {
              ...reference(o),
              roles: [...names].sort(),
              identifier: { scheme: SCHEME, id: o.uscc, legalName: o.name },
              address: { streetAddress: o.address, countryName: '中国' },
            },
          ]
        : []
    }),
    buyer: reference(buyer),
    planning: planning(f),
    tender: t ? tenderPart(f, t, came) : x ? frameworkTender(f, x) : early(f),
    ...(f.under ? { relatedProcesses: [relatedTo(f.under)] } : {}),
    ...(x ? stageOne(f, x) : {}),
    ...(bids.length > 0 ? { bids: { details: bids } } : {}),
    ...(awarded.length + orders.length > 0
      ? {
          awards: [
            ...awarded.flatMap((l) => [
              ...l.fallen.map((a) => awardPart(f, l, a)),
              ...awardParts(f, l),
            ]),
            ...orders.map((c) => orderAwardPart(f, c)),
          ],
        }
      : {}),
    ...(contracts.length > 0 ? { contracts: contracts.map((c) => contractPart(f, c)) } : {}),
  }
}

const admitted = (x: FrameworkFacts) =>
  x.members.filter((m) => !['待审核', '未通过'].includes(m.state))
/** Who is in the framework and who has signed; nobody before the result is announced. */
function stageOne(f: Facts, x: FrameworkFacts): { awards?: Part[]; contracts?: Part[] } {
  const all = admitted(x)
  const signed = all.filter((m) => m.joined !== null)
  return {
    ...(all.length > 0 ? { awards: all.map((m) => admissionPart(f, x, m)) } : {}),
    ...(signed.length > 0 ? { contracts: signed.map((m) => agreementPart(x, m)) } : {}),
  }
}

/** `noun.action` → the release's tag: the public steps of a purchase, and no others. */
export const tags: Readonly<Record<string, string>> = {
  '采购意向.publish': 'planning',
  '报批事项.publicize': 'planningUpdate',
  '采购计划.file': 'planningUpdate',
  '招标项目.publish': 'tender',
  '招标项目.correct': 'tenderAmendment',
  '招标项目.terminate': 'tenderCancellation',
  '招标项目.announce': 'award',
  '合作创新.buy': 'awardUpdate',
  '招标项目.correctResult': 'awardUpdate',
  '招标项目.changeResult': 'awardUpdate',
  '澄清提问.answer': 'tenderUpdate',
  '采购包.open': 'tenderUpdate',
  '采购包.fail': 'tenderUpdate',
  '采购合同.publish': 'contract',
  '采购合同.announce': 'contract',
  '采购合同.approveSupplement': 'contractAmendment',
  '采购合同.rescind': 'contractTermination',
  '采购合同.undo': 'contractTermination',
  '履约验收.signSupplier': 'implementation',
  '履约验收.byOrder': 'implementation',
  '支付申请.pay': 'implementationUpdate',
  '结项.close': 'contractTermination',
  '框架协议.publish': 'tender',
  '框架协议.welcome': 'tender',
  '框架协议.topUp': 'tenderUpdate',
  '框架协议.fail': 'tenderCancellation',
  '框架协议.announce': 'award',
  '框架协议.announceMore': 'award',
  '框架协议.conclude': 'contract',
  '框架协议.expire': 'contractTermination',
  '入围供应商.pass': 'award',
  '入围供应商.replace': 'contractUpdate',
  '入围供应商.leave': 'contractTermination',
  '入围供应商.agreeLeave': 'contractTermination',
  '入围供应商.remove': 'contractTermination',
}
