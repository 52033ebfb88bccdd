import { type Contract, contractOf } from '#contract'
import { type Ask, begin, NotFound, newId, readable, type Subject, story, subjectOf } from '#kernel'
import {
  type Clause,
  type Delivered,
  type DeliveryFacts,
  deliveryFlow,
  type Member,
  type Report,
  type ReportFacts,
  reportFlow,
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

const NO_DELIVERY: DeliveryFacts = { contractState: '已备案', excess: [] }
export const deliveries = story(deliveryFlow, async () => NO_DELIVERY)

export async function deliver(
  ask: Ask,
  i: { contract: string; place: string; items: Delivered[]; note: string },
): Promise<Subject> {
  const { contract, s: cs } = await contractOf(ask, i.contract, true)
  if (!cs.parties['供应商']?.includes(ask.actor.org ?? '')) throw new NotFound('采购合同')
  const before = await store.deliveriesOf(ask.tx, i.contract)
  const excess = i.items.flatMap((x) => {
    const wanted = contract.items.find((c) => c.name === x.name)
    if (!wanted) return [`合同标的中没有“${x.name}”`]
    const total = arrived(before, x.name, ['已送达', '已收货']) + x.quantity
    return total > wanted.quantity
      ? [`“${x.name}”累计${total}${wanted.unit}，合同数量${wanted.quantity}${wanted.unit}`]
      : []
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

async function factsOf(
  ask: Ask,
  contract: Contract,
  contractState: string,
  r: Pick<Report, 'members' | 'clauses'>,
  code: string,
): Promise<ReportFacts> {
  const all = await store.deliveriesOf(ask.tx, contract.id)
  return {
    contractState,
    received: all.filter((d) => d.state === '已收货').length,
    unreceived: contract.items
      .filter((i) => arrived(all, i.name, ['已收货']) < i.quantity)
      .map((i) => i.name),
    members: r.members,
    missing: contract.items
      .filter((i) => !r.clauses.some((c) => c.text.includes(i.name)))
      .map((i) => i.name),
    unmet: r.clauses.filter((c) => !c.met).map((c) => c.text),
    publicService: code.startsWith('C'),
  }
}
export const reports = story(reportFlow, async (ask, s) => {
  const r = await store.reportOf(ask.tx, s.id)
  const { contract, s: cs, award } = await contractOf(ask, r.contract)
  return factsOf(ask, contract, cs.state, r, award.category === '服务' ? 'C' : 'A')
})
export async function open(
  ask: Ask,
  i: { contract: string; members: Member[]; clauses: Clause[]; opinion: string },
): Promise<Subject> {
  const { contract, s: cs, award } = await contractOf(ask, i.contract, true)
  if (!cs.parties['采购人']?.includes(ask.actor.org ?? '')) throw new NotFound('采购合同')
  const id = newId<'report'>(ask.now)
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
    await factsOf(ask, contract, cs.state, i, award.category === '服务' ? 'C' : 'A'),
  )
  await store.addReport(ask.tx, { id, accepted: null, ...i })
  return s
}
export async function signSupplier(ask: Ask, { id }: { id: string }): Promise<Subject> {
  const s = await reports.take(ask, 'signSupplier', id)
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
