import { z } from 'zod'
import { asHouse, instant, op, Refused, refusal, rfc3339 } from '#kernel'
import { cite } from '#law'
import { Away, countParcels, retry } from '#outside'
import { KIND, lost, parcelsShown, reconcile } from './actions.ts'

const by = ['财政监管', '系统管理员'] as const
const states = ['待送', '已送达', '被退回', '放弃'] as const
const limits = '公告的报送情况，内容本已公开'
export const upwardApi = {
  list: op({
    title: '公告报送中央网站的情况',
    limits,
    by: [...by],
    input: z.strictObject({
      state: z.enum(states).optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    output: z.strictObject({
      counts: z.record(z.string(), z.number()),
      parcels: z.array(
        z.strictObject({
          id: z.string(),
          notice: z.string(),
          title: z.string(),
          state: z.string(),
          tries: z.number(),
          placed: z.string(),
          due: z.string().nullable(),
          ended: z.string().nullable(),
          fault: z.string(),
          receipt: z.string(),
        }),
      ),
    }),
    run: async (ask, w) => ({
      counts: await asHouse(ask, () => countParcels(ask.tx, KIND)),
      parcels: (await asHouse(ask, () => parcelsShown(ask, w))).map((p) => ({
        id: p.id,
        notice: p.key,
        title: p.title,
        state: p.state,
        tries: p.tries,
        placed: rfc3339(p.placed),
        due: p.due === null ? null : rfc3339(p.due),
        ended: p.ended === null ? null : rfc3339(p.ended),
        fault: p.fault,
        receipt: typeof p.answer?.['receipt'] === 'string' ? p.answer['receipt'] : '',
      })),
    }),
  }),
  getDifferences: op({
    title: '与中央网站对账',
    limits,
    by: [...by],
    input: z.strictObject({ days: z.coerce.number().int().min(1).max(366).default(30) }),
    output: z.strictObject({
      checked: z.number(),
      differences: z.array(
        z.strictObject({ notice: z.string(), title: z.string(), what: z.string() }),
      ),
    }),
    run: async (ask, { days }) => {
      try {
        return await asHouse(ask, () => reconcile(ask, instant(ask.now - days * 86_400_000)))
      } catch (e) {
        if (!(e instanceof Away)) throw e
        throw new Refused([
          refusal('对方没有应答', e.message, {
            cites: [cite('101号令', '第十三条', '自收到政府采购信息起1个工作日内发布')],
            cure: '稍后再对账；待送的公告会自动重试，本系统的发布不受影响',
          }),
        ])
      }
    },
  }),
  resend: op({
    title: '立即重送',
    limits,
    by: [...by],
    input: z.strictObject({ id: z.uuid() }),
    output: z.strictObject({ id: z.string() }),
    run: async (ask, { id }) => ((await retry(ask.tx, KIND, id, ask.now)) ? { id } : lost()),
  }),
}
