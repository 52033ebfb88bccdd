import { z } from 'zod'
import { done, listing, op, type Subject, zDay, zDone, zFen, zId, zRecord, zText } from '#kernel'
import * as actions from './actions.ts'
import { orderFlow, refusalGrounds, troubleKinds } from './model.ts'
import * as placing from './placing.ts'
import { get } from './view.ts'

const id = zId<'order'>()
const which = z.strictObject({ id })
const long = (title: string) => zText(500).meta({ title, 'x-kind': 'long' })
const maybe = (title: string) =>
  z
    .union([z.literal(''), zText(500)])
    .default('')
    .meta({ title, 'x-kind': 'long' })
const why = z.strictObject({ id, reason: long('原因') })
const line = z.strictObject({
  offer: z.uuid().meta({ title: '商品' }),
  quantity: z.int().min(1, '数量须为正整数').max(1_000_000).meta({ title: '数量' }),
  price: zFen.meta({ title: '所见单价（元）', 'x-kind': 'money' }),
  line: zId<'line'>().meta({ title: '预算指标', 'x-kind': 'line' }),
  reason: maybe('不选最低价的理由'),
  justification: maybe('越过价格警戒线的必要性'),
})
const phone = z
  .string()
  .regex(/^[0-9+ -]{7,20}$/, { message: '电话为7至20位数字' })
  .meta({ title: '联系电话' })
const placeInput = z.strictObject({
  lines: z.array(line).min(1, '购物车是空的').max(200).meta({ title: '商品' }),
  place: zText(200).meta({ title: '收货地址' }),
  contact: zText(60).meta({ title: '收货人' }),
  phone,
  days: z.int().min(1).max(180).default(7).meta({ title: '送达天数' }),
})
const serial = z
  .string()
  .regex(/^[\x21-\x7e]{1,60}$/, { message: '序列号为1至60个字母、数字或符号' })
const pieces = z
  .array(
    z.strictObject({
      offer: z.uuid().meta({ title: '商品' }),
      serials: z.array(serial).max(2000).default([]).meta({ title: '序列号' }),
    }),
  )
  .min(1)
  .max(200)
  .meta({ title: '逐件' })
const shipping = z.strictObject({
  id,
  carrier: zText(60).meta({ title: '承运人（自送的写“自送”）' }),
  waybill: zText(60).meta({ title: '运单号（自送的写送货人电话）' }),
  items: pieces,
})
/** What one says of the other once an order is over. */
export const rated = {
  stars: z.int().min(1).max(5).meta({ title: '几颗星（1至5）' }),
  words: maybe('事实'),
}
const rating = z.strictObject({ id, ...rated })
const account = {
  bank: zText(120).meta({ title: '开户行' }),
  account: z
    .string()
    .regex(/^[0-9]{8,32}$/, { message: '账号为8至32位数字' })
    .meta({ title: '收款账号' }),
}
const told = async (s: Promise<Subject>) => done(await s)

// biome-ignore format: a table reads as a table
export const orderApi = {
  place:     op({ title: '下单', input: placeInput, output: zDone.extend({ orders: z.array(zDone) }), run: async (ask, i) => {
    const orders = (await placing.place(ask, i)).map(done)
    return { ...(orders[0] as (typeof orders)[number]), orders }
  } }),
  approve:   op({ title: '审批订单', input: z.strictObject({ id, opinion: maybe('意见（越过价格警戒线的必填）') }), output: zDone, run: (ask, i) => told(actions.approve(ask, i)) }),
  decline:   op({ title: '不同意下单', input: z.strictObject({ id, opinion: long('意见') }), output: zDone, run: (ask, i) => told(actions.decline(ask, i)) }),
  cancel:    op({ title: '撤销订单', input: why, output: zDone, run: (ask, i) => told(actions.cancel(ask, i)) }),
  accept:    op({ title: '接单（订单即合同）', input: z.strictObject({ id, ...account }), output: zDone, run: (ask, i) => told(actions.accept(ask, i)) }),
  refuse:    op({ title: '拒单', input: why.extend({ ground: z.enum(refusalGrounds).meta({ title: '理由类别' }) }), output: zDone, run: (ask, i) => told(actions.refuse(ask, i)) }),
  ship:      op({ title: '发货', input: shipping, output: zDone, run: (ask, i) => told(actions.ship(ask, i)) }),
  askSwap:   op({ title: '申请换型号', input: why.extend({ of: z.uuid().meta({ title: '原商品' }), by: z.uuid().meta({ title: '替换的商品' }) }), output: zDone, run: (ask, i) => told(actions.askSwap(ask, i)) }),
  agreeSwap: op({ title: '同意换型号', input: which, output: zDone, run: (ask, i) => told(actions.agreeSwap(ask, i)) }),
  askOut:    op({ title: '请求解除订单', input: why.extend({ ground: z.enum(['断货', '停产']).meta({ title: '理由类别' }) }), output: zDone, run: (ask, i) => told(actions.askOut(ask, i)) }),
  keep:      op({ title: '不同意，继续履行', input: why, output: zDone, run: (ask, i) => told(actions.keep(ask, i)) }),
  out:       op({ title: '解除订单', input: why, output: zDone, run: (ask, i) => told(actions.out(ask, i)) }),
  check:     op({ title: '验收清点', input: z.strictObject({ id, items: pieces }), output: zDone, run: (ask, i) => told(actions.check(ask, i)) }),
  trouble:   op({ title: '要求退换货', input: why.extend({ kind: z.enum(troubleKinds).meta({ title: '要求' }) }), output: zDone, run: (ask, i) => told(actions.trouble(ask, i)) }),
  reship:    op({ title: '重新发货', input: shipping, output: zDone, run: (ask, i) => told(actions.reship(ask, i)) }),
  takeBack:  op({ title: '同意退货', input: which, output: zDone, run: (ask, i) => told(actions.takeBack(ask, i)) }),
  confirm:   op({ title: '确认验收合格', input: which, output: zDone, run: (ask, i) => told(actions.confirm(ask, i)) }),
  recheck:   op({ title: '退回重新清点', input: why, output: zDone, run: (ask, i) => told(actions.recheck(ask, i)) }),
  bill:      op({ title: '开具发票', input: z.strictObject({ id, no: z.string().regex(/^[0-9A-Z]{8,40}$/, { message: '发票号码为8至40位数字或大写字母' }).meta({ title: '发票号码' }), day: zDay.meta({ title: '开票日期', 'x-kind': 'day' }) }), output: zDone, run: (ask, i) => told(actions.bill(ask, i)) }),
  pay:       op({ title: '申请支付', input: which, output: zDone, run: (ask, i) => told(actions.pay(ask, i)) }),
  settle:    op({ title: '申请结项', input: which, output: zDone, run: (ask, i) => told(actions.settle(ask, i)) }),
  rateSupplier: op({ title: '评价供应商', input: rating, output: zDone, run: (ask, i) => told(actions.rateSupplier(ask, i)) }),
  rateBuyer: op({ title: '评价采购人', input: rating, output: zDone, run: (ask, i) => told(actions.rateBuyer(ask, i)) }),
  list:      listing('订单一览', orderFlow),
  get:       op({ title: '一份订单', input: which, output: zRecord, reads: orderFlow, run: (ask, i) => get(ask, i.id) }),
}
