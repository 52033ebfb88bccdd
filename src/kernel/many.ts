import { sql } from 'kysely'
import { ts } from './db.ts'
import { demand, type Flow, inWords, NotFound, refusals } from './flow.ts'
import { type Extra, leafOf, type Newborn } from './journal.ts'
import { type Ask, type Entry, entrusted, signature } from './op.ts'

export interface Birth<F> {
  readonly newborn: Newborn
  readonly facts: F
  readonly extra?: Extra
}
/**
 * Many things that enter the world by one action, as `begin` brings one: each is judged by the same rules and gets its own
 * entry, in the order given, and whoever follows is told of each. All of them, or, when one is refused, none.
 */
export async function beginMany<S extends string, A extends string, R extends string, F>(
  ask: Ask,
  flow: Flow<S, A, R, F>,
  action: A,
  births: readonly Birth<F>[],
): Promise<void> {
  const { actor, now, tx } = ask
  if (!entrusted(actor, flow.noun)) throw new NotFound(flow.noun)
  const taken = flow.steps[action]
  const subjects: object[] = []
  const entries: object[] = []
  for (const [n, { newborn: s, facts, extra = {} }] of births.entries()) {
    const no = extra.no ?? null
    demand(
      inWords(
        flow,
        { no },
        refusals(flow, action, { state: null, role: actor.role, on: s.lawOn, facts }),
      ),
    )
    const { leaf, salt } = leafOf(
      {
        subject: s.id,
        process: s.process,
        noun: flow.noun,
        action,
        from: null,
        to: taken.to,
        at: now,
        role: actor.role,
        orgName: actor.orgName,
        region: s.region,
      },
      extra,
      taken.sealed === true,
    )
    const due = extra.due ? ts(extra.due) : null
    subjects.push({ ...s, no, due, law_on: s.lawOn })
    entries.push({ n, ...s, data: { ...extra.open, ...extra.data }, salt, leaf })
  }
  if (births.length === 0) return
  await sql`insert into kernel.subject (id, noun, process, title, no, region, parties, state, since, due, law_on, open, closed)
    select id, ${flow.noun}, process, title, no, region, parties, ${taken.to}, ${ts(now)}, due, law_on,
      ${flow.open.includes(taken.to)}, ${flow.closed.includes(taken.to)}
    from jsonb_to_recordset(${JSON.stringify(subjects)}::jsonb)
      as r(id uuid, process uuid, title text, no text, region text, parties jsonb, due timestamptz, law_on date)`.execute(
    tx,
  )
  const { rows } = await sql<{ seq: number; subject: string; process: string }>`
    insert into kernel.journal
      (subject, process, noun, action, "from", "to", person, person_name, behalf, role, org, org_name, region, at, data, salt, leaf)
    select id, process, ${flow.noun}, ${action}, null, ${taken.to}, ${actor.person}::uuid, ${signature(actor)},
      ${actor.behalf?.person ?? null}::uuid, ${actor.role}, ${actor.org}::uuid, ${actor.orgName}, region, ${ts(now)}, data, salt, leaf
    from jsonb_to_recordset(${JSON.stringify(entries)}::jsonb)
      as r(n int, id uuid, process uuid, region text, data jsonb, salt text, leaf text)
    order by n
    returning seq, subject, process`.execute(tx)
  const followers = ask.world.followers[`${flow.noun}.${action}`] ?? []
  if (followers.length === 0) return
  for (const row of rows) {
    const entry: Entry = { ...row, noun: flow.noun, action, from: null, to: taken.to, at: now }
    for (const follow of followers) await follow(ask, entry)
  }
}
