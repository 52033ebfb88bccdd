import {
  addDays,
  type Day,
  dayOf,
  daysBetween,
  type Instant,
  type No,
  type Rule,
  showDay,
  showInstant,
} from '#kernel'
import {
  cite,
  citeMarked,
  citesOf,
  correctedDeadline,
  earliestDeadline,
  isWorkday,
  lawOn,
  methodRow,
  type ParamName,
  params,
  period,
} from '#law'
import type { QuestionFacts, TenderFacts } from './facts.ts'
import { suppliersCome } from './invite-rules.ts'
import { documentRules } from './method-rules.ts'
import type { Document } from './model.ts'

export const intended: Rule<TenderFacts> = {
  id: 'tender.intentionFull',
  title: '采购意向公开不得少于三十日',
  cites: [citeMarked('财库〔2020〕10号', '意向公开时间', '◐')],
  from: '2021-01-01',
  check: ({ intentionPublished: since, today, exemption, emergency }, on) => {
    if (exemption !== '' || emergency) return true
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
  check: ({ today, input, planMethod }, on) => {
    if (input?.deadline === undefined) return true
    const name = methodRow(planMethod).openFor
    const end = dayOf(input.deadline)
    if (name === null) return true
    if (name !== '等标期') return shorter(name, today, end, on)
    const days = lawOn(on)('等标期')
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
/** The same of the other methods: from the document to the first response, each by its own clock. */
function shorter(name: ParamName, today: Day, end: Day, on: Day): true | No {
  const { title, unit } = params[name]
  const length = lawOn(on)(name)
  const earliest = earliestDeadline(name, today, on)
  return (
    end >= earliest || {
      rule: `${title}不得少于${length}${unit === '日' ? '日' : '个工作日'}`,
      cites: citesOf(on, name),
      because: `发出${showDay(today)}，截止${showDay(end)}，不足${length}${unit === '日' ? '日' : '个工作日'}`,
      facts: { 发出: today, 截止: end, 最早: earliest },
      cure: `响应截止时间改为${showDay(earliest)}及以后`,
      field: 'deadline',
      suggest: earliest,
    }
  )
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
  check: ({ today, input, planMethod }, on) => {
    const name = methodRow(planMethod).supply
    if (input?.supplyEnds === undefined || name === null) return true
    const { end } = period({ from: today, length: lawOn(on)(name), unit: 'workday' })
    return (
      input.supplyEnds >= end || {
        ...(name === '招标文件提供期' ? {} : { cites: citesOf(on, name) }),
        because: `招标文件提供至${showDay(input.supplyEnds)}，自${showDay(today)}起不足五个工作日`,
        facts: { 发出: today, 提供至: input.supplyEnds, 最早: end },
        cure: `提供期限改为${showDay(end)}及以后`,
        field: 'supplyEnds',
        suggest: end,
      }
    )
  },
}
export const publishRules = [
  ...documentRules,
  suppliersCome,
  intended,
  openFor,
  onWorkday,
  supplied,
]

const movesDeadline: Rule<TenderFacts> = {
  id: 'tender.correctionMoves',
  title: '澄清或者修改可能影响投标文件编制的，应当在截止十五日前',
  cites: [cite('87号令', '第二十七条', '应当在投标截止时间至少15日前')],
  from: '2017-10-01',
  check: ({ today, deadline, input, planMethod }, on) => {
    if (!input?.affects || deadline === null) return true
    const name = methodRow(planMethod).correction
    if (name !== '澄清提前期') return name === null || inTime(name, today, input, deadline, on)
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
function inTime(
  name: ParamName,
  today: Day,
  input: NonNullable<TenderFacts['input']>,
  deadline: Instant,
  on: Day,
): true | No {
  const to = dayOf(input.newDeadline ?? deadline)
  const lawful = correctedDeadline(name, { sent: today, deadline: to }, on)
  const length = `${lawOn(on)(name)}${params[name].unit === '日' ? '日' : '个工作日'}`
  return (
    lawful === to || {
      rule: `澄清或者修改可能影响响应文件编制的，应当在截止${length}前`,
      cites: citesOf(on, name),
      because: `更正可能影响响应文件编制，今天${showDay(today)}距截止${showDay(to)}不足${length}`,
      facts: { 更正: today, 截止: to },
      cure: `响应截止时间顺延至${showDay(lawful)}及以后`,
      field: 'newDeadline',
      suggest: lawful,
    }
  )
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
  check: ({ document: before, input, planMethod }) => {
    const after = input?.document
    if (!after || !before || methodRow(planMethod).form !== '招标') return true
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
    now < deadline || {
      because: `投标已于${showInstant(deadline)}截止`,
      cure: '截止以后不再办理；因系统故障没有办成的，以公布的服务故障和顺延公告为准',
    },
}
/** A correction without content tells nobody anything. */
const saysWhat: Rule<TenderFacts> = {
  id: 'tender.saysWhat',
  title: '更正须写明更正的内容',
  cites: [
    cite(
      '87号令',
      '第二十七条',
      '可以对已发出的招标文件、资格预审文件、投标邀请书进行必要的澄清或者修改',
    ),
  ],
  from: '2017-10-01',
  check: ({ deadline, input }) => {
    const moved = input?.newDeadline != null && input.newDeadline !== deadline
    return (
      moved ||
      (input?.told ?? 0) + (input?.compared ?? 0) > 0 || {
        because: '没有一项更正内容：未写更正事项，文件与现行一版逐条相同，截止时间也没有变',
        cure: '写明更正事项，或者改动文件',
        field: 'changes',
      }
    )
  },
}
export const correctRules = [stillOpen, neverEarlier, movesDeadline, sameSubject, saysWhat]

export const drawNotTooEarly: Rule<TenderFacts> = {
  id: 'tender.drawNotTooEarly',
  title: '抽取专家不得早于评审开始前两个工作日',
  cites: [citeMarked('财库〔2016〕198号', '第十四条', '✎')],
  from: '2017-01-01',
  check: ({ today, reviewDay, planMethod, input }, on) => {
    // 谈判、磋商和异地评标除外（198号第十四条 ✎）。
    if (reviewDay === null || methodRow(planMethod).drawEarly || input?.remote) return true
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
  check: ({ undecidedLots: lots, decidedLots, planMethod }) =>
    (lots.length === 0 && decidedLots > 0) || {
      ...(methodRow(planMethod).form === '招标'
        ? {}
        : { cites: [cite('74号令', '第十八条', '应当在成交供应商确定后2个工作日内')] }),
      because: lots.length > 0 ? `第${lots.join('、')}包尚未定标` : '没有任何一包确定了中标人',
      cure: lots.length > 0 ? '先确认中标人或依法废标' : '各包均已废标的，请终止招标',
    },
}
export const mayTerminate: Rule<TenderFacts> = {
  id: 'tender.mayTerminate',
  title: '不得擅自终止招标活动',
  cites: [cite('87号令', '第二十九条', '除因重大变故采购任务取消情况外')],
  from: '2017-10-01',
  check: ({ input, undecidedLots, decidedLots, planMethod }) => {
    if (input?.grounds === undefined) return true
    if (input.grounds === '采购任务取消') return true
    return (
      (undecidedLots.length === 0 && decidedLots === 0) || {
        ...(methodRow(planMethod).form === '招标'
          ? {}
          : { cites: [cite('74号令', '第二十三条', '因重大变故，采购任务取消的')] }),
        because: `以“${input.grounds}”为由终止，但尚有未废标的采购包`,
        cure: '只有因重大变故采购任务取消，或各包均已废标，方可终止',
        field: 'grounds',
      }
    )
  },
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
