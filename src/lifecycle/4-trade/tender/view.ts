import { type Ask, type Day, rfc3339, type Section, yuanText } from '#kernel'
import { itemOf, orgOf } from '#libraries'
import { biasOf, reasonFor } from './bias-rules.ts'
import { differences, spoken } from './difference.ts'
import { inWords } from './formula.ts'
import { creditRows, feeWords } from './front.ts'
import type { Document } from './model.ts'
import * as people from './people.ts'
import { deductionWords } from './reserve.ts'
import * as store from './store.ts'

interface Version {
  readonly version: number
  readonly document: Document
}
export async function tenderSections(
  ask: Ask,
  t: store.Tender,
  lots: readonly store.Lot[],
): Promise<Section[]> {
  const agency = await orgOf(ask.tx, t.agency)
  const answers = await people.answersOf(ask.tx, t.id)
  const corrections = await store.correctionsOf(ask.tx, t.id)
  return [
    {
      title: '招标',
      fields: [
        { label: '代理机构', value: agency.name },
        { label: '委托事项', value: t.scope, kind: 'long' },
        { label: '选择理由', value: t.reason, kind: 'long' },
        { label: '公告日期', value: t.published, kind: 'day' },
        { label: '公告期限至', value: t.noticeEnds, kind: 'day' },
        { label: '文件提供至', value: t.supplyEnds, kind: 'day' },
        {
          label: '投标截止、开标',
          value: t.deadline === null ? null : rfc3339(t.deadline),
          kind: 'instant',
        },
        { label: '开标地点', value: t.place || null },
        { label: '结果公告日期', value: t.announced, kind: 'day' },
      ],
    },
    ...(lots.length > 0
      ? [
          {
            title: '采购包',
            columns: [
              { key: 'no', label: '包号', kind: 'number' as const },
              { key: 'title', label: '名称' },
              { key: 'budget', label: '预算（元）', kind: 'money' as const },
              { key: 'link', label: '', kind: 'link' as const },
            ],
            rows: lots.map((l) => ({
              no: l.no,
              title: l.title,
              budget: yuanText(l.budget),
              link: `lot/${l.id}`,
            })),
          },
        ]
      : []),
    ...(answers.length > 0
      ? [
          {
            title: '答疑（发给所有潜在投标人）',
            columns: [
              { key: 'text', label: '问' },
              { key: 'answer', label: '答' },
            ],
            rows: answers.map((a) => ({ text: a.text, answer: a.answer })),
          },
        ]
      : []),
    ...(corrections.length > 0
      ? [
          {
            title: '更正',
            columns: [
              { key: 'at', label: '时间', kind: 'instant' as const },
              { key: 'of', label: '对象' },
              { key: 'reason', label: '原因' },
              { key: 'deadline', label: '更正后的截止时间', kind: 'instant' as const },
            ],
            rows: corrections.map((c) => ({
              at: rfc3339(c.at),
              of: c.subjectOf,
              reason: c.reason,
              deadline: rfc3339(c.after['deadline'] as never),
            })),
          },
          {
            title: '更正内容，逐条',
            columns: [{ key: 'at', label: '时间', kind: 'instant' as const }, ...compared],
            // Both lists were written together, item by item, in one order.
            rows: corrections.flatMap((c) => {
              const after = changesIn(c.after)
              return changesIn(c.before).map((b, n) => ({
                at: rfc3339(c.at),
                item: b.item,
                before: b.text,
                after: after[n]?.text ?? '',
              }))
            }),
          },
        ]
      : []),
  ]
}
const compared = [
  { key: 'item', label: '何处' },
  { key: 'before', label: '原文' },
  { key: 'after', label: '改为' },
]
const changesIn = (x: Record<string, unknown>) =>
  Array.isArray(x['changes']) ? (x['changes'] as { item: string; text: string }[]) : []

/** While the documents are being written: what the last version says otherwise than the one before. */
export function versionSection(versions: readonly Version[]): Section[] {
  const [last, before] = versions.toReversed()
  if (!last || !before) return []
  return [
    {
      title: `第${last.version}版与第${before.version}版的不同`,
      columns: compared,
      rows: spoken(differences(before.document, last.document)).map((d) => ({ ...d })),
    },
  ]
}

/** 采购文件 as files: for everybody the version that stands, for those who write them every one. */
export const filesSection = (id: string, versions: readonly number[]): Section[] =>
  versions.length === 0
    ? []
    : [
        {
          title: '采购文件（PDF、Word）',
          columns: [
            { key: 'version', label: '版本' },
            { key: 'pdf', label: 'PDF', kind: 'file' },
            { key: 'word', label: 'Word', kind: 'file' },
          ],
          rows: versions.map((v) => ({
            version: `第${v}版`,
            pdf: `/api/tender/document.pdf?id=${id}&version=${v}`,
            word: `/api/tender/document.docx?id=${id}&version=${v}`,
          })),
        },
      ]

/** 文件检查: what the word lists found, with what was said to it. For those who write and confirm, while they do. */
export function biasSection(d: Document | null, on: Day): Section[] {
  if (d === null) return []
  const found = biasOf(d, on)
  if (found.length === 0) return []
  return [
    {
      title: '文件检查：歧视性、限制性用语',
      columns: [
        { key: 'at', label: '何处' },
        { key: 'words', label: '用语' },
        { key: 'title', label: '要求' },
        { key: 'basis', label: '依据' },
        { key: 'level', label: '性质' },
        { key: 'cure', label: '怎么改、或者为什么不是' },
      ],
      rows: found.map((f) => {
        const reason = reasonFor(d, f)
        return {
          at: f.at,
          words: f.words,
          title: f.bias.title,
          basis: [...new Set(f.bias.cites.map((c) => `${c.law}${c.article}`))].join('；'),
          level: reason === undefined ? f.level : '已说明',
          cure: reason ?? f.bias.cure,
        }
      }),
    },
  ]
}

export function documentSections(d: Document | null): Section[] {
  if (d === null) return []
  return [
    {
      title: '招标文件',
      fields: [
        { label: '项目概况', value: d.overview, kind: 'long' },
        { label: '履行期限、地点', value: d.performance },
        { label: '接受联合体', value: d.consortium ? '是' : '否' },
        { label: '文件售价', value: yuanText(d.documentPrice), kind: 'money' },
        { label: '投标保证金', value: yuanText(d.bidBond), kind: 'money' },
        { label: '履约保证金', value: `合同金额的${d.performanceBondPercent}%` },
        { label: '评审方法', value: d.method },
        ...(d.ground ? [{ label: '法定情形', value: d.ground }] : []),
        ...(d.envelopes === 2 ? [{ label: '信封', value: '先开技术信封，后开报价信封' }] : []),
        { label: '进口产品', value: d.imports ? '接受，已经批准' : '不接受' },
        { label: '价格分', value: String(d.priceWeight) },
        { label: '小微企业价格扣除', value: deductionWords(d, d.smePercent) },
        { label: '联合体、分包价格扣除', value: deductionWords(d, d.smeSharePercent) },
        ...(d.agencyFee ? [{ label: '代理费用', value: feeWords(d.agencyFee) }] : []),
      ],
    },
    ...(d.instructions?.length
      ? [
          {
            title: '投标人须知',
            columns: [{ key: 'text', label: '须知' }],
            rows: d.instructions.map((text, i) => ({ text: `${i + 1}. ${text}` })),
          },
        ]
      : []),
    ...(d.credit
      ? [
          {
            title: '信用信息查询',
            fields: creditRows(d.credit).map(([label, value]) => ({
              label,
              value,
              kind: 'long' as const,
            })),
          },
        ]
      : []),
    ...(d.explained?.length
      ? [
          {
            title: '对用语的说明',
            columns: [
              { key: 'at', label: '何处' },
              { key: 'words', label: '用语' },
              { key: 'reason', label: '为什么不是限制' },
            ],
            rows: d.explained.map((e) => ({ ...e })),
          },
        ]
      : []),
    ...(d.attachments?.length
      ? [
          {
            title: '附件',
            fields: d.attachments.map((a, i) => ({ label: `附件${i + 1}`, value: a.title })),
          },
        ]
      : []),
    {
      title: '资格要求',
      columns: [
        { key: 'kind', label: '类别' },
        { key: 'text', label: '要求' },
      ],
      rows: d.qualifications.map(({ kind, text }) => ({ kind, text })),
    },
    ...(d.substantial.length > 0
      ? [
          {
            title: '★实质性要求',
            columns: [{ key: 'text', label: '要求' }],
            rows: d.substantial.map(({ text }) => ({ text })),
          },
        ]
      : []),
    ...(d.negotiable.length > 0
      ? [
          {
            title: '谈判中可能实质性变动的内容',
            columns: [
              { key: 'part', label: '部分' },
              { key: 'text', label: '内容' },
            ],
            rows: d.negotiable.map(({ part, text }) => ({ part, text })),
          },
        ]
      : []),
    ...(d.lots.some((l) => l.reserve !== null)
      ? [
          {
            title: '面向中小企业预留',
            columns: [
              { key: 'lot', label: '包' },
              { key: 'form', label: '形式' },
              { key: 'percent', label: '比例（%）', kind: 'number' as const },
              { key: 'micro', label: '其中小微（%）', kind: 'number' as const },
              { key: 'deduction', label: '价格扣除' },
            ],
            rows: d.lots.flatMap((l) =>
              l.reserve === null
                ? []
                : [
                    {
                      lot: `第${l.no}包`,
                      form: l.reserve.form,
                      percent: l.reserve.percent,
                      micro: l.reserve.microPercent,
                      deduction: '已预留，不扣除',
                    },
                  ],
            ),
          },
        ]
      : []),
    ...(d.criteria.length > 0
      ? [
          {
            title: '评审因素',
            columns: [
              { key: 'name', label: '因素' },
              { key: 'kind', label: '类别' },
              { key: 'max', label: '分值', kind: 'number' as const },
              { key: 'objective', label: '性质' },
              { key: 'steps', label: '评分标准' },
            ],
            rows: d.criteria.map((c) => ({
              name: c.name,
              kind: c.kind,
              max: c.max,
              objective: c.formula ? '客观分，系统计算' : c.objective ? '客观分' : '主观分',
              steps: c.formula ? `${c.steps}（${inWords(c.formula, c.max)}）` : c.steps,
            })),
          },
        ]
      : []),
    ...d.lots.map((l) => ({
      title: `第${l.no}包 ${l.title}`,
      columns: [
        { key: 'code', label: '品目' },
        { key: 'name', label: '标的' },
        { key: 'quantity', label: '数量', kind: 'number' as const },
        { key: 'unit', label: '单位' },
        { key: 'requirement', label: '要求' },
      ],
      rows: l.items.map((i) => ({ ...i, code: `${i.code} ${itemOf(i.code)?.name ?? ''}` })),
    })),
    {
      title: '拟签订的合同条款',
      columns: [{ key: 'text', label: '条款' }],
      rows: d.clauses.map((text, i) => ({ text: `${i + 1}. ${text}` })),
    },
  ]
}
