import { z } from 'zod'
import {
  type Ask,
  type Day,
  type Draft,
  type Owner,
  Private,
  regionName,
  regionOf,
  rfc3339,
  under,
  within,
  zText,
} from '#kernel'
import { expired } from './model.ts'
import { scales } from './orgs.ts'
import type { Kept, Listed } from './store.ts'

/** A supplier's or an expert's telephone is somebody's; that of a purchaser or an agency is its office's, published in every notice. */
const privateFact = (f: Kept, of: Owner | null) =>
  of !== null && (f.key === '联系电话' || f.key === '手机号')
    ? new Private('library.fact.value', '电话', f.value, of)
    : f.value
/** 资料与来源，以及更早的说法: every fact with who said it and since when. */
export function factSections(facts: readonly Kept[], today: Day, of: Owner | null = null): Draft[] {
  const now = facts.filter((f) => f.until === null)
  const before = facts.filter((f) => f.until !== null)
  const columns: NonNullable<Draft['columns']> = [
    { key: 'key', label: '事项' },
    { key: 'value', label: '内容' },
    { key: 'source', label: '来源' },
    { key: 'saidBy', label: '提供者' },
    { key: 'asOf', label: '以哪天为准', kind: 'day' },
  ]
  const row = (f: Kept) => ({
    key: f.key,
    value: privateFact(f, of),
    source: f.source,
    saidBy: f.saidBy,
    asOf: f.asOf,
  })
  return [
    {
      title: '资料与来源',
      columns: [...columns, { key: 'expires', label: '有效至' }],
      rows: [...now]
        .sort((a, b) => a.since - b.since)
        .map((f) => ({
          ...row(f),
          expires:
            f.expires === null ? '长期' : expired(f, today) ? `${f.expires}（已过期）` : f.expires,
        })),
    },
    ...(before.length === 0
      ? []
      : [
          {
            title: '历史',
            columns: [
              ...columns,
              { key: 'from', label: '自', kind: 'instant' as const },
              { key: 'to', label: '至', kind: 'instant' as const },
            ],
            rows: before.map((f) => ({
              ...row(f),
              from: rfc3339(f.since),
              to: f.until === null ? null : rfc3339(f.until),
            })),
          },
        ]),
  ]
}

export const zRegion = z
  .string()
  .refine((r) => regionOf(r) !== undefined, { message: '没有这个行政区划' })
  .meta({ title: '登记地', 'x-kind': 'region' })
/** What a list may be asked: everything is text because it stands in an address. */
export const zWanted = z.strictObject({
  q: z.union([z.literal(''), zText(60)]).default(''),
  region: z.union([z.literal(''), zRegion]).default(''),
  state: z.union([z.literal(''), zText(10)]).default(''),
  page: z.coerce.number().int().min(1).max(5_000).default(1),
})
export const wanted = (i: z.output<typeof zWanted>) => ({
  q: i.q,
  regions: i.region === '' ? null : under(i.region),
  state: i.state,
  page: i.page,
})
/** A page of a library, ready to be drawn: columns say what they are, rows carry text. */
export const zPage = z.strictObject({
  total: z.number(),
  perPage: z.number(),
  states: z.array(z.string()),
  columns: z.array(z.strictObject({ key: z.string(), label: z.string() })),
  rows: z.array(z.record(z.string(), z.union([z.string(), z.null()]))),
})
/** `id` is there only for whoever may open the record: its own unit, its finance department and those above. */
export const listedRow = (ask: Ask, r: Listed) => ({
  id:
    ask.actor.org === r.id || (ask.actor.role === '财政监管' && within(r.region, ask.actor.region))
      ? r.id
      : null,
  name: r.name,
  uscc: r.uscc,
  region: regionName(r.region),
  state: r.state,
  since: rfc3339(r.since),
})

/** Judged by the rule, not by the form: the rule can say what is wrong and what was probably meant. */
export const zCode = z.string().max(40).meta({ title: '统一社会信用代码', 'x-kind': 'uscc' })
export const zProfile = {
  name: zText(120).meta({ title: '单位名称' }),
  address: zText(200).meta({ title: '住所' }),
  inCharge: zText(40).meta({ title: '单位负责人' }),
  phone: zText(40).meta({ title: '联系电话' }),
  scale: z.enum(scales).nullable().default(null).meta({ title: '企业规模' }),
}
export const zAccount = z
  .strictObject({
    name: zText(40).meta({ title: '经办人姓名' }),
    account: z
      .string()
      .regex(/^[a-z][a-z0-9_.-]{2,31}$/, {
        message: '3至32位，以小写字母开头，用小写字母、数字、点、横线',
      })
      .meta({ title: '账号' }),
    password: z
      .string()
      .min(10, '不得少于10位')
      .max(200)
      .meta({ title: '口令（不少于10位）', 'x-kind': 'password' }),
  })
  .meta({ title: '经办人账号' })
export const zReason = zText(500).meta({ title: '理由或依据文书', 'x-kind': 'long' })
