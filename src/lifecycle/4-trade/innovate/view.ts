import {
  type Ask,
  asHouse,
  mayRead,
  present,
  readable,
  type Section,
  subjectOf,
  yuanText,
} from '#kernel'
import { orgOf, orgsOf } from '#libraries'
import { awardsOfLot } from '#trade/review'
import { factsOf, innovations } from './actions.ts'
import type { Candidate, Exchange, InnovationFacts, Scheme } from './facts.ts'
import { innovationFlow, researchFlow } from './model.ts'
import { atOf, researches } from './research.ts'
import type { Research } from './research-rules.ts'
import { totals, turn } from './rules.ts'
import * as store from './store.ts'

const long = (label: string, value: string) => ({ label, value, kind: 'long' as const })
const money = (label: string, value: number) => ({
  label,
  value: yuanText(value as Parameters<typeof yuanText>[0]),
  kind: 'money' as const,
})
/** 采购方案: what the notice makes public, and what stays with those who answer for it. */
const schemeSections = (s: Scheme, insider: boolean): Section[] => [
  {
    title: '采购方案',
    fields: [
      long('采用的情形', s.ground),
      { label: '开展的单位', value: s.authority },
      { label: '授权、批准文件', value: s.permit || '无须' },
      long('最低研发目标', s.goal),
      long('应用场景', s.scenario),
      { label: '研发期限', value: `${s.months}个月` },
      money('最高研发费用', s.maxCost),
      money('研发成本补偿限额', s.cap),
      money('首购费用限额', s.firstCap),
      long('补偿的成本范围', s.scope),
      { label: '研发供应商', value: `${s.suppliers}家` },
      long('供应商邀请方式', s.invite),
      {
        label: '谈判小组',
        value: `采购人代表${s.group.representatives}人、专业专家${s.group.technical}人、法律专家${s.group.legal}人、经济专家${s.group.economic}人`,
      },
      long('评审方法和标准', s.criteria),
      { label: '研发中期谈判', value: s.midTerm ? '每一阶段开始前' : '不开展' },
      long('知识产权', s.ip),
      long('迭代升级', s.upgrade),
      long('研发合同主要条款', s.terms),
      ...(insider ? [long('风险分析和管控', s.risk), long('咨询论证', s.argued)] : []),
    ],
  },
  {
    title: '研发阶段',
    columns: [
      { key: 'no', label: '阶段', kind: 'number' },
      { key: 'name', label: '名称' },
      { key: 'milestone', label: '标志性成果' },
      { key: 'standard', label: '成果要求' },
    ],
    rows: s.stages.map((x, n) => ({ no: n + 1, ...x })),
  },
  {
    title: '首购产品的评审标准',
    columns: [
      { key: 'name', label: '评审因素' },
      { key: 'max', label: '分值', kind: 'number' },
      { key: 'steps', label: '评分标准' },
    ],
    rows: s.first.map(({ name, max, steps }) => ({ name, max, steps })),
  },
]
const exchangeSections = (
  all: readonly Exchange[],
  names: ReadonlyMap<string, { name: string }>,
  insider: boolean,
): Section[] =>
  all.length === 0
    ? []
    : [
        {
          title: '创新概念交流',
          columns: [
            { key: 'at', label: '时间', kind: 'instant' },
            { key: 'form', label: '方式' },
            { key: 'told', label: '内容、提供的信息' },
            // Who else came is the hosts' to know (第十四条).
            ...(insider ? [{ key: 'who', label: '各家' }] : []),
          ],
          rows: all.map((e) => ({
            at: new Date(e.at).toISOString(),
            form: e.form,
            told: e.told,
            ...(insider
              ? {
                  who: e.attendance
                    .map(
                      (a) =>
                        `${names.get(a.supplier)?.name ?? ''}${a.attended ? '' : `（缺席：${a.reason}）`}`,
                    )
                    .join('；'),
                }
              : {}),
          })),
        },
      ]
const candidateSection = (all: readonly Candidate[], scheme: Scheme): Section[] => {
  const due = new Set(turn(all, scheme.suppliers, scheme.cap).map((c) => c.bid))
  return all.length === 0
    ? []
    : [
        {
          title: '成交候选人',
          columns: [
            { key: 'place', label: '名次', kind: 'number' },
            { key: 'name', label: '供应商' },
            { key: 'research', label: '研发成本补偿（元）', kind: 'money' },
            { key: 'first', label: '首购产品（元）', kind: 'money' },
            { key: 'due', label: '按顺序和限额' },
          ],
          rows: all.map((c) => ({
            place: c.place,
            name: c.name,
            research: yuanText(c.research),
            first: yuanText(c.first),
            due: due.has(c.bid) ? '应当确定' : '',
          })),
        },
      ]
}
const firstSection = (f: InnovationFacts): Section[] =>
  f.first === null
    ? []
    : [
        {
          title: '首购评审',
          fields: [
            long('评审意见', f.first.opinion),
            { label: '日期', value: f.first.day, kind: 'day' },
          ],
          columns: [
            { key: 'name', label: '供应商' },
            { key: 'points', label: '得分', kind: 'number' },
            { key: 'first', label: '首购产品金额（元）', kind: 'money' },
          ],
          rows: totals(f).map((t) => ({
            name: t.name,
            points: t.points / 100,
            first: yuanText(t.first),
          })),
        },
      ]
const wire = (s: Scheme) => ({
  ...s,
  maxCost: yuanText(s.maxCost),
  cap: yuanText(s.cap),
  firstCap: yuanText(s.firstCap),
})
export async function getInnovation(ask: Ask, id: string) {
  const s = await subjectOf(ask.tx, innovationFlow, id)
  readable(ask.actor, innovationFlow, s)
  const i = await store.innovationOf(ask.tx, id)
  const insider = mayRead(ask.actor, { ...innovationFlow, open: [] }, s)
  const found = await asHouse(ask, async () => {
    const exchanges = await store.exchangesOf(ask.tx, id)
    const came = exchanges.filter((e) => e.attendance.some((a) => a.supplier === ask.actor.org))
    return insider
      ? {
          exchanges,
          facts: await factsOf(ask, i, s),
          names: await namesIn(ask, exchanges),
          awards: i.lot === null ? [] : await awardsIn(ask, i.lot),
        }
      : { exchanges: came, facts: null, names: new Map<string, { name: string }>(), awards: [] }
  })
  const f = found.facts
  return present(ask, innovations, s, {
    data: {
      scheme: wire(i.scheme),
      tender: i.tender,
      lot: i.lot,
      ...(f === null ? {} : { ...hints(f), awards: found.awards }),
    },
    sections: [
      ...schemeSections(i.scheme, insider),
      ...exchangeSections(found.exchanges, found.names, insider),
      ...(f === null ? [] : candidateSection(f.candidates, i.scheme)),
      ...(f === null || f.researches.length === 0
        ? []
        : [
            {
              title: '研发供应商',
              columns: [
                { key: 'name', label: '供应商' },
                { key: 'state', label: '研发' },
              ],
              rows: [
                ...f.researches.map(({ name, state }) => ({ name, state })),
                ...f.unsigned.map((name) => ({ name, state: '研发合同未备案' })),
              ],
            },
          ]),
      ...(f === null ? [] : firstSection(f)),
    ],
  })
}
const namesIn = (ask: Ask, all: readonly Exchange[]) =>
  orgsOf(ask.tx, [...new Set(all.flatMap((e) => e.attendance.map((a) => a.supplier)))])
const awardsIn = async (ask: Ask, lot: string) => {
  const all = await awardsOfLot(ask, lot)
  const orgs = await orgsOf(
    ask.tx,
    all.map((a) => a.supplier),
  )
  return all.map((a) => ({ id: a.id, part: a.part, name: orgs.get(a.supplier)?.name ?? '' }))
}
/** What a form begins with: everybody who must be met, everything that must be marked, who may be chosen. */
const hints = (f: InnovationFacts) => ({
  attendance: (f.passed ?? []).map((p) => ({ ...p, attended: true, reason: '' })),
  candidates: f.candidates.map((c) => ({
    bid: c.bid,
    name: c.name,
    place: c.place,
    research: yuanText(c.research),
    first: yuanText(c.first),
  })),
  bids: turn(f.candidates, f.scheme.suppliers, f.scheme.cap).map((c) => c.bid),
  products: f.researches
    .filter((r) => r.state === '研发成功')
    .map((r) => ({ id: r.id, name: r.name, first: yuanText(r.first) })),
  ...(f.first === null ? {} : { research: totals(f)[0]?.id }),
  marks: f.researches
    .filter((r) => r.state === '研发成功')
    .flatMap((r) =>
      f.scheme.first.map((c) => ({
        name: `${r.name}　${c.name}（${c.max}分）`,
        research: r.id,
        key: c.key,
      })),
    ),
})

/** The stage that runs; of a research that failed, the one it failed in. */
function whereOf(r: Pick<Research, 'stages'>, failed: boolean): string {
  const at = failed ? r.stages.findLastIndex((x) => x.outcome !== null) : atOf(r)
  return `第${at + 1}阶段（共${r.stages.length}阶段）${r.stages[at]?.name ?? ''}`
}
export async function getResearch(ask: Ask, id: string) {
  const s = await subjectOf(ask.tx, researchFlow, id)
  readable(ask.actor, researchFlow, s)
  const r = await store.researchOf(ask.tx, id)
  const { name } = await orgOf(ask.tx, r.supplier)
  const stage = r.stages[atOf(r)]
  const { scheme } = await asHouse(ask, () => store.innovationOf(ask.tx, r.innovation))
  const planned = scheme.stages[atOf(r)]
  const failed = s.state === '待结清' || s.state === '已淘汰'
  return present(ask, researches, s, {
    data: {
      innovation: r.innovation,
      contract: r.contract,
      // A talk begins with what scheme and contract say of the stage.
      ...(stage
        ? {
            milestone: planned?.milestone,
            standard: planned?.standard,
            scope: scheme.scope,
            compensation: yuanText(stage.amount),
            payable: yuanText(stage.agreed?.compensation ?? stage.amount),
          }
        : {}),
    },
    sections: [
      {
        title: '研发',
        fields: [
          { label: '研发供应商', value: name },
          money('合同约定的研发成本补偿', r.amount),
          {
            label: failed ? '止于' : '当前阶段',
            value: whereOf(r, failed),
          },
        ],
      },
      {
        title: '各阶段',
        columns: [
          { key: 'no', label: '阶段', kind: 'number' },
          { key: 'name', label: '名称' },
          { key: 'amount', label: '合同约定（元）', kind: 'money' },
          { key: 'milestone', label: '标志性成果' },
          { key: 'due', label: '到期', kind: 'day' },
          { key: 'compensation', label: '谈定补偿（元）', kind: 'money' },
          { key: 'outcome', label: '结论' },
          { key: 'payable', label: '应付（元）', kind: 'money' },
        ],
        rows: r.stages.map((x, n) => ({
          no: n + 1,
          name: x.name,
          amount: yuanText(x.amount),
          milestone: x.agreed?.milestone ?? '待谈',
          due: x.agreed?.due ?? null,
          compensation: x.agreed ? yuanText(x.agreed.compensation) : null,
          outcome: x.outcome ?? '',
          payable: x.payable === null ? null : yuanText(x.payable),
        })),
      },
      ...r.stages.flatMap((x, n): Section[] =>
        x.agreed === null
          ? []
          : [
              {
                title: `第${n + 1}阶段 ${x.name}`,
                fields: [
                  long('成果要求、验收方法与标准', x.agreed.standard),
                  long('补偿的成本范围', x.agreed.scope),
                  long('中期谈判记录', x.agreed.record),
                  { label: '谈判日期', value: x.agreed.day, kind: 'day' },
                  ...(x.handed
                    ? [
                        long('成果报告', x.handed.report),
                        long('成本说明', x.handed.costs),
                        { label: '提交日期', value: x.handed.day, kind: 'day' as const },
                      ]
                    : []),
                  ...(x.opinion ? [long('考核意见', x.opinion)] : []),
                ],
              },
            ],
      ),
    ],
  })
}
