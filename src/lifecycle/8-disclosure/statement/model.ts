import { addDays, type Day, type Rule, type StateOf, showDay, yearOf } from '#kernel'
import { cite, citeMarked, flow } from '#law'

/** 财库〔2020〕46号第二十五条: 自2021年1月1日起施行, so that is the first year there is anything to report of. */
export const FIRST_YEAR = 2021
/** The last day on which a year's report is in time: the end of a month of the next year (△, 12 by default: “上一年度” says no more). */
export const dueDay = (year: number, month: number): Day =>
  addDays(
    month === 12
      ? `${year + 2}-01-01`
      : (`${year + 1}-${String(month + 1).padStart(2, '0')}-01` as Day),
    -1,
  )

export interface ReportFacts {
  readonly today: Day
  readonly year: number
  /** The department above in the tree of budgets at the end of that year. */
  readonly above: string | null
  /** Another report of the same year by the same unit, as its state says. */
  readonly other: string | null
  /** Less was reserved than the law wants. */
  readonly short: boolean
  readonly explanation: string
  /** What would be said differently from the last notice. */
  readonly changes: number
}
const REPORT = '自2022年起向同级财政部门报告本部门上一年度'
const top: Rule<ReportFacts> = {
  id: 'reserved.top',
  title: '年度公告由主管预算单位发布',
  cites: [cite('财库〔2020〕46号', '第十八条', REPORT)],
  from: '2021-01-01',
  check: ({ above }) =>
    above === null || {
      because: `本单位的主管预算单位是${above}`,
      facts: { 主管预算单位: above },
      cure: `由${above}汇总本部门及所属单位后公告`,
    },
}
const past: Rule<ReportFacts> = {
  id: 'reserved.past',
  title: '公告的是上一年度及以前的情况',
  cites: [cite('财库〔2020〕46号', '第十八条', REPORT)],
  from: '2021-01-01',
  check: ({ today, year }) => {
    if (year < FIRST_YEAR)
      return { because: '该办法自2021年起施行', cure: '公告2021年及以后的年度', field: 'year' }
    return (
      year < yearOf(today) || {
        because: `${year}年还没有过完`,
        facts: { 年度: year, 今天: showDay(today) },
        cure: `${year + 1}年1月1日以后再办，或公告${yearOf(today) - 1}年`,
        field: 'year',
        suggest: String(yearOf(today) - 1),
      }
    )
  },
}
const once: Rule<ReportFacts> = {
  id: 'reserved.once',
  title: '一年一份，有误则更正',
  cites: [cite('101号令', '第十条', '不得有虚假和误导性陈述')],
  from: '2021-01-01',
  check: ({ other, year }) =>
    other === null || {
      because: `${year}年的已有一份，${other}`,
      cure: other === '已公告' ? '打开那一份办理更正' : '在那一份上修改，或先放弃它',
      field: 'year',
    },
}
const explained: Rule<ReportFacts> = {
  id: 'reserved.explained',
  title: '未达到预留份额比例的，应当作出说明',
  cites: [
    cite('财库〔2020〕46号', '第十八条', '未达到本办法规定的预留份额比例的，应当作出说明'),
    cite('财库〔2020〕46号', '第八条', '预留该部分采购项目预算总额的30%以上'),
  ],
  from: '2021-01-01',
  check: ({ short, explanation }) =>
    !short ||
    explanation.trim() !== '' || {
      because: '这一年的预留份额没有达到规定的比例，还没有说明',
      cure: '写明没有达到的原因和今后的安排',
      field: 'explanation',
    },
}
const MEND = cite('101号令', '第十条', '不得有虚假和误导性陈述')
const different: Rule<{ readonly changes: number }> = {
  id: 'statement.different',
  title: '更正须有不同',
  cites: [MEND, citeMarked('系统设置', '公告一经发布不删不改', '△')],
  from: '2020-03-01',
  check: ({ changes }) =>
    changes > 0 || { because: '与已公告的没有不同', cure: '没有错误就不必更正' },
}
const lawful = [top, past, once]
// biome-ignore format: a table reads as a table
export const reportFlow = flow<ReportFacts>()(
  { noun: '预留执行公告', module: 'reserved', states: ['拟定', '已公告', '已放弃'], open: ['已公告'] },
  {
    draft:   { name: '拟定年度公告', from: [],         to: '拟定',   by: ['采购人经办'], rules: lawful },
    revise:  { name: '修改说明',     from: ['拟定'],   to: '拟定',   by: ['采购人经办'], may: true },
    discard: { name: '放弃',         from: ['拟定'],   to: '已放弃', by: ['采购人经办', '采购人审核'], may: true },
    publish: { name: '审核并公告',   from: ['拟定'],   to: '已公告', by: ['采购人审核'], rules: [...lawful, explained], apartFrom: ['draft', 'revise'], nature: '审核' },
    correct: { name: '更正公告',     from: ['已公告'], to: '已公告', by: ['采购人审核'], rules: [explained, different], may: true },
  },
)
export type ReportState = StateOf<typeof reportFlow>

export const bulletinKinds = ['投诉受理方式公告', '集中采购机构考核结果公告'] as const
export type BulletinKind = (typeof bulletinKinds)[number]
/** What a person writes of each; the rest comes from the libraries. */
export const bulletinFields = {
  投诉受理方式公告: ['受理投诉的方式', '联系部门', '联系电话', '通讯地址'],
  集中采购机构考核结果公告: ['考核内容和方法', '考核结果', '存在的问题'],
} as const satisfies Record<BulletinKind, readonly string[]>
export interface BulletinFacts {
  readonly kind: BulletinKind
  /** Of these its form says nothing without. */
  readonly missing: readonly string[]
  /** The body judged: is it one of the centralised ones? null: none is named. */
  readonly centralised: boolean | null
  readonly changes: number
}
const complete: Rule<BulletinFacts> = {
  id: 'bulletin.complete',
  title: '公告须符合规定的格式',
  cites: [
    cite('94号令', '第七条', '公布受理投诉的方式、联系部门、联系电话和通讯地址'),
    citeMarked('财办库〔2020〕50号', '格式十三', '✎'),
  ],
  from: '2018-03-01',
  check: ({ missing }) =>
    missing.length === 0 || {
      because: `缺少：${missing.join('、')}`,
      facts: { 缺少: missing.join('、') },
      cure: '补齐后再办',
    },
}
const judged: Rule<BulletinFacts> = {
  id: 'bulletin.centralised',
  title: '考核的对象是集中采购机构',
  cites: [cite('政府采购法', '第六十六条', '对集中采购机构的采购价格')],
  from: '2003-01-01',
  check: ({ kind, centralised }) => {
    if (kind === '投诉受理方式公告') return true
    return (
      centralised === true || {
        because: centralised === null ? '没有写明考核谁' : '所选的单位不是集中采购机构',
        cure: '选择一个集中采购机构',
        field: 'about',
      }
    )
  },
}
const own = ['财政监管'] as const
// biome-ignore format: a table reads as a table
export const bulletinFlow = flow<BulletinFacts>()(
  { noun: '财政公告', module: 'bulletin', states: ['拟定', '已公告', '已放弃'], open: ['已公告'] },
  {
    draft:   { name: '拟定财政公告', from: [],         to: '拟定',   by: own, rules: [judged] },
    revise:  { name: '修改',         from: ['拟定'],   to: '拟定',   by: own, rules: [judged], may: true },
    discard: { name: '放弃',         from: ['拟定'],   to: '已放弃', by: own, may: true },
    publish: { name: '审核并公告',   from: ['拟定'],   to: '已公告', by: own, rules: [complete, judged], apartFrom: ['draft', 'revise'], nature: '审核' },
    correct: { name: '更正公告',     from: ['已公告'], to: '已公告', by: own, rules: [complete, judged, different], may: true },
  },
)
export type BulletinState = StateOf<typeof bulletinFlow>
