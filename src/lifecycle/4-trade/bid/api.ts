import { z } from 'zod'
import {
  done,
  listing,
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
} from '#kernel'
import { attachmentsOf, type OpenedFile, recover } from '#trade/box'
import { type Correction, correctionsOf, lotOf, tenderOf } from '#trade/tender'
import * as actions from './actions.ts'
import { type Bid, bidFlow, bidVeil } from './model.ts'
import { receiptOf, rehearse } from './papers.ts'

/** What may come with the commit itself; anything larger is uploaded before. */
const INLINE = 256 * 1024
const sealed = {
  envelope: z.record(z.string().max(20), z.unknown()).meta({ title: '信封' }),
  ciphertext: z
    .base64()
    .max(INLINE, { message: '密文较大，请先上传' })
    .optional()
    .meta({ title: '密文' }),
  upload: zId<'upload'>().optional().meta({ title: '已上传的密文' }),
}
const MAX_BODY = INLINE + 32 * 1024
const which = z.strictObject({ id: zId<'bid'>() })
export const zReceipt = z.strictObject({
  id: z.string(),
  state: z.string(),
  sha256: z.string(),
  receivedAt: z.string(),
  size: z.int(),
})

export const api = {
  submit: op({
    title: '提交投标文件',
    input: z.strictObject({
      lot: zId<'lot'>().meta({ title: '采购包', 'x-kind': 'lot' }),
      ...sealed,
    }),
    output: zReceipt,
    maxBody: MAX_BODY,
    run: actions.submit,
  }),
  replace: op({
    title: '更换投标文件',
    input: z.strictObject({ id: zId<'bid'>(), ...sealed }),
    output: zReceipt,
    maxBody: MAX_BODY,
    run: actions.replace,
  }),
  withdraw: op({
    title: '撤回投标文件',
    input: which,
    output: zDone,
    run: async (ask, { id }) => done(await actions.withdraw(ask, id)),
  }),
  getReceipt: op({
    title: '投标回执与流水证明',
    input: which,
    output: z.strictObject({
      ...zReceipt.omit({ state: true }).shape,
      proof: z
        .strictObject({
          seq: z.int(),
          leaf: z.string(),
          salt: z.string().nullable(),
          body: z.record(z.string(), z.unknown()),
          data: z.record(z.string(), z.unknown()),
          index: z.int(),
          size: z.int(),
          proof: z.array(z.string()),
          checkpoint: z.string(),
        })
        .nullable(),
    }),
    limits: '只答本单位的投标',
    run: (ask, { id }) => receiptOf(ask, id),
  }),
  getRehearsal: op({
    title: '模拟开启',
    input: which,
    output: z.array(z.strictObject({ name: z.string(), cause: z.string() })),
    limits: '只答本单位的投标',
    run: (ask, { id }) => rehearse(ask, id),
  }),
  recover: op({
    title: '提交恢复文件',
    input: z.strictObject({
      id: zId<'bid'>(),
      seed: z.base64().length(44).meta({ title: '恢复文件里的种子' }),
    }),
    output: z.strictObject({ id: z.string() }),
    limits: '只办本单位的投标',
    by: ['供应商经办'],
    run: async (ask, { id, seed }) => {
      await recover(ask, { id, seed, owner: ask.actor.org ?? '' })
      return { id }
    },
  }),
  list: listing('本单位的投标', bidFlow),
  get: op({
    title: '本单位的一份投标',
    input: which,
    output: zRecord,
    reads: bidFlow,
    run: async (ask, { id }) => {
      const s = await subjectOf(ask.tx, bidFlow, id)
      readable(ask.actor, bidFlow, s)
      const b = await actions.bidOf(ask.tx, id)
      const lot = await lotOf(ask.tx, b.lot)
      const tender = await tenderOf(ask.tx, lot.tender)
      const mine = lot.ranking?.ranked.find((r) => r.bid === id)
      const invalid = lot.ranking?.invalid.find((r) => r.bid === id)
      const sealed = s.state === '已提交' || s.state === '已撤回'
      const corrections = await correctionsOf(ask.tx, lot.tender)
      const moved = corrections.filter((c) => c.before['deadline'] !== c.after['deadline']).at(-1)
      return present(ask, actions.bids, s, {
        veil: {
          of: bidVeil,
          phase: tender.announced !== null ? '结果已公告' : sealed ? '密封中' : '已启封',
        },
        data: {
          lot: b.lot,
          tender: lot.tender,
          sha256: b.sha256,
          submitted: rfc3339(b.submitted),
          opened: b.opened,
          fault: b.fault,
          mine: mine ?? null,
        },
        sections: [
          {
            title: '回执',
            fields: [
              { label: '采购包', value: `第${lot.no}包 ${lot.title}` },
              { label: '收到时间', value: rfc3339(b.submitted), kind: 'instant' },
              { label: '信封摘要 SHA-256', value: b.sha256, kind: 'hash' },
              { label: '密文字节数', value: String(b.size) },
              {
                label: '截止时间',
                value: tender.deadline === null ? null : rfc3339(tender.deadline),
                kind: 'instant',
              },
              ...(moved
                ? [{ label: '截止时间有变', value: moved.reason, kind: 'long' as const }]
                : []),
              ...(b.fault
                ? [
                    { label: '无法开启的原因', value: `${b.fault.why}（${b.fault.whose}）` },
                    { label: '后果', value: b.fault.consequence },
                  ]
                : []),
            ],
          },
          ...openedSection(b).map((x) => ({ ...x, veil: 'opened' })),
          ...filesSection(id, await attachmentsOf(ask.tx, id)).map((x) => ({
            ...x,
            veil: 'opened',
          })),
          ...(mine
            ? [
                {
                  veil: 'mine',
                  title: '本单位的评审结果',
                  fields: [
                    { label: '评审总得分', value: mine.total },
                    { label: '价格分', value: mine.priceScore },
                    { label: '排序', value: `第${mine.place}名` },
                  ],
                },
              ]
            : []),
          ...resultCorrected(corrections),
          ...(invalid
            ? [
                {
                  veil: 'mine',
                  title: '未通过的原因',
                  fields: invalid.reasons.map((r, i) => ({ label: String(i + 1), value: r })),
                },
              ]
            : []),
        ],
      })
    },
  }),
}
/** 告知每一家：结果公告更正了什么，自哪日起。 */
const resultCorrected = (all: readonly Correction[]): Section[] => {
  const mine = all.filter((c) => c.subjectOf === '采购结果')
  const listed = (x: Record<string, unknown>) =>
    (x['changes'] ?? []) as { item: string; text: string }[]
  return mine.length === 0
    ? []
    : [
        {
          title: '结果公告的更正',
          columns: [
            { key: 'at', label: '更正公告时间', kind: 'instant' },
            { key: 'reason', label: '原因' },
            { key: 'item', label: '更正内容' },
            { key: 'before', label: '更正前' },
            { key: 'after', label: '更正后' },
          ],
          rows: mine.flatMap((c) => {
            const after = listed(c.after)
            return listed(c.before).map((b, n) => ({
              at: rfc3339(c.at),
              reason: c.reason,
              item: b.item,
              before: b.text,
              after: after[n]?.text ?? '',
            }))
          }),
        },
      ]
}
/** 附件：启封以后，一件一行，取件的地址在旁。 */
export const filesSection = (bid: string, files: readonly OpenedFile[]): Section[] =>
  files.length === 0
    ? []
    : [
        {
          title: '附件',
          columns: [
            { key: 'name', label: '文件' },
            { key: 'size', label: '字节数', kind: 'number' },
            { key: 'sha256', label: '摘要 SHA-256', kind: 'hash' },
            { key: 'file', label: '', kind: 'file' },
          ],
          rows: files.map((f, n) => ({
            name: f.name,
            size: f.size,
            sha256: f.sha256 ?? '',
            file: `/api/bid/attachment?id=${bid}&no=${n}`,
          })),
        },
      ]
const openedSection = (b: Bid): Section[] =>
  b.opened && b.price !== null
    ? [
        {
          title: '投标内容',
          fields: [
            { label: '投标总价', value: yuanText(b.price), kind: 'money' },
            { label: '期限与地点', value: b.opened.delivery },
          ],
        },
        {
          title: '分项报价',
          columns: [
            { key: 'name', label: '标的' },
            { key: 'brand', label: '品牌' },
            { key: 'model', label: '规格型号' },
            { key: 'quantity', label: '数量', kind: 'number' },
            { key: 'unitPrice', label: '单价（元）', kind: 'money' },
          ],
          rows: b.opened.items.map((x) => ({ ...x })),
        },
      ]
    : []
