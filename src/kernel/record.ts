import { z } from 'zod'

/** How a record shows itself to a person: the workbench, the project page and print draw the same sections. */
export const zCell = z.union([z.string(), z.number(), z.boolean(), z.null()])
export const zSection = z.strictObject({
  title: z.string(),
  fields: z
    .array(
      z.strictObject({
        label: z.string(),
        value: zCell,
        kind: z.enum(['text', 'money', 'day', 'instant', 'long', 'hash', 'link']).optional(),
        /** Masked: the column that `privacy.look` shows whole to whoever says what for. */
        look: z.string().optional(),
      }),
    )
    .optional(),
  columns: z
    .array(
      z.strictObject({
        key: z.string(),
        label: z.string(),
        kind: z
          .enum(['text', 'money', 'day', 'instant', 'number', 'hash', 'link', 'file'])
          .optional(),
        look: z.string().optional(),
      }),
    )
    .optional(),
  rows: z.array(z.record(z.string(), zCell)).optional(),
})
export type Section = z.infer<typeof zSection>
export type Field = NonNullable<Section['fields']>[number]

export const zCitation = z.object({
  law: z.string(),
  article: z.string(),
  quote: z.string(),
  mark: z.enum(['✔', '◐', '✎', '△']).optional(),
})
export const zRefusal = z.object({
  rule: z.string(),
  because: z.string(),
  cites: z.array(zCitation),
  facts: z.record(z.string(), zCell),
  cure: z.string(),
  field: z.string().optional(),
  suggest: z.string().optional(),
})
export const zOffer = z.strictObject({
  action: z.string(),
  name: z.string(),
  /** May be taken and need not: correcting, withdrawing, ending early. */
  may: z.boolean(),
  refusals: z.array(zRefusal),
})
export type Offer = z.infer<typeof zOffer>
export const zTrail = z.strictObject({
  seq: z.number(),
  at: z.string(),
  name: z.string(),
  who: z.string(),
  role: z.string(),
  org: z.string(),
  from: z.string().nullable(),
  to: z.string(),
  index: z.number().nullable(),
})
/** Noun and state in the words of this thing: for people; programs compare `noun` and `state`. */
export const zShown = z.strictObject({ noun: z.string(), state: z.string() })
export const zRecord = z.strictObject({
  id: z.string(),
  module: z.string(),
  noun: z.string(),
  shown: zShown,
  title: z.string(),
  no: z.string().nullable(),
  state: z.string(),
  since: z.string(),
  due: z.string().nullable(),
  region: z.string(),
  process: z.string(),
  lawOn: z.string(),
  /** Typed business data of the record, for programs; sections are for people. */
  data: z.record(z.string(), z.unknown()),
  sections: z.array(zSection),
  trail: z.array(zTrail),
  offers: z.array(zOffer),
})
export type RecordView = z.infer<typeof zRecord>
/** What every step answers. */
export const zDone = z.strictObject({
  id: z.string(),
  state: z.string(),
  no: z.string().nullable(),
  due: z.string().nullable(),
})
export type Done = z.infer<typeof zDone>
