import { z } from 'zod'
import {
  done,
  listing,
  op,
  regionOf,
  type Subject,
  zDay,
  zDone,
  zFen,
  zId,
  zInstant,
  zRecord,
  zText,
} from '#kernel'
import { zReceipt } from '#trade/bid'
import * as actions from './actions.ts'
import { money, zAgents, zExtras, zThing } from './answer.ts'
import * as members from './members.ts'
import {
  frameworkFlow,
  grounds,
  kinds,
  memberFlow,
  modes,
  openGrounds,
  qualityGrounds,
  rankings,
  removals,
  replacing,
  responseFlow,
} from './model.ts'
import * as opening from './opening.ts'
import * as outcome from './outcome.ts'
import * as responding from './responding.ts'
import { sealOf, zSeal } from './sealing.ts'
import * as store from './store.ts'
import { getFramework } from './view.ts'
import { getMember, getResponse } from './view-parties.ts'

const id = zId<'framework'>()
const which = z.strictObject({ id })
export const long = (title: string, max = 2000) => zText(max).meta({ title, 'x-kind': 'long' })
export const maybe = (title: string, max = 1000) =>
  z
    .union([z.literal(''), zText(max)])
    .default('')
    .meta({ title, 'x-kind': 'long' })
export const telephone = z
  .string()
  .regex(/^[0-9+ -]{7,20}$/, { message: '电话为7至20位数字' })
  .meta({ title: '联系电话' })
const count = (title: string) => z.int().min(0).max(10_000).meta({ title })
export const frameLot = z.uuid().meta({ title: '采购包', 'x-kind': 'frameLot' })

const document = z.strictObject({
  ground: z.enum(grounds).meta({ title: '适用情形' }),
  consent: z
    .union([z.literal(''), zText(100)])
    .default('')
    .meta({ title: '主管预算单位的批准文号（本单位就是主管预算单位的不填）' }),
  openGround: z
    .enum(openGrounds)
    .nullable()
    .default(null)
    .meta({ title: '采用开放式的情形（封闭式不填）' }),
  annual: zFen.meta({ title: '年度采购预算（元）', 'x-kind': 'money' }),
  pooled: z.boolean().default(false).meta({ title: '需求能够归集为单一项目' }),
  asked: z
    .strictObject({ buyers: count('采购人（个）'), suppliers: count('供应商（个）') })
    .meta({ title: '需求调查的对象' }),
  scope: long('适用框架协议的采购人或者服务对象范围'),
  regions: z
    .array(
      z
        .string()
        .refine((r) => regionOf(r) !== undefined, { message: '没有这个行政区划' })
        .meta({ title: '地区', 'x-kind': 'region' }),
    )
    .max(120)
    .default([])
    .meta({ title: '适用的地区（含所辖）' }),
  buyers: z
    .array(z.uuid().meta({ title: '采购人', 'x-kind': 'org' }))
    .max(500)
    .default([])
    .meta({ title: '逐个列明的采购人' }),
  area: zText(200).meta({ title: '履行合同的地域范围' }),
  qualifications: long('供应商的资格条件'),
  months: z.int().min(1).max(60).meta({ title: '有效期（月）' }),
  method: z.enum(rankings).default('价格优先法').meta({ title: '确定入围供应商的评审方法' }),
  qualityGround: z
    .enum(qualityGrounds)
    .nullable()
    .default(null)
    .meta({ title: '采用质量优先法的情形（价格优先不填）' }),
  criteria: z
    .array(
      z.strictObject({
        name: zText(60).meta({ title: '指标' }),
        levels: zText(500).meta({ title: '等次和分值', 'x-kind': 'long' }),
        max: z.int().min(1).max(100).meta({ title: '满分' }),
      }),
    )
    .max(30)
    .default([])
    .meta({ title: '可量化的质量因素（质量优先法）' }),
  percent: z.int().min(0).max(99).default(20).meta({ title: '淘汰比例（%）' }),
  most: z
    .int()
    .min(1)
    .max(1000)
    .nullable()
    .default(null)
    .meta({ title: '每包入围供应商数量上限（可不设）' }),
  modes: z
    .array(z.enum(modes))
    .max(3)
    .default(['直接选定'])
    .meta({ title: '第二阶段确定成交供应商的方式' }),
  agents: z.boolean().default(false).meta({ title: '入围供应商可以委托代理商' }),
  outside: z.boolean().default(false).meta({ title: '可以依第三十七条授予非入围供应商' }),
  payment: long('资金支付方式、时间和条件', 1000),
  upgrade: long('入围产品升级换代规则', 1000),
  feedback: long('用户反馈和评价机制', 1000),
  topUp: long('入围供应商的清退和补充规则', 1000),
  clauses: long('框架协议和采购合同文本的主要条款', 8000),
  fee: zText(200).default('不收取').meta({ title: '采购代理费用的收取标准和方式' }),
  contact: zText(60).meta({ title: '联系人' }),
  phone: telephone,
})
const zItem = z.string().regex(/^[AC]\d{8}$/, '须是九位品目编码')
const lot = z.strictObject({
  name: zText(100).meta({ title: '标的名称' }),
  item: zItem.meta({ title: '底级品目', 'x-kind': 'item' }),
  unit: zText(10).meta({ title: '计量单位' }),
  ceiling: money('最高限制单价（元；开放式为付费标准）'),
  need: long('采购需求：技术、服务和商务要求'),
  estimate: z
    .int()
    .min(1)
    .max(100_000_000)
    .nullable()
    .default(null)
    .meta({ title: '预估采购数量（能预估的）' }),
  discounts: z
    .array(
      z.strictObject({
        from: z.int().min(2).max(1_000_000).meta({ title: '一单达到的数量' }),
        percent: z.int().min(1).max(99).meta({ title: '价格降低（%）' }),
      }),
    )
    .max(10)
    .default([])
    .meta({ title: '量价关系折扣（没有的不填）' }),
  consumables: z
    .array(
      z.strictObject({
        name: zText(100).meta({ title: '专用耗材或者选配件' }),
        item: zItem.meta({ title: '底级品目', 'x-kind': 'item' }),
        unit: zText(10).meta({ title: '计量单位' }),
        usage: z.int().min(0).max(10_000).meta({ title: '一台在约定期限内的用量（选配件填0）' }),
      }),
    )
    .max(50)
    .default([])
    .meta({ title: '须同时报价的专用耗材、选配件（没有的不填）' }),
  years: z
    .int()
    .min(1)
    .max(20)
    .nullable()
    .default(null)
    .meta({ title: '耗材报价的约定期限（年，三年以上）' }),
})
const draft = z.strictObject({
  title: zText(100).meta({ title: '项目名称' }),
  kind: z.enum(kinds).default('封闭式').meta({ title: '框架协议的形式' }),
  category: z.enum(['货物', '服务']).meta({ title: '项目类别' }),
  document: document.meta({ title: '征集文件' }),
  lots: z.array(lot).min(1, '至少一个采购包').max(200).meta({ title: '采购包' }),
})
const deadline = zInstant.meta({ title: '响应截止和开启时间', 'x-kind': 'instant' })
const drawing = z.strictObject({
  id,
  need: z.int().min(1).max(15).default(4).meta({ title: '抽取人数' }),
  reviewDay: zDay.meta({ title: '评审日', 'x-kind': 'day' }),
  place: zText(200).meta({ title: '评审地点' }),
  reason: maybe('补抽、重抽的理由（第一次抽取不填）', 500),
  commitment: z
    .string()
    .regex(/^[0-9a-f]{64}$/, { message: '须为64位十六进制数字' })
    .nullable()
    .default(null)
    .meta({ title: '本单位的承诺（可不填）' }),
})
const review = z.strictObject({
  id,
  representatives: z
    .array(z.strictObject({ name: zText(40).meta({ title: '姓名' }) }))
    .max(5)
    .default([])
    .meta({ title: '采购人代表（评审专家是抽取并签到的，不在这里填）' }),
  verdicts: z
    .array(
      z.strictObject({
        response: z.uuid().meta({ title: '响应', 'x-kind': 'hidden' }),
        name: z.string().max(300).default('').meta({ title: '供应商', 'x-kind': 'shown' }),
        conforms: z.boolean().default(false).meta({ title: '满足资格条件和实质性要求' }),
        reason: maybe('不满足的理由', 500),
        points: z
          .array(z.int().min(0).max(100))
          .max(15)
          .default([])
          .meta({ title: '质量评分（质量优先法，每名成员一个：先专家按签到次序，后采购人代表）' }),
      }),
    )
    .max(500)
    .meta({ title: '逐份结论' }),
})
const reason = z.strictObject({ id, reason: long('理由', 1000) })
const told = async (s: Promise<Subject>) => done(await s)
const zOpenLot = z.strictObject({
  id: z.string(),
  lot: z.string(),
  title: z.string(),
  no: z.string().nullable(),
  state: z.string(),
  lotNo: z.number(),
  name: z.string(),
  unit: z.string(),
  ceiling: zFen,
  members: z.array(
    z.strictObject({ id: z.string(), name: z.string(), price: zFen, turn: z.number() }),
  ),
})

// biome-ignore format: a table reads as a table
export const frameworkApi = {
  draft:    op({ title: '编制征集文件', input: draft, output: zDone, run: (ask, i) => told(actions.draft(ask, i)) }),
  revise:   op({ title: '修改征集文件', input: draft.extend({ id }), output: zDone, run: (ask, i) => told(actions.revise(ask, i)) }),
  submit:   op({ title: '报审采购方案', input: which, output: zDone, run: (ask, i) => told(actions.submit(ask, i)) }),
  approve:  op({ title: '审核采购方案', input: which, output: zDone, run: (ask, i) => told(actions.approve(ask, i)) }),
  giveBack: op({ title: '退回采购方案', input: z.strictObject({ id, opinion: long('退回意见', 500) }), output: zDone, run: (ask, i) => told(actions.giveBack(ask, i)) }),
  file:     op({ title: '备案采购方案', input: which, output: zDone, run: (ask, i) => told(actions.file(ask, i)) }),
  publish:  op({ title: '发布征集公告', input: z.strictObject({ id, deadline }), output: zDone, run: (ask, i) => told(opening.publish(ask, i)) }),
  welcome:  op({ title: '发布开放式征集公告', input: which, output: zDone, run: (ask, i) => told(actions.welcome(ask, i)) }),
  open:     op({ title: '开启响应文件', input: which, output: zDone, run: (ask, i) => told(opening.open(ask, i)) }),
  draw:     op({ title: '抽取评审专家', input: drawing, output: zDone, run: (ask, i) => told(opening.draw(ask, i)) }),
  review:   op({ title: '记录评审结果', input: review, output: zDone, run: (ask, i) => told(opening.review(ask, i)) }),
  announce: op({ title: '发出入围通知书并公告', input: which, output: zDone, run: (ask, i) => told(outcome.announce(ask, i)) }),
  conclude: op({ title: '框架协议生效', input: which, output: zDone, run: (ask, i) => told(outcome.conclude(ask, i)) }),
  report:   op({ title: '报送协议副本备案', input: which, output: zDone, run: (ask, i) => told(outcome.report(ask, i)) }),
  topUp:    op({ title: '补充征集', input: z.strictObject({ id, lot: frameLot, affected: long('怎样影响框架协议执行', 1000), deadline }), output: zDone, run: (ask, i) => told(opening.topUp(ask, i)) }),
  openMore:     op({ title: '开启补充响应文件', input: which, output: zDone, run: (ask, i) => told(opening.openMore(ask, i)) }),
  drawMore:     op({ title: '抽取补充评审专家', input: drawing, output: zDone, run: (ask, i) => told(opening.drawMore(ask, i)) }),
  reviewMore:   op({ title: '记录补充评审结果', input: review, output: zDone, run: (ask, i) => told(opening.reviewMore(ask, i)) }),
  announceMore: op({ title: '公告补充入围结果', input: which, output: zDone, run: (ask, i) => told(outcome.announceMore(ask, i)) }),
  stopMore: op({ title: '补充征集失败', input: reason, output: zDone, run: (ask, i) => told(outcome.stopMore(ask, i)) }),
  fail:     op({ title: '终止征集', input: reason, output: zDone, run: (ask, i) => told(outcome.fail(ask, i)) }),
  listLots: op({ title: '正在征集和有效的采购包', public: true, input: z.strictObject({}), output: z.array(zOpenLot), run: async (ask) => {
    const lots = await store.openLots(ask.tx, actions.openStates)
    return Promise.all(lots.map(async (l) => ({
      ...l,
      members: (await store.membersOf(ask.tx, { lot: l.lot })).filter((m) => m.state === '协议有效').map(({ id: m, name, price, turn }) => ({ id: m, name, price, turn })),
    })))
  } }),
  list:     listing('框架协议一览', frameworkFlow),
  get:      op({ title: '一份框架协议', input: which, output: zRecord, reads: frameworkFlow, run: (ask, i) => getFramework(ask, i.id) }),
}

const rid = zId<'response'>()
/** An answer is one page and a list of agents; it comes whole with its request. */
const INLINE = 256 * 1024
const MAX = INLINE + 32 * 1024
const sealed = {
  envelope: z.record(z.string().max(20), z.unknown()).meta({ title: '信封' }),
  ciphertext: z.base64().max(INLINE, { message: '密文过大' }).meta({ title: '密文' }),
}
// biome-ignore format: a table reads as a table
export const frameworkResponseApi = {
  getSeal:  op({ title: '这一包怎样封存', limits: '只答正在征集的包，绑定本单位', by: ['供应商经办'], input: z.strictObject({ lot: frameLot }), output: zSeal, run: (ask, i) => sealOf(ask, i) }),
  submit:   op({ title: '提交响应文件', input: z.strictObject({ lot: frameLot, ...sealed }), output: zReceipt, maxBody: MAX, run: (ask, i) => responding.submit(ask, i) }),
  replace:  op({ title: '更换响应文件', input: z.strictObject({ id: rid, ...sealed }), output: zReceipt, maxBody: MAX, run: (ask, i) => responding.replace(ask, i) }),
  withdraw: op({ title: '撤回响应文件', input: z.strictObject({ id: rid }), output: zDone, run: (ask, i) => told(responding.withdraw(ask, i)) }),
  recover:  op({ title: '提交响应文件的恢复文件', limits: '只办本单位的响应', by: ['供应商经办'], input: z.strictObject({ id: rid, seed: z.base64().length(44).meta({ title: '恢复文件里的种子' }) }), output: z.strictObject({ id: z.string() }), run: (ask, i) => responding.recoverWith(ask, i) }),
  list:     listing('框架响应一览', responseFlow),
  get:      op({ title: '一份框架响应', input: z.strictObject({ id: rid }), output: zRecord, reads: responseFlow, run: (ask, i) => getResponse(ask, i.id) }),
}
const mid = zId<'member'>()
const member = z.strictObject({ id: mid })
const because = z.strictObject({ id: mid, reason: long('理由', 1000) })
// biome-ignore format: a table reads as a table
export const frameworkMemberApi = {
  apply:        op({ title: '申请加入开放式框架协议', input: z.strictObject({ lot: frameLot, thing: zThing, agents: zAgents }), output: zDone, run: (ask, i) => told(members.apply(ask, i)) }),
  pass:         op({ title: '审核通过并公告', input: member, output: zDone, run: (ask, i) => told(members.pass(ask, i)) }),
  reject:       op({ title: '审核不通过', input: because, output: zDone, run: (ask, i) => told(members.reject(ask, i)) }),
  signSupplier: op({ title: '供应商签订框架协议', input: member, output: zDone, run: (ask, i) => told(members.signSupplier(ask, i)) }),
  signHost:     op({ title: '征集人签订框架协议', input: member, output: zDone, run: (ask, i) => told(members.signHost(ask, i)) }),
  setAgents:    op({ title: '更新代理商名单', input: z.strictObject({ id: mid, agents: zAgents }), output: zDone, run: (ask, i) => told(members.setAgents(ask, i)) }),
  propose:      op({ title: '请求以新产品替代', input: z.strictObject({ id: mid, reason: z.enum(replacing).meta({ title: '原因' }), thing: zThing, price: money('新产品单价（元，不高于协议价格）'), extras: zExtras, comparison: long('与原产品逐项对比，说明质量不降低', 4000) }), output: zDone, run: (ask, i) => told(members.propose(ask, i)) }),
  replace:      op({ title: '同意替代', input: z.strictObject({ id: mid, opinion: long('审核意见：质量不降低、价格不提高', 1000) }), output: zDone, run: (ask, i) => told(members.replace(ask, i)) }),
  keep:         op({ title: '不同意替代', input: because, output: zDone, run: (ask, i) => told(members.keep(ask, i)) }),
  leave:        op({ title: '退出框架协议', input: because, output: zDone, run: (ask, i) => told(members.leave(ask, i)) }),
  askLeave:     op({ title: '请求退出（须有正当理由）', input: because, output: zDone, run: (ask, i) => told(members.askLeave(ask, i)) }),
  agreeLeave:   op({ title: '同意退出', input: member, output: zDone, run: (ask, i) => told(members.agreeLeave(ask, i)) }),
  refuseLeave:  op({ title: '不同意退出', input: because, output: zDone, run: (ask, i) => told(members.refuseLeave(ask, i)) }),
  remove:       op({ title: '取消资格、解除协议', input: z.strictObject({ id: mid, ground: z.enum(removals).meta({ title: '情形' }), evidence: maybe('事实和证据', 2000) }), output: zDone, run: (ask, i) => told(members.remove(ask, i)) }),
  list:         listing('入围供应商一览', memberFlow),
  get:          op({ title: '一家入围供应商', input: member, output: zRecord, reads: memberFlow, run: (ask, i) => getMember(ask, i.id) }),
}
