import * as budget from '#budget'
import {
  type Ask,
  begin,
  type Fen,
  fen,
  type Id,
  NotFound,
  newId,
  nextNumber,
  Refused,
  refusal,
  type Subject,
  subjectOf,
  yearOf,
} from '#kernel'
import { cite } from '#law'
import { orgOf } from '#libraries'
import { dueIn } from '#mall/order'
import { nextInTurn, takeTurn } from './cards.ts'
import { factsOf } from './facts-of.ts'
import { type Kind, kindRows, type ServiceWay } from './lines.ts'
import { type Card, cardFlow, type Order, serviceFlow } from './model.ts'
import * as store from './store.ts'

export const lineId = (o: Pick<Order, 'lineId'>) => o.lineId as Id<'line'>
export const partiesOf = (o: Pick<Order, 'buyer' | 'supplier'>) => ({
  采购人: [o.buyer],
  供应商: [o.supplier],
})

export interface Placing {
  readonly kind: Kind
  readonly way: ServiceWay
  /** Whose card; nobody's where the turn decides. */
  readonly card: string | null
  readonly line: string
  readonly cap: Fen
  readonly want: string
  readonly plate: string
  readonly odometer: number
  readonly asset: string
  readonly secret: boolean
  readonly place: string
  readonly contact: string
  readonly phone: string
  readonly days: number
}
/** 下服务单：限额随单冻结；直接选定的写明选谁，轮候的由系统依次确定。 */
export async function place(ask: Ask, i: Placing): Promise<Subject> {
  if (ask.actor.org === null) throw new NotFound('预算指标')
  const buyer = await orgOf(ask.tx, ask.actor.org)
  const line = await budget.lineForUpdate(ask, i.line as Id<'line'>)
  if (line.org !== buyer.id) throw new NotFound('预算指标')
  const card = await chosen(ask, i, buyer.region)
  const n = await nextNumber(ask.tx, `服务单-${buyer.region}-${yearOf(ask.today)}`)
  const vehicle = kindRows[i.kind].vehicle
  const o: Order = {
    id: newId(ask.now),
    card: card.id,
    kind: i.kind,
    way: i.way,
    buyer: buyer.id,
    supplier: card.supplier,
    lineId: i.line,
    cap: i.cap,
    frozen: i.cap,
    placed: ask.today,
    want: i.want,
    plate: vehicle ? i.plate : '',
    odometer: vehicle ? i.odometer : 0,
    asset: i.asset,
    place: i.place,
    contact: i.contact,
    phone: i.phone,
    days: i.days,
    dueDay: null,
    quote: [],
    extras: [],
    asked: null,
    billed: [],
    amount: null,
    work: null,
    checkers: [],
    stars: null,
    accepted: null,
    bill: null,
  }
  const s = await begin(
    ask,
    serviceFlow,
    'place',
    {
      id: o.id,
      // A title is in every list: no plate in it.
      title: `${o.kind}：${i.want.replaceAll(/\s+/g, ' ').slice(0, 30)}`,
      process: o.id,
      lawOn: ask.today,
      region: buyer.region,
      parties: partiesOf(o),
    },
    await factsOf(ask, o, { secret: i.secret, yearTotal: await yearWith(ask, o) }),
    {
      no: `FW-${buyer.region}-${yearOf(ask.today)}-${String(n).padStart(6, '0')}`,
      open: { kind: o.kind, way: o.way, cap: o.cap },
      due: dueIn(ask, '定点报价期限'),
    },
  )
  await store.addOrder(ask.tx, o)
  if (o.way === '顺序轮候') await takeTurn(ask, o.id, card)
  await budget.freeze(ask, lineId(o), o.cap, o.id)
  return s
}
const yearWith = async (ask: Ask, o: Order) =>
  fen((await store.yearOn(ask.tx, o.lineId, o.kind, yearOf(ask.today), o.id)) + o.cap)
async function chosen(ask: Ask, i: Placing, region: string): Promise<Card> {
  if (i.way === '顺序轮候') {
    const card = await nextInTurn(ask, i.kind, region, [])
    if (card) return card
    throw new Refused([
      refusal('没有可以轮候的供应商', `没有服务本地的${i.kind}价目`, {
        cites: [cite('110号令', '第三十四条', '对所有入围供应商依次授予采购合同')],
        cure: '待有供应商报送价目并经审核',
      }),
    ])
  }
  if (i.card === null)
    throw new Refused([
      refusal('直接选定的须写明选哪一家', '没有选供应商', {
        cites: [cite('110号令', '第三十二条', '从第一阶段入围供应商中直接选定')],
        cure: '选一家；或改用顺序轮候',
        field: 'card',
      }),
    ])
  const s = await subjectOf(ask.tx, cardFlow, i.card)
  const card = await store.cardOf(ask.tx, i.card)
  if (card.kind !== i.kind || (s.state !== '有效' && s.state !== '已停用'))
    throw new NotFound('服务价目')
  return card
}
