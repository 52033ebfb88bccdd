import { z } from 'zod'
import { op, regionOf, rfc3339 } from '#kernel'
import { announcedLots, resultDigest } from '#tender'
import { kinds, type Notice } from './model.ts'
import * as store from './store.ts'

export const zNotice = z.strictObject({
  id: z.string(),
  /** The thing it tells of, and the purchase that belongs to (itself where there is none): as its entry in the journal says. */
  of: z.string(),
  process: z.string().nullable(),
  kind: z.enum(kinds),
  ocid: z.string().nullable(),
  projectNo: z.string().nullable(),
  title: z.string(),
  region: z.string(),
  publisher: z.string(),
  published: z.string(),
  ends: z.string().nullable(),
  corrects: z.string().nullable(),
  sha256: z.string(),
  content: z.record(z.string(), z.unknown()),
})
export const wire = (n: Notice): z.infer<typeof zNotice> => ({
  id: n.id,
  of: n.subject,
  process: n.process,
  kind: n.kind,
  ocid: n.ocid,
  projectNo: n.projectNo,
  title: n.title,
  region: n.region,
  publisher: n.publisher,
  published: rfc3339(n.published),
  ends: n.ends,
  corrects: n.corrects,
  sha256: n.sha256,
  content: { ...n.content },
})
export const zFind = z.strictObject({
  region: z
    .string()
    .refine((r) => regionOf(r) !== undefined, { message: '没有这个行政区划' })
    .optional(),
  kind: z.enum(kinds).optional(),
  before: z
    .string()
    .regex(/^\d{1,14},[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, { message: '翻页标记不对' })
    .optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
})
export const cursorOf = (n: Notice) => `${n.published},${n.id}`
export const api = {
  get: op({
    title: '一份公告',
    public: true,
    input: z.strictObject({ id: z.uuid() }),
    output: zNotice,
    run: async (ask, { id }) => wire(await store.noticeOf(ask.tx, id)),
  }),
  listEvaluations: op({
    title: '已公布的评审：输入与结果，任何人可重算',
    public: true,
    input: z.strictObject({}),
    output: z.strictObject({ evaluations: z.array(z.record(z.string(), z.unknown())) }),
    run: async (ask) => ({
      evaluations: (await announcedLots(ask.tx, 200)).flatMap((l) =>
        l.ranking === null
          ? []
          : [
              {
                lot: l.id,
                title: l.title,
                input: l.ranking.input,
                ranked: l.ranking.ranked,
                order: l.ranking.order,
                sha256: resultDigest(l.ranking),
              },
            ],
      ),
    }),
  }),
}
