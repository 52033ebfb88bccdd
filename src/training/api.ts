import { z } from 'zod'
import { type Ask, asHouse, op, rfc3339 } from '#kernel'
import { advance, leaps } from './actions.ts'
import { nextDue, seedWord } from './store.ts'

const zClock = z.strictObject({
  /** null: this is no training region. */
  training: z
    .strictObject({
      now: z.string(),
      /** How many times faster than the wall's clock. */
      pace: z.number(),
      ends: z.string().nullable(),
      seed: z.string(),
      digest: z.string(),
    })
    .nullable(),
})
/** 培训区的时钟。 */
export const trainingApi = {
  get: op({
    title: '这里是不是培训区，时钟到了哪里',
    input: z.strictObject({}),
    output: zClock,
    public: true,
    run: async (ask: Ask) => {
      const { training } = ask.world
      const made = training ? await seedWord(ask.tx) : undefined
      return {
        training: training
          ? {
              now: rfc3339(ask.now),
              pace: training.pace,
              ends: training.ends === null ? null : rfc3339(training.ends),
              seed: made?.seed ?? '',
              digest: made?.digest ?? '',
            }
          : null,
      }
    },
  }),
  getNext: op({
    title: '下一个期限',
    input: z.strictObject({}),
    output: z.strictObject({
      next: z.strictObject({ at: z.string(), title: z.string() }).nullable(),
    }),
    by: ['系统管理员'],
    limits: '只在培训区：本区下一件到期事项的时间和名称',
    run: async (ask) => {
      const next = ask.world.training ? await asHouse(ask, () => nextDue(ask.tx, ask.now)) : null
      return { next: next && { at: rfc3339(next.at), title: next.title } }
    },
  }),
  advance: op({
    title: '推进时钟（日终）',
    input: z.strictObject({ to: z.enum(leaps).meta({ title: '推进到' }) }),
    output: z.strictObject({ at: z.string(), about: z.string() }),
    by: ['系统管理员'],
    limits: '只在培训区：时钟只进不退，不动任何事项',
    run: async (ask, { to }) => {
      const r = await advance(ask, to)
      return { at: rfc3339(r.at), about: r.about }
    },
  }),
}
