import { z } from 'zod'
import { done, listing, op, type Subject, zDone, zFen, zId, zRecord, zText } from '#kernel'
import { money } from './answer.ts'
import { frameLot, long, maybe, telephone } from './api.ts'
import * as calls from './calls.ts'
import { callFlow, quoteFlow } from './model.ts'
import { getCall, getQuote } from './view-call.ts'

const id = zId<'call'>()
const which = z.strictObject({ id })
const frameMember = z.uuid().meta({ title: '入围供应商', 'x-kind': 'frameMember' })
const wanted = {
  lot: frameLot,
  plan: zId<'plan'>().meta({ title: '采购计划', 'x-kind': 'plan' }),
  quantity: z.int().min(1).max(1_000_000).meta({ title: '数量' }),
  need: maybe('需求说明', 1000),
  place: zText(200).meta({ title: '交付地点' }),
  contact: zText(60).meta({ title: '收货人' }),
  phone: telephone,
  days: z.int().min(1).max(366).default(7).meta({ title: '交付天数' }),
}
const hours = z
  .int()
  .min(1)
  .max(24 * 60)
  .default(24)
  .meta({ title: '开放多久（小时）' })
const told = async (s: Promise<Subject>) => done(await s)
const choose = z.strictObject({
  ...wanted,
  member: frameMember,
  accessory: z
    .union([z.literal(''), zText(100)])
    .default('')
    .meta({ title: '买的是专用耗材、选配件的，写它的名称（买设备、服务本身不填）' }),
  price: zFen
    .refine((n) => n > 0, { message: '金额须大于零' })
    .nullable()
    .default(null)
    .meta({ title: '单价（元；不填为这个数量的协议价格）', 'x-kind': 'money' }),
  reason: maybe('不选最低价的理由'),
})
const skips = z
  .array(z.strictObject({ member: frameMember, reason: long('跳过的理由', 500) }))
  .max(100)
  .default([])
  .meta({ title: '依次跳过的供应商（没有的不填）' })
const outside = z.strictObject({
  ...wanted,
  outsider: z.uuid().meta({ title: '非入围供应商', 'x-kind': 'org' }),
  price: money('非入围供应商的单价（元）'),
  reason: long('相同货物、更低价格的证明', 2000),
  hours,
})
// biome-ignore format: a table reads as a table
export const frameworkCallApi = {
  choose:  op({ title: '直接选定', input: choose, output: zDone, run: (ask, i) => told(calls.choose(ask, i)) }),
  compete: op({ title: '发起二次竞价', input: z.strictObject({ ...wanted, hours }), output: zDone, run: (ask, i) => told(calls.compete(ask, i)) }),
  rotate:  op({ title: '顺序轮候', input: z.strictObject({ ...wanted, skips }), output: zDone, run: (ask, i) => told(calls.rotate(ask, i)) }),
  outside: op({ title: '拟授予非入围供应商（先请入围的降价）', input: outside, output: zDone, run: (ask, i) => told(calls.outside(ask, i)) }),
  approve: op({ title: '审核并授予', input: which, output: zDone, run: (ask, i) => told(calls.approve(ask, i)) }),
  invite:  op({ title: '审核并邀请报价', input: which, output: zDone, run: (ask, i) => told(calls.invite(ask, i)) }),
  decline: op({ title: '不同意', input: z.strictObject({ id, opinion: long('意见', 500) }), output: zDone, run: (ask, i) => told(calls.decline(ask, i)) }),
  list:    listing('框架采购单一览', callFlow),
  get:     op({ title: '一份框架采购单', input: which, output: zRecord, reads: callFlow, run: (ask, i) => getCall(ask, i.id) }),
}
// biome-ignore format: a table reads as a table
export const frameworkQuoteApi = {
  offer: op({ title: '报价（密封，只报一次）', input: z.strictObject({ call: id.meta({ title: '框架采购单', 'x-kind': 'frameworkCall' }), price: money('单价（元）') }), output: zDone, run: (ask, i) => told(calls.offer(ask, i)) }),
  list:  listing('我的框架竞价报价', quoteFlow),
  get:   op({ title: '一次框架竞价报价', input: z.strictObject({ id: zId<'quote'>() }), output: zRecord, reads: quoteFlow, run: (ask, i) => getQuote(ask, i.id) }),
}
