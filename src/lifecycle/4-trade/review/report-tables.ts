import { type Ask, type Draft, Private, rfc3339, shownTo, trail, yuanText } from '#kernel'
import { expertsOf, orgsOf } from '#libraries'
import { hallBy } from '#trade/hall'
import { lettersOf, triggerText, votesOf } from '#trade/letter'
import { quotesOf } from '#trade/round'
import { deducts, goneFrom, membersOf, shortlistOf } from '#trade/tender'
import { type Dossier, judgedItems } from './facts.ts'

/** Whose work needs the names of the committee whole: the report goes to the host and lies open to its supervisor. */
const HOSTS = ['采购人经办', '采购人审核', '代理经办', '财政监管']
/** A member signs one paper with the others; their names stand on it (87号令第五十八条第二项). */
const SIGNERS = [...HOSTS, '评审专家']
const nameOf = (names: ReadonlyMap<string, string>, person: string) =>
  new Private('library.person.name', '姓名', names.get(person) ?? '', { person }, SIGNERS)
const namesOf = async (ask: Ask, people: readonly string[]) =>
  new Map((await expertsOf(ask.tx, people)).map((p) => [p.person, p.name]))
const indexText = (n: number | null | undefined) =>
  n === undefined ? '' : n === null ? '待编号' : `第${n}条`

export async function invitedTable(ask: Ask, d: Dossier): Promise<Draft[]> {
  const list = await shortlistOf(ask.tx, d.lot.tender)
  if (list === null) return []
  const orgs = await orgsOf(
    ask.tx,
    list.candidates.map((c) => c.supplier),
  )
  return [
    {
      title: '邀请供应商的方式和情况',
      fields: [
        { label: '产生方式', value: list.way },
        { label: '确定时间', value: rfc3339(list.at), kind: 'instant' },
      ],
      columns: [
        { key: 'name', label: '供应商' },
        { key: 'by', label: '推荐' },
        { key: 'reason', label: '理由' },
        { key: 'invited', label: '邀请' },
      ],
      rows: list.candidates.map((c) => ({
        name: orgs.get(c.supplier)?.name ?? '',
        by: c.by,
        reason: c.reason,
        invited: list.invited.includes(c.supplier) ? '受邀' : '',
      })),
    },
  ]
}
export async function committeeTable(ask: Ask, d: Dossier): Promise<Draft[]> {
  const members = await membersOf(ask.tx, d.lot.tender)
  const gone = await goneFrom(ask.tx, d.lot.tender)
  const names = await namesOf(ask, [...members.map((m) => m.person), ...gone])
  return [
    {
      title: '评标委员会成员名单',
      columns: [
        { key: 'name', label: '姓名' },
        { key: 'kind', label: '产生方式' },
      ],
      rows: members.map((m) => ({ name: nameOf(names, m.person), kind: m.kind })),
    },
    {
      title: '成员的更换',
      columns: [
        { key: 'name', label: '姓名' },
        { key: 'what', label: '情况' },
      ],
      rows: gone.map((person) => ({
        name: nameOf(names, person),
        what: '已更换，其所作的评审意见无效',
      })),
    },
  ]
}
export function standardTables(d: Dossier): Draft[] {
  const { document: doc } = d
  return [
    {
      title: '评标方法和标准',
      fields: [
        { label: '采购方式', value: d.method },
        { label: '评审方法', value: doc.method },
        ...(doc.method === '综合评分法'
          ? [{ label: '价格分', value: `${doc.priceWeight}分` }]
          : []),
        {
          label: '小微企业价格扣除',
          value: deducts(d.lot.content)
            ? doc.smePercent > 0
              ? `${doc.smePercent}%`
              : '不适用'
            : '不适用（本包已预留份额）',
        },
      ],
      columns: [
        { key: 'name', label: '评审因素' },
        { key: 'max', label: '分值', kind: 'number' },
        { key: 'objective', label: '性质' },
        { key: 'steps', label: '评分标准' },
      ],
      rows: doc.criteria.map((c) => ({
        name: c.name,
        max: c.max,
        objective: c.objective ? '客观分' : '主观分',
        steps: c.steps,
      })),
    },
    {
      title: '资格条件和实质性要求',
      columns: [
        { key: 'kind', label: '类别' },
        { key: 'text', label: '要求' },
      ],
      rows: [
        ...doc.qualifications.map((q) => ({ kind: '资格', text: q.text })),
        ...doc.substantial.map((x) => ({ kind: '实质性', text: x.text })),
      ],
    },
  ]
}
/** What was said at the opening: objections and answers, and who agreed by silence (87号令第四十二条). */
export async function hallTable(ask: Ask, d: Dossier): Promise<Draft[]> {
  const hall = await hallBy(ask.tx, { lot: d.lot.id })
  if (!hall?.record) return []
  const { record } = hall
  return [
    {
      title: '开标确认与异议',
      fields: [
        { label: '未确认的，视同认可', value: record.deemed.join('、') || '无', kind: 'long' },
        { label: '开标记录摘要', value: hall.sha256, kind: 'hash' },
      ],
      columns: [
        { key: 'org', label: '投标人' },
        { key: 'kind', label: '事项' },
        { key: 'text', label: '内容' },
        { key: 'answer', label: '答复' },
      ],
      rows: record.words.map((w) => ({ ...w })),
    },
  ]
}
export async function quotesTable(ask: Ask, d: Dossier): Promise<Draft[]> {
  const opened = d.rounds.filter((r) => r.opened !== null)
  if (opened.length === 0) return []
  const rows = []
  for (const r of opened)
    for (const q of await quotesOf(ask.tx, r.id))
      rows.push({
        kind: r.kind,
        at: rfc3339(r.opened ?? r.deadline),
        name: d.names[q.bid] ?? '',
        price: q.price === null ? null : yuanText(q.price),
      })
  return [
    {
      title: '报价情况',
      columns: [
        { key: 'kind', label: '报价' },
        { key: 'at', label: '开启时间', kind: 'instant' },
        { key: 'name', label: '供应商' },
        { key: 'price', label: '报价（元）', kind: 'money' },
      ],
      rows,
    },
  ]
}
/** Whoever was judged, also what the report itself then turned down. */
const judgedBids = (d: Dossier) =>
  d.bids.filter((b) => [...d.conformity, ...d.scores].some((x) => x.bid === b.id))
export const conformityTable = (d: Dossier): Draft => ({
  title: '符合性审查',
  columns: [
    { key: 'name', label: '投标人' },
    { key: 'item', label: '要求' },
    { key: 'yes', label: '通过（人）', kind: 'number' },
    { key: 'no', label: '不通过（人）', kind: 'number' },
    { key: 'reason', label: '不通过的理由' },
  ],
  rows: judgedBids(d).flatMap((b) =>
    judgedItems(d).map((item) => {
      const said = d.conformity.filter((c) => c.bid === b.id && c.item === item.key)
      const no = said.filter((c) => !c.passed)
      return {
        name: d.names[b.id] ?? '',
        item: item.text,
        yes: said.length - no.length,
        no: no.length,
        reason: [...new Set(no.map((c) => c.reason))].join('；'),
      }
    }),
  ),
})
/** Scores stand under numbers; the supervisor reads the names, and a member knows the column that is its own. */
export async function scoreTables(ask: Ask, d: Dossier): Promise<Draft[]> {
  const names = await namesOf(
    ask,
    d.reviews.map((r) => r.person),
  )
  const called = (n: number, person: string) =>
    ask.actor.role === '财政监管'
      ? shownTo(ask, nameOf(names, person))
      : `评委${n + 1}${person === ask.actor.person ? '（本人）' : ''}`
  const given = d.reviews.filter((r) => r.opinion !== '')
  return [
    ...(d.document.criteria.length === 0
      ? []
      : [
          {
            title: '各评审因素的得分',
            columns: [
              { key: 'name', label: '投标人' },
              { key: 'item', label: '评审因素' },
              { key: 'max', label: '分值', kind: 'number' as const },
              ...d.reviews.map((r, n) => ({ key: r.id, label: called(n, r.person) })),
              { key: 'mean', label: '平均' },
            ],
            rows: judgedBids(d).flatMap((b) =>
              d.document.criteria.map((c) => {
                const points = d.reviews.map(
                  (r) =>
                    d.scores.find((x) => x.review === r.id && x.bid === b.id && x.item === c.key)
                      ?.points,
                )
                const said = points.filter((x) => x !== undefined)
                return {
                  name: d.names[b.id] ?? '',
                  item: c.name,
                  max: c.max,
                  ...Object.fromEntries(
                    d.reviews.map((r, n) => {
                      const p = points[n]
                      return [r.id, p === undefined ? '' : String(p / 100)]
                    }),
                  ),
                  mean:
                    said.length === 0
                      ? ''
                      : (said.reduce((a, x) => a + x, 0) / said.length / 100).toFixed(2),
                }
              }),
            ),
          },
        ]),
    ...(given.length === 0
      ? []
      : [
          {
            title: '评审意见',
            columns: [
              { key: 'who', label: '评委' },
              { key: 'opinion', label: '意见' },
            ],
            rows: d.reviews.flatMap((r, n) =>
              r.opinion === '' ? [] : [{ who: called(n, r.person), opinion: r.opinion }],
            ),
          },
        ]),
  ]
}
/** Every bid that is not ranked, with why: could not be opened, unfit, not conforming, too low and not explained, not in the last round. */
export async function rejectedTable(ask: Ask, d: Dossier): Promise<Draft> {
  const letters = await lettersOf(ask.tx, d.lot.id)
  const ranked = new Set(d.lot.ranking?.ranked.map((r) => r.bid))
  return {
    title: '无效投标人名单及原因',
    columns: [
      { key: 'name', label: '投标人' },
      { key: 'reason', label: '原因' },
    ],
    rows: d.bids
      .filter((b) => !ranked.has(b.id))
      .map((b) => {
        const reasons = new Set([
          ...(b.fault === null ? [] : [`${b.fault.why}：${b.fault.consequence}`]),
          ...d.verdicts
            .filter((v) => v.bid === b.id && !v.passed)
            .map((v) => `资格审查不通过：${v.reason}`),
          ...(d.lot.ranking?.invalid ?? []).filter((f) => f.bid === b.id).flatMap((f) => f.reasons),
          ...letters
            .filter((l) => l.bid === b.id && l.outcome === '不予采信')
            .map((l) => `${l.kind}不予采信`),
          ...(d.prices !== null && !d.prices.has(b.id) ? ['没有提交最后报价'] : []),
        ])
        return { name: d.names[b.id] ?? '', reason: [...reasons].join('；') || b.state }
      }),
  }
}
export async function lettersTable(ask: Ask, d: Dossier): Promise<Draft> {
  const rows = []
  for (const l of await lettersOf(ask.tx, d.lot.id)) {
    const votes = await votesOf(ask.tx, l.id)
    const yes = votes.filter((v) => v.accept).length
    rows.push({
      name: d.names[l.bid] ?? '',
      ask: [...l.triggers.map((n) => triggerText[n] ?? ''), l.text].join('；'),
      reply: l.reply ?? '没有答复',
      outcome: `${l.outcome ?? ''}${votes.length === 0 ? '' : `（采信${yes}人，不予采信${votes.length - yes}人）`}`,
    })
  }
  return {
    title: '澄清、说明或者补正',
    columns: [
      { key: 'name', label: '投标人' },
      { key: 'ask', label: '评标委员会的要求' },
      { key: 'reply', label: '答复' },
      { key: 'outcome', label: '结论' },
    ],
    rows,
  }
}
/** Who signed when, and where the journal has it; dissent and its reasons; silence is agreement (87号令第六十一条). */
export async function signatureTables(ask: Ask, d: Dossier): Promise<Draft[]> {
  const names = await namesOf(
    ask,
    d.reviews.map((r) => r.person),
  )
  const rows = []
  const dissent = []
  for (const r of d.reviews) {
    const steps = await trail(ask, { subject: r.id })
    const last = (to: string) => steps.findLast((x) => x.to === to)?.index
    rows.push({
      name: nameOf(names, r.person),
      signed: r.signed === null ? null : rfc3339(r.signed),
      first: indexText(r.signed === null ? undefined : last('已签署')),
      report: r.report_signed === null ? '没有签署' : rfc3339(r.report_signed),
      second: indexText(r.report_signed === null ? undefined : last('已签报告')),
    })
    if (r.dissent !== '') dissent.push({ name: nameOf(names, r.person), text: r.dissent })
  }
  return [
    {
      title: '不同意见及理由',
      columns: [
        { key: 'name', label: '姓名' },
        { key: 'text', label: '不同意见及理由' },
      ],
      rows: dissent,
    },
    {
      title: '签署',
      columns: [
        { key: 'name', label: '姓名' },
        { key: 'signed', label: '签署评审意见', kind: 'instant' },
        { key: 'first', label: '流水' },
        { key: 'report', label: '签署评审报告', kind: 'instant' },
        { key: 'second', label: '流水' },
      ],
      rows,
    },
  ]
}
