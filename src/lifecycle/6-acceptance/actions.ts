import { createHash } from 'node:crypto'
import { type Contract, contractOf, contractOfOrder, contractsOfBill, goodsOf } from '#contract'
import {
  type Ask,
  begin,
  canonical,
  demand,
  type Follower,
  NotFound,
  newId,
  readable,
  refusal,
  type Subject,
  story,
  subjectOf,
} from '#kernel'
import { citeMarked, inn } from '#law'
import { orderOf } from '#mall/order'
import { billOf } from '#mall/service'
import { acceptedResearch, researchFailed, researchOfContract } from '#tender'
import {
  type Clause,
  type Delivered,
  type DeliveryFacts,
  deliveryFlow,
  type Member,
  type Report,
  type ReportFacts,
  reportFlow,
  unnamed,
} from './model.ts'
import * as store from './store.ts'

/** How much of each thing has come and was kept. */
const arrived = (
  deliveries: readonly { state: string; items: readonly Delivered[] }[],
  name: string,
  states: readonly string[],
) =>
  deliveries
    .filter((d) => states.includes(d.state))
    .flatMap((d) => d.items)
    .filter((i) => i.name === name)
    .reduce((a, i) => a + i.quantity, 0)

/** How much of each name in all: one thing may stand on two lines. */
function quantities(lines: readonly { name: string; quantity: number }[]): Map<string, number> {
  const sums = new Map<string, number>()
  for (const { name, quantity } of lines) sums.set(name, (sums.get(name) ?? 0) + quantity)
  return sums
}
const NO_DELIVERY: DeliveryFacts = { contractState: '已备案', excess: [] }
export const deliveries = story(deliveryFlow, async () => NO_DELIVERY)

/** What an order became is sent and accepted on the order, piece by piece. */
function onItsOwnPage(c: Contract) {
  if (c.award === null)
    demand([
      refusal('订单合同在订单上发货、验收', '这份合同由商城订单或结算单成立', {
        cites: [citeMarked('系统设置', '订单履约', '△')],
        cure: '到该订单办理',
      }),
    ])
}
export async function deliver(
  ask: Ask,
  i: { contract: string; place: string; items: Delivered[]; note: string },
): Promise<Subject> {
  const { contract, s: cs } = await contractOf(ask, i.contract, true)
  if (!cs.parties['供应商']?.includes(ask.actor.org ?? '')) throw new NotFound('采购合同')
  onItsOwnPage(contract)
  const before = await store.deliveriesOf(ask.tx, i.contract)
  const goods = goodsOf(contract)
  const wanted = quantities(goods)
  const excess = [...quantities(i.items)].flatMap(([name, now]) => {
    const most = wanted.get(name)
    if (most === undefined) return [`合同标的中没有“${name}”`]
    const unit = goods.find((g) => g.name === name)?.unit ?? ''
    const total = arrived(before, name, ['已送达', '已收货']) + now
    return total > most ? [`“${name}”累计${total}${unit}，合同数量${most}${unit}`] : []
  })
  const id = newId<'delivery'>(ask.now)
  const s = await begin(
    ask,
    deliveryFlow,
    'deliver',
    {
      id,
      title: cs.title,
      process: cs.process,
      lawOn: cs.lawOn,
      region: cs.region,
      parties: cs.parties,
    },
    { contractState: cs.state, excess },
    { open: { quantity: i.items.reduce((a, x) => a + x.quantity, 0) } },
  )
  await store.addDelivery(ask.tx, { id, ...i })
  return s
}

/** What the local rule wants of a group, where it says something: △, three. */
const groupMin = (ask: Ask) => {
  const set = ask.world.settings['验收组人数下限']
  return typeof set === 'number' ? set : 3
}
async function factsOf(
  ask: Ask,
  { id, contract, state, services }: Of,
  r: Pick<Report, 'members' | 'clauses'>,
): Promise<ReportFacts> {
  const all = await store.deliveriesOf(ask.tx, contract.id)
  const others = (await store.reportStatesOf(ask.tx, contract.id)).filter((x) => x.id !== id)
  const goods = goodsOf(contract)
  return {
    contractState: state,
    received: all.filter((d) => d.state === '已收货').length,
    unreceived: [...quantities(goods)]
      .filter(([name, quantity]) => arrived(all, name, ['已收货']) < quantity)
      .map(([name]) => name),
    members: r.members,
    missing: unnamed(
      goods.map((i) => i.name),
      r.clauses.map((c) => c.text),
    ),
    unmet: r.clauses.filter((c) => !c.met).map((c) => c.text),
    publicService: services,
    groupMin: groupMin(ask),
    another: others.find((x) => x.state !== '验收不合格' && x.state !== '已整改')?.state ?? null,
    unmended: others.some((x) => x.state === '验收不合格'),
  }
}
interface Of {
  readonly id: string
  readonly contract: Contract
  readonly state: string
  /** Which services are public ones no catalogue says; so every service asks its users (△). */
  readonly services: boolean
}
/** What both sign, whatever the key order. */
export const digestOf = (r: Report) =>
  createHash('sha256')
    .update(
      canonical({
        contract: r.contract,
        members: r.members,
        clauses: r.clauses,
        opinion: r.opinion,
      }),
    )
    .digest('hex')
export const reports = story(reportFlow, async (ask, s) => {
  const r = await store.reportOf(ask.tx, s.id)
  const { contract, s: cs, award } = await contractOf(ask, r.contract)
  const services = award.category === '服务'
  return factsOf(ask, { id: s.id, contract, state: cs.state, services }, r)
})
/** 第二十五条: what is accepted is the product of the last stage. */
async function researchComplete(ask: Ask, contract: string) {
  const r = await researchOfContract(ask, contract)
  if (r && r.state !== '待验收')
    demand([
      refusal('研发成果在末阶段成果齐备以后验收', `研发处于“${r.state}”`, {
        cites: [inn('第二十五条')],
        facts: { 研发: r.state },
        cure: '先办结各研发阶段的考核',
      }),
    ])
}
export async function open(
  ask: Ask,
  i: { contract: string; members: Member[]; clauses: Clause[]; opinion: string },
): Promise<Subject> {
  const { contract, s: cs, award } = await contractOf(ask, i.contract, true)
  if (!cs.parties['采购人']?.includes(ask.actor.org ?? '')) throw new NotFound('采购合同')
  onItsOwnPage(contract)
  await researchComplete(ask, i.contract)
  const id = newId<'report'>(ask.now)
  const r: Report = { id, accepted: null, ...i }
  const s = await begin(
    ask,
    reportFlow,
    'begin',
    {
      id,
      title: cs.title,
      process: cs.process,
      lawOn: cs.lawOn,
      region: cs.region,
      parties: cs.parties,
    },
    await factsOf(ask, { id, contract, state: cs.state, services: award.category === '服务' }, i),
    { open: { sha256: digestOf(r) } },
  )
  await store.addReport(ask.tx, r)
  return s
}
/** A report is never revised, so every hand signs the digest it was begun with. */
const signed = async (ask: Ask, id: string) => ({
  sha256: digestOf(await store.reportOf(ask.tx, id)),
})
export const pass = async (ask: Ask, { id }: { id: string }): Promise<Subject> =>
  reports.take(ask, 'pass', id, undefined, { open: await signed(ask, id) })
export const fail = async (
  ask: Ask,
  { id, reason }: { id: string; reason: string },
): Promise<Subject> =>
  reports.take(ask, 'fail', id, undefined, { open: { ...(await signed(ask, id)), reason } })
export const rectify = (
  ask: Ask,
  { id, measures }: { id: string; measures: string },
): Promise<Subject> => reports.take(ask, 'rectify', id, undefined, { data: { measures } })
export async function signSupplier(ask: Ask, { id }: { id: string }): Promise<Subject> {
  const s = await reports.take(ask, 'signSupplier', id, undefined, { open: await signed(ask, id) })
  await store.setAccepted(ask.tx, id, ask.today)
  return s
}
export async function reportOf(ask: Ask, id: string) {
  const s = await subjectOf(ask.tx, reportFlow, id)
  return { s, report: await store.reportOf(ask.tx, id) }
}
export async function getDelivery(ask: Ask, id: string) {
  const s = await subjectOf(ask.tx, deliveryFlow, id)
  readable(ask.actor, deliveryFlow, s)
  return { s, delivery: await store.deliveryOf(ask.tx, id) }
}
export const goodReportOf = (ask: Ask, contract: string) => store.goodReportOf(ask.tx, contract)

/** 卖场的验收书：在订单上逐件、逐单验收过的，到此成文。 */
async function byOrder(ask: Ask, of: Subject, r: Omit<Report, 'id' | 'accepted'>): Promise<void> {
  const report: Report = { ...r, id: newId<'report'>(ask.now), accepted: ask.today }
  await begin(
    ask,
    reportFlow,
    'byOrder',
    {
      id: report.id,
      title: of.title,
      process: of.process,
      lawOn: of.lawOn,
      region: of.region,
      parties: of.parties,
    },
    {} as never,
    { open: { sha256: digestOf(report) } },
  )
  await store.addReport(ask.tx, report)
}
/** 订单清点并经第二人确认，即出具验收书：一件一项，由两人签字。 */
const ofOrder: Follower = async (ask, e) => {
  const { s, order } = await orderOf(ask, e.subject)
  const contract = await contractOfOrder(ask, order.id)
  await byOrder(ask, s, {
    contract: contract.id,
    members: order.checkers.map((name) => ({ name, role: '采购人' })),
    clauses: order.items.map((i) => ({
      text: `${i.name}（${i.brand} ${i.model}）${i.quantity}${i.unit}`,
      kind: '技术',
      met: true,
      note: i.serials.length > 0 ? `序列号逐件相符：${i.serials.join('、')}` : '按数量清点相符',
    })),
    opinion: '逐件清点，与订单和发货相符，验收合格。',
  })
}
/** 结算单核对即出具验收书：每一份服务订单都已由用车、用件的人验收并经第二人确认。 */
const ofBill: Follower = async (ask, e) => {
  const { s, bill } = await billOf(ask, e.subject)
  for (const c of await contractsOfBill(ask, bill.id)) {
    const orders = bill.lines.find((l) => l.line === c.lineId)?.orders ?? []
    await byOrder(ask, s, {
      contract: c.id,
      members: [...new Set(orders.flatMap((o) => o.checkers))].map((name) => ({
        name,
        role: '采购人',
      })),
      clauses: c.items.map((i) => ({
        text: `${i.name}${i.quantity}${i.unit}`,
        kind: '服务',
        met: true,
        note: '按各单完工明细相符',
      })),
      opinion: `归集的${orders.length}份服务订单均已逐单验收合格。`,
    })
  }
}
/** The research under a contract hears how its acceptance went. */
const contractAt = async (ask: Ask, report: string) =>
  (await store.reportOf(ask.tx, report)).contract
const researchAccepted: Follower = async (ask, e) =>
  acceptedResearch(ask, await contractAt(ask, e.subject))
const researchJudged =
  (failed: boolean): Follower =>
  async (ask, e) =>
    researchFailed(ask, await contractAt(ask, e.subject), failed)
export const followers: Readonly<Record<string, readonly Follower[]>> = {
  '履约验收.signSupplier': [researchAccepted],
  '履约验收.fail': [researchJudged(true)],
  '履约验收.rectify': [researchJudged(false)],
  '服务结算单.confirm': [ofBill],
  '订单.confirm': [ofOrder],
}
