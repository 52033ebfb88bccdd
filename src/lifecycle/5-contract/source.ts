import { createHash } from 'node:crypto'
import * as budget from '#budget'
import {
  type Ask,
  begin,
  canonical,
  type Follower,
  newId,
  type Subject,
  step,
  subjectOf,
} from '#kernel'
import { projectOf } from '#libraries'
import { orderOf } from '#mall/order'
import { billOf } from '#mall/service'
import { awardOf, beginResearch, undoResearch } from '#tender'
import { type Contract, contractFlow, type Deal, textOf } from './model.ts'
import * as store from './store.ts'

/** What both sign: the same bytes for both, whatever the key order. */
export const digestOf = (c: Contract) =>
  createHash('sha256')
    .update(canonical(textOf(c)))
    .digest('hex')

/** The award, the order or the bill that a contract was made of. */
export async function dealOf(
  ask: Ask,
  c: Pick<Contract, 'award' | 'order' | 'bill' | 'amount'>,
): Promise<Deal> {
  if (c.award !== null) return awardOf(ask, c.award)
  const of =
    c.order === null
      ? dealOfBill(await billOf(ask, c.bill ?? ''))
      : dealOfOrder(await orderOf(ask, c.order))
  const project = await projectOf(ask.tx, { id: of.project })
  return {
    id: of.id,
    lotNo: 1,
    title: project.title,
    projectNo: project.no,
    category: of.category,
    method: of.method,
    buyer: of.buyer,
    supplier: of.supplier,
    amount: c.amount,
    letterDay: of.letterDay,
    part: '',
  }
}
const dealOfOrder = ({ order: o }: Awaited<ReturnType<typeof orderOf>>) => ({
  ...o,
  method: o.way,
  letterDay: o.accepted,
})
const dealOfBill = ({ bill: b }: Awaited<ReturnType<typeof billOf>>) => ({
  ...b,
  category: '服务' as const,
  method: '定点服务' as const,
  letterDay: b.confirmed,
})

type Agreed = Pick<
  Contract,
  'order' | 'bill' | 'lineId' | 'amount' | 'items' | 'clauses' | 'performance' | 'payee'
>
/** Made, announced and filed in the transaction of the step it follows: what was frozen is now the contract's. */
async function concluded(ask: Ask, of: Subject, c: Agreed, no: string): Promise<void> {
  const id = newId<'contract'>(ask.now)
  const draft: Contract = {
    id,
    award: null,
    plan: null,
    lotBudget: c.amount,
    awarded: c.amount,
    letter: ask.today,
    schedule: [{ name: '全款', amount: c.amount, condition: '验收合格后' }],
    signed: ask.today,
    published: ask.today,
    filed: ask.today,
    sha256: null,
    ...c,
  }
  const made = { ...draft, sha256: digestOf(draft) }
  await budget.lineForUpdate(ask, c.lineId)
  const s = await begin(
    ask,
    contractFlow,
    'order',
    {
      id,
      title: `${of.title}　${c.order === null ? '结算' : '订单'}合同`,
      process: of.process,
      lawOn: of.lawOn,
      region: of.region,
      parties: of.parties,
    },
    {} as never,
    { no, open: { sha256: made.sha256, amount: c.amount } },
  )
  await store.addContract(ask.tx, made)
  await step(ask, contractFlow, 'announce', s, {} as never, { open: { sha256: made.sha256 } })
  await budget.commit(ask, c.lineId, c.amount, id)
}

/**
 * 订单即合同: a data message that can be called up is a writing (电子签名法第四条), and an order may be the contract (110号令第十四条).
 * Both have it in this system the moment the supplier accepts, so it is announced and filed in the same transaction.
 */
export const conclude: Follower = async (ask, e) => {
  const { s, order } = await orderOf(ask, e.subject)
  const { payee } = order
  if (payee === null) throw new Error('接单而没有收款户')
  await concluded(
    ask,
    s,
    {
      order: order.id,
      bill: null,
      lineId: order.lineId,
      amount: order.amount,
      items: order.items.map(({ name, brand, model, quantity, unit, unitPrice }) => ({
        name,
        brand,
        model,
        quantity,
        unit,
        unitPrice,
      })),
      clauses: [
        '本订单经供应商接单成立，即为采购合同；价格固定。',
        '到货按序列号或数量逐件清点，由采购人两人分别清点、确认，验收合格后付款。',
        '收到发票后30日内付款；退换货、换型号和解除按电子卖场规则办理，均记入流水。',
      ],
      performance: `${order.place}；接单后${order.days}天内送达`,
      payee,
    },
    `${s.no?.replace(/^DD-/, '')}-01-01`,
  )
}
/** 定点服务按月结算：each service order was agreed line by line before it was done; the bill gathers a month of them, a contract per budget line. */
export const concludeBill: Follower = async (ask, e) => {
  const { s, bill } = await billOf(ask, e.subject)
  for (const [n, l] of bill.lines.entries())
    await concluded(
      ask,
      s,
      {
        order: null,
        bill: bill.id,
        lineId: l.line as Contract['lineId'],
        amount: l.amount,
        items: l.items.map((i) => ({ ...i, brand: '', model: '按有效的服务价目，逐单同意' })),
        clauses: [
          `本合同归集${bill.month}已验收的定点服务订单${l.orders.length}份：${l.orders.map((o) => o.no).join('、')}；各单的项目和单价均经采购人逐项同意后施工。`,
          '价格固定，不高于供应商有效的服务价目；未经批准的项目不结算。',
          '收到发票后30日内付款。',
        ],
        performance: `${bill.month}，已全部履行并验收`,
        payee: bill.payee,
      },
      `${s.no?.replace(/^JS-/, '')}-${String(n + 1).padStart(2, '0')}-01`,
    )
}
/** The order was dissolved by its own rules, and its contract with it; the money is given back by the stage that knows what was paid. */
export async function undoOfOrder(ask: Ask, order: string): Promise<Contract> {
  const c = await store.contractOfOrder(ask.tx, order)
  const s = await subjectOf(ask.tx, contractFlow, c.id, 'update')
  await step(ask, contractFlow, 'undo', s, {} as never)
  return c
}
/** The contracts of a month's bill that stand: what was rescinded is neither paid nor closed. */
export async function contractsOfBill(
  ask: Ask,
  bill: string,
): Promise<(Contract & { state: string })[]> {
  const all = []
  for (const c of await store.contractsOfBill(ask.tx, bill))
    all.push({ ...c, state: (await subjectOf(ask.tx, contractFlow, c.id)).state })
  return all.filter((c) => c.state !== '已解除')
}
/** The contract of an order. */
export const contractOfOrder = (ask: Ask, order: string) => store.contractOfOrder(ask.tx, order)
/** 研发合同备案，研发由此开始：它的付款安排就是各阶段。 */
const research: Follower = async (ask, e) => {
  const c = await store.contractOf(ask.tx, e.subject)
  if (c.award === null) return
  const award = await awardOf(ask, c.award)
  if (award.part !== '研发') return
  await beginResearch(ask, {
    award,
    contract: await subjectOf(ask.tx, contractFlow, e.subject),
    amount: c.amount,
    stages: c.schedule,
  })
}
export const followers: Readonly<Record<string, readonly Follower[]>> = {
  '采购合同.file': [research],
  '采购合同.rescind': [(ask, e) => undoResearch(ask, e.subject)],
  '订单.accept': [conclude],
  '服务结算单.confirm': [concludeBill],
}
