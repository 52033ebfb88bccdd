import { sql } from 'kysely'
import { z } from 'zod'
import { type Instant, op, rfc3339 } from '#kernel'

/** A line of the security log, as its reader sees it. */
export const zLine = z.strictObject({
  at: z.string(),
  name: z.string(),
  kind: z.string(),
  said: z.string(),
  agent: z.string(),
  address: z.string(),
})
export interface Line {
  seq: number
  at: Instant
  name: string
  kind: string
  said: string
  agent: string
  address: string
}
export const line = ({ at, name, kind, said, agent, address }: Line) => ({
  at: rfc3339(at),
  name,
  kind,
  said,
  agent,
  address,
})
/** 审计：what the system and the security administrators did, and who came and went; nothing can be changed here. */
export const auditApi = {
  list: op({
    title: '安全审计',
    by: ['审计管理员'],
    limits: '全部登录与账号日志，以及任职、账号、授权委托的办理',
    input: z.strictObject({ kind: z.enum(['', '办理', '登录', '异常']).default('') }),
    output: z.strictObject({ events: z.array(zLine) }),
    run: async (ask, { kind }) => {
      const acts =
        await sql<Line>`select j.seq, j.at, j.person_name || '（' || j.role || '）' as name, '办理' as kind,
          j.noun || '：' || j.action || '　' || s.title as said, '' as agent, '' as address
        from kernel.journal j join kernel.subject s on s.id = j.subject
        where j.noun in ('任职', '账号', '授权委托', '颁发机构') order by j.seq desc limit 300`.execute(
          ask.tx,
        )
      const events =
        await sql<Line>`select * from identity.event order by seq desc limit 500`.execute(ask.tx)
      const name = (l: Line) => {
        const [noun, rest = ''] = l.said.split('：')
        const [action, title] = rest.split('　')
        const flow = ask.world.flows.find((f) => f.noun === noun)
        return { ...l, said: `${flow?.steps[action ?? '']?.name ?? action}：${title}` }
      }
      const calm = ['登录', '代办', '启用']
      return {
        events: [
          ...(kind === '' || kind === '办理' ? acts.rows.map(name) : []),
          ...events.rows.filter(
            (e) =>
              kind === '' ||
              (kind === '登录' && calm.includes(e.kind)) ||
              (kind === '异常' && !calm.includes(e.kind)),
          ),
        ]
          .sort((a, b) => b.at - a.at)
          .slice(0, 500)
          .map(line),
      }
    },
  }),
}
