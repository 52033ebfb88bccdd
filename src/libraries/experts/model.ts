import { addYears, type Day, type Rule, showDay } from '#kernel'
import { cite, citeMarked, flow, lawOn } from '#law'
import {
  arriving,
  birthdayIn,
  idCheck,
  inReach,
  isIdNo,
  type Standing,
  standing,
} from '#libraries/register'

export const grades = ['中级', '副高级', '正高级', '同等专业水平'] as const
export const tieKinds = ['任职', '董事', '监事', '控股股东', '亲属', '其他'] as const
export type TieKind = (typeof tieKinds)[number]
export interface Expert {
  readonly person: string
  readonly name: string
  readonly born: Day
  readonly grade: (typeof grades)[number]
  readonly title: string
  readonly title_years: number
  /** 品目代码前缀: A0232 stands for all of A02320000. */
  readonly specialities: string[]
  readonly region: string
  readonly employer: string
  readonly state: string
}
export interface Tie {
  readonly expert: string
  readonly org: string
  readonly kind: TieKind
  readonly until: Day | null
}
/** A02320000 and A0232 name the same heading: zeros in pairs at the end say nothing. */
export const headingOf = (code: string) => code.replace(/(00)+$/, '')
export const wholeCode = (heading: string) => heading.padEnd(9, '0')

export const COMMITMENT =
  '本人承诺：具有良好的职业道德，廉洁自律，遵纪守法，无行贿、受贿、欺诈等不良信用记录；自愿以独立身份参加政府采购评审，接受财政部门监督管理；所填资料和回避单位真实完整，变化后及时更新；遇应当回避的情形主动回避。'

export interface ExpertFacts extends Standing {
  readonly born: Day
  readonly grade: Expert['grade']
  readonly titleYears: number
  /** Catalogue headings that do not exist. */
  readonly strange: readonly string[]
  readonly specialities: number
  /** Works for a finance department, or holds a post there. */
  readonly supervisor: boolean
  /** The last day on which this person was suspended or removed. */
  readonly lastBad: Day | null
  readonly input?: Standing['input'] & {
    readonly idNo?: string
    readonly known?: boolean
  }
}
const s198 = (article: string, mark: '✎' | '◐' = '✎') =>
  citeMarked('财库〔2016〕198号', article, mark)

const idHolds: Rule<ExpertFacts> = {
  id: 'expert.idHolds',
  title: '公民身份号码须能通过校验',
  cites: [citeMarked('GB 11643—1999', '校验码', '◐')],
  from: '1999-07-01',
  check: ({ input, today }) => {
    const no = input?.idNo
    if (no === undefined) return true
    const wrong = !/^[1-9][0-9]{16}[0-9X]$/.test(no)
      ? '须为17位数字加1位数字或大写X（半角）'
      : !isIdNo(no)
        ? `第18位应为${idCheck(no.slice(0, 17))}`
        : birthdayIn(no) > today
          ? '出生日期在今天之后'
          : null
    return (
      wrong === null || {
        because: `公民身份号码不对：${wrong}`,
        cure: '请对照身份证逐位核对',
        field: 'idNo',
      }
    )
  },
}
export const onlyOnce: Rule<ExpertFacts> = {
  id: 'expert.once',
  title: '一人只申请一次，全区通用',
  cites: [citeMarked('内财购〔2020〕179号', '一地登记、全区通用', '◐')],
  from: '2020-03-02',
  check: ({ input }) =>
    input?.known !== true || {
      because: '这个身份证号已有评审专家申请或登记',
      cure: '用原来的账号登录查看；账号找不到的，向原受理的财政部门申请找回',
      field: 'idNo',
    },
}
const promised: Rule<ExpertFacts> = {
  id: 'expert.promised',
  title: '评审专家须作出承诺',
  cites: [s198('第六条')],
  from: '2017-01-01',
  check: ({ input }) =>
    input?.committed !== false || {
      because: '还没有作出承诺',
      cure: '读过承诺内容后勾选',
      field: 'commitment',
    },
}
const young: Rule<ExpertFacts> = {
  id: 'expert.young',
  title: '评审专家的年龄',
  cites: [s198('第六条')],
  from: '2017-01-01',
  check: ({ born, today }, on) => {
    const limit = lawOn(on)('专家年龄上限')
    return (
      addYears(born, limit) > today || {
        because: `${showDay(born)}出生，已满${limit}周岁`,
        facts: { 出生: born, 上限: limit },
        cure: '已达年龄上限的不再入库，聘期中达到的到期解聘；请核对出生日期是否填错',
      }
    )
  },
}
const titled: Rule<ExpertFacts> = {
  id: 'expert.titled',
  title: '评审专家的职称和年限',
  cites: [s198('第六条')],
  from: '2017-01-01',
  check: ({ grade, titleYears }, on) => {
    const years = lawOn(on)('专家中级职称年限')
    return (
      grade !== '中级' ||
      titleYears >= years || {
        because: `中级职称从事相关工作${titleYears}年，须满${years}年`,
        facts: { 职称: grade, 年限: titleYears, 须满: years },
        cure: '取得高级职称或年限届满后再申请',
        field: 'titleYears',
      }
    )
  },
}
const skilled: Rule<ExpertFacts> = {
  id: 'expert.skilled',
  title: '评审专业须是品目目录里的类目',
  cites: [
    s198('第七条'),
    cite('政府采购法实施条例', '第三十九条', '从政府采购评审专家库中随机抽取'),
  ],
  from: '2017-01-01',
  check: ({ strange, specialities }) =>
    (strange.length === 0 && specialities > 0) || {
      because:
        specialities === 0
          ? '没有填评审专业'
          : `目录里没有这些类目：${strange.slice(0, 5).join('、')}`,
      cure: '从品目目录里选',
      field: 'specialities',
    },
}
const notSupervisor: Rule<ExpertFacts> = {
  id: 'expert.notSupervisor',
  title: '采购监督管理人员不得作为评审专家',
  cites: [s198('第十六条', '◐')],
  from: '2017-01-01',
  check: ({ supervisor }) =>
    !supervisor || { because: '在财政部门任职', cure: '离开监督管理岗位后再申请' },
}
const noBadRecord: Rule<ExpertFacts> = {
  id: 'expert.noBadRecord',
  title: '申请前三年内无不良信用记录',
  cites: [s198('第六条')],
  from: '2017-01-01',
  check: ({ lastBad, today }, on) => {
    const years = lawOn(on)('专家不良记录年限')
    return (
      lastBad === null ||
      addYears(lastBad, years) <= today || {
        because: `${showDay(lastBad)}被暂停或移出，未满${years}年`,
        facts: { 最近一次: lastBad },
        cure: `${showDay(addYears(lastBad, years))}起可以再申请`,
      }
    )
  },
}
export const eligible = [young, titled, skilled, notSupervisor, noBadRecord]
const own = standing('评审专家', true)

// biome-ignore format: a table reads as a table
export const expertFlow = flow<ExpertFacts>()(
  { noun: '评审专家登记', module: 'expert', named: '评审专家', states: ['待审核', '待补正', '在库', '暂停', '停用', '未通过', '已撤回'], onDue: { 暂停: 'lapse', 待审核: 'overdue' } },
  {
    apply:      { name: '申请入库', from: [],         to: '待审核', by: ['评审专家'], rules: [idHolds, onlyOnce, promised, ...eligible], sealed: true, nature: '审核' },
    enrol:      { name: '迁入',     from: [],         to: '在库',   by: ['系统'], sealed: true },
    giveBack:   { name: '退回补正', from: ['待审核'], to: '待补正', by: ['财政监管'], sealed: true, nature: '审核' },
    supplement: { name: '补正',     from: ['待补正'], to: '待审核', by: ['评审专家'], rules: eligible, sealed: true },
    admit:      { name: '审核通过', from: ['待审核'], to: '在库',   by: ['财政监管'], rules: eligible, sealed: true, nature: '审核' },
    decline:    { name: '不予入库', from: ['待审核'], to: '未通过', by: ['财政监管'], sealed: true, nature: '审核' },
    overdue:    { name: '逾期未审', from: ['待审核'], to: '待审核', by: ['系统'], sealed: true },
    amend:      { name: '更新资料和回避单位', from: ['在库'],   to: '在库',   by: ['评审专家'], sealed: true, nature: '备案', may: true },
    train:      { name: '记录培训', from: ['在库'],   to: '在库',   by: ['财政监管'], sealed: true, may: true },
    ...arriving([idHolds, onlyOnce, ...eligible, inReach], true),
    adoptPaused: { name: '接续登记（暂停）', from: [], to: '暂停', by: ['系统'], sealed: true },
    ...own,
    reinstate:  { ...own.reinstate, rules: eligible },
  },
)

export interface PerformanceFacts {
  /** Took part in the evaluation of this project. */
  readonly member: boolean
  /** The project is one of the recorder's own. */
  readonly ours: boolean
}
const took: Rule<PerformanceFacts> = {
  id: 'performance.took',
  title: '只记录参加过本项目评审的专家',
  cites: [s198('履职记录', '◐')],
  from: '2017-01-01',
  check: ({ member, ours }) =>
    (member && ours) || {
      because: ours ? '此人没有参加这个项目的评审' : '这不是本单位采购或代理的项目',
      cure: '从本单位项目的评审人员中选',
      field: 'project',
    },
}
// biome-ignore format: a table reads as a table
export const performanceFlow = flow<PerformanceFacts>()(
  { noun: '专家履职记录', module: 'performance', states: ['已记录', '已说明'] },
  {
    record:  { name: '记录履职情况', from: [],         to: '已记录', by: ['采购人经办', '代理经办'], rules: [took], sealed: true },
    explain: { name: '本人说明',     from: ['已记录'], to: '已说明', by: ['评审专家'], sealed: true, may: true },
  },
)
