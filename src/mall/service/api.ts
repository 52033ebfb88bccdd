import { z } from 'zod'
import {
  type Ask,
  asHouse,
  done,
  isDay,
  listing,
  op,
  regionOf,
  type Subject,
  zDay,
  zDone,
  zFen,
  zId,
  zRecord,
  zText,
} from '#kernel'
import { mall } from '#law'
import { orgOf } from '#libraries'
import { rated } from '#mall/order'
import * as actions from './actions.ts'
import * as bills from './bills.ts'
import * as cards from './cards.ts'
import * as contest from './contest.ts'
import { contestFlow, sealFlow } from './contest-model.ts'
import { getContest, getSeal } from './contest-view.ts'
import { kindRows, kinds, serviceWays } from './lines.ts'
import { billFlow, cardFlow, serviceFlow } from './model.ts'
import { MOST } from './photos.ts'
import { place } from './placing.ts'
import * as store from './store.ts'
import { getBill, getCard, getOrder } from './view.ts'

const id = z.uuid({ message: '编号格式不对' })
const which = z.strictObject({ id })
const long = (title: string) => zText(500).meta({ title, 'x-kind': 'long' })
const maybe = (max: number, title: string) =>
  z
    .union([z.literal(''), zText(max)])
    .default('')
    .meta({ title })
const why = z.strictObject({ id, reason: long('原因') })
const opinion = z.strictObject({ id, opinion: long('意见') })
const code = z
  .string()
  .regex(/^[A-Za-z0-9.-]{1,20}$/, { message: '代码为1至20位字母、数字、点和短横' })
const kind = z.enum(kinds).meta({ title: '服务类别' })
const rates = z
  .array(
    z.strictObject({
      code: code.meta({ title: '代码' }),
      name: zText(60).meta({ title: '项目' }),
      unit: zText(20).meta({ title: '计量单位' }),
      price: zFen
        .refine((n) => n > 0 && n <= 100_000_000_00, { message: '单价须大于0，至多一亿元' })
        .meta({ title: '最高单价（元）', 'x-kind': 'money' }),
      warranty: z
        .int()
        .min(0)
        .max(3650)
        .nullable()
        .default(null)
        .meta({ title: '质保日数（工时、拖车等没有质保的填0，不填按系统设置）' }),
    }),
  )
  .min(1, '价目是空的')
  .max(300)
  .meta({ title: '价目' })
const filing = {
  kind,
  from: zDay.meta({ title: '有效期起', 'x-kind': 'day' }),
  to: zDay.meta({ title: '有效期止', 'x-kind': 'day' }),
  regions: z
    .array(z.string().refine((c) => regionOf(c) !== undefined, { message: '没有这个行政区划' }))
    .min(1, '写明服务到哪些地区')
    .max(120)
    .meta({ title: '服务地区（行政区划代码，含其下级）' }),
  place: zText(120).meta({ title: '服务地点' }),
  items: rates,
}
const ordered = <T extends { from: string; to: string }>(i: T) => i.to >= i.from
const order = { message: '有效期止在起之前', path: ['to'] }
const lines = z
  .array(
    z.strictObject({
      code: code.meta({ title: '价目代码' }),
      quantity: z.int().min(1, '数量须为正整数').max(100_000).meta({ title: '数量' }),
      price: zFen.refine((n) => n > 0, { message: '单价须大于0' }).meta({ title: '单价（元）' }),
      note: maybe(120, '说明（配件编号、价格来源等）'),
    }),
  )
  .min(1, '至少一行')
  .max(200)
  .meta({ title: '明细' })
const phone = z
  .string()
  .regex(/^[0-9+ -]{7,20}$/, { message: '电话为7至20位数字' })
  .meta({ title: '联系电话' })
const mileage = z.int().min(0).max(5_000_000)
const photos = z
  .array(z.uuid({ message: '照片的编号格式不对' }))
  .max(MOST, `每次至多${MOST}张照片`)
  .default([])
  .meta({ title: '照片（先传，再填编号）' })
const job = {
  kind,
  line: zId<'line'>().meta({ title: '预算指标', 'x-kind': 'line' }),
  cap: zFen
    .refine((n) => n > 0, { message: '限额须大于0' })
    .meta({ title: '限额（元）：最多花多少，随单冻结', 'x-kind': 'money' }),
  want: long('要做什么（故障、内容）'),
  plate: z
    .union([z.literal(''), zText(12)])
    .default('')
    .meta({ title: '车牌' }),
  odometer: mileage.default(0).meta({ title: '里程表读数（公里）' }),
  asset: maybe(60, '资产编号'),
  secret: z.boolean().default(false).meta({ title: '涉及国家秘密' }),
  place: zText(120).meta({ title: '地点' }),
  contact: zText(60).meta({ title: '联系人' }),
  phone,
  days: z.int().min(1).max(400).default(7).meta({ title: '工期（天）' }),
}
const placing = z.strictObject({
  ...job,
  way: z.enum(serviceWays).default('直接选定').meta({ title: '怎样选定' }),
  card: id.nullable().default(null).meta({ title: '选哪一家（顺序轮候的不选）' }),
  photos,
})
const calling = z.strictObject({
  ...job,
  hours: z.int().min(1).max(720).default(24).meta({ title: '几小时内报价' }),
})
const invoicing = {
  invoiceNo: z
    .string()
    .regex(/^[0-9A-Z]{8,40}$/, { message: '发票号码为8至40位数字或大写字母' })
    .meta({ title: '发票号码' }),
  day: zDay.meta({ title: '开票日期', 'x-kind': 'day' }),
  invoiceAmount: zFen.meta({ title: '发票金额（元）', 'x-kind': 'money' }),
  bank: zText(120).meta({ title: '开户行' }),
  account: z
    .string()
    .regex(/^[0-9]{8,32}$/, { message: '账号为8至32位数字' })
    .meta({ title: '收款账号' }),
}
const month = z
  .string()
  .regex(/^20\d\d-(0[1-9]|1[0-2])$/, { message: '月份写作 2026-03' })
  .refine((m) => isDay(`${m}-01`))
  .meta({ title: '月份' })
const told = async (s: Promise<Subject>) => done(await s)

const zOffered = z.strictObject({
  id: z.string(),
  no: z.string(),
  supplierName: z.string(),
  place: z.string(),
  near: z.enum(cards.nearWords),
  stars: z.number().nullable(),
  rated: z.number(),
  busy: z.number(),
  to: z.string(),
  items: z.array(
    z.strictObject({
      code: z.string(),
      name: z.string(),
      unit: z.string(),
      price: zFen,
      warranty: z.number().nullable(),
    }),
  ),
})
/** 价目随时可供公众查阅（110号令第三十条）；登录的人看到的是服务本单位所在地的，近的在前。 */
async function findCards(
  ask: Ask,
  i: { kind: (typeof kinds)[number]; region?: string | undefined },
) {
  const found = await asHouse(ask, () =>
    cards.offered(ask, i.kind, i.region ?? (ask.actor.person ? ask.actor.region : ''), ask.today),
  )
  return {
    vehicle: kindRows[i.kind].vehicle,
    directLimit: mall('定点直接选定上限', ask.world.settings) as never,
    cards: found.slice(0, 200).map((o) => ({
      id: o.card.id,
      no: o.no,
      supplierName: o.supplierName,
      place: o.card.place,
      near: cards.nearWords[o.near] as (typeof cards.nearWords)[number],
      stars: o.stars,
      rated: o.rated,
      busy: o.busy,
      to: o.card.to,
      items: o.card.items.map((x) => ({ ...x, price: x.price as never })),
    })),
  }
}

// biome-ignore format: a table reads as a table
export const ratecardApi = {
  submit:   op({ title: '报送服务价目', input: z.strictObject(filing).refine(ordered, order), output: zDone, run: (ask, i) => told(cards.submit(ask, i)) }),
  revise:   op({ title: '修改后重新报送', input: z.strictObject({ id, ...filing }).refine(ordered, order), output: zDone, run: (ask, i) => told(cards.revise(ask, i)) }),
  approve:  op({ title: '审核价目', input: which, output: zDone, run: (ask, i) => told(cards.approve(ask, i)) }),
  giveBack: op({ title: '退回价目', input: opinion, output: zDone, run: (ask, i) => told(cards.giveBack(ask, i)) }),
  stop:     op({ title: '停用价目', input: why, output: zDone, run: (ask, i) => told(cards.stop(ask, i)) }),
  list:     listing('服务价目一览', cardFlow),
  get:      op({ title: '一份服务价目', input: which, output: zRecord, reads: cardFlow, run: (ask, i) => getCard(ask, i.id) }),
}
// biome-ignore format: a table reads as a table
export const serviceApi = {
  place:        op({ title: '下服务单', input: placing, output: zDone, run: (ask, i) => told(place(ask, i)) }),
  quote:        op({ title: '报价', input: z.strictObject({ id, lines }), output: zDone, run: (ask, i) => told(actions.quote(ask, i)) }),
  refuse:       op({ title: '拒单', input: why, output: zDone, run: (ask, i) => told(actions.refuse(ask, i)) }),
  giveBack:     op({ title: '退回重新报价', input: opinion, output: zDone, run: (ask, i) => told(actions.giveBack(ask, i)) }),
  approve:      op({ title: '同意报价，开工', input: which, output: zDone, run: (ask, i) => told(actions.approve(ask, i)) }),
  cancel:       op({ title: '撤销服务单', input: why, output: zDone, run: (ask, i) => told(actions.cancel(ask, i)) }),
  askExtra:     op({ title: '申请增项', input: why.extend({ lines, photos }), output: zDone, run: (ask, i) => told(actions.askExtra(ask, i)) }),
  approveExtra: op({ title: '同意增项', input: which, output: zDone, run: (ask, i) => told(actions.approveExtra(ask, i)) }),
  declineExtra: op({ title: '不同意增项', input: opinion, output: zDone, run: (ask, i) => told(actions.declineExtra(ask, i)) }),
  finish:       op({ title: '完工，交明细', input: z.strictObject({ id, lines, words: long('完工说明'), oldParts: z.boolean().default(false).meta({ title: '旧件已交还' }), odometer: mileage.nullable().default(null).meta({ title: '交车里程（公里）' }), photos }), output: zDone, run: (ask, i) => told(actions.finish(ask, i)) }),
  giveUp:       op({ title: '不能完成，放弃', input: why, output: zDone, run: (ask, i) => told(actions.giveUp(ask, i)) }),
  out:          op({ title: '逾期解除', input: why, output: zDone, run: (ask, i) => told(actions.out(ask, i)) }),
  check:        op({ title: '验收', input: z.strictObject({ id, odometer: mileage.nullable().default(null).meta({ title: '交车里程（公里），车辆服务填' }), stars: z.int().min(1).max(5).nullable().default(null).meta({ title: '评价，几颗星（1至5）' }), photos }), output: zDone, run: (ask, i) => told(actions.check(ask, i)) }),
  rework:       op({ title: '要求返工', input: why, output: zDone, run: (ask, i) => told(actions.rework(ask, i)) }),
  confirm:      op({ title: '确认验收', input: which, output: zDone, run: (ask, i) => told(actions.confirm(ask, i)) }),
  recheck:      op({ title: '退回重新验收', input: why, output: zDone, run: (ask, i) => told(actions.recheck(ask, i)) }),
  rateSupplier: op({ title: '评价供应商', input: z.strictObject({ id, ...rated }), output: zDone, run: (ask, i) => told(actions.rateSupplier(ask, i)) }),
  rateBuyer:    op({ title: '评价采购人', input: z.strictObject({ id, ...rated }), output: zDone, run: (ask, i) => told(actions.rateBuyer(ask, i)) }),
  list:         listing('服务订单一览', serviceFlow),
  get:          op({ title: '一张服务订单', input: which, output: zRecord, reads: serviceFlow, run: (ask, i) => getOrder(ask, i.id) }),
  findCards:    op({ title: '有效的服务价目，近的在前', public: true, input: z.strictObject({ kind, region: z.string().regex(/^\d{6}$/, { message: '行政区划代码为6位数字' }).optional() }), output: z.strictObject({ vehicle: z.boolean(), directLimit: zFen, cards: z.array(zOffered) }), run: findCards }),
  listVehicles: op({ title: '本单位服务过的车', by: ['采购人经办', '采购人审核'], limits: '只答本单位的车辆', input: z.strictObject({}), output: z.array(z.strictObject({ plate: z.string(), odometer: z.number(), day: z.string() })), run: (ask) => store.platesOf(ask.tx, ask.actor.org ?? '') }),
}
// biome-ignore format: a table reads as a table
export const contestApi = {
  call:   op({ title: '发起比价', input: calling, output: zDone, run: (ask, i) => told(contest.call(ask, i)) }),
  choose: op({ title: '选定', input: z.strictObject({ id, quote: id.meta({ title: '选哪一份报价' }), reason: maybe(500, '不选最低的理由') }), output: zDone, run: (ask, i) => told(contest.choose(ask, i)) }),
  cancel: op({ title: '撤销比价', input: why, output: zDone, run: (ask, i) => told(contest.cancel(ask, i)) }),
  list:   listing('服务比价一览', contestFlow),
  get:    op({ title: '一次服务比价', input: which, output: zRecord, reads: contestFlow, run: (ask, i) => getContest(ask, i.id) }),
}
// biome-ignore format: a table reads as a table
export const contestquoteApi = {
  seal:    op({ title: '密封报价', input: z.strictObject({ id, lines }), output: zDone, run: (ask, i) => told(contest.seal(ask, i)) }),
  decline: op({ title: '不参加', input: why, output: zDone, run: (ask, i) => told(contest.decline(ask, i)) }),
  list:    listing('我的服务比价报价', sealFlow),
  get:     op({ title: '一份服务比价报价', input: which, output: zRecord, reads: sealFlow, run: (ask, i) => getSeal(ask, i.id) }),
}
// biome-ignore format: a table reads as a table
export const servicebillApi = {
  gather:   op({ title: '按月结算', input: z.strictObject({ buyer: id.meta({ title: '采购人', 'x-kind': 'org' }), month, ...invoicing }), output: zDone, run: (ask, i) => told(bills.gather(ask, i)) }),
  again:    op({ title: '改正后再报', input: z.strictObject({ id, ...invoicing }), output: zDone, run: (ask, i) => told(bills.again(ask, i)) }),
  giveBack: op({ title: '退回结算单', input: opinion, output: zDone, run: (ask, i) => told(bills.giveBack(ask, i)) }),
  confirm:  op({ title: '核对无误', input: which, output: zDone, run: (ask, i) => told(bills.confirm(ask, i)) }),
  pay:      op({ title: '申请支付', input: which, output: zDone, run: (ask, i) => told(bills.pay(ask, i)) }),
  settle:   op({ title: '申请结项', input: which, output: zDone, run: (ask, i) => told(bills.settle(ask, i)) }),
  list:     listing('服务结算单一览', billFlow),
  get:      op({ title: '一张服务结算单', input: which, output: zRecord, reads: billFlow, run: (ask, i) => getBill(ask, i.id) }),
  listWaiting: op({ title: '等待结算的月份', by: ['供应商经办'], limits: '只答本单位已验收、未结算的服务订单', input: z.strictObject({}), output: z.array(z.strictObject({ buyer: z.string(), buyerName: z.string(), month: z.string(), orders: z.number(), amount: zFen })), run: async (ask) => Promise.all((await store.waitingOf(ask.tx, ask.actor.org ?? '')).map(async (w) => ({ ...w, amount: w.amount as never, buyerName: (await orgOf(ask.tx, w.buyer)).name }))) }),
}
