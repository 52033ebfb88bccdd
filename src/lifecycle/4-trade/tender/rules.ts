import {
  addDays,
  type Day,
  dayOf,
  daysBetween,
  type Fen,
  type Instant,
  type Refusal,
  type Rule,
  shareOf,
  showDay,
  showInstant,
  showYuan,
} from '#kernel'
import { cite, citeMarked, isWorkday, lawOn, period } from '#law'
import type { Document } from './model.ts'

/** What the rules of a tender look at. Members that belong to one step's input are absent elsewhere. */
export interface TenderFacts {
  readonly planMethod: string
  readonly planAmount: Fen
  readonly planCategory: '货物' | '服务' | '工程'
  readonly document: Document | null
  readonly now: Instant
  readonly today: Day
  readonly intentionPublished: Day | null
  readonly exemption: string
  readonly published: Day | null
  readonly deadline: Instant | null
  readonly reviewDay: Day | null
  readonly undecidedLots: readonly number[]
  readonly decidedLots: number
  readonly input?: {
    readonly deadline?: Instant
    readonly supplyEnds?: Day
    readonly affects?: boolean
    readonly newDeadline?: Instant | null
    readonly document?: Document
    readonly grounds?: string
    readonly conflicts?: readonly Conflict[]
  }
}
export interface Conflict {
  readonly person: string
  readonly org: string
  readonly kind: string
  readonly until: Day | null
}

export const openTenderOnly: Rule<TenderFacts> = {
  id: 'tender.method',
  title: '采购方式须与备案计划一致',
  cites: [cite('政府采购法', '第二十六条', '公开招标应作为政府采购的主要采购方式')],
  from: '2003-01-01',
  check: ({ planMethod }) =>
    planMethod === '公开招标' || {
      because: `备案计划的采购方式是${planMethod}，不能招标`,
      facts: { 采购方式: planMethod },
      cure: '按备案的采购方式办理，或变更采购方式后重新备案',
    },
}

const needDocument = (f: TenderFacts): Document | null => f.input?.document ?? f.document
const document = (
  id: string,
  title: string,
  cites: Rule<TenderFacts>['cites'],
  from: Day,
  check: (d: Document, f: TenderFacts, on: Day) => ReturnType<Rule<TenderFacts>['check']>,
): Rule<TenderFacts> => ({
  id,
  title,
  cites,
  from,
  check: (f, on) => {
    const d = needDocument(f)
    return d === null ? { because: '还没有招标文件', cure: '先编写招标文件' } : check(d, f, on)
  },
})

export const documentRules: readonly Rule<TenderFacts>[] = [
  document(
    'tender.lotsWithinPlan',
    '各包预算合计不得超过计划',
    [cite('政府采购法', '第六条', '严格按照批准的预算执行')],
    '2003-01-01',
    (d, f) => {
      const total = d.lots.reduce((a, l) => a + l.budget, 0)
      return (
        total <= f.planAmount || {
          because: `各包预算合计${showYuan(total)}元，备案计划${showYuan(f.planAmount)}元`,
          facts: { 各包合计: showYuan(total), 备案计划: showYuan(f.planAmount) },
          cure: `各包预算合计不超过${showYuan(f.planAmount)}元`,
          field: 'lots',
        }
      )
    },
  ),
  document(
    'tender.ceiling',
    '最高限价不得超过预算',
    [cite('87号令', '第十二条', '不得设定最低限价')],
    '2017-10-01',
    (d) => {
      const over = d.lots.filter((l) => l.ceiling !== null && l.ceiling > l.budget)
      return (
        over.length === 0 || {
          because: over
            .map(
              (l) =>
                `第${l.no}包最高限价${showYuan(l.ceiling ?? 0)}元，高于该包预算${showYuan(l.budget)}元`,
            )
            .join('；'),
          cure: '最高限价改为不高于该包预算',
          field: 'lots',
        }
      )
    },
  ),
  document(
    'tender.freeDocument',
    '电子招标文件应当免费',
    [cite('财库〔2019〕38号', '三', '应当向供应商免费提供电子采购文件')],
    '2019-07-26',
    (d) =>
      d.documentPrice === 0 || {
        because: `招标文件售价${showYuan(d.documentPrice)}元，电子采购文件应当免费`,
        facts: { 售价: showYuan(d.documentPrice) },
        cure: '售价改为0.00元',
        field: 'document.documentPrice',
        suggest: '0.00',
      },
  ),
  document(
    'tender.bidBond',
    '投标保证金不得超过预算的2%',
    [cite('政府采购法实施条例', '第三十三条', '不得超过采购项目预算金额的2%')],
    '2015-03-01',
    (d, f, on) => {
      const cap = shareOf(f.planAmount, lawOn(on)('投标保证金上限') * 100)
      return (
        d.bidBond <= cap || {
          because: `投标保证金${showYuan(d.bidBond)}元，超过预算${showYuan(f.planAmount)}元的2%即${showYuan(cap)}元`,
          facts: { 投标保证金: showYuan(d.bidBond), 上限: showYuan(cap) },
          cure: `改为${showYuan(cap)}元以内`,
          field: 'document.bidBond',
          suggest: (cap / 100).toFixed(2),
        }
      )
    },
  ),
  document(
    'tender.performanceBond',
    '履约保证金不得超过合同金额的10%',
    [cite('政府采购法实施条例', '第四十八条', '不得超过政府采购合同金额的10%')],
    '2015-03-01',
    (d, _f, on) => {
      const cap = lawOn(on)('履约保证金上限')
      return (
        d.performanceBondPercent <= cap || {
          because: `履约保证金为合同金额的${d.performanceBondPercent}%，超过${cap}%`,
          facts: { 履约保证金比例: `${d.performanceBondPercent}%` },
          cure: `改为${cap}%以内`,
          field: 'document.performanceBondPercent',
          suggest: String(cap),
        }
      )
    },
  ),
  document(
    'tender.priceWeight',
    '价格分权重不得低于下限',
    [
      cite(
        '87号令',
        '第五十五条',
        '货物项目的价格分值占总分值的比重不得低于30%；服务项目的价格分值占总分值的比重不得低于10%',
      ),
    ],
    '2017-10-01',
    (d, f, on) => {
      if (d.method !== '综合评分法') return true
      const least = lawOn(on)(f.planCategory === '服务' ? '价格分下限服务' : '价格分下限货物')
      return (
        d.priceWeight >= least || {
          because: `${f.planCategory}项目价格分${d.priceWeight}分，不得低于${least}分`,
          facts: { 价格分: d.priceWeight, 下限: least },
          cure: `价格分改为${least}分及以上`,
          field: 'document.priceWeight',
          suggest: String(least),
        }
      )
    },
  ),
  document(
    'tender.fullMarks',
    '评审因素分值合计须为一百分',
    [cite('87号令', '第五十五条', '评标总得分')],
    '2017-10-01',
    (d) => {
      if (d.method !== '综合评分法') return true
      const total = d.priceWeight + d.criteria.reduce((a, c) => a + c.max, 0)
      return (
        total === 100 || {
          because: `价格分与各评审因素合计${total}分`,
          facts: { 合计: total },
          cure: '调整各因素分值，使合计为一百分',
          field: 'document.criteria',
        }
      )
    },
  ),
  document(
    'tender.qualificationNotScored',
    '资格条件不得作为评审因素',
    [cite('87号令', '第五十五条', '资格条件不得作为评审因素')],
    '2017-10-01',
    (d) => {
      const twice = d.criteria.filter((c) =>
        d.qualifications.some((q) => q.text === c.name || q.text.includes(c.name)),
      )
      return (
        twice.length === 0 || {
          because: `“${twice.map((c) => c.name).join('”“')}”既是资格条件又是评审因素`,
          cure: '从评审因素中删去',
          field: 'document.criteria',
        }
      )
    },
  ),
  document(
    'tender.smeRate',
    '小微企业价格扣除比例须在法定幅度内',
    [citeMarked('财库〔2022〕19号', '价格扣除比例', '◐')],
    '2022-07-01',
    (d, f, on) => {
      if (d.smePercent === 0) return true
      const works = f.planCategory === '工程'
      const low = lawOn(on)(works ? '小微扣除下限工程' : '小微扣除下限货物服务')
      const high = lawOn(on)(works ? '小微扣除上限工程' : '小微扣除上限货物服务')
      return (
        (d.smePercent >= low && d.smePercent <= high) || {
          because: `小微企业价格扣除${d.smePercent}%，法定幅度${low}%至${high}%`,
          facts: { 扣除比例: `${d.smePercent}%` },
          cure: `改为${low}%至${high}%之间`,
          field: 'document.smePercent',
          suggest: String(low),
        }
      )
    },
  ),
]

const intended: Rule<TenderFacts> = {
  id: 'tender.intentionFull',
  title: '采购意向公开不得少于三十日',
  cites: [citeMarked('财库〔2020〕10号', '意向公开时间', '◐')],
  from: '2021-01-01',
  check: ({ intentionPublished: since, today, exemption }, on) => {
    if (exemption !== '') return true
    const days = lawOn(on)('意向公开期')
    if (since === null) return { because: '采购意向没有公开', cure: '先公开采购意向' }
    const earliest = addDays(since, days)
    return (
      today >= earliest || {
        because: `采购意向公开于${showDay(since)}，今天是第${daysBetween(since, today)}日，不足${days}日`,
        facts: { 意向公开: since, 今天: today, 已满: daysBetween(since, today) },
        cure: `${showDay(earliest)}及以后发布招标公告`,
      }
    )
  },
}
/** The last moment of a period lies on `end`; what is due "by" it may be at any hour of that day. */
const openFor: Rule<TenderFacts> = {
  id: 'tender.openFor',
  title: '等标期不得少于二十日',
  cites: [cite('政府采购法', '第三十五条', '不得少于二十日')],
  from: '2003-01-01',
  check: ({ today, input }, on) => {
    if (input?.deadline === undefined) return true
    const days = lawOn(on)('等标期')
    const end = dayOf(input.deadline)
    const earliest = addDays(today, days)
    return (
      end >= earliest || {
        because: `等标期不足二十日：发出${showDay(today)}，截止${showDay(end)}，共${daysBetween(today, end)}日`,
        facts: { 发出: today, 截止: end, 共: daysBetween(today, end), 最少: days },
        cure: `投标截止时间改为${showDay(earliest)}及以后`,
        field: 'deadline',
        suggest: earliest,
      }
    )
  },
}
const onWorkday: Rule<TenderFacts> = {
  id: 'tender.openingOnWorkday',
  title: '开标不安排在休息日',
  cites: [citeMarked('系统设置', '开标日', '△')],
  from: '2003-01-01',
  check: ({ input }) => {
    if (input?.deadline === undefined) return true
    const end = dayOf(input.deadline)
    if (isWorkday(end)) return true
    let next = end
    while (!isWorkday(next)) next = addDays(next, 1)
    return {
      because: `${showDay(end)}是休息日`,
      facts: { 截止: end },
      cure: `改为${showDay(next)}`,
      field: 'deadline',
      suggest: next,
    }
  },
}
const supplied: Rule<TenderFacts> = {
  id: 'tender.supplied',
  title: '招标文件提供期限不得少于五个工作日',
  cites: [cite('87号令', '第十八条', '不得少于5个工作日')],
  from: '2017-10-01',
  check: ({ today, input }, on) => {
    if (input?.supplyEnds === undefined) return true
    const { end } = period({ from: today, length: lawOn(on)('招标文件提供期'), unit: 'workday' })
    return (
      input.supplyEnds >= end || {
        because: `招标文件提供至${showDay(input.supplyEnds)}，自${showDay(today)}起不足五个工作日`,
        facts: { 发出: today, 提供至: input.supplyEnds, 最早: end },
        cure: `提供期限改为${showDay(end)}及以后`,
        field: 'supplyEnds',
        suggest: end,
      }
    )
  },
}
export const publishRules = [...documentRules, intended, openFor, onWorkday, supplied]

const movesDeadline: Rule<TenderFacts> = {
  id: 'tender.correctionMoves',
  title: '澄清或者修改可能影响投标文件编制的，应当在截止十五日前',
  cites: [cite('87号令', '第二十七条', '应当在投标截止时间至少15日前')],
  from: '2017-10-01',
  check: ({ today, deadline, input }, on) => {
    if (!input?.affects || deadline === null) return true
    const days = lawOn(on)('澄清提前期')
    const least = addDays(today, days)
    const to = dayOf(input.newDeadline ?? deadline)
    if (to >= least) return true
    const { end } = period({ from: today, length: days, unit: 'day' })
    return {
      because: `更正可能影响投标文件编制，今天${showDay(today)}距截止${showDay(to)}只有${daysBetween(today, to)}日，不足${days}日`,
      facts: { 更正: today, 截止: to, 相距: daysBetween(today, to) },
      cure: `投标截止时间顺延至${showDay(end)}及以后`,
      field: 'newDeadline',
      suggest: end,
    }
  },
}
const neverEarlier: Rule<TenderFacts> = {
  id: 'tender.neverEarlier',
  title: '更正不得提前投标截止时间',
  cites: [cite('87号令', '第二十七条', '应当顺延提交投标文件的截止时间')],
  from: '2017-10-01',
  check: ({ deadline, input }) =>
    deadline === null ||
    !input?.newDeadline ||
    input.newDeadline >= deadline || {
      because: `新的截止时间${showInstant(input.newDeadline)}早于原定的${showInstant(deadline)}`,
      cure: '截止时间只能不变或顺延',
      field: 'newDeadline',
    },
}
const sameSubject: Rule<TenderFacts> = {
  id: 'tender.sameSubject',
  title: '澄清或者修改不得改变采购标的和资格条件',
  cites: [cite('87号令', '第二十七条', '不得改变采购标的和资格条件')],
  from: '2017-10-01',
  check: ({ document: before, input }) => {
    const after = input?.document
    if (!after || !before) return true
    const things = (d: Document) =>
      JSON.stringify(
        d.lots.map((l) => [l.no, l.budget, l.items.map((i) => [i.code, i.name, i.quantity])]),
      )
    const changed = [
      ...(things(before) === things(after) ? [] : ['采购标的']),
      ...(JSON.stringify(before.qualifications) === JSON.stringify(after.qualifications)
        ? []
        : ['资格条件']),
    ]
    return (
      changed.length === 0 || {
        because: `更正改变了${changed.join('和')}`,
        cure: '恢复原来的内容；确需改变的，终止后重新招标',
        field: 'document',
      }
    )
  },
}
const stillOpen: Rule<TenderFacts> = {
  id: 'tender.stillOpen',
  title: '更正须在投标截止前',
  cites: [cite('87号令', '第二十七条', '已发出的招标文件')],
  from: '2017-10-01',
  check: ({ now, deadline }) =>
    deadline === null ||
    now < deadline || { because: `投标已于${showInstant(deadline)}截止`, cure: '' },
}
export const correctRules = [stillOpen, neverEarlier, movesDeadline, sameSubject]

export const drawNotTooEarly: Rule<TenderFacts> = {
  id: 'tender.drawNotTooEarly',
  title: '抽取专家不得早于评审开始前两个工作日',
  cites: [citeMarked('财库〔2016〕198号', '第十四条', '✎')],
  from: '2017-01-01',
  check: ({ today, reviewDay }, on) => {
    if (reviewDay === null) return true
    const days = lawOn(on)('抽取专家提前期')
    const { end } = period({ from: today, length: days, unit: 'workday' })
    return (
      end >= reviewDay || {
        because: `评审定于${showDay(reviewDay)}，今天抽取早了，最早只能在其前${days}个工作日`,
        facts: { 评审日: reviewDay, 今天: today },
        cure: `在评审日前${days}个工作日以内抽取`,
      }
    )
  },
}
/** 三年：a tie that ended less than three years before today still counts (条例第九条). */
export const recused: Rule<TenderFacts> = {
  id: 'tender.recused',
  title: '评审专家应当回避',
  cites: [cite('政府采购法实施条例', '第九条', '参加采购活动前3年内与供应商存在劳动关系')],
  from: '2015-03-01',
  check: ({ input }) => {
    const c = input?.conflicts ?? []
    return (
      c.length === 0 || {
        because: c
          .map(
            (x) =>
              `${x.person}与${x.org}存在${x.kind}关系${x.until === null ? '（至今）' : `（至${showDay(x.until)}，未满三年）`}`,
          )
          .join('；'),
        facts: { 回避人数: c.length },
        cure: '另选与各投标人没有利害关系的人员',
        field: 'person',
      }
    )
  },
}
export const everyLotDecided: Rule<TenderFacts> = {
  id: 'tender.everyLotDecided',
  title: '各包都有结果方可公告',
  cites: [cite('87号令', '第六十九条', '自中标人确定之日起2个工作日内')],
  from: '2017-10-01',
  check: ({ undecidedLots: lots, decidedLots }) =>
    (lots.length === 0 && decidedLots > 0) || {
      because: lots.length > 0 ? `第${lots.join('、')}包尚未定标` : '没有任何一包确定了中标人',
      cure: lots.length > 0 ? '先确认中标人或依法废标' : '各包均已废标的，请终止招标',
    },
}
export const mayTerminate: Rule<TenderFacts> = {
  id: 'tender.mayTerminate',
  title: '不得擅自终止招标活动',
  cites: [cite('87号令', '第二十九条', '除因重大变故采购任务取消情况外')],
  from: '2017-10-01',
  check: ({ input, undecidedLots, decidedLots }) => {
    if (input?.grounds === undefined) return true
    if (input.grounds === '采购任务取消') return true
    return (
      (undecidedLots.length === 0 && decidedLots === 0) || {
        because: `以“${input.grounds}”为由终止，但尚有未废标的采购包`,
        cure: '只有因重大变故采购任务取消，或各包均已废标，方可终止',
        field: 'grounds',
      }
    )
  },
}

export interface LotFacts {
  readonly now: Instant
  readonly deadline: Instant | null
  readonly bidders: number
  readonly qualified: number
  readonly members: number
  readonly experts: number
  readonly budget: Fen
  readonly unsigned: number
  readonly disagreements: readonly string[]
  readonly conflicts: readonly Conflict[]
  readonly evaluationRefusals: readonly Refusal[]
  readonly ranking: readonly (readonly string[])[]
  readonly names: Readonly<Record<string, string>>
  readonly input?: {
    readonly missingVerdicts?: readonly string[]
    readonly related?: readonly string[]
    readonly bid?: string
    readonly grounds?: string
  }
}
export const notBeforeDeadline: Rule<LotFacts> = {
  id: 'lot.notBeforeDeadline',
  title: '开标应当在截止的同一时间进行',
  cites: [
    cite('87号令', '第三十九条', '开标应当在招标文件确定的提交投标文件截止时间的同一时间进行'),
  ],
  from: '2017-10-01',
  check: ({ now, deadline }) =>
    (deadline !== null && now >= deadline) || {
      because: `投标截止时间是${deadline === null ? '未定' : showInstant(deadline)}，现在是${showInstant(now)}，不得提前开标`,
      facts: { 现在: showInstant(now), 截止: deadline === null ? '未定' : showInstant(deadline) },
      cure: deadline === null ? '' : `${showInstant(deadline)}起开标`,
    },
}
const fewer = (
  id: string,
  title: string,
  article: string,
  quote: string,
  count: (f: LotFacts) => number,
  what: string,
): Rule<LotFacts> => ({
  id,
  title,
  cites: [cite('87号令', article, quote)],
  from: '2017-10-01',
  check: (f, on) => {
    // The number of bidders is a secret until the deadline, here too.
    if (f.deadline === null || f.now < f.deadline) return true
    const least = lawOn(on)('招标最少供应商')
    return (
      count(f) >= least || {
        because: `${what}${count(f)}家，不足${least}家`,
        facts: { [what]: count(f), 最少: least },
        cure: '依法废标后重新招标，或报经批准采用其他采购方式',
      }
    )
  },
})
export const threeBidders = fewer(
  'lot.threeBidders',
  '投标人不足三家不得开标',
  '第四十一条',
  '投标人不足3家的，不得开标',
  (f) => f.bidders,
  '投标人',
)
export const threeQualified = fewer(
  'lot.threeQualified',
  '合格投标人不足三家不得评标',
  '第四十四条',
  '合格投标人不足3家的，不得评标',
  (f) => f.qualified,
  '合格投标人',
)

export const everyVerdict: Rule<LotFacts> = {
  id: 'lot.everyVerdict',
  title: '资格审查须逐家逐项',
  cites: [cite('87号令', '第四十四条', '应当依法对投标人的资格进行审查')],
  from: '2017-10-01',
  check: ({ input }) => {
    const missing = input?.missingVerdicts ?? []
    return (
      missing.length === 0 || {
        because: `还有${missing.length}项没有结论：${missing.slice(0, 5).join('、')}`,
        cure: '每家投标人每项资格条件都须给出结论，不通过的须写明原因',
        field: 'verdicts',
      }
    )
  },
}
export const relatedParties: Rule<LotFacts> = {
  id: 'lot.relatedParties',
  title: '单位负责人为同一人的供应商不得参加同一合同项下的采购活动',
  cites: [
    cite(
      '政府采购法实施条例',
      '第十八条',
      '单位负责人为同一人或者存在直接控股、管理关系的不同供应商，不得参加同一合同项下的政府采购活动',
    ),
  ],
  from: '2015-03-01',
  check: ({ input }) => {
    const related = input?.related ?? []
    return (
      related.length === 0 || {
        because: `${related.join('、')}的单位负责人为同一人，不能都通过资格审查`,
        cure: '将其资格审查结论改为不通过，并写明原因',
        field: 'verdicts',
      }
    )
  },
}
/** ceil(2n/3): experts must be no fewer than two thirds. */
const leastExperts = (n: number) => Math.ceil((2 * n) / 3)
export const committee: Rule<LotFacts> = {
  id: 'lot.committee',
  title: '评标委员会应当为五人以上单数，专家不少于三分之二',
  cites: [
    cite(
      '87号令',
      '第四十七条',
      '成员人数应当为5人以上单数，其中评审专家不得少于成员总数的三分之二',
    ),
  ],
  from: '2017-10-01',
  check: ({ members, experts, budget }, on) => {
    const large = budget >= lawOn(on)('评标委员会七人以上起点')
    const least = large ? 7 : 5
    const wrong = [
      ...(members < least ? [`成员${members}人，不足${least}人`] : []),
      ...(members % 2 === 0 ? [`成员${members}人，不是单数`] : []),
      ...(experts < leastExperts(members)
        ? [`评审专家${experts}人，不足三分之二（须${leastExperts(members)}人）`]
        : []),
    ]
    return (
      wrong.length === 0 || {
        because: wrong.join('；'),
        facts: { 成员: members, 评审专家: experts, 最少: least },
        cure: '补抽专家或调整采购人代表',
      }
    )
  },
}
export const memberRecused: Rule<LotFacts> = {
  id: 'lot.memberRecused',
  title: '评审专家应当回避',
  cites: recused.cites,
  from: '2015-03-01',
  check: (f, on) =>
    recused.check({ input: { conflicts: f.conflicts } } as unknown as TenderFacts, on),
}
export const allSigned: Rule<LotFacts> = {
  id: 'lot.allSigned',
  title: '评委全部签署后方可汇总',
  cites: [cite('87号令', '第五十五条', '独立对每个投标人的投标文件进行评价')],
  from: '2017-10-01',
  check: ({ unsigned }) =>
    unsigned === 0 || {
      because: `还有${unsigned}名评委没有签署评审意见`,
      facts: { 未签署: unsigned },
      cure: '待全部评委签署后汇总',
    },
}
export const objectiveAgree: Rule<LotFacts> = {
  id: 'lot.objectiveAgree',
  title: '客观评审因素评分须一致',
  cites: [cite('87号令', '第六十四条', '客观评审因素评分不一致')],
  from: '2017-10-01',
  check: ({ disagreements }) =>
    disagreements.length === 0 || {
      because: `客观分不一致：${disagreements.slice(0, 5).join('；')}`,
      cure: '退回有关评委复核客观分后重新签署',
    },
}
export const lawfulEvaluation: Rule<LotFacts> = {
  id: 'lot.lawfulEvaluation',
  title: '评审结果须依法可得',
  cites: [cite('87号令', '第五十七条', '评标结果按评审后得分由高到低顺序排列')],
  from: '2017-10-01',
  check: ({ evaluationRefusals: no, unsigned }) =>
    no.length === 0 ||
    unsigned > 0 || {
      because: no.map((r) => r.because).join('；'),
      cure: '依法废标，或复核后重新汇总',
    },
}
export const inOrder: Rule<LotFacts> = {
  id: 'lot.inOrder',
  title: '应当按中标候选人顺序确定中标人',
  cites: [cite('87号令', '第六十八条', '按顺序确定中标人')],
  from: '2017-10-01',
  check: ({ ranking, names, input }) => {
    if (input?.bid === undefined) return true
    const first = ranking[0] ?? []
    return (
      first.includes(input.bid) || {
        because: `${names[input.bid] ?? '所选投标人'}不是第一中标候选人，第一名是${first.map((b) => names[b] ?? '').join('、')}`,
        facts: { 第一名: first.map((b) => names[b] ?? '').join('、') },
        cure: `确认${first.map((b) => names[b] ?? '').join('或')}为中标人`,
        field: 'bid',
        ...(first[0] ? { suggest: first[0] } : {}),
      }
    )
  },
}
export const grounds = [
  '投标人或合格投标人不足三家',
  '出现影响采购公正的违法违规行为',
  '投标人报价均超过采购预算',
  '因重大变故采购任务取消',
] as const
export const groundsToFail: Rule<LotFacts> = {
  id: 'lot.groundsToFail',
  title: '废标须有法定情形',
  cites: [cite('政府采购法', '第三十六条', '应予废标')],
  from: '2003-01-01',
  check: ({ input, bidders, qualified, now, deadline, evaluationRefusals }, on) => {
    if (input?.grounds !== grounds[0]) return true
    const least = lawOn(on)('招标最少供应商')
    return (
      (deadline !== null && now >= deadline && (bidders < least || qualified < least)) ||
      evaluationRefusals.length > 0 || {
        because: `投标人${bidders}家、合格${qualified}家，并不少于${least}家`,
        cure: '不得以此为由废标',
        field: 'grounds',
      }
    )
  },
}
export interface QuestionFacts {
  readonly now: Instant
  readonly deadline: Instant | null
}
export const beforeDeadline: Rule<QuestionFacts> = {
  id: 'question.beforeDeadline',
  title: '提问与答复须在投标截止前',
  cites: [cite('87号令', '第二十七条', '投标截止时间')],
  from: '2017-10-01',
  check: ({ now, deadline }) =>
    (deadline !== null && now < deadline) || {
      because: deadline === null ? '招标公告尚未发布' : `投标已于${showInstant(deadline)}截止`,
      cure: '截止后对采购过程的异议，请依法提出质疑',
    },
}
