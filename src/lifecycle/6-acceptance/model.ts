import type { Day, Rule, StateOf } from '#kernel'
import { cite, citeMarked, flow } from '#law'

export interface Delivered {
  readonly name: string
  readonly quantity: number
  readonly serials: readonly string[]
}
export interface Delivery {
  readonly id: string
  readonly contract: string
  readonly place: string
  readonly items: readonly Delivered[]
  readonly note: string
}
export interface DeliveryFacts {
  readonly contractState: string
  readonly excess: readonly string[]
}
const filed = (id: string): Rule<{ contractState: string }> => ({
  id,
  title: '合同备案后方可履约',
  cites: [cite('政府采购法', '第四十七条', '将合同副本报同级政府采购监督管理部门和有关部门备案')],
  from: '2003-01-01',
  check: ({ contractState }) =>
    contractState === '已备案' || {
      because: `合同处于“${contractState}”，尚未备案`,
      facts: { 合同状态: contractState },
      cure: '先公告合同并备案',
    },
})
const asContracted: Rule<DeliveryFacts> = {
  id: 'delivery.asContracted',
  title: '交货须与合同标的一致',
  cites: [cite('政府采购法', '第四十一条', '组织对供应商履约的验收')],
  from: '2003-01-01',
  check: ({ excess }) =>
    excess.length === 0 || {
      because: excess.join('；'),
      cure: '按合同标的和数量交货',
      field: 'items',
    },
}
// biome-ignore format: a table reads as a table
export const deliveryFlow = flow<DeliveryFacts>()(
  { noun: '交货', module: 'delivery', states: ['已送达', '已收货', '已拒收'] },
  {
    deliver: { name: '交货',     from: [],         to: '已送达', by: ['供应商经办'], rules: [filed('delivery.filed'), asContracted] },
    receive: { name: '收货',     from: ['已送达'], to: '已收货', by: ['采购人经办'] },
    refuse:  { name: '拒收',     from: ['已送达'], to: '已拒收', by: ['采购人经办'] },
  },
)

export interface Member {
  readonly name: string
  readonly role: '采购人' | '专业人员' | '服务对象' | '第三方' | '其他投标人'
}
export interface Clause {
  readonly text: string
  readonly kind: '技术' | '服务' | '安全'
  readonly met: boolean
  readonly note: string
}
export interface Report {
  readonly id: string
  readonly contract: string
  readonly members: readonly Member[]
  readonly clauses: readonly Clause[]
  readonly opinion: string
  readonly accepted: Day | null
}
export interface ReportFacts {
  readonly contractState: string
  readonly received: number
  readonly unreceived: readonly string[]
  readonly members: readonly Member[]
  readonly missing: readonly string[]
  readonly unmet: readonly string[]
  readonly publicService: boolean
}
const delivered: Rule<ReportFacts> = {
  id: 'acceptance.delivered',
  title: '收货齐全后方可验收',
  cites: [cite('政府采购法', '第四十一条', '组织对供应商履约的验收')],
  from: '2003-01-01',
  check: ({ unreceived }) =>
    unreceived.length === 0 || {
      because: `尚未收齐：${unreceived.join('、')}`,
      cure: '待供应商交齐并收货后验收',
    },
}
const everyClause: Rule<ReportFacts> = {
  id: 'acceptance.everyClause',
  title: '验收书应当包括每一项技术、服务、安全标准的履约情况',
  cites: [
    cite('政府采购法实施条例', '第四十五条', '验收书应当包括每一项技术、服务、安全标准的履约情况'),
  ],
  from: '2015-03-01',
  check: ({ missing }) =>
    missing.length === 0 || {
      because: `还有${missing.length}项标的没有逐项验收：${missing.slice(0, 5).join('、')}`,
      cure: '为每一项标的写明履约情况',
      field: 'clauses',
    },
}
const group: Rule<ReportFacts> = {
  id: 'acceptance.group',
  title: '验收组三人以上单数',
  cites: [citeMarked('财库〔2016〕205号', '验收小组', '✎')],
  from: '2016-11-25',
  check: ({ members }) =>
    (members.length >= 3 && members.length % 2 === 1) || {
      because: `验收组${members.length}人`,
      facts: { 人数: members.length },
      cure: '验收组改为三人以上单数',
      field: 'members',
    },
}
const users: Rule<ReportFacts> = {
  id: 'acceptance.users',
  title: '公共服务项目验收应当邀请服务对象参与',
  cites: [cite('政府采购法实施条例', '第四十五条', '应当邀请服务对象参与并出具意见')],
  from: '2015-03-01',
  check: ({ publicService, members }) =>
    !publicService ||
    members.some((m) => m.role === '服务对象') || {
      because: '验收组没有服务对象',
      cure: '邀请服务对象参加验收组',
      field: 'members',
    },
}
const allMet: Rule<ReportFacts> = {
  id: 'acceptance.allMet',
  title: '有未达标项的不得验收合格',
  cites: [cite('政府采购法实施条例', '第四十五条', '技术、服务、安全标准')],
  from: '2015-03-01',
  check: ({ unmet }) =>
    unmet.length === 0 || {
      because: `未达标：${unmet.join('、')}`,
      cure: '由供应商整改后重新验收，或结论为不合格',
    },
}
const rules = [delivered, everyClause, group, users]
// biome-ignore format: a table reads as a table
export const reportFlow = flow<ReportFacts>()(
  { noun: '履约验收', module: 'acceptance', states: ['验收中', '待供应商确认', '验收合格', '验收不合格'] },
  {
    begin:        { name: '出具验收书',     from: [],             to: '验收中',       by: ['采购人经办'], rules: [filed('acceptance.filed'), ...rules] },
    pass:         { name: '验收合格',       from: ['验收中'],     to: '待供应商确认', by: ['采购人审核'], rules: [...rules, allMet], apartFrom: ['begin'] },
    fail:         { name: '验收不合格',     from: ['验收中'],     to: '验收不合格',   by: ['采购人审核'], apartFrom: ['begin'] },
    signSupplier: { name: '供应商确认验收', from: ['待供应商确认'], to: '验收合格',   by: ['供应商经办'] },
  },
)
export type ReportState = StateOf<typeof reportFlow>
