import { z } from 'zod'
import { type Ask, cancelJob, jobAbout, NotFound, op, zId } from '#kernel'

const zJob = z.strictObject({
  id: z.string(),
  state: z.enum(['等待', '进行', '完成', '失败', '取消']),
  done: z.number(),
  total: z.number().nullable(),
  note: z.string(),
})
/** 后台作业的进度。 */
export const jobApi = {
  find: op({
    title: '一件事项的后台作业',
    input: z.strictObject({ about: z.uuid() }),
    output: z.strictObject({ job: zJob.nullable() }),
    limits: '只答本人发起的作业',
    run: async (ask: Ask, { about }) => {
      const j = await jobAbout(ask.tx, about)
      return {
        job:
          j === null || j.person !== ask.actor.person
            ? null
            : { id: j.id, state: j.state, done: j.done, total: j.total, note: j.note },
      }
    },
  }),
  cancel: op({
    title: '取消后台作业',
    input: z.strictObject({ id: zId<'job'>() }),
    output: z.strictObject({ id: z.string() }),
    limits: '只取消本人发起的作业',
    run: async (ask, { id }) => {
      if (ask.actor.person === null) throw new NotFound('作业')
      await cancelJob(ask, id)
      return { id }
    },
  }),
}
