import { sql } from 'kysely'
import { type Ask, beginAll, type Day } from '#kernel'
import { firstSaid } from '#libraries/register'
import { type ExpertFacts, expertFlow } from './model.ts'

const actions = { 在库: 'adopt', 暂停: 'adoptPaused', 停用: 'adoptEnded' } as const
interface Row {
  person: string
  name: string
  state: keyof typeof actions
  region: string
  born: Day
  title: string
  employer: string
}
/**
 * Experts of a 0.1.0 database that have no registration yet, each in the state of then. A suspension without an end waits for
 * the finance department: 0.1.0 kept none. Answers how many.
 */
export async function adoptExperts(ask: Ask): Promise<number> {
  const { rows } = await sql<Row>`
    select e.person, p.name, coalesce(k.state, '在库') as state, e.region, e.born, e.title, e.employer
    from library.expert e join library.person p on p.id = e.person left join library.kept k on k.id = e.person
    where not exists (select from kernel.subject s where s.id = e.person) order by e.person`.execute(
    ask.tx,
  )
  const facts: ExpertFacts = {
    today: ask.today,
    born: ask.today,
    grade: '同等专业水平',
    titleYears: 0,
    strange: [],
    specialities: 0,
    supervisor: false,
    lastBad: null,
  }
  for (const [state, action] of Object.entries(actions))
    await beginAll(
      ask,
      expertFlow,
      action,
      rows
        .filter((e) => e.state === state)
        .map((e) => ({
          newborn: {
            id: e.person,
            title: e.name,
            process: e.person,
            lawOn: ask.today,
            region: e.region,
            parties: { 评审专家: [e.person] },
          },
          facts,
        })),
    )
  await firstSaid(
    ask,
    rows.flatMap((e) =>
      (
        [
          ['职称', e.title],
          ['工作单位', e.employer],
        ] as const
      ).map(([key, value]) => ({
        subject: e.person,
        fact: { key, value, source: '交换数据' as const, asOf: ask.today, expires: null },
      })),
    ),
  )
  return rows.length
}
