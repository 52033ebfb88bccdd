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
/**
 * Which of these things are written about nowhere. A longer name is taken before a shorter one inside it:
 * a line on “病床床头柜” says nothing of “病床”.
 */
export function unnamed(names: readonly string[], texts: readonly string[]): string[] {
  const longestFirst = [...new Set(names)].sort((a, b) => b.length - a.length)
  const said = new Set<string>()
  for (const text of texts) {
    let rest = text
    for (const name of longestFirst)
      if (name !== '' && rest.includes(name)) {
        said.add(name)
        rest = rest.replaceAll(name, '\n')
      }
  }
  return names.filter((n) => !said.has(n))
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
  /** How many the group must at least be: a local setting. */
  readonly groupMin: number
  /** Where another report of this contract stands that leaves no room for this one. */
  readonly another: string | null
  /** A report that failed and whose faults are not yet said to be mended. */
  readonly unmended: boolean
}
const oneReport: Rule<ReportFacts> = {
  id: 'acceptance.oneReport',
  title: '一份合同同时只有一份验收书在办',
  cites: [cite('政府采购法实施条例', '第四十五条', '并出具验收书')],
  from: '2015-03-01',
  check: ({ another }) =>
    another === null || {
      because: `该合同已有验收书处于“${another}”`,
      facts: { 已有验收书: another },
      cure: another === '验收合格' ? '验收已经合格，不必再办' : '办结在办的验收书',
    },
}
const mended: Rule<ReportFacts> = {
  id: 'acceptance.mended',
  title: '验收不合格的，整改后再行验收',
  cites: [cite('87号令', '第七十五条', '对于中标人违反采购合同约定的行为，采购人应当及时处理')],
  from: '2017-10-01',
  check: ({ unmended }) =>
    !unmended || {
      because: '上一次验收不合格，供应商尚未报告整改完毕',
      cure: '由供应商整改并提交整改情况后重新验收',
    },
}
const buyerInGroup: Rule<ReportFacts> = {
  id: 'acceptance.buyerInGroup',
  title: '验收组须有采购人的人员',
  cites: [
    cite('政府采购法', '第四十一条', '采购人或者其委托的采购代理机构应当组织对供应商履约的验收'),
  ],
  from: '2003-01-01',
  check: ({ members }) =>
    members.some((m) => m.role === '采购人') || {
      because: '验收组没有采购人的人员',
      cure: '验收组增加采购人的人员',
      field: 'members',
    },
}
const distinct: Rule<ReportFacts> = {
  id: 'acceptance.distinctMembers',
  title: '验收方成员各自签字负责',
  cites: [cite('政府采购法', '第四十一条', '验收方成员应当在验收书上签字')],
  from: '2003-01-01',
  check: ({ members }) => {
    const twice = members.filter((m, n) => members.findIndex((x) => x.name === m.name) !== n)
    return (
      twice.length === 0 || {
        because: `验收组成员重复：${twice.map((m) => m.name).join('、')}`,
        cure: '一人只列一次；同名的注明以示区别',
        field: 'members',
      }
    )
  },
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
  // The notice asks for a group; that it be three and odd is local practice, and so a setting.
  cites: [
    citeMarked('财库〔2016〕205号', '验收小组', '✎'),
    citeMarked('系统设置', '验收组人数下限', '△'),
  ],
  from: '2016-11-25',
  check: ({ members, groupMin }) =>
    (members.length >= groupMin && members.length % 2 === 1) || {
      because: `验收组${members.length}人，须为${groupMin}人以上单数`,
      facts: { 人数: members.length, 下限: groupMin },
      cure: `验收组改为${groupMin}人以上单数`,
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
const rules = [delivered, everyClause, group, buyerInGroup, distinct, users]
export const beginRules = [filed('acceptance.filed'), oneReport, mended, ...rules]
export const passRules = [...rules, allMet]
// biome-ignore format: a table reads as a table
export const reportFlow = flow<ReportFacts>()(
  { noun: '履约验收', module: 'acceptance', states: ['验收中', '待供应商确认', '验收合格', '验收不合格', '已整改'] },
  {
    begin:        { name: '出具验收书',     from: [],             to: '验收中',       by: ['采购人经办'], rules: beginRules },
    byOrder:      { name: '订单验收合格',   from: [],             to: '验收合格',     by: ['采购人审核'], inner: true },
    pass:         { name: '验收合格',       from: ['验收中'],     to: '待供应商确认', by: ['采购人审核'], rules: passRules, apartFrom: ['begin'] },
    fail:         { name: '验收不合格',     from: ['验收中'],     to: '验收不合格',   by: ['采购人审核'], apartFrom: ['begin'] },
    rectify:      { name: '报告整改完毕',   from: ['验收不合格'], to: '已整改',       by: ['供应商经办'] },
    signSupplier: { name: '供应商确认验收', from: ['待供应商确认'], to: '验收合格',   by: ['供应商经办'] },
  },
)
export type ReportState = StateOf<typeof reportFlow>
