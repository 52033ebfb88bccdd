import type { Rule } from '#kernel'
import { advise, cite, lawOn, methodRow } from '#law'
import type { LotFacts } from './facts.ts'
import { recused } from './tender-rules.ts'

const english = { 货物: 'goods', 服务: 'services', 工程: 'works' } as const
/** Who may sit in judgement, and how many. */
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
  from: '2014-02-01',
  check: ({ members, experts, budget, method, region, category }, on) => {
    const row = methodRow(method).committee
    // 74号令第四十一条 names no number for a single source: professionals with experience, at least one.
    if (row === null)
      return (
        members > 0 || {
          rule: '单一来源须由具有相关经验的专业人员商定价格',
          cites: [
            cite(
              '74号令',
              '第四十一条',
              '应当组织具有相关经验的专业人员与供应商商定合理的成交价格',
            ),
          ],
          because: '还没有确定采购人员',
          cure: '抽取、选定专业人员或委派采购人代表',
        }
      )
    const at = row.more?.at
    const from =
      at === undefined
        ? null
        : at === '公开招标数额'
          ? advise({ region, on, category: english[category], amount: budget }).threshold
          : lawOn(on)(at)
    const least = row.more && from !== null && budget >= from ? row.more.least : row.least
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
        ...(methodRow(method).form === '招标'
          ? {}
          : {
              rule: `小组应当为${least === 5 ? '五' : '三'}人以上单数，专家不少于三分之二`,
              cites: row.cites,
            }),
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
