import { sql } from 'kysely'
import { z } from 'zod'
import { rfc3339 } from './day.ts'
import type { AnyFlow } from './flow.ts'
import { type Story, trail } from './journal.ts'
import type { Ask } from './op.ts'
import type { Done, RecordView, Section } from './record.ts'
import { under } from './region.ts'
import { type KernelTables, mayRead, type Subject, toSubject } from './subject.ts'

/** The short answer of a step. */
export const done = (s: Subject): Done => ({
  id: s.id,
  state: s.state,
  no: s.no,
  due: s.due === null ? null : rfc3339(s.due),
})

/** A record as the outside sees it: what it is, what happened, and what this person could do here now. */
export async function present<S extends string, A extends string, R extends string, F>(
  ask: Ask,
  told: Story<S, A, R, F>,
  s: Subject<S>,
  more: { data: Record<string, unknown>; sections: Section[] },
): Promise<RecordView> {
  return {
    id: s.id,
    module: told.flow.module,
    noun: s.noun,
    title: s.title,
    no: s.no,
    state: s.state,
    since: rfc3339(s.since),
    due: s.due === null ? null : rfc3339(s.due),
    region: s.region,
    process: s.process,
    lawOn: s.lawOn,
    ...more,
    trail: await trail(ask, { subject: s.id }),
    offers: (await told.offers(ask, s)).map((o) => ({
      ...o,
      refusals: o.refusals.map((r) => ({ ...r, cites: [...r.cites] })),
    })),
  }
}

export const zSummary = z.strictObject({
  id: z.string(),
  module: z.string(),
  noun: z.string(),
  title: z.string(),
  no: z.string().nullable(),
  state: z.string(),
  since: z.string(),
  due: z.string().nullable(),
  region: z.string(),
  process: z.string(),
})
export type Summary = z.infer<typeof zSummary>
export const summary = (flow: AnyFlow, s: Subject): Summary => ({
  id: s.id,
  module: flow.module,
  noun: s.noun,
  title: s.title,
  no: s.no,
  state: s.state,
  since: rfc3339(s.since),
  due: s.due === null ? null : rfc3339(s.due),
  region: s.region,
  process: s.process,
})

/** Everything of one kind that this person may read, newest first. */
export async function subjectsFor(ask: Ask, flow: AnyFlow, limit = 200): Promise<Summary[]> {
  const { actor } = ask
  const role = flow.roles[actor.role]
  const me = role?.reach === 'org' ? actor.org : role?.reach === 'person' ? actor.person : null
  const rows = await ask.tx
    .withTables<KernelTables>()
    .selectFrom('kernel.subject')
    .selectAll()
    .where('noun', '=', flow.noun)
    .where((eb) =>
      eb.or([
        ...(flow.open.length > 0 ? [eb('state', 'in', flow.open as string[])] : []),
        ...(role?.reach === 'region' ? [eb('region', 'in', under(actor.region))] : []),
        ...(role && me !== null
          ? [sql<boolean>`parties @> ${JSON.stringify({ [role.relation]: [me] })}::jsonb`]
          : []),
      ]),
    )
    .orderBy('since', 'desc')
    .limit(limit)
    .execute()
  return rows
    .map(toSubject)
    .filter((s) => mayRead(actor, flow, s))
    .map((s) => summary(flow, s))
}

/** Every step of one purchase, whoever took it: for the spine. */
export async function subjectsOfProcess(ask: Ask, process: string): Promise<Subject[]> {
  const rows = await ask.tx
    .withTables<KernelTables>()
    .selectFrom('kernel.subject')
    .selectAll()
    .where('process', '=', process)
    .orderBy('since')
    .execute()
  return rows.map(toSubject)
}
