import { type Citation, type Rule, showInstant } from '#kernel'
import { cite, citeMarked, inn, methodRow } from '#law'
import { eligible } from './eligible-rules.ts'
import type { LotFacts } from './facts.ts'
import { FEWER } from './innovation-rules.ts'

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
      cure: deadline === null ? '发布公告、定下截止时间以后开标' : `${showInstant(deadline)}起开标`,
    },
}
const paused = '采购活动已暂停'
export const notPaused: Rule<LotFacts> = {
  id: 'lot.notPaused',
  title: '暂停期间不得办理',
  cites: [cite('政府采购法', '第五十七条', '暂停采购活动')],
  from: '2003-01-01',
  check: ({ paused: yes }) => !yes || { because: paused, cure: '恢复采购活动后办理' },
}
export const remoteStarted: Rule<LotFacts> = {
  id: 'lot.remoteStarted',
  title: '安排了异地评审的，开场后开始评审',
  cites: [citeMarked('系统设置', '异地评标', '△')],
  from: '2003-01-01',
  check: ({ remote }) =>
    remote === null ||
    remote === '进行中' || {
      because: `异地评审处于“${remote}”`,
      cure: '各会场到席、核验后开场，或取消异地评审',
    },
}
interface Few {
  readonly rule: string
  readonly cites: readonly Citation[]
}
const GPL36 = cite('政府采购法', '第三十六条', '不足三家的')
const EMERGENCY = citeMarked('财库〔2026〕12号', '供应商数量', '◐')
/** 不足家数: each method by its own article; the count is one rule. */
const few = (f: LotFacts, stage: '开标' | '评审'): Few => {
  const least = f.least === 3 ? '三家' : f.least === 2 ? '两家' : '一家'
  if (methodRow(f.method).form === '招标')
    return stage === '开标'
      ? {
          rule: '投标人不足三家不得开标',
          cites: [cite('87号令', '第四十一条', '投标人不足3家的，不得开标')],
        }
      : {
          rule: '合格投标人不足三家不得评标',
          cites: [cite('87号令', '第四十四条', '合格投标人不足3家的，不得评标')],
        }
  const rule = `供应商不足${least}的应当终止采购活动`
  if (f.method === '竞争性谈判')
    return {
      rule,
      cites: [
        cite('74号令', '第三十七条', '不足3家的'),
        ...(f.least === 2 ? [cite('74号令', '第二十七条', '规定的供应商最低数量可以为两家')] : []),
      ],
    }
  if (f.method === '询价') return { rule, cites: [cite('74号令', '第五十条', '不足3家的')] }
  if (f.method === '竞争性磋商')
    return {
      rule,
      cites: [
        citeMarked('财库〔2014〕214号', '第三十四条', '✎'),
        ...(f.least === 2 ? [citeMarked('财库〔2015〕124号', '政府购买服务项目', '◐')] : []),
      ],
    }
  if (f.least === 1 && f.method !== '单一来源' && f.method !== '合作创新采购')
    return { rule, cites: [EMERGENCY] }
  return { rule, cites: [GPL36] }
}
const fewer = (
  id: string,
  title: string,
  stage: '开标' | '评审',
  count: (f: LotFacts) => number,
  what: string,
): Rule<LotFacts> => ({
  id,
  title,
  cites: [GPL36],
  from: '2003-01-01',
  check: (f) => {
    // The number of bidders is a secret until the deadline, here too.
    if (f.deadline === null || f.now < f.deadline) return true
    return (
      count(f) >= f.least || {
        ...few(f, stage),
        because: `${what}${count(f)}家，不足${f.least}家`,
        facts: { [what]: count(f), 最少: f.least },
        cure:
          methodRow(f.method).form === '招标'
            ? '依法废标后重新招标，或报经批准采用其他采购方式'
            : '终止后重新开展采购活动',
      }
    )
  },
})
export const enoughBidders = fewer(
  'lot.threeBidders',
  '提交文件的供应商须达到法定家数',
  '开标',
  (f) => f.bidders,
  '投标人',
)
export const enoughQualified = fewer(
  'lot.threeQualified',
  '合格的供应商须达到法定家数',
  '评审',
  (f) => f.qualified,
  '合格投标人',
)
/** 财库〔2020〕46号第十条: a reserved lot that finds fewer than three is run again without the reservation. */
export const enoughSmall: Rule<LotFacts> = {
  id: 'lot.enoughSmall',
  title: '预留份额的采购项目合格中小企业不足三家应当中止',
  cites: [
    cite('财库〔2020〕46号', '第十条', '应当中止采购活动，视同未预留份额的采购项目或者采购包'),
  ],
  from: '2021-01-01',
  check: (f) => {
    if (!f.reserved || f.deadline === null || f.now < f.deadline) return true
    const n = Math.min(f.bidders, f.qualified > 0 || f.reached ? f.qualified : f.bidders)
    return (
      n >= f.least || {
        because: `符合资格条件的中小企业${n}家，不足${f.least}家`,
        facts: { 中小企业: n, 最少: f.least },
        cure: '中止后视同未预留份额重新组织采购，给予小微企业价格扣除',
      }
    )
  },
}
export const purchaserQualifies: Rule<LotFacts> = {
  id: 'lot.purchaserQualifies',
  title: '非招标方式由小组审查资格',
  cites: [cite('74号令', '第八条', '审查供应商的响应文件并作出评价')],
  from: '2014-02-01',
  check: ({ method }) =>
    methodRow(method).qualifier === '采购人' || {
      because: `${method}由小组审查资格，采购人不单独审查`,
      cure: '直接开始评审，由小组逐项审查',
    },
}
export const qualifiedFirst: Rule<LotFacts> = {
  id: 'lot.qualifiedFirst',
  title: '招标须先由采购人审查资格',
  cites: [cite('87号令', '第四十四条', '应当依法对投标人的资格进行审查')],
  from: '2017-10-01',
  // 条例第二十一条: 已进行资格预审的，评审阶段可以不再对供应商资格进行审查 — unless something stands against a bid.
  check: ({ method, reached, prequalified }) =>
    methodRow(method).qualifier === '小组' ||
    reached ||
    prequalified || { because: '采购人尚未审查资格', cure: '先办理资格审查' },
}

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
/** 预留、联合体、关联单位: found, and confirmed by whoever looks at qualifications. */
export const eligibleBids = eligible<LotFacts>((f) => f.input?.barred ?? [])
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
export const lowPriceReviewed: Rule<LotFacts> = {
  id: 'lot.lowPriceReviewed',
  title: '异常低价须先审查',
  cites: [
    cite('87号令', '第六十条', '应当要求其在评标现场合理的时间内提供书面说明'),
    citeMarked('财库〔2026〕2号', '异常低价审查', '◐'),
  ],
  from: '2026-02-01',
  check: ({ unexplained, openLetters }) => {
    const wrong = [
      ...(unexplained.length === 0
        ? []
        : [`${unexplained.join('、')}的报价触发异常低价审查，还没有要求说明`]),
      ...(openLetters === 0 ? [] : [`还有${openLetters}封函没有办结`]),
    ]
    return (
      wrong.length === 0 || {
        because: wrong.join('；'),
        facts: { 未要求说明: unexplained.length, 未办结: openLetters },
        cure: '发低价说明函，待投标人答复、评委表决办结后汇总',
      }
    )
  },
}
export const inOrder: Rule<LotFacts> = {
  id: 'lot.inOrder',
  title: '应当按中标候选人顺序确定中标人',
  cites: [cite('87号令', '第六十八条', '按顺序确定中标人')],
  from: '2014-02-01',
  check: ({ ranking, names, input, method }) => {
    if (input?.bid === undefined) return true
    const first = ranking[0] ?? []
    return (
      first.includes(input.bid) || {
        because: `${names[input.bid] ?? '所选投标人'}不是第一中标候选人，第一名是${first.map((b) => names[b] ?? '').join('、')}`,
        ...(method === '竞争性谈判'
          ? { cites: [cite('74号令', '第三十六条', '最后报价最低的原则确定成交供应商')] }
          : method === '询价'
            ? { cites: [cite('74号令', '第四十九条', '报价最低的原则确定成交供应商')] }
            : method === '竞争性磋商'
              ? { cites: [citeMarked('财库〔2014〕214号', '第二十八条', '◐')] }
              : {}),
        facts: { 第一名: first.map((b) => names[b] ?? '').join('、') },
        cure: `确认${first.map((b) => names[b] ?? '').join('或')}为中标人`,
        field: 'bid',
        ...(first[0] ? { suggest: first[0] } : {}),
      }
    )
  },
}
/** 废标（政府采购法第三十六条）与终止（74号令第三十七、四十三、五十条）的情形. */
export const grounds = [
  '投标人或合格投标人不足三家',
  '符合条件的供应商不足法定家数',
  '符合资格条件的中小企业不足三家',
  '出现影响采购公正的违法违规行为',
  '投标人报价均超过采购预算',
  '因情况变化，不再符合采购方式的适用情形',
  '因重大变故采购任务取消',
  FEWER,
] as const
const SHORT = new Set<string>(grounds.slice(0, 3))
export const groundsToFail: Rule<LotFacts> = {
  id: 'lot.groundsToFail',
  title: '废标须有法定情形',
  cites: [cite('政府采购法', '第三十六条', '应予废标')],
  from: '2003-01-01',
  check: ({
    input,
    bidders,
    qualified,
    conforming,
    quotes,
    finalDeadline,
    now,
    deadline,
    evaluationRefusals,
    least,
    method,
    reserved,
  }) => {
    const given = input?.grounds
    if (given === undefined) return true
    const form = methodRow(method).form
    const cites =
      form === '招标'
        ? {}
        : {
            rule: '终止采购活动须有法定情形',
            cites: [
              method === '询价'
                ? cite('74号令', '第五十条', '应当终止询价采购活动')
                : method === '单一来源'
                  ? cite('74号令', '第四十三条', '应当终止采购活动')
                  : method === '合作创新采购'
                    ? inn('终止情形', '✎')
                    : cite('74号令', '第三十七条', '应当终止竞争性谈判采购活动'),
            ],
          }
    if (given === '因情况变化，不再符合采购方式的适用情形' && form === '招标')
      return { because: '招标没有这一废标情形', cure: '选择招标的法定情形', field: 'grounds' }
    if (given === '符合资格条件的中小企业不足三家' && !reserved)
      return { because: '这一包没有预留给中小企业', cure: '选择其他法定情形', field: 'grounds' }
    if (!SHORT.has(given)) return true
    const over = deadline !== null && now >= deadline
    const quoted = finalDeadline !== null && now >= finalDeadline && quotes < least
    return (
      (over &&
        (bidders < least ||
          (qualified < least && form === '招标') ||
          conforming < least ||
          quoted)) ||
      evaluationRefusals.length > 0 || {
        ...cites,
        because: `投标人${bidders}家、合格${qualified}家，并不少于${least}家`,
        cure: '不得以此为由废标',
        field: 'grounds',
      }
    )
  },
}
