import type { Rule } from '#kernel'
import { citeMarked, flow } from '#law'

export const kinds = ['采购人', '代理机构', '供应商', '评审专家'] as const
export type Kind = (typeof kinds)[number]

export interface IntakeFacts {
  readonly rows: number
  readonly faults: number
  /** What rests on the registrations it brought, in words; empty: nothing. */
  readonly resting: readonly string[]
  readonly input?: { readonly onlyGood?: boolean }
}
const HERE = citeMarked('内财购〔2020〕179号', '一地登记、全区通用', '◐')
const OURS = citeMarked('系统设置', '批量导入', '△')
const some: Rule<IntakeFacts> = {
  id: 'intake.some',
  title: '表格里须有可以入库的行',
  cites: [HERE],
  from: '2020-03-02',
  check: ({ rows, faults }) =>
    rows > 0 || {
      because: faults > 0 ? `没有一行可以入库，有误${faults}处` : '表格里没有行',
      cure: '按错误清单改正后，换一份表格',
    },
}
const clean: Rule<IntakeFacts> = {
  id: 'intake.clean',
  title: '有误的行须改正或舍去',
  cites: [OURS],
  from: '2020-03-02',
  check: ({ rows, faults, input }) =>
    faults === 0 ||
    input?.onlyGood === true || {
      because: `表格有${faults}处有误`,
      facts: { 有误: faults, 可以入库: rows },
      cure: `下载错误清单，改正后换一份表格；或勾选只导入没有错误的${rows}行`,
      field: 'onlyGood',
      suggest: 'true',
    },
}
const unused: Rule<IntakeFacts> = {
  id: 'intake.unused',
  title: '已有事项引用的登记不能撤回',
  cites: [OURS],
  from: '2020-03-02',
  check: ({ resting }) =>
    resting.length === 0 || {
      because: `这批里已经用起来的：${resting.slice(0, 5).join('、')}${resting.length > 5 ? '等' : ''}`,
      facts: { 已被引用: resting.length },
      cure: '整批不能再撤回；个别有误的，逐个变更、停用或移出',
    },
}
// biome-ignore format: a table reads as a table
export const intakeFlow = flow<IntakeFacts>()(
  { noun: '批量导入', module: 'intake', states: ['读入中', '待确认', '入库中', '已入库', '撤回中', '已撤回', '已作废'] },
  {
    upload:   { name: '上传登记表',   from: [],         to: '读入中', by: ['财政监管'] },
    checked:  { name: '读完',         from: ['读入中'], to: '待确认', by: ['系统'] },
    reread:   { name: '换一份表格',   from: ['待确认'], to: '读入中', by: ['财政监管'], may: true },
    confirm:  { name: '确认入库',     from: ['待确认'], to: '入库中', by: ['财政监管'], rules: [some, clean] },
    entered:  { name: '整批入库',     from: ['入库中'], to: '已入库', by: ['系统'] },
    returned: { name: '入库前复核未过', from: ['入库中'], to: '待确认', by: ['系统'] },
    undo:     { name: '撤回这批导入', from: ['已入库'], to: '撤回中', by: ['财政监管'], rules: [unused], may: true },
    retracted: { name: '整批撤回',    from: ['撤回中'], to: '已撤回', by: ['系统'] },
    kept:     { name: '撤回未成',     from: ['撤回中'], to: '已入库', by: ['系统'] },
    discard:  { name: '作废',         from: ['待确认'], to: '已作废', by: ['财政监管'], may: true },
  },
)
