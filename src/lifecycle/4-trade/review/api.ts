import { z } from 'zod'
import {
  type Ask,
  asHouse,
  done,
  jsonSchema,
  listing,
  mayRead,
  op,
  present,
  readable,
  rfc3339,
  type Section,
  subjectOf,
  yuanText,
  zDone,
  zId,
  zRecord,
  zText,
} from '#kernel'
import { inWordsOf, methodRow } from '#law'
import { zPlainBid, zTechnicalBid } from '#trade/bid'
import { attachmentsOf, boxFor, boxOf, custodySection, custodyState, sealView } from '#trade/box'
import { zPlainQuote } from '#trade/round'
import { againGrounds, grounds, lawfulAgain, lotFlow, tenderOf } from '#trade/tender'
import * as actions from './actions.ts'
import { againTable } from './again.ts'
import { reevaluate, tellFinance } from './again-actions.ts'
import { againsOf } from './again-store.ts'
import { type Dossier, dossierOf, judgedItems, lowPrices, qualifiedOf, standing } from './facts.ts'
import { lotVeil, reviewFlow, reviewVeil } from './model.ts'
import { papersOf } from './papers.ts'
import { phaseOf, reportPath } from './report.ts'
import * as store from './store.ts'
import {
  changesTable,
  findingsTable,
  openingTable,
  qualificationTable,
  rankingTable,
  talkTable,
} from './tables.ts'
import { warningsOf } from './warnings.ts'

const lot = z.strictObject({ id: zId<'lot'>() })
const verdict = z.strictObject({
  bid: zId<'bid'>().meta({ title: '投标人', 'x-kind': 'bid' }),
  item: z.string().max(40).meta({ title: '资格条件' }),
  passed: z.boolean().meta({ title: '通过' }),
  reason: z
    .union([z.literal(''), zText(1000)])
    .default('')
    .meta({ title: '不通过的原因', 'x-kind': 'long' }),
})
const qualify = z.strictObject({
  id: zId<'lot'>(),
  verdicts: z.array(verdict).max(5000).meta({ title: '资格审查结论' }),
})
const decide = z.strictObject({
  id: zId<'lot'>(),
  bid: zId<'bid'>().meta({ title: '中标人', 'x-kind': 'bid' }),
  reason: zText(500).meta({ title: '说明', 'x-kind': 'long' }),
})
const again = z.strictObject({
  id: zId<'lot'>(),
  grounds: z.enum(againGrounds).meta({ title: '重新评审的情形' }),
  items: z
    .array(z.string().max(40))
    .max(60)
    .default([])
    .meta({ title: '有误的评审因素代号（超出范围、畸高畸低的填）' }),
  explanation: zText(1000).meta({ title: '说明', 'x-kind': 'long' }),
})
const failing = z.strictObject({
  id: zId<'lot'>(),
  grounds: z.enum(grounds).meta({ title: '废标情形' }),
  explanation: zText(1000).meta({ title: '说明', 'x-kind': 'long' }),
})

// biome-ignore format: a table reads as a table
export const lotApi = {
  open:    op({ title: '开标', input: lot, output: zDone, run: async (ask, i) => done(await actions.open(ask, i)) }),
  qualify: op({ title: '资格审查', input: qualify, output: zDone, maxBody: 1024 * 1024, run: async (ask, i) => done(await actions.qualify(ask, i)) }),
  convene: op({ title: '开始评审', input: lot, output: zDone, run: async (ask, i) => done(await actions.convene(ask, i)) }),
  recheck: op({ title: '退回复核客观分', input: z.strictObject({ id: zId<'lot'>(), reason: zText(500).meta({ title: '理由', 'x-kind': 'long' }) }), output: zDone, run: async (ask, i) => done(await actions.recheck(ask, i)) }),
  report:  op({ title: '汇总并出具评审报告', input: lot, output: zDone, run: async (ask, i) => done(await actions.report(ask, i)) }),
  reevaluate: op({ title: '组织重新评审', input: again, output: zDone, run: async (ask, i) => done(await reevaluate(ask, i)) }),
  tellFinance: op({ title: '书面报告财政部门', input: lot.extend({ letter: zText(4000).meta({ title: '报告内容', 'x-kind': 'long' }) }), output: zDone, run: async (ask, i) => done(await tellFinance(ask, i)) }),
  award:   op({ title: '确认中标人', input: decide, output: zDone, run: async (ask, i) => done(await actions.award(ask, i)) }),
  fail:    op({ title: '废标', input: failing, output: zDone, run: async (ask, i) => done(await actions.fail(ask, i)) }),
  list:    listing('采购包一览', lotFlow),
  get:     op({ title: '一个采购包', input: lot, output: zRecord, reads: lotFlow, run: (ask, { id }) => getLot(ask, id) }),
}
async function getLot(ask: Ask, id: string) {
  const s = await subjectOf(ask.tx, lotFlow, id)
  readable(ask.actor, lotFlow, s)
  // What of it is public depends on the lot's own state, below.
  const d = await asHouse(ask, () => dossierOf(ask, id))
  const tender = await tenderOf(ask.tx, d.lot.tender)
  const insider = mayRead(ask.actor, { ...lotFlow, open: [] }, s) && ask.actor.role !== '评审专家'
  const opened = d.lot.opened !== null
  const phase = phaseOf(d, tender.announced !== null)
  const round = d.rounds.at(-1)
  const award = await store.awardBy(ask.tx, { lot: id })
  const agains = await asHouse(ask, () => againsOf(ask.tx, id))
  const box = await boxFor(ask, id, '投标')
  const quoting = round?.box && round.opened === null ? await boxOf(ask.tx, round.box) : null
  return present(ask, actions.lots, s, {
    veil: { of: lotVeil, phase },
    data: {
      tender: d.lot.tender,
      no: d.lot.no,
      budget: yuanText(d.lot.budget),
      ceiling: d.lot.ceiling === null ? null : yuanText(d.lot.ceiling),
      deadline: tender.deadline === null ? null : rfc3339(tender.deadline),
      items: d.lot.content.items,
      qualifications: d.document.qualifications,
      criteria: d.document.criteria,
      substantial: d.document.substantial,
      againGrounds: lawfulAgain(d.method),
      reserve: d.lot.content.reserve,
      consortium: d.document.consortium,
      // The context binds a seal to this box and to the asker's organisation.
      seal: sealView(box, ask.actor.org ?? ''),
      custody: await custodyState(ask, box),
      bidSchema: jsonSchema(d.document.envelopes === 2 ? zTechnicalBid : zPlainBid),
      method: d.method,
      paper: inWordsOf(d.method, '投标文件'),
      negotiable: d.document.negotiable,
      // A round of prices that is still open: the final quote, or the price envelope.
      ...(round && quoting
        ? {
            round: {
              id: round.id,
              kind: round.kind,
              deadline: rfc3339(round.deadline),
              seal: sealView(quoting, ask.actor.org ?? ''),
              custody: await custodyState(ask, quoting),
              schema: jsonSchema(zPlainQuote),
            },
          }
        : {}),
      bids: d.bids.map((b) => ({
        id: b.id,
        supplier: d.names[b.id],
        state: b.state,
        price: b.price === null ? null : yuanText(b.price),
        fault: b.fault?.why ?? null,
        whose: b.fault?.whose ?? null,
      })),
      ...(opened && s.state !== '已开标' ? { lowPrice: lowPrices(d, s.lawOn) } : {}),
      // What the purchaser looks at, condition by condition, once it is open.
      ...(opened && insider && s.state === '已开标'
        ? {
            qualifying: await papersOf(
              ask,
              d,
              d.bids.filter((b) => b.opened !== null),
            ),
          }
        : {}),
      // Several awards of 合作创新 are told on its own record.
      ...(award?.part === '' ? { award: award.id } : {}),
      ...(d.lot.ranking === null ? {} : { report: reportPath(id) }),
    },
    sections: [
      {
        title: '采购包',
        fields: [
          { label: '包号', value: String(d.lot.no) },
          { label: '预算', value: yuanText(d.lot.budget), kind: 'money' },
          ...(d.lot.ceiling === null
            ? []
            : [{ label: '最高限价', value: yuanText(d.lot.ceiling), kind: 'money' as const }]),
          {
            label: '投标截止、开标',
            value: tender.deadline === null ? null : rfc3339(tender.deadline),
            kind: 'instant',
          },
          { label: '核心产品', value: d.lot.content.coreProduct || null },
          ...(d.lot.failure === null
            ? []
            : [{ label: '废标', value: d.lot.failure, kind: 'long' as const }]),
        ],
      },
      await custodySection(ask, box),
      ...(quoting ? [await custodySection(ask, quoting)] : []),
      { ...openingTable(d), veil: 'bids' },
      ...(insider || standing(d).some((b) => b.supplier === ask.actor.org) ? changesTable(d) : []),
      ...talkTable(d).map((x) => ({ ...x, veil: 'talks' })),
      ...(opened && insider ? await attachmentsSection(ask, d) : []),
      ...findingsTable(d).map((x) => ({ ...x, veil: 'qualification' })),
      ...(d.verdicts.length > 0 ? [{ ...qualificationTable(d), veil: 'qualification' }] : []),
      ...rankingTable(d).map((x) => ({ ...x, veil: 'ranking' })),
      ...againTable(d, agains).map((x) => ({ ...x, veil: 'report' })),
    ],
  })
}
/** 各家附件：大小、摘要与取件处；读内部事实，只给办理本包的人。 */
async function attachmentsSection(ask: Ask, d: Dossier): Promise<Section[]> {
  const rows = []
  for (const b of d.bids)
    for (const [n, f] of (await asHouse(ask, () => attachmentsOf(ask.tx, b.id))).entries())
      rows.push({
        supplier: d.names[b.id] ?? '',
        name: f.name,
        size: f.size,
        sha256: f.sha256 ?? '',
        file: `/api/bid/attachment?id=${b.id}&no=${n}`,
      })
  return rows.length === 0
    ? []
    : [
        {
          title: '各家附件',
          columns: [
            { key: 'supplier', label: '供应商' },
            { key: 'name', label: '文件' },
            { key: 'size', label: '字节数', kind: 'number' },
            { key: 'sha256', label: '摘要 SHA-256', kind: 'hash' },
            { key: 'file', label: '', kind: 'file' },
          ],
          rows,
        },
      ]
}
const one = z.strictObject({ id: zId<'review'>() })
/** Points with at most two places, as written: 41.5. */
const zPoints = z
  .number()
  .min(0, '评分不能为负')
  .max(100)
  .refine((n) => Number.isInteger(Math.round(n * 1e6) / 1e4), { message: '评分最多两位小数' })
const scoring = z.strictObject({
  id: zId<'review'>(),
  bid: zId<'bid'>().meta({ title: '投标人' }),
  scores: z.record(z.string().max(40), zPoints).meta({ title: '评分' }),
  conformity: z
    .record(
      z.string().max(40),
      z.strictObject({
        passed: z.boolean(),
        reason: z.union([z.literal(''), zText(500)]).default(''),
      }),
    )
    .default({})
    .meta({ title: '符合性审查' }),
})
export const reviewApi = {
  score: op({
    title: '评审一份投标',
    input: scoring,
    output: zDone,
    run: async (ask, i) =>
      done(
        await actions.score(ask, {
          ...i,
          scores: Object.fromEntries(
            Object.entries(i.scores).map(([k, v]) => [k, Math.round(v * 100)]),
          ),
        }),
      ),
  }),
  object: op({
    title: '对计算所依的数提出异议',
    input: z.strictObject({
      id: zId<'review'>(),
      bid: zId<'bid'>().meta({ title: '投标人' }),
      item: z.string().max(40).meta({ title: '评审因素' }),
      value: z.int().min(0).max(1_000_000_000).meta({ title: '应当是' }),
      reason: zText(500).meta({ title: '理由', 'x-kind': 'long' }),
    }),
    output: zDone,
    run: async (ask, i) => done(await actions.object(ask, i)),
  }),
  sign: op({
    title: '签署评审意见',
    input: z.strictObject({
      id: zId<'review'>(),
      opinion: z
        .union([z.literal(''), zText(2000)])
        .default('')
        .meta({ title: '不同意见（如有）', 'x-kind': 'long' }),
    }),
    output: zDone,
    run: async (ask, i) => done(await actions.sign(ask, i)),
  }),
  signReport: op({
    title: '签署评审报告',
    input: z.strictObject({
      id: zId<'review'>(),
      dissent: z
        .union([z.literal(''), zText(2000)])
        .default('')
        .meta({ title: '不同意见及理由（没有的不填，视为同意）', 'x-kind': 'long' }),
    }),
    output: zDone,
    run: async (ask, i) => done(await actions.signReport(ask, i)),
  }),
  list: listing('我的评审', reviewFlow),
  get: op({
    title: '我的一份评审',
    input: one,
    output: zRecord,
    reads: reviewFlow,
    run: async (ask, { id }) => {
      const s = await subjectOf(ask.tx, reviewFlow, id)
      readable(ask.actor, reviewFlow, s)
      const review = await store.reviewOf(ask.tx, id)
      // A member reads the opened bids of the lot he reviews; his own scores are picked out below.
      const d = await asHouse(ask, () => dossierOf(ask, review.lot))
      const mine = d.scores.filter((x) => x.review === id)
      const said = d.conformity.filter((x) => x.review === id)
      const bids = qualifiedOf(d)
      return present(ask, actions.reviews, s, {
        veil: { of: reviewVeil, phase: s.state },
        data: {
          lot: review.lot,
          ...(d.lot.ranking === null ? {} : { report: reportPath(review.lot) }),
          sheet: {
            bids: await papersOf(ask, d, bids),
            criteria: d.document.criteria,
            substantial: judgedItems(d),
            scores: Object.fromEntries(
              bids.map((b) => [
                b.id,
                Object.fromEntries(
                  mine.filter((x) => x.bid === b.id).map((x) => [x.item, x.points / 100]),
                ),
              ]),
            ),
            objections: d.objections.filter((o) => o.review === id),
            warnings: s.state === '评审中' ? warningsOf(d, id) : [],
            conformity: Object.fromEntries(
              bids.map((b) => [
                b.id,
                Object.fromEntries(
                  said
                    .filter((x) => x.bid === b.id)
                    .map((x) => [x.item, { passed: x.passed, reason: x.reason }]),
                ),
              ]),
            ),
          },
        },
        sections: [
          // Where the group looks at qualifications, what was found is before its members too.
          ...(methodRow(d.method).qualifier === '小组'
            ? findingsTable(d).map((x) => ({ ...x, veil: 'sheet' }))
            : []),
          {
            veil: 'sheet',
            title: '评审进度',
            columns: [
              { key: 'name', label: '投标人' },
              { key: 'scored', label: '已评因素' },
              { key: 'all', label: '应评因素', kind: 'number' },
            ],
            rows: bids.map((b) => ({
              name: d.names[b.id] ?? '',
              scored: String(mine.filter((x) => x.bid === b.id).length),
              all: d.document.criteria.length,
            })),
          },
        ],
      })
    },
  }),
}
