import { rfc3339, type Section, yuanText } from '#kernel'
import type { Dossier } from './facts.ts'

/** What a lot's record shows of the review, as tables. */
export const openingTable = (d: Dossier): Section => ({
  title: '开标一览表',
  columns: [
    { key: 'name', label: '投标人' },
    { key: 'price', label: '投标报价（元）', kind: 'money' },
    { key: 'state', label: '状态' },
    { key: 'note', label: '说明' },
  ],
  rows: d.bids.map((b) => ({
    name: d.names[b.id] ?? '',
    price: b.price === null ? null : yuanText(b.price),
    state: b.state,
    note: b.fault === null ? '' : `${b.fault.why}（${b.fault.whose}）：${b.fault.consequence}`,
  })),
})
export const changesTable = (d: Dossier): Section[] =>
  d.variations.length === 0
    ? []
    : [
        {
          title: '对采购文件的实质性变动',
          columns: [
            { key: 'part', label: '部分' },
            { key: 'before', label: '变动前' },
            { key: 'after', label: '变动后' },
            { key: 'agreed', label: '采购人代表' },
          ],
          rows: d.variations.map((v) => ({
            part: d.document.negotiable.find((n) => n.key === v.key)?.part ?? '',
            before: v.before,
            after: v.after,
            agreed: v.agreed === null ? '待确认' : v.agreed ? '已确认' : '不同意',
          })),
        },
      ]
export const talkTable = (d: Dossier): Section[] =>
  d.talks.length === 0
    ? []
    : [
        {
          title: '谈判记录',
          columns: [
            { key: 'at', label: '时间', kind: 'instant' },
            { key: 'name', label: '供应商' },
            { key: 'record', label: '内容' },
          ],
          rows: d.talks.map((x) => ({
            at: rfc3339(x.at),
            name: d.names[x.bid] ?? '',
            record: Object.entries(x.record)
              .map(([k, v]) => `${k}：${v}`)
              .join('\n'),
          })),
        },
      ]
export const qualificationTable = (d: Dossier): Section => ({
  title: '资格审查',
  columns: [
    { key: 'name', label: '投标人' },
    { key: 'item', label: '资格条件' },
    { key: 'passed', label: '结论' },
    { key: 'reason', label: '原因' },
  ],
  rows: d.verdicts.map((v) => ({
    name: d.names[v.bid] ?? '',
    item: d.document.qualifications.find((q) => q.key === v.item)?.text ?? v.item,
    passed: v.passed ? '通过' : '不通过',
    reason: v.reason,
  })),
})
export const rankingTable = (d: Dossier): Section[] =>
  d.lot.ranking === null
    ? []
    : [
        {
          title: '评审结果',
          columns: [
            { key: 'place', label: '名次', kind: 'number' },
            { key: 'name', label: '投标人' },
            { key: 'price', label: '评审价格（元）', kind: 'money' },
            { key: 'priceScore', label: '价格分' },
            { key: 'total', label: '总得分' },
          ],
          rows: d.lot.ranking.ranked.map((r) => ({
            place: r.place,
            name: d.names[r.bid] ?? '',
            price: r.evaluationPrice,
            priceScore: r.priceScore,
            total: r.total,
          })),
        },
        ...(d.lot.ranking.invalid.length > 0
          ? [
              {
                title: '未通过评审',
                columns: [
                  { key: 'name', label: '投标人' },
                  { key: 'reason', label: '原因' },
                ],
                rows: d.lot.ranking.invalid.map((r) => ({
                  name: d.names[r.bid] ?? '',
                  reason: r.reasons.join('；'),
                })),
              },
            ]
          : []),
        ...(d.lot.ranking.lowPrice.length > 0
          ? [
              {
                title: '异常低价审查',
                columns: [
                  { key: 'name', label: '投标人' },
                  { key: 'triggers', label: '触发情形' },
                ],
                rows: d.lot.ranking.lowPrice.map((r) => ({
                  name: d.names[r.bid] ?? '',
                  triggers: r.triggers.map((t) => `第${t}项`).join('、'),
                })),
              },
            ]
          : []),
      ]
/** 系统比对: what was found about the bids, for whoever is to judge them. */
export const findingsTable = (d: Dossier): Section[] =>
  d.findings.length === 0
    ? []
    : [
        {
          title: '资格与声明的系统比对',
          columns: [
            { key: 'because', label: '查到的' },
            { key: 'bars', label: '性质' },
            { key: 'basis', label: '依据' },
            { key: 'cure', label: '怎么办' },
          ],
          rows: d.findings.map((f) => ({
            because: f.because,
            bars:
              f.kind === null ? '供判断' : f.other === undefined ? '不能通过' : '两家不能都通过',
            basis: f.cites.map((c) => `${c.law}${c.article}`).join('；'),
            cure: f.cure,
          })),
        },
      ]
