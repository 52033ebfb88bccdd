import { z } from 'zod'
import { done, listing, op, zDay, zDone, zFen, zId, zRecord, zText } from '#kernel'
import { groundsOf } from '#law'
import * as actions from './actions.ts'
import { authorities, endings, milestones } from './facts.ts'
import { innovationFlow, researchFlow } from './model.ts'
import * as research from './research.ts'
import { getInnovation, getResearch } from './view.ts'

const which = z.strictObject({ id: zId<'innovation'>() })
const one = z.strictObject({ id: zId<'research'>() })
const money = (title: string) => zFen.meta({ title, 'x-kind': 'money' })
const long = (title: string, max = 2000) => zText(max).meta({ title, 'x-kind': 'long' })
const people = (title: string) => z.int().min(0).max(30).meta({ title })
const key = z
  .string()
  .regex(/^[a-z0-9]{1,20}$/, { message: '代号为1至20位小写字母或数字' })
  .meta({ title: '代号' })
const titles = (groundsOf.合作创新采购 ?? []).map((g) => g.title) as [string, ...string[]]

export const zScheme = z.strictObject({
  ground: z.enum(titles).meta({ title: '采用合作创新采购的情形' }),
  authority: z.enum(authorities).meta({ title: '本单位' }),
  permit: z
    .union([z.literal(''), zText(200)])
    .default('')
    .meta({ title: '授权或者批准文件的文号' }),
  goal: long('最低研发目标'),
  maxCost: money('最高研发费用（元）'),
  scenario: long('应用场景'),
  months: z.int().min(1).max(120).meta({ title: '研发期限（月）' }),
  invite: long('供应商邀请方式', 500),
  group: z
    .strictObject({
      representatives: people('采购人代表（人）'),
      technical: people('专业领域的评审专家（人）'),
      legal: people('法律专家（人）'),
      economic: people('经济专家（人）'),
    })
    .meta({ title: '谈判小组' }),
  criteria: long('评审方法和初步的评审标准'),
  scope: long('给予研发成本补偿的成本范围'),
  cap: money('用于研发成本补偿的费用限额（元，各家合计）'),
  firstCap: money('首购费用限额（元）'),
  midTerm: z.boolean().meta({ title: '开展研发中期谈判' }),
  ip: long('知识产权权属、利益分配、使用方式'),
  upgrade: long('创新产品的迭代升级服务要求'),
  terms: long('研发合同的主要条款'),
  risk: long('研发风险分析和风险管控措施'),
  argued: long('咨询论证情况'),
  suppliers: z.int().min(1).max(20).meta({ title: '研发供应商数量（家）' }),
  stages: z
    .array(
      z.strictObject({
        name: zText(60).meta({ title: '研发阶段' }),
        milestone: z.enum(milestones).meta({ title: '标志性成果' }),
        standard: long('成果要求', 1000),
      }),
    )
    .min(1, '至少一个阶段')
    .max(12)
    .meta({ title: '研发阶段' }),
  first: z
    .array(
      z.strictObject({
        key,
        name: zText(100).meta({ title: '评审因素' }),
        max: z.int().min(1).max(100).meta({ title: '分值' }),
        steps: long('评分标准', 1000),
      }),
    )
    .min(1, '至少一项评审因素')
    .max(20)
    .refine((xs) => new Set(xs.map((x) => x.key)).size === xs.length, {
      message: '代号不能重复',
    })
    .meta({ title: '首购产品的评审标准' }),
})
const scheme = zScheme.meta({ title: '采购方案' })
const exchange = which.extend({
  form: zText(200).meta({ title: '交流的方式、时间和地点' }),
  told: long('交流内容、提供给所有供应商的信息', 8000),
  attendance: z
    .array(
      z.strictObject({
        name: zText(120).optional().meta({ title: '供应商', 'x-kind': 'shown' }),
        supplier: zId<'org'>().meta({ title: '供应商', 'x-kind': 'hidden' }),
        attended: z.boolean().meta({ title: '参加' }),
        reason: z
          .union([z.literal(''), zText(500)])
          .default('')
          .meta({ title: '缺席的原因' }),
      }),
    )
    .min(1)
    .max(200)
    .meta({ title: '逐家' }),
})
const choose = which.extend({
  bids: z
    .array(zId<'bid'>().meta({ title: '成交候选人', 'x-kind': 'candidate' }))
    .min(1, '至少一家')
    .max(20)
    .meta({ title: '研发供应商（按候选人顺序）' }),
  reason: long('说明', 500),
})
/** Points with at most two places, as written: 41.5. */
const zPoints = z
  .number()
  .min(0, '评分不能为负')
  .max(100)
  .refine((n) => Number.isInteger(Math.round(n * 1e6) / 1e4), { message: '评分最多两位小数' })
const evaluate = which.extend({
  marks: z
    .array(
      z.strictObject({
        name: zText(200).optional().meta({ title: '评审', 'x-kind': 'shown' }),
        research: zId<'research'>().meta({ title: '研发', 'x-kind': 'hidden' }),
        key: key.meta({ title: '因素', 'x-kind': 'hidden' }),
        points: zPoints.meta({ title: '得分' }),
      }),
    )
    .min(1)
    .max(100)
    .meta({ title: '逐家逐项' }),
  opinion: long('谈判小组的评审意见', 4000),
})
const buy = which.extend({
  research: zId<'research'>().meta({ title: '首购的研发成果', 'x-kind': 'product' }),
  reason: long('说明', 500),
})
const fail = which.extend({
  grounds: z.enum(endings).meta({ title: '终止原因' }),
  explanation: long('说明', 1000),
})
const opinion = z.strictObject({ ...which.shape, opinion: long('退回意见', 1000) })

// biome-ignore format: a table reads as a table
export const innovationApi = {
  draft:    op({ title: '编制合作创新采购方案', input: z.strictObject({ project: zId<'project'>().meta({ title: '采购项目', 'x-kind': 'project' }), scheme }), output: zDone, run: async (ask, i) => done(await actions.draft(ask, i)) }),
  revise:   op({ title: '修改采购方案', input: which.extend({ scheme }), output: zDone, run: async (ask, i) => done(await actions.revise(ask, i)) }),
  submit:   op({ title: '提交核准', input: which, output: zDone, run: async (ask, { id }) => done(await actions.innovations.take(ask, 'submit', id)) }),
  giveBack: op({ title: '退回修改', input: opinion, output: zDone, run: async (ask, i) => done(await actions.innovations.take(ask, 'giveBack', i.id, undefined, { data: { opinion: i.opinion } })) }),
  approve:  op({ title: '核准采购方案', input: which, output: zDone, run: async (ask, { id }) => done(await actions.innovations.take(ask, 'approve', id)) }),
  exchange: op({ title: '记录创新概念交流', input: exchange, output: zDone, run: async (ask, { attendance, ...i }) => done(await actions.exchange(ask, { ...i, attendance: attendance.map(({ name: _, ...a }) => a) })) }),
  settle:   op({ title: '结束交流', input: which, output: zDone, run: async (ask, i) => done(await actions.settle(ask, i)) }),
  choose:   op({ title: '确定研发供应商', input: choose, output: zDone, run: async (ask, i) => done(await actions.choose(ask, i)) }),
  evaluate: op({ title: '首购评审', input: evaluate, output: zDone, run: async (ask, { marks, ...i }) => done(await actions.evaluate(ask, { ...i, marks: marks.map((m) => ({ research: m.research, key: m.key, points: Math.round(m.points * 100) })) })) }),
  buy:      op({ title: '确定首购产品', input: buy, output: zDone, run: async (ask, i) => done(await actions.buy(ask, i)) }),
  fail:     op({ title: '终止合作创新', input: fail, output: zDone, run: async (ask, i) => done(await actions.fail(ask, i)) }),
  list:     listing('合作创新一览', innovationFlow),
  get:      op({ title: '一项合作创新', input: which, output: zRecord, reads: innovationFlow, run: (ask, { id }) => getInnovation(ask, id) }),
}
const talk = one.extend({
  milestone: z.enum(milestones).meta({ title: '本阶段的标志性成果' }),
  standard: long('成果要求、验收方法与标准'),
  due: zDay.meta({ title: '本阶段到期日', 'x-kind': 'day' }),
  scope: long('本阶段补偿的成本范围'),
  compensation: money('本阶段的研发成本补偿（元）'),
  record: long('谈判记录', 4000),
})
const told = one.extend({ opinion: long('考核意见') })
// biome-ignore format: a table reads as a table
export const researchApi = {
  talk:      op({ title: '记录研发中期谈判', input: talk, output: zDone, run: async (ask, i) => done(await research.talk(ask, i)) }),
  submit:    op({ title: '提交成果报告和成本说明', input: one.extend({ report: long('成果报告', 8000), costs: long('成本说明', 8000) }), output: zDone, run: async (ask, i) => done(await research.submit(ask, i)) }),
  meet:      op({ title: '达到标志性成果，进入下一阶段', input: told, output: zDone, run: async (ask, i) => done(await research.assess(ask, 'meet', i)) }),
  complete:  op({ title: '末阶段成果齐备，进入验收', input: told, output: zDone, run: async (ask, i) => done(await research.assess(ask, 'complete', i)) }),
  miss:      op({ title: '未达到标志性成果', input: told.extend({ payable: money('依合同应补偿（元，没有的填0.00）') }), output: zDone, run: async (ask, i) => done(await research.miss(ask, i)) }),
  eliminate: op({ title: '淘汰并终止研发合同', input: one.extend({ reason: long('理由（告知供应商）') }), output: zDone, run: async (ask, i) => done(await research.eliminate(ask, i)) }),
  list:      listing('研发一览', researchFlow),
  get:       op({ title: '一家研发供应商的研发', input: one, output: zRecord, reads: researchFlow, run: (ask, { id }) => getResearch(ask, id) }),
}
