import {
  type Ask,
  asHouse,
  fen,
  present,
  type RecordView,
  reaches,
  readable,
  regionName,
  rfc3339,
  type Section,
  subjectOf,
  yuanText,
} from '#kernel'
import { lawOn } from '#law'
import { itemOf, orgOf, orgsOf } from '#libraries'
import { frameworks, thin } from './actions.ts'
import { settledOf, turnsOf } from './call-store.ts'
import { waiting } from './compute.ts'
import { type Document, type Framework, frameworkFlow, type Lot } from './model.ts'
import { admittedOf, rankedPrice } from './reviewing.ts'
import * as store from './store.ts'
import { custodyOf, pricedSection } from './view-lots.ts'

const points = (score: number | null) => (score === null ? '' : (score / 100).toFixed(2))
const lotData = (l: Lot) => ({
  name: l.name,
  item: l.item,
  unit: l.unit,
  ceiling: yuanText(l.ceiling),
  need: l.need,
  estimate: l.estimate,
  discounts: l.discounts.map((d) => ({ ...d })),
  consumables: l.consumables.map((c) => ({ ...c })),
  years: l.years,
})
const OPENED = ['待评审', '待公告', '补充待评审', '补充待公告']

/** One framework: what was asked, who is in, whose turn it is, what was bought. */
export async function getFramework(ask: Ask, id: string): Promise<RecordView> {
  const s = await subjectOf(ask.tx, frameworkFlow, id)
  readable(ask.actor, frameworkFlow, s)
  const f = await store.frameworkOf(ask.tx, id)
  const lots = await store.lotsOf(ask.tx, id)
  const host = await orgOf(ask.tx, f.host)
  const buyers = await orgsOf(ask.tx, [...f.document.buyers])
  // Members whose agreement stands are everybody's; those not yet signed are the parties'.
  const members = await store.membersOf(ask.tx, { framework: id })
  const near = reaches(ask.actor, frameworkFlow, s)
  const opened = near && OPENED.includes(s.state) ? await responsesOf(ask, f, lots, s.lawOn) : null
  const settled = await asHouse(ask, () => settledOf(ask.tx, id))
  const percent = lawOn(s.lawOn)('框架补充征集起点')
  const queues = await queuesOf(ask, f, lots, members)
  const custody = await custodyOf(ask, f, lots, s.state)
  return present(ask, frameworks, s, {
    data: {
      kind: f.kind,
      category: f.category,
      title: s.title,
      document: { ...f.document, annual: yuanText(f.document.annual) },
      lots: lots.map((l) => (s.state === '编制中' ? lotData(l) : { id: l.id, ...lotData(l) })),
      ends: f.ends,
      ...(opened ? { verdicts: opened.flatMap((o) => o.verdict ?? []) } : {}),
    },
    sections: [
      ...headOf(
        f,
        host.name,
        [...buyers.values()].map((b) => b.name),
      ),
      {
        title: '采购包',
        columns: [
          { key: 'no', label: '包号', kind: 'number' },
          { key: 'name', label: '标的' },
          { key: 'item', label: '品目' },
          { key: 'ceiling', label: '最高限制单价（元）', kind: 'money' },
          { key: 'estimate', label: '预估数量' },
          { key: 'standing', label: '入围' },
        ],
        rows: lots.map((l) => {
          const here = members.filter((m) => m.lot === l.id && m.state === '协议有效').length
          return {
            no: l.no,
            name: l.name,
            item: `${l.item} ${itemOf(l.item)?.name ?? ''}`.trim(),
            ceiling: yuanText(l.ceiling),
            estimate: l.estimate === null ? '' : `${l.estimate}${l.unit}`,
            standing: l.failed
              ? '响应或者合格不足2家，没有入围'
              : `${here}家有效${thin(l, here, percent) ? `，不足初次${l.original}家的${percent}%` : ''}`,
          }
        }),
      },
      ...pricedSection(lots),
      ...custody,
      ...(opened ? [openedSection(opened)] : []),
      ...membersSection(lots, members),
      ...queues,
      ...(settled.length > 0
        ? [
            {
              title: '第二阶段成交',
              columns: [
                { key: 'settled', label: '日期', kind: 'day' as const },
                { key: 'way', label: '方式' },
                { key: 'buyer', label: '采购人' },
                { key: 'supplier', label: '供应商' },
                { key: 'what', label: '标的' },
                { key: 'price', label: '单价（元）', kind: 'money' as const },
              ],
              rows: settled.map((c) => ({
                settled: c.settled,
                way: c.way,
                buyer: c.buyer,
                supplier: c.supplier ?? '没有成交',
                what: `${c.lotName} ${c.quantity}${c.unit}`,
                price: c.state === '未成交' || c.price === null ? null : yuanText(c.price),
              })),
            },
          ]
        : []),
      ...documentSections(f.document),
    ],
  })
}
const headOf = (f: Framework, host: string, buyers: readonly string[]): Section[] => {
  const d = f.document
  return [
    {
      title: '框架协议',
      fields: [
        { label: '征集人', value: host },
        { label: '形式', value: d.openGround ? `${f.kind}（${d.openGround}）` : f.kind },
        { label: '适用情形', value: d.ground },
        ...(d.consent ? [{ label: '主管预算单位批准', value: d.consent }] : []),
        {
          label: '适用的采购人',
          value: [...d.regions.map((r) => `${regionName(r)}及所辖`), ...buyers].join('、'),
        },
        { label: '履行地域', value: d.area },
        { label: '有效期', value: `${d.months}个月` },
        ...(f.kind === '封闭式'
          ? [
              {
                label: '评审方法',
                value: d.qualityGround ? `${d.method}（${d.qualityGround}）` : d.method,
              },
              {
                label: '淘汰',
                value: `不低于${d.percent}%，至少一家${d.most === null ? '' : `；每包至多入围${d.most}家`}。同价同分的，先提交的在前`,
              },
            ]
          : []),
        { label: '第二阶段', value: d.modes.join('、') },
        {
          label: '响应截止、开启',
          value: f.deadline === null ? null : rfc3339(f.deadline),
          kind: 'instant',
        },
        { label: '入围通知书', value: f.notified, kind: 'day' },
        { label: '生效', value: f.signed, kind: 'day' },
        { label: '期满', value: f.ends, kind: 'day' },
        { label: '副本备案', value: f.filed, kind: 'day' },
        { label: '联系', value: `${d.contact}　${d.phone}` },
      ].filter((x) => x.value !== null) as NonNullable<Section['fields']>,
    },
  ]
}
interface Opened {
  /** What the group is asked; null where the opening settled it. */
  readonly verdict: Record<string, unknown> | null
  readonly row: Record<string, string | number | null>
}
/** For whoever reviews: each response with its rank as it comes out of what was said so far. */
async function responsesOf(
  ask: Ask,
  f: Framework,
  lots: readonly Lot[],
  on: Parameters<typeof admittedOf>[3],
): Promise<Opened[]> {
  const results = await admittedOf(ask, f, lots, on)
  const names = await orgsOf(
    ask.tx,
    results.flatMap((x) => [...x.all, ...x.spoiled].map((r) => r.supplier)),
  )
  const fallen = results.flatMap(({ lot, spoiled }) =>
    spoiled.map((r) => ({
      verdict: null,
      row: {
        lot: lot.no,
        supplier: names.get(r.supplier)?.name ?? '',
        thing: r.thing === null ? '' : `${r.thing.brand} ${r.thing.model}`.trim() || r.thing.name,
        price: r.price === null ? null : yuanText(r.price),
        ranked: null,
        score: '',
        said: `无效：${r.verdict?.reason ?? ''}`,
      },
    })),
  )
  const standing = results.flatMap(({ lot, all, stay }) =>
    all.map((r, n) => {
      const name = names.get(r.supplier)?.name ?? ''
      const thing = `${r.thing.brand} ${r.thing.model}`.trim() || r.thing.name
      return {
        verdict: {
          response: r.id,
          name: `第${lot.no}包　${name}　${yuanText(r.price)}元`,
          conforms: r.verdict?.conforms ?? false,
          reason: r.verdict?.reason ?? '',
          points: [],
        },
        row: {
          lot: lot.no,
          supplier: name,
          thing,
          price: yuanText(r.price),
          ranked: yuanText(fen(rankedPrice(r, lot))),
          score: points(r.verdict?.score ?? null),
          said:
            r.verdict === null
              ? '待评审'
              : !r.verdict.conforms
                ? `无效：${r.verdict.reason}`
                : n < stay
                  ? `第${n + 1}名，入围`
                  : `第${n + 1}名，淘汰`,
        },
      }
    }),
  )
  return [...standing, ...fallen]
}
const openedSection = (opened: readonly Opened[]): Section => ({
  title: '响应',
  columns: [
    { key: 'lot', label: '包号', kind: 'number' },
    { key: 'supplier', label: '供应商' },
    { key: 'thing', label: '产品或者服务' },
    { key: 'price', label: '报价（元）', kind: 'money' },
    ...(opened.some((o) => o.row['ranked'] !== null && o.row['ranked'] !== o.row['price'])
      ? [{ key: 'ranked', label: '含耗材修正后（元）', kind: 'money' as const }]
      : []),
    { key: 'score', label: '质量评分' },
    { key: 'said', label: '结论' },
  ],
  rows: opened.map((o) => o.row),
})
const membersSection = (lots: readonly Lot[], members: readonly store.MemberRow[]): Section[] =>
  members.length === 0
    ? []
    : [
        {
          title: '入围供应商',
          columns: [
            { key: 'lot', label: '包号', kind: 'number' },
            { key: 'place', label: '排序', kind: 'number' },
            { key: 'supplier', label: '供应商' },
            { key: 'thing', label: '产品或者服务' },
            { key: 'price', label: '协议价格（元）', kind: 'money' },
            { key: 'agents', label: '代理商' },
            { key: 'state', label: '状态' },
          ],
          rows: members.map((m) => ({
            lot: lots.find((l) => l.id === m.lot)?.no ?? 0,
            place: m.turn,
            supplier: m.name,
            thing: `${m.thing.brand} ${m.thing.model}`.trim() || m.thing.name,
            price: yuanText(m.price),
            agents: m.agents.map((a) => a.name).join('、'),
            state: m.ground ? `${m.state}：${m.ground}` : m.state,
          })),
        },
      ]
/** 轮候：the fixed order, what was used, and who is next. Anybody computes the same from the turns. */
async function queuesOf(
  ask: Ask,
  f: Framework,
  lots: readonly Lot[],
  members: readonly store.MemberRow[],
): Promise<Section[]> {
  if (!f.document.modes.includes('顺序轮候') || members.length === 0) return []
  const rows = []
  for (const lot of lots) {
    const here = members.filter((m) => m.lot === lot.id)
    const turns = await turnsOf(ask.tx, lot.id)
    const { cycle, queue } = waiting(
      here.filter((m) => m.state === '协议有效'),
      turns,
    )
    for (const m of here) {
      const used = turns.find((x) => x.cycle === cycle && x.member === m.id)
      rows.push({
        lot: lot.no,
        turn: m.turn,
        supplier: m.name,
        standing:
          m.state !== '协议有效'
            ? m.state
            : used
              ? used.skipped === null
                ? '本轮已授予'
                : `本轮已跳过：${used.skipped}`
              : queue[0]?.id === m.id
                ? '轮到'
                : `前面还有${queue.findIndex((q) => q.id === m.id)}家`,
        cycle: `第${cycle}轮`,
      })
    }
  }
  return [
    {
      title: '轮候次序（按入围排序，不再调整）',
      columns: [
        { key: 'lot', label: '包号', kind: 'number' },
        { key: 'turn', label: '次序', kind: 'number' },
        { key: 'supplier', label: '供应商' },
        { key: 'cycle', label: '轮候期' },
        { key: 'standing', label: '现在' },
      ],
      rows,
    },
  ]
}
const documentSections = (d: Document): Section[] => [
  {
    title: '征集文件',
    fields: [
      { label: '适用范围', value: d.scope, kind: 'long' },
      { label: '供应商的资格条件', value: d.qualifications, kind: 'long' },
      { label: '资金支付', value: d.payment, kind: 'long' },
      { label: '升级换代规则', value: d.upgrade, kind: 'long' },
      { label: '用户反馈和评价', value: d.feedback, kind: 'long' },
      { label: '清退和补充规则', value: d.topUp, kind: 'long' },
      { label: '代理商', value: d.agents ? '可以委托' : '不委托' },
      {
        label: '非入围供应商',
        value: d.outside ? '符合第三十七条的，可以授予' : '不适用第三十七条',
      },
      { label: '代理费用', value: d.fee },
      { label: '协议和合同主要条款', value: d.clauses, kind: 'long' },
    ],
    ...(d.criteria.length > 0
      ? {
          columns: [
            { key: 'name', label: '质量因素' },
            { key: 'levels', label: '等次和分值' },
            { key: 'max', label: '满分', kind: 'number' as const },
          ],
          rows: d.criteria.map((c) => ({ ...c })),
        }
      : {}),
  },
]
