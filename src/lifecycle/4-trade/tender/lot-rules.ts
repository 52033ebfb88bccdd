import { type Rule, showInstant } from '#kernel'
import { cite, citeMarked, lawOn } from '#law'
import type { LotFacts } from './facts.ts'
import { recused } from './tender-rules.ts'

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
  // How many, not who: members and bidders are unknown to each other's hosts until the result is public.
  check: ({ conflicts }) => {
    const people = new Set(conflicts.map((c) => c.person)).size
    return (
      people === 0 || {
        because: `${people}名评委与投标人或采购人存在利害关系，应当回避`,
        facts: { 应回避: people },
        cure: '另行抽取替换',
      }
    )
  },
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
