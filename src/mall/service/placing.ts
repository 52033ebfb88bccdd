import * as budget from '#budget'
import {
  type Ask,
  begin,
  type Day,
  type Fen,
  fen,
  type Id,
  type Instant,
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
import type { Facts } from './facts.ts'
import { factsOf } from './facts-of.ts'
import { type Kind, kindRows, type Line, type ServiceWay } from './lines.ts'
import { type Card, cardFlow, type Order, serviceFlow } from './model.ts'
import { keep, looked } from './photos.ts'
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
  /** Uploads of one's own. */
  readonly photos: readonly string[]
}
/** 下服务单：限额随单冻结；直接选定的写明选谁，轮候的由系统依次确定。 */
export async function place(ask: Ask, i: Placing): Promise<Subject> {
  if (ask.actor.org === null) throw new NotFound('预算指标')
  const buyer = await orgOf(ask.tx, ask.actor.org)
  const line = await budget.lineForUpdate(ask, i.line as Id<'line'>)
  if (line.org !== buyer.id) throw new NotFound('预算指标')
  const card = await chosen(ask, i, buyer.region)
  const o = bareOrder(i, card, buyer.id, ask.today)
  const photos = await looked(ask, i.photos)
  const s = await born(
    ask,
    'place',
    o,
    { secret: i.secret, yearTotal: await yearWith(ask, o) },
    dueIn(ask, '定点报价期限'),
    photos,
  )
  if (o.way === '顺序轮候') await takeTurn(ask, o.id, card)
  return s
}
/** 由比价成立：the quote stands in it; a second person agrees to it like to any other. */
export const award = (ask: Ask, o: Order, contest: string): Promise<Subject> =>
  born(ask, 'award', o, { lines: o.quote, yearTotal: o.frozen }, null, [], contest)
async function born(
  ask: Ask,
  how: 'place' | 'award',
  o: Order,
  facts: Partial<Facts>,
  due: Instant | null,
  photos: Awaited<ReturnType<typeof looked>>,
  contest: string | null = null,
): Promise<Subject> {
  const { region } = await orgOf(ask.tx, o.buyer)
  const n = await nextNumber(ask.tx, `服务单-${region}-${yearOf(ask.today)}`)
  const s = await begin(
    ask,
    serviceFlow,
    how,
    {
      id: o.id,
      // A title is in every list: no plate in it.
      title: `${o.kind}：${o.want.replaceAll(/\s+/g, ' ').slice(0, 30)}`,
      process: o.id,
      lawOn: ask.today,
      region,
      parties: partiesOf(o),
    },
    await factsOf(ask, o, facts),
    {
      no: `FW-${region}-${yearOf(ask.today)}-${String(n).padStart(6, '0')}`,
      open: {
        kind: o.kind,
        way: o.way,
        cap: o.cap,
        ...(contest === null ? {} : { contest, amount: o.frozen }),
      },
      ...(photos.length > 0 ? { data: { photos: photos.map((x) => x.sha256) } } : {}),
      due,
    },
  )
  await store.addOrder(ask.tx, o)
  await keep(ask, o.id, '下单', photos)
  await budget.freeze(ask, lineId(o), o.frozen, o.id)
  return s
}
/** An order as it begins: nothing quoted, the whole limit frozen. */
export function bareOrder(
  i: Omit<Placing, 'card' | 'secret' | 'photos'>,
  card: Pick<Card, 'id' | 'supplier'>,
  buyer: string,
  today: Day,
): Order {
  const vehicle = kindRows[i.kind].vehicle
  return {
    id: newId(),
    card: card.id,
    kind: i.kind,
    way: i.way,
    buyer,
    supplier: card.supplier,
    lineId: i.line,
    cap: i.cap,
    frozen: i.cap,
    placed: today,
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
    ofSupplier: null,
    ofBuyer: null,
    accepted: null,
    bill: null,
  }
}
export type Asked = Pick<Line, 'code' | 'quantity' | 'price' | 'note'>
/** Names and units are the card's; what the card does not know keeps its code and is refused by name. */
export const named = (card: Pick<Card, 'items'>, ls: readonly Asked[]): Line[] =>
  ls.map((l) => {
    const rate = card.items.find((i) => i.code === l.code)
    return { ...l, name: rate?.name ?? '', unit: rate?.unit ?? '' }
  })
export const yearWith = async (ask: Ask, o: Order) =>
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
