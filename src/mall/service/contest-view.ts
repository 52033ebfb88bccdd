import {
  type Ask,
  asHouse,
  capital,
  type Fen,
  present,
  type RecordView,
  readable,
  rfc3339,
  type Section,
  subjectOf,
  yuanText,
} from '#kernel'
import { orgOf, orgsOf } from '#libraries'
import { contests, seals } from './contest.ts'
import { type Contest, contestFlow, ranked, sealFlow } from './contest-model.ts'
import * as store from './contest-store.ts'
import { kindRows, type Line } from './lines.ts'
import * as cards from './store.ts'
import { linesOf } from './view.ts'

const ofCap = (total: Fen, cap: Fen) => `${Math.floor((total * 1000) / cap) / 10}%`
const jobOf = (c: Contest, whole: boolean): Section => ({
  title: '要做的活',
  fields: [
    { label: '类别', value: c.kind },
    { label: '要做什么', value: c.want, kind: 'long' },
    // A plate is the unit's business until a garage is to have the car.
    ...(whole && c.plate !== '' ? [{ label: '车牌', value: c.plate }] : []),
    ...(kindRows[c.kind].vehicle ? [{ label: '里程', value: `${c.odometer}公里` }] : []),
    { label: '限额', value: yuanText(c.cap), kind: 'money' },
    { label: '地点', value: c.place },
    { label: '工期', value: `同意报价后${c.days}天内` },
    { label: '报价截止', value: rfc3339(c.closes), kind: 'instant' },
    ...(whole ? [{ label: '联系人', value: `${c.contact}　${c.phone}` }] : []),
  ],
})
const told = ['待选定', '已选定', '已撤销']
/** A contest: until the bell neither a price nor how many; after it all of them side by side, line by line. */
export async function getContest(ask: Ask, id: string): Promise<RecordView> {
  const s = await subjectOf(ask.tx, contestFlow, id)
  readable(ask.actor, contestFlow, s)
  const c = await store.contestOf(ask.tx, id)
  const all = await asHouse(ask, () => store.quotesOf(ask.tx, id))
  const over = told.includes(s.state) && ask.now >= c.closes
  const quotes = over ? ranked(all) : []
  const orgs = await orgsOf(
    ask.tx,
    all.map((q) => q.supplier),
  )
  const named = (supplier: string) => orgs.get(supplier)?.name ?? ''
  const rates = new Map<string, ReadonlyMap<string, number>>()
  for (const q of quotes) {
    const card = await asHouse(ask, () => cards.cardOf(ask.tx, q.card))
    rates.set(q.id, new Map(card.items.map((i) => [i.code, i.price as number])))
  }
  const [best] = quotes
  const buyer = await orgOf(ask.tx, c.buyer)
  const shown = quotes.map((q, n) => ({
    id: q.id,
    place: n + 1,
    supplierName: named(q.supplier),
    good: orgs.get(q.supplier)?.state === '在库',
    total: yuanText(q.total),
    capital: capital(q.total),
    ofCap: ofCap(q.total, c.cap),
    lowest: q.total === best?.total,
    lines: q.lines.map((l) => ({ ...l, price: yuanText(l.price) })),
  }))
  return present(ask, contests, s, {
    data: {
      kind: c.kind,
      cap: yuanText(c.cap),
      invited: all.length,
      quotes: shown,
      order: c.order,
    },
    sections: [
      {
        ...jobOf(c, true),
        fields: [{ label: '采购人', value: buyer.name }, ...(jobOf(c, true).fields ?? [])],
      },
      {
        title: `请到${all.length}家`,
        fields: [{ label: '价目服务本地的', value: all.map((q) => named(q.supplier)).join('、') }],
      },
      ...(over
        ? [
            {
              title: `报价${quotes.length}家`,
              columns: [
                { key: 'place', label: '名次', kind: 'number' as const },
                { key: 'supplier', label: '供应商' },
                { key: 'total', label: '合计（元）', kind: 'money' as const },
                { key: 'capital', label: '大写' },
                { key: 'ofCap', label: '占限额' },
                { key: 'at', label: '提交', kind: 'instant' as const },
                { key: 'result', label: '结果' },
              ],
              rows: quotes.map((q, n) => ({
                place: n + 1,
                supplier: named(q.supplier),
                total: yuanText(q.total),
                capital: capital(q.total),
                ofCap: ofCap(q.total, c.cap),
                at: rfc3339(q.at),
                result:
                  q.id === c.chosen
                    ? '选定'
                    : orgs.get(q.supplier)?.state === '在库'
                      ? ''
                      : `供应商库中处于“${orgs.get(q.supplier)?.state}”，不能选`,
              })),
            },
            ...quotes.map((q) =>
              linesOf(`${named(q.supplier)}的明细`, q.lines, rates.get(q.id) ?? new Map()),
            ),
          ]
        : []),
      ...(c.reason === ''
        ? []
        : [
            {
              title: '不选最低的理由',
              fields: [{ label: '理由', value: c.reason, kind: 'long' as const }],
            },
          ]),
    ],
  })
}
/** One's own quote: the job, one's own lines, and afterwards what was chosen and why. */
export async function getSeal(ask: Ask, id: string): Promise<RecordView> {
  const s = await subjectOf(ask.tx, sealFlow, id)
  readable(ask.actor, sealFlow, s)
  const q = await store.quoteOf(ask.tx, id)
  const { c, card, buyer, quotes, state } = await asHouse(ask, async () => {
    const c = await store.contestOf(ask.tx, q.contest)
    return {
      c,
      card: await cards.cardOf(ask.tx, q.card),
      buyer: await orgOf(ask.tx, c.buyer),
      quotes: ranked(await store.quotesOf(ask.tx, c.id)),
      state: (await subjectOf(ask.tx, contestFlow, c.id)).state,
    }
  })
  const rates = new Map(card.items.map((i) => [i.code, i.price as number]))
  const chosen = state === '已选定' ? quotes.find((x) => x.id === c.chosen) : undefined
  const [best] = quotes
  const plain = (l: Line) => ({ ...l, price: yuanText(l.price) })
  return present(ask, seals, s, {
    data: {
      kind: c.kind,
      vehicle: kindRows[c.kind].vehicle,
      cap: yuanText(c.cap),
      rates: card.items.map((i) => ({ ...i, price: yuanText(i.price) })),
      lines: q.lines.map(plain),
    },
    sections: [
      { title: '采购人', fields: [{ label: '单位', value: buyer.name }] },
      jobOf(c, false),
      ...(q.lines.length > 0 ? [linesOf('本单位的报价', q.lines, rates)] : []),
      ...(chosen && best
        ? [
            {
              title: '结果',
              fields: [
                { label: '结果', value: chosen.id === q.id ? '选定本单位' : '没有选定本单位' },
                { label: '最低报价', value: yuanText(best.total), kind: 'money' as const },
                { label: '选定的报价', value: yuanText(chosen.total), kind: 'money' as const },
                ...(c.reason === ''
                  ? []
                  : [{ label: '不选最低的理由', value: c.reason, kind: 'long' as const }]),
              ],
            },
          ]
        : state === '已撤销'
          ? [{ title: '结果', fields: [{ label: '结果', value: '采购人撤销了这次比价' }] }]
          : []),
    ],
  })
}
