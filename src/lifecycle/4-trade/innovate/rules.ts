import { type Fen, showYuan, sum } from '#kernel'
import { inn, innOwn } from '#law'
import { type Candidate, endings, type InnovationFacts } from './facts.ts'
import { atMostThree, rule, THREE } from './rule.ts'

export const looked = rule(
  'looked',
  '资格审查的结果告知以后进行创新概念交流',
  [inn('第十五条'), inn('第十六条', '✎')],
  ({ passed }) =>
    passed !== null || {
      because: '资格审查的结果还没有告知',
      cure: '申请截止后审查，告知各申请人结果',
    },
)
export const withEvery = rule(
  'withEvery',
  '与所有通过资格审查的供应商进行创新概念交流，提供同样的信息',
  [inn('第十九条'), inn('创新概念交流', '✎')],
  ({ passed, input }) => {
    const list = input?.attendance
    if (list === undefined || passed === null) return true
    const said = new Map(list.map((a) => [a.supplier, a]))
    const left = passed.filter((p) => !said.has(p.supplier)).map((p) => p.name)
    const strange = [...said.keys()].filter((s) => !passed.some((p) => p.supplier === s)).length
    const silent = passed
      .filter((p) => said.get(p.supplier)?.attended === false && !said.get(p.supplier)?.reason)
      .map((p) => p.name)
    const wrong = [
      ...(left.length > 0 ? [`没有通知：${left.join('、')}`] : []),
      ...(strange > 0 ? [`有${strange}家没有通过资格审查`] : []),
      ...(silent.length > 0 ? [`没有写明缺席的原因：${silent.join('、')}`] : []),
    ]
    return (
      wrong.length === 0 || {
        because: wrong.join('；'),
        cure: '逐家写明参加与否；缺席的写明原因',
        field: 'attendance',
      }
    )
  },
)
export const cameTo = (f: Pick<InnovationFacts, 'exchanges'>): string[] => [
  ...new Set(
    f.exchanges.flatMap((e) => e.attendance.filter((a) => a.attended).map((a) => a.supplier)),
  ),
]
export const someCame = rule(
  'someCame',
  '研发谈判文件提供给所有参与创新概念交流的供应商',
  [inn('第十九条')],
  (f) =>
    cameTo(f).length > 0 || {
      because: '没有供应商参加交流',
      cure: '另行组织交流；无人参加的，终止后重新开展采购活动',
    },
)

export const ranked = rule(
  'ranked',
  '谈判小组推荐成交候选人以后确定研发供应商',
  [inn('第二十三条')],
  ({ candidates }) =>
    candidates.length > 0 || {
      because: '还没有推荐成交候选人',
      cure: '待谈判小组出具评审报告后办理',
    },
)
export const atMost = rule('atMost', THREE, [inn('第二十三条')], ({ input }, on) =>
  input?.bids === undefined ? true : atMostThree(input.bids.length, on, 'bids'),
)
/** Who must be chosen: in the order of the ranking, as many as the document wants and the money for compensation reaches. */
export function turn(candidates: readonly Candidate[], suppliers: number, cap: Fen): Candidate[] {
  const out: Candidate[] = []
  let left: number = cap
  for (const c of candidates) {
    if (out.length >= suppliers || c.research > left) break
    out.push(c)
    left -= c.research
  }
  return out
}
export const inTurn = rule(
  'inTurn',
  '按规定的数量和候选人顺序确定研发供应商，研发成本补偿合计不超过限额',
  [inn('第二十三条'), inn('第十二条')],
  ({ candidates, scheme, input }) => {
    if (input?.bids === undefined || candidates.length === 0) return true
    const due = turn(candidates, scheme.suppliers, scheme.cap)
    const chosen = candidates.filter((c) => input.bids?.includes(c.bid))
    const asked = sum(chosen.map((c) => c.research))
    if (due.length === 0)
      return {
        because: `第一候选人要求的研发成本补偿${showYuan(candidates[0]?.research ?? 0)}元，超过限额${showYuan(scheme.cap)}元`,
        facts: { 限额: showYuan(scheme.cap) },
        cure: '终止本包采购',
        field: 'bids',
      }
    const same =
      chosen.length === input.bids.length &&
      chosen.length === due.length &&
      // Those of one place stand side by side: any of them may be taken.
      chosen.every((c) => c.place <= (due.at(-1)?.place ?? 0)) &&
      due.every((d) => chosen.includes(d) || d.place === due.at(-1)?.place)
    if (same && asked <= scheme.cap) return true
    return {
      because:
        asked > scheme.cap
          ? `所选${chosen.length}家的研发成本补偿合计${showYuan(asked)}元，超过限额${showYuan(scheme.cap)}元`
          : `所选的不是应当确定的${due.length}家：${due.map((d) => d.name).join('、')}`,
      facts: { 补偿合计: showYuan(asked), 限额: showYuan(scheme.cap), 应确定: due.length },
      cure: `确定${due.map((d) => d.name).join('、')}`,
      field: 'bids',
    }
  },
)

const OVER = new Set(['研发成功', '已淘汰', '已解除'])
export const allOver = rule(
  'allOver',
  '各研发供应商的研发都有结果以后进行首购评审',
  [inn('第二十五条'), innOwn('首购的时间')],
  ({ researches, unsigned }) => {
    const going = researches.filter((r) => !OVER.has(r.state)).map((r) => `${r.name}（${r.state}）`)
    const left = [...going, ...unsigned.map((n) => `${n}（研发合同未备案）`)]
    return (
      left.length === 0 || {
        because: `研发没有结果：${left.join('、')}`,
        cure: '办结各阶段的考核、验收或者淘汰',
      }
    )
  },
)
const accepted = (f: InnovationFacts) => f.researches.filter((r) => r.state === '研发成功')
export const someAccepted = rule(
  'someAccepted',
  '首购在研发成果验收合格的供应商中进行',
  [inn('第二十五条'), inn('第二条')],
  (f) =>
    accepted(f).length > 0 || {
      because: '没有验收合格的研发成果',
      cure: '终止合作创新采购',
    },
)
export const everyMark = rule(
  'everyMark',
  '谈判小组按载明的评审标准逐家逐项评审首购产品',
  [inn('第十五条'), inn('第十八条')],
  (f) => {
    const marks = f.input?.marks
    if (marks === undefined) return true
    const wrong: string[] = []
    const known = new Set<string>()
    for (const r of accepted(f))
      for (const c of f.scheme.first) {
        known.add(`${r.id} ${c.key}`)
        const m = marks.filter((x) => x.research === r.id && x.key === c.key)
        if (m.length !== 1) wrong.push(`${r.name}的“${c.name}”没有分数`)
        else if ((m[0]?.points ?? -1) < 0 || (m[0]?.points ?? 0) > c.max * 100)
          wrong.push(`${r.name}的“${c.name}”超出0至${c.max}分`)
      }
    if (marks.some((m) => !known.has(`${m.research} ${m.key}`)))
      wrong.push('有不在评审范围的供应商或者因素')
    return (
      wrong.length === 0 || {
        because: wrong.slice(0, 5).join('；'),
        cure: '逐家逐项给分，在该项分值以内',
        field: 'marks',
      }
    )
  },
)
export const totals = (f: Pick<InnovationFacts, 'first' | 'researches'>) =>
  f.researches
    .filter((r) => r.state === '研发成功')
    .map((r) => ({
      ...r,
      points: (f.first?.marks ?? [])
        .filter((m) => m.research === r.id)
        .reduce((a, m) => a + m.points, 0),
    }))
    .sort((a, b) => b.points - a.points || a.first - b.first)
export const firstInTurn = rule(
  'firstInTurn',
  '首购评审得分最高的确定为首购产品',
  [inn('第十五条'), innOwn('首购按得分，同分报价低者')],
  (f) => {
    if (f.input?.research === undefined) return true
    const [best] = totals(f)
    const mine = totals(f).find((t) => t.id === f.input?.research)
    return (
      (best !== undefined &&
        mine !== undefined &&
        mine.points === best.points &&
        mine.first === best.first) || {
        because:
          mine === undefined
            ? '所选的研发成果没有验收合格'
            : `${mine.name}${mine.points / 100}分，不是第一名${best?.name}（${(best?.points ?? 0) / 100}分）`,
        cure: `确定${best?.name ?? ''}`,
        field: 'research',
        ...(best ? { suggest: best.id } : {}),
      }
    )
  },
)
export const withinFirstCap = rule(
  'firstCap',
  '首购金额不得超过首购费用限额',
  [inn('第十二条'), innOwn('首购费用限额')],
  (f) => {
    const mine = f.researches.find((r) => r.id === f.input?.research)
    return (
      mine === undefined ||
      mine.first <= f.scheme.firstCap || {
        because: `首购产品金额${showYuan(mine.first)}元，限额${showYuan(f.scheme.firstCap)}元`,
        facts: { 首购: showYuan(mine.first), 限额: showYuan(f.scheme.firstCap) },
        cure: '终止合作创新采购，另行开展采购活动',
        field: 'research',
      }
    )
  },
)
export const mayEnd = rule(
  'mayEnd',
  '研发均不成功的，终止合作创新采购',
  [inn('终止情形', '✎')],
  (f) =>
    f.input?.grounds === undefined ||
    f.input.grounds === endings[1] ||
    accepted(f).length === 0 || {
      because: `${accepted(f)
        .map((r) => r.name)
        .join('、')}的研发成果已经验收合格`,
      cure: '进行首购评审',
      field: 'grounds',
    },
)
