import { z } from 'zod'
import { evidenceOf } from '#journal'
import {
  type Ask,
  asHouse,
  done,
  listing,
  NotFound,
  op,
  present,
  readable,
  rfc3339,
  type Section,
  subjectOf,
  yuanText,
  zDone,
  zFen,
  zId,
  zRecord,
  zText,
} from '#kernel'
import { itemOf } from '#libraries'
import * as actions from './actions.ts'
import * as bidding from './bidding.ts'
import { auctionFlow, kinds, priceFlow, type Replay } from './model.ts'
import * as store from './store.ts'

const id = zId<'auction'>()
const which = z.strictObject({ id })
const long = (title: string) => zText(1000).meta({ title, 'x-kind': 'long' })
const why = z.strictObject({ id, reason: long('理由') })
const money = (title: string) =>
  zFen.refine((n) => n > 0, { message: '金额须大于零' }).meta({ title, 'x-kind': 'money' })
const need = z.strictObject({
  name: zText(40).meta({ title: '参数' }),
  is: z
    .enum(['=', '>=', '<='])
    .meta({ title: '要求', 'x-names': { '=': '等于', '>=': '不小于', '<=': '不大于' } }),
  value: zText(60).meta({ title: '值' }),
})
const needs = z.array(need).max(20).default([]).meta({ title: '机器核对的参数' })
const item = z
  .string()
  .regex(/^[AC]\d{8}$/, '须是九位品目编码')
  .meta({ title: '品目', 'x-kind': 'item' })
const draft = z.strictObject({
  title: zText(100).meta({ title: '采购内容' }),
  line: zId<'line'>().meta({ title: '预算指标', 'x-kind': 'line' }),
  kind: z.enum(kinds).meta({ title: '方式' }),
  manner: z
    .enum(['降价', '密封'])
    .default('降价')
    .meta({ title: '报价办法（网上竞价选择；询价为密封，反拍为轮次）' }),
  item,
  needs: long('需求（用途、技术和服务要求）'),
  attributes: needs,
  quantity: z.int().min(1).max(1_000_000).meta({ title: '数量' }),
  unit: zText(10).meta({ title: '计量单位' }),
  ceiling: money('最高限价（单价，元）'),
  minutes: z
    .int()
    .min(1)
    .max(60 * 24 * 30)
    .meta({ title: '开放多久（分钟）' }),
  place: zText(200).meta({ title: '收货地址' }),
  contact: zText(60).meta({ title: '收货人' }),
  phone: z
    .string()
    .regex(/^[0-9+ -]{7,20}$/, { message: '电话为7至20位数字' })
    .meta({ title: '联系电话' }),
  days: z.int().min(1).max(180).default(7).meta({ title: '送达天数' }),
  reason: z
    .union([z.literal(''), zText(500)])
    .default('')
    .meta({ title: '能满足的品牌不足三个时的理由', 'x-kind': 'long' }),
})
const sure = z.boolean().default(false).meta({ title: '我已核对金额（像是错了位数时须勾选）' })

const zBoard = z.strictObject({
  state: z.string(),
  now: z.string(),
  closes: z.string().nullable(),
  /** Null while how many have come is nobody's business. */
  bidders: z.number().nullable(),
  most: zFen.nullable(),
  turn: z.strictObject({ round: z.number(), who: z.string(), mine: z.boolean() }).nullable(),
  bids: z.array(
    z.strictObject({
      id: z.number(),
      who: z.string(),
      price: zFen,
      at: z.string(),
      mine: z.boolean(),
    }),
  ),
  standing: z.array(
    z.strictObject({ place: z.number(), who: z.string(), price: zFen, mine: z.boolean() }),
  ),
})
const FEW = 30
/** What may be told now: names after the result, pseudonyms before; nothing at all of sealed prices before the end. */
export async function boardFor(ask: Ask, auctionId: string): Promise<z.output<typeof zBoard>> {
  const { s, a } = await actions.auctionOf(ask, auctionId)
  readable(ask.actor, auctionFlow, s)
  return asHouse(ask, async () => {
    const b = await store.boardOf(ask.tx, auctionId, FEW)
    const over = s.state !== '报价中' && s.state !== '待审批'
    const told = over || a.manner === '降价' || a.turn !== null
    const mine = (supplier: string) => supplier === ask.actor.org
    const who = (x: { n: number; name: string; supplier: string }) =>
      over ? x.name : mine(x.supplier) ? '本单位' : `报价人${x.n}`
    // Whoever was left out at the end holds no place.
    const placed = b.standing.filter((x) => a.barred.every((y) => y.supplier !== x.supplier))
    const best = b.standing[0]?.price
    const at = a.turn?.order[a.turn.at]
    const turnOf = b.standing.find((x) => x.supplier === at)
    return {
      state: s.state,
      now: rfc3339(ask.now),
      closes: a.closes === null ? null : rfc3339(a.closes),
      bidders: told ? b.bidders : null,
      most: (told && !over && a.manner === '降价'
        ? best === undefined
          ? a.ceiling
          : Number((BigInt(best) * BigInt(10_000 - a.step)) / 10_000n)
        : null) as never,
      turn:
        a.turn === null || over || !turnOf
          ? null
          : { round: a.turn.round, who: who(turnOf), mine: mine(turnOf.supplier) },
      bids: told
        ? b.last.map((x) => ({
            id: x.id,
            who: who(x),
            price: x.price,
            at: rfc3339(x.at),
            mine: mine(x.supplier),
          }))
        : [],
      standing: told
        ? placed.map((x, n) => ({
            place: n + 1,
            who: who(x),
            price: x.price,
            mine: mine(x.supplier),
          }))
        : [],
    }
  })
}
const zReplay = z.strictObject({
  v: z.literal('yiwang/auction/v1'),
  id: z.string(),
  no: z.string().nullable(),
  title: z.string(),
  kind: z.string(),
  manner: z.enum(['密封', '降价', '轮次']),
  ceiling: z.number(),
  step: z.number(),
  opened: z.number(),
  firstCloses: z.number(),
  closes: z.number(),
  rules: z.strictObject({ windowMinutes: z.number(), byMinutes: z.number(), times: z.number() }),
  bids: z.array(
    z.strictObject({
      id: z.number(),
      supplier: z.string(),
      name: z.string(),
      offer: z.string(),
      price: z.number(),
      at: z.number(),
    }),
  ),
  winner: z.number().nullable(),
  barred: z.array(z.strictObject({ supplier: z.string(), name: z.string(), state: z.string() })),
  entries: z.array(
    z.strictObject({
      index: z.number().nullable(),
      leaf: z.string(),
      salt: z.string().nullable(),
      data: z.record(z.string(), z.unknown()),
      body: z.record(z.string(), z.unknown()),
    }),
  ),
})
/** 公开回放：截止以后，全部报价、规则、流水条目，谁都可以重算。 */
export async function replayOf(ask: Ask, auctionId: string): Promise<z.output<typeof zReplay>> {
  const { s, a } = await actions.auctionOf(ask, auctionId)
  readable(ask.actor, auctionFlow, s)
  if (!['待确认', '已成交', '已流标'].includes(s.state) || a.opened === null)
    throw new NotFound('回放')
  return asHouse(ask, async () => {
    const bids = await store.bidsOf(ask.tx, auctionId)
    const named = await store.boardOf(ask.tx, auctionId, 10_000)
    const names = new Map(named.standing.map((x) => [x.supplier, x.name]))
    const replay: Omit<Replay, 'v'> = {
      kind: a.kind,
      manner: a.manner,
      ceiling: a.ceiling,
      step: a.step,
      opened: a.opened as number,
      firstCloses: (a.opened as number) + a.minutes * 60_000 * (a.prolonged ? 2 : 1),
      closes: a.closes as number,
      rules: actions.rulesOf(ask),
      bids: bids.map(({ quote: _, ...b }) => ({ ...b, name: names.get(b.supplier) ?? '' })),
      winner: a.winner,
      barred: a.barred,
    }
    return {
      v: 'yiwang/auction/v1' as const,
      id: s.id,
      no: s.no,
      title: s.title,
      ...replay,
      bids: [...replay.bids],
      barred: [...a.barred],
      entries: await store.entriesOf(ask.tx, auctionId),
    }
  })
}

// biome-ignore format: a table reads as a table
export const auctionApi = {
  draft:   op({ title: '发起竞价或询价', input: draft, output: zDone, run: async (ask, i) => done(await actions.draft(ask, i)) }),
  approve: op({ title: '审批并公开', input: which, output: zDone, run: async (ask, i) => done(await actions.approve(ask, i)) }),
  decline: op({ title: '不同意发起', input: why, output: zDone, run: async (ask, i) => done(await actions.decline(ask, i)) }),
  cancel:  op({ title: '取消采购任务', input: why, output: zDone, run: async (ask, i) => done(await actions.cancel(ask, i)) }),
  confirm: op({ title: '确认成交', input: which, output: zDone, run: async (ask, i) => done(await actions.confirm(ask, i)) }),
  refuse:  op({ title: '不予成交', input: why, output: zDone, run: async (ask, i) => done(await actions.refuse(ask, i)) }),
  getBoard:  op({ title: '竞价现场', input: which, output: zBoard, reads: auctionFlow, run: (ask, i) => boardFor(ask, i.id) }),
  getReplay: op({ title: '竞价回放', public: true, input: which, output: zReplay, run: (ask, i) => replayOf(ask, i.id) }),
  list:    listing('竞价一览', auctionFlow),
  get:     op({ title: '一次竞价', input: which, output: zRecord, reads: auctionFlow, run: (ask, i) => get(ask, i.id) }),
}
async function get(ask: Ask, auctionId: string) {
  const { s, a } = await actions.auctionOf(ask, auctionId)
  readable(ask.actor, auctionFlow, s)
  const own = ask.actor.org
    ? await asHouse(ask, () =>
        store.quoteBy(ask.tx, { auction: auctionId, supplier: ask.actor.org ?? '' }),
      )
    : undefined
  const sections: Section[] = [
    {
      title: '采购内容',
      fields: [
        {
          label: '方式',
          value:
            a.manner === '降价'
              ? `${a.kind}（公开降价）`
              : a.manner === '轮次'
                ? `${a.kind}（三轮依次）`
                : `${a.kind}（密封一次）`,
        },
        { label: '品目', value: itemOf(a.item)?.name ?? a.item },
        { label: '数量', value: `${a.quantity}${a.unit}` },
        { label: '最高限价（单价）', value: yuanText(a.ceiling), kind: 'money' },
        { label: '需求', value: a.needs, kind: 'long' },
        {
          label: '机器核对的参数',
          value: a.attributes.map((n) => `${n.name}${n.is}${n.value}`).join('；') || '无',
        },
        { label: '收货地址', value: a.place },
        { label: '送达', value: `接单后${a.days}天内` },
        { label: '开始', value: a.opened === null ? null : rfc3339(a.opened), kind: 'instant' },
        { label: '截止', value: a.closes === null ? null : rfc3339(a.closes), kind: 'instant' },
        ...(a.barred.length > 0
          ? [
              {
                label: '截止时不在库、不计入结果的',
                value: a.barred.map((x) => `${x.name}（${x.state}）`).join('、'),
              },
            ]
          : []),
        ...(a.failure ? [{ label: '没有成交的原因', value: a.failure }] : []),
      ],
    },
    {
      title: '规则',
      fields: [
        { label: '最少家数', value: `${a.minimum}家；不足的顺延一次` },
        ...(a.manner === '密封' ? [] : [{ label: '每次至少降', value: `${a.step / 100}%` }]),
        ...(a.manner === '降价'
          ? [
              {
                label: '延时',
                value: `最后${actions.rulesOf(ask).windowMinutes}分钟内有新低价的，顺延${actions.rulesOf(ask).byMinutes}分钟，至多${actions.rulesOf(ask).times}次`,
              },
            ]
          : []),
        { label: '同价', value: '先报的优先' },
      ],
    },
  ]
  return present(ask, actions.auctions, s, {
    data: {
      manner: a.manner,
      item: a.item,
      attributes: a.attributes,
      ceiling: yuanText(a.ceiling),
      quantity: a.quantity,
      unit: a.unit,
      quote: own?.id ?? null,
    },
    sections,
  })
}
const zTaken = zDone.extend({ seq: z.number(), receivedAt: z.string() })
const taken = (ask: Ask, { s, seq }: Awaited<ReturnType<typeof bidding.bid>>) => ({
  ...done(s),
  seq,
  receivedAt: rfc3339(ask.now),
})

/** The first price; which of the two steps it is, the auction's own manner says. */
const first = (title: string) =>
  op({
    title,
    input: z.strictObject({
      auction: id,
      offer: z.uuid().meta({ title: '所报商品' }),
      price: money('报价（单价，元）'),
      sure,
    }),
    output: zTaken,
    run: async (ask, i) => taken(ask, await bidding.bid(ask, i)),
  })

// biome-ignore format: a table reads as a table
export const priceApi = {
  seal:  first('密封报价'),
  offer: first('报价'),
  lower: op({ title: '再报低价', input: z.strictObject({ id: zId<'price'>(), price: money('报价（单价，元）'), sure }), output: zTaken, run: async (ask, i) => taken(ask, await bidding.lower(ask, i)) }),
  getReceipt: op({ title: '报价回执：流水的包含证明和平台签名', reads: priceFlow, input: z.strictObject({ id: zId<'price'>() }), output: z.strictObject({ evidence: z.unknown() }), run: async (ask, i) => {
    readable(ask.actor, priceFlow, await subjectOf(ask.tx, priceFlow, i.id))
    return { evidence: await evidenceOf(ask.tx, { subject: i.id, actions: ['seal', 'offer', 'lower'] }) }
  } }),
  list:  listing('我的竞价报价', priceFlow),
  get:   op({ title: '一家的竞价报价', input: z.strictObject({ id: zId<'price'>() }), output: zRecord, reads: priceFlow, run: async (ask, i) => {
    const s = await subjectOf(ask.tx, priceFlow, i.id)
    readable(ask.actor, priceFlow, s)
    const q = await store.quoteOf(ask.tx, i.id)
    const bids = await asHouse(ask, async () => (await store.bidsOf(ask.tx, q.auction)).filter((b) => b.quote === i.id))
    return present(ask, bidding.prices, s, {
      data: { auction: q.auction },
      sections: [{ title: '报价', columns: [{ key: 'id', label: '受理号', kind: 'number' as const }, { key: 'at', label: '受理时间', kind: 'instant' as const }, { key: 'price', label: '单价（元）', kind: 'money' as const }], rows: bids.map((b) => ({ id: b.id, at: rfc3339(b.at), price: yuanText(b.price) })) }],
    })
  } }),
}
