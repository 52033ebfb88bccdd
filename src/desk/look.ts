import { z } from 'zod'
import { addLook, purposes, tracesApi } from '#identity/privacy'
import {
  type Ask,
  NotFound,
  type Ops,
  op,
  type RecordView,
  Refused,
  refusal,
  zCell,
  zText,
} from '#kernel'
import { register } from '../privacy.ts'

const zLooking = z.strictObject({
  module: zText(40),
  id: z.uuid(),
  column: z.string().regex(/^[a-z_]+\.[a-z_]+\.[a-z_]+$/, { message: '没有这一列' }),
  purpose: z.enum(purposes).meta({ title: '查看的目的' }),
  note: z
    .union([z.literal(''), zText(200)])
    .default('')
    .meta({ title: '说明', 'x-kind': 'long' }),
})
const zSeen = z.strictObject({
  values: z.array(z.strictObject({ label: z.string(), value: zCell })),
})

/**
 * 查看: one masked column of one record, whole, to somebody who may open that record and says what for. The record is asked
 * as ever (its `get`, with its limits), with this one column unmasked; the trace is written in the same transaction.
 */
export const lookApi = (ops: Ops) => ({
  look: op({
    title: '查看个人信息全值',
    limits: '只答本人可读的记录里被遮去的一列；写明目的，并留痕给审计管理员和被查看的本人',
    input: zLooking,
    output: zSeen,
    run: (ask: Ask, i: z.output<typeof zLooking>) => look(ops, ask, i),
  }),
  ...tracesApi(register),
})
async function look(ops: Ops, ask: Ask, i: z.output<typeof zLooking>) {
  const get = ops[i.module]?.['get']
  const [schema, table, name = ''] = i.column.split('.')
  const declared = register[`${schema}.${table}`]?.personal?.[name]
  if (ask.actor.person === null || !get?.reads || !declared) throw new NotFound('个人信息')
  if (get.by && !get.by.includes(ask.actor.role)) throw new NotFound('个人信息')
  if (i.purpose === purposes.at(-1) && i.note === '')
    throw new Refused([
      refusal('查看个人信息须写明目的', '选了“其他”而没有写说明', {
        cites: declared.basis,
        cure: '写明查看的目的',
        field: 'note',
      }),
    ])
  const whole: RecordView = await get.run({ ...ask, looking: i.column }, { id: i.id })
  const values = whole.sections.flatMap((s) => [
    ...(s.fields ?? []).flatMap((f) =>
      f.look === i.column ? [{ label: f.label, value: f.value }] : [],
    ),
    ...(s.columns ?? []).flatMap((c) =>
      c.look === i.column
        ? (s.rows ?? []).map((r) => ({ label: c.label, value: r[c.key] ?? null }))
        : [],
    ),
  ])
  if (values.length === 0) throw new NotFound('个人信息')
  await addLook(ask, {
    module: i.module,
    record: i.id,
    about: whole.module === 'expert' ? whole.id : null,
    column: i.column,
    purpose: i.purpose,
    note: i.note,
  })
  return { values }
}
