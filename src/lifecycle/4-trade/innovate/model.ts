import type { StateOf } from '#kernel'
import { flow, sayByNumber } from '#law'
import type { InnovationFacts } from './facts.ts'
import { type ResearchFacts, researchRules } from './research-rules.ts'
import * as rules from './rules.ts'
import { schemeRules, thisMethod, whoMay } from './scheme-rules.ts'

const SCHEME = ['编制方案', '待核准', '已核准'] as const
const OPEN = [
  '征集申请',
  '概念交流',
  '谈判采购',
  '研发中',
  '待定首购',
  '已定首购',
  '已终止',
] as const
// biome-ignore format: a table reads as a table
export const innovationFlow = flow<InnovationFacts>()(
  { noun: '合作创新', module: 'innovation', states: [...SCHEME, ...OPEN], open: OPEN, say: sayByNumber },
  {
    draft:    { name: '编制采购方案',     from: [],           to: '编制方案', by: ['采购人经办'], rules: [thisMethod, whoMay] },
    revise:   { name: '修改采购方案',     from: ['编制方案'], to: '编制方案', by: ['采购人经办'] },
    submit:   { name: '提交核准',         from: ['编制方案'], to: '待核准',   by: ['采购人经办'], rules: schemeRules },
    giveBack: { name: '退回修改',         from: ['待核准'],   to: '编制方案', by: ['采购人审核'] },
    approve:  { name: '核准采购方案', nature: '核准', from: ['待核准'], to: '已核准', by: ['采购人审核'], rules: schemeRules, apartFrom: ['draft', 'revise', 'submit'] },
    call:     { name: '随公告征集申请',   from: ['已核准'],   to: '征集申请', by: ['代理经办'], inner: true },
    recall:   { name: '征集终止，可再公告', from: ['征集申请'], to: '已核准', by: ['代理经办'], inner: true },
    exchange: { name: '记录创新概念交流', from: ['征集申请', '概念交流'], to: '概念交流', by: ['采购人经办', '代理经办'], rules: [rules.looked, rules.withEvery], sealed: true },
    settle:   { name: '结束交流',         from: ['概念交流'], to: '谈判采购', by: ['代理经办'], rules: [rules.someCame] },
    choose:   { name: '确定研发供应商', stepUp: true, from: ['谈判采购'], to: '研发中', by: ['采购人审核'], rules: [rules.ranked, rules.atMost, rules.inTurn] },
    evaluate: { name: '首购评审',         from: ['研发中', '待定首购'], to: '待定首购', by: ['采购人经办'], rules: [rules.allOver, rules.someAccepted, rules.everyMark], sealed: true },
    buy:      { name: '确定首购产品', stepUp: true, from: ['待定首购'], to: '已定首购', by: ['采购人审核'], rules: [rules.firstInTurn, rules.withinFirstCap], apartFrom: ['evaluate'] },
    fail:     { name: '终止合作创新',     from: ['研发中', '待定首购'], to: '已终止', by: ['采购人审核'], rules: [rules.allOver, rules.mayEnd], may: true },
    lapse:    { name: '随采购活动终止',   from: ['征集申请', '概念交流', '谈判采购'], to: '已终止', by: ['采购人审核'], inner: true },
  },
)
export type InnovationState = StateOf<typeof innovationFlow>

const { talk, meet, complete, miss } = researchRules
/** 一份研发合同的研发：each stage begins with a talk and ends with what it had to show, or the research ends there. */
// biome-ignore format: a table reads as a table
export const researchFlow = flow<ResearchFacts>()(
  { noun: '研发', module: 'research', states: ['待中期谈判', '研发中', '待考核', '待结清', '待验收', '研发成功', '已淘汰', '已解除'], say: sayByNumber },
  {
    begin:     { name: '开始研发',         from: [],             to: '待中期谈判', by: ['采购人经办'], inner: true },
    talk:      { name: '记录研发中期谈判', from: ['待中期谈判'], to: '研发中',     by: ['采购人经办'], rules: talk, sealed: true },
    submit:    { name: '提交成果报告和成本说明', from: ['研发中'], to: '待考核',   by: ['供应商经办'], sealed: true },
    meet:      { name: '达到标志性成果，进入下一阶段', from: ['待考核'], to: '待中期谈判', by: ['采购人审核'], rules: meet },
    complete:  { name: '末阶段成果齐备，进入验收', from: ['待考核'], to: '待验收', by: ['采购人审核'], rules: complete },
    miss:      { name: '未达到标志性成果', from: ['研发中', '待考核', '待验收'], to: '待结清', by: ['采购人审核'], rules: miss, may: true },
    eliminate: { name: '淘汰并终止研发合同', stepUp: true, from: ['待结清'], to: '已淘汰', by: ['采购人审核'], },
    accept:    { name: '验收合格',         from: ['待验收'],     to: '研发成功',   by: ['供应商经办'], inner: true },
    undo:      { name: '随合同解除',       from: ['待中期谈判', '研发中', '待考核', '待结清', '待验收'], to: '已解除', by: ['采购人审核'], inner: true },
  },
)
export type ResearchState = StateOf<typeof researchFlow>
