import { z } from 'zod'
import { type Ask, done, NotFound, op, zDone, zId, zText } from '#kernel'
import { correctionsOf, recordCorrection, rewordings, tenderOf } from '#tender'
import type { Content, Notice } from './model.ts'
import * as store from './store.ts'

/** One thing that a notice says, by where it stands; `fixed`: it is the result itself, or names what it is the result of. */
export interface Item {
  readonly key: string
  readonly item: string
  readonly value: string
  readonly fixed: boolean
}
const RESULTS: readonly string[] = ['中标结果公告', '成交结果公告']
const FIXED_FIELDS = new Set(['项目编号', '项目名称', '公告期限'])
const FIXED_COLUMNS = new Set(['lot', 'supplier', 'amount', 'total', 'quoted', 'price', 'quantity'])
const FIXED_SECTIONS = /^(评审专家)/

/** The notice item by item, as it reads with what corrected it before. */
export function itemsOf(
  content: Content,
  before: readonly { item: string; text: string }[],
): Item[] {
  const now = new Map(before.map((b) => [b.item, b.text]))
  const item = (key: string, name: string, value: string, fixed: boolean): Item => ({
    key,
    item: name,
    value: now.get(name) ?? value,
    fixed,
  })
  return content.sections.flatMap((s) => [
    ...(s.fields ?? []).map((f) =>
      item(
        `${s.heading}/${f.group ?? ''}/${f.label}`,
        f.label === s.heading
          ? f.label
          : `${s.heading}：${f.group ? `${f.group}${f.label}` : f.label}`,
        f.value,
        FIXED_FIELDS.has(f.label) || FIXED_SECTIONS.test(s.heading),
      ),
    ),
    ...(s.rows ?? []).flatMap((row, n) =>
      (s.columns ?? []).map((c) =>
        item(
          `${s.heading}/${n + 1}/${c.key}`,
          `${s.heading}第${n + 1}行的${c.label}`,
          row[c.key] ?? '',
          FIXED_COLUMNS.has(c.key),
        ),
      ),
    ),
  ])
}
async function resultNotice(ask: Ask, tender: string): Promise<Notice> {
  const n = (await store.noticesOfSubject(ask.tx, tender)).find((x) => RESULTS.includes(x.kind))
  if (!n) throw new NotFound('结果公告')
  return n
}
async function resultItems(ask: Ask, tender: string): Promise<Item[]> {
  const { content } = await resultNotice(ask, tender)
  const corrected = (await correctionsOf(ask.tx, tender)).filter((c) => c.subjectOf === '采购结果')
  const after = corrected.flatMap(
    (c) => (c.after['changes'] ?? []) as { item: string; text: string }[],
  )
  return itemsOf(content, after)
}

const correct = z.strictObject({
  id: zId<'tender'>(),
  kind: z.enum(rewordings).meta({ title: '为什么更正' }),
  reason: zText(500).meta({ title: '更正原因', 'x-kind': 'long' }),
  changes: z
    .array(
      z.strictObject({
        key: z.string().min(1).max(200).meta({ title: '更正哪一项' }),
        after: zText(2000).meta({ title: '更正后', 'x-kind': 'long' }),
      }),
    )
    .min(1, '至少更正一项')
    .max(50)
    .meta({ title: '更正内容' }),
})
/** Steps of a tender that need what its notice says: taken one floor further up. */
export const resultOps = {
  correctResult: op({
    title: '更正结果公告',
    input: correct,
    output: zDone,
    run: async (ask, i) => {
      const items = await resultItems(ask, i.id).catch((e: unknown) => {
        if (e instanceof NotFound) return []
        throw e
      })
      const asked = i.changes.map((c) => ({ ...c, of: items.find((x) => x.key === c.key) }))
      const changes = asked.flatMap((c) =>
        c.of ? [{ item: c.of.item, before: c.of.value, after: c.after }] : [],
      )
      return done(
        await recordCorrection(ask, {
          id: i.id,
          kind: i.kind,
          reason: i.reason,
          changes,
          unknown: asked.flatMap((c) => (c.of ? [] : [c.key])),
          fixed: asked.flatMap((c) => (c.of?.fixed ? [c.of.item] : [])),
        }),
      )
    },
  }),
  getResultItems: op({
    title: '结果公告的各项，供更正',
    public: true,
    input: z.strictObject({ tender: zId<'tender'>() }),
    output: z.array(
      z.strictObject({ key: z.string(), item: z.string(), value: z.string(), fixed: z.boolean() }),
    ),
    // What it says is what the published notice says.
    run: async (ask, { tender }) => {
      await tenderOf(ask.tx, tender)
      return resultItems(ask, tender)
    },
  }),
}
