import type { ColumnType } from 'kysely'
import type { Day, Instant } from './day.ts'
import type { Tx } from './db.ts'
import { type AnyFlow, NotFound } from './flow.ts'
import { type Actor, type Ask, entrusted } from './op.ts'
import { within } from './region.ts'

type At = ColumnType<Instant, string, string>
export type Parties = Readonly<Record<string, readonly string[]>>

export type SubjectTable = {
  id: string
  noun: string
  process: string
  title: string
  no: string | null
  region: string
  parties: ColumnType<Parties, string, string>
  state: string
  since: At
  due: ColumnType<Instant | null, string | null, string | null>
  law_on: Day
  version: ColumnType<number, number | undefined, never>
  /** What the state says of reading, for the policies. */
  open: boolean
  closed: boolean
}
export type JournalTable = {
  seq: ColumnType<number, never, never>
  subject: string
  process: string
  noun: string
  action: string
  from: string | null
  to: string
  person: string | null
  person_name: string
  behalf: ColumnType<string | null, string | null | undefined, never>
  role: string
  org: string | null
  org_name: string
  region: string
  at: At
  data: ColumnType<Record<string, unknown>, string, never>
  salt: string | null
  leaf: string
}
/** Stores may join these to read a state; only begin() and step() write them. */
export type Subjects = { 'kernel.subject': SubjectTable }
export type KernelTables = Subjects & {
  'kernel.journal': JournalTable
  'kernel.leaf': { index: number; seq: number; sha256: Buffer; sm3: Buffer }
}

export interface Subject<State extends string = string> {
  readonly id: string
  readonly noun: string
  readonly process: string
  readonly title: string
  readonly no: string | null
  readonly region: string
  readonly parties: Parties
  readonly state: State
  readonly since: Instant
  readonly due: Instant | null
  readonly lawOn: Day
  readonly version: number
}

export const toSubject = (
  r: {
    [K in keyof SubjectTable]: SubjectTable[K] extends ColumnType<infer S, infer _I, infer _U>
      ? S
      : SubjectTable[K]
  },
): Subject => ({
  id: r.id,
  noun: r.noun,
  process: r.process,
  title: r.title,
  no: r.no,
  region: r.region,
  parties: r.parties,
  state: r.state,
  since: r.since,
  due: r.due,
  lawOn: r.law_on,
  version: r.version,
})

/** The state of one thing. `lock` holds it until the transaction ends. Throws NotFound. */
export async function subjectOf<S extends string>(
  tx: Tx,
  flow: { noun: string; states: readonly S[] },
  id: string,
  lock?: 'update' | 'share',
): Promise<Subject<S>> {
  let q = tx
    .withTables<KernelTables>()
    .selectFrom('kernel.subject')
    .selectAll()
    .where('id', '=', id)
    .where('noun', '=', flow.noun)
  if (lock === 'update') q = q.forUpdate()
  if (lock === 'share') q = q.forShare()
  const row = await q.executeTakeFirst()
  if (!row) throw new NotFound(flow.noun)
  return toSubject(row) as Subject<S>
}

/** May this person act on this record, whatever the step? Roles say how far they reach. */
export function reaches(actor: Actor, flow: AnyFlow, s: Pick<Subject, 'parties' | 'region'>) {
  const role = flow.roles[actor.role]
  if (!role || !entrusted(actor, flow.noun)) return false
  const of = s.parties[role.relation] ?? []
  switch (role.reach) {
    case 'system':
    case 'any':
      return true
    case 'org':
      return actor.org !== null && of.includes(actor.org)
    case 'person':
      return actor.person !== null && of.includes(actor.person)
    case 'region':
      return actor.region === s.region
    case 'below':
      return within(s.region, actor.region)
  }
}
/** May this person read it? Whoever may act, a finance department above, and anyone once it is open. */
export const mayRead = (actor: Actor, flow: AnyFlow, s: Subject) =>
  flow.open.includes(s.state) ||
  (entrusted(actor, flow.noun) && flow.roles[actor.role]?.reach === 'region'
    ? !flow.closed.includes(s.state) && within(s.region, actor.region)
    : reaches(actor, flow, s))

/** One thing to act on, held until the transaction ends; to whoever's role does not reach it, as if it were not there. */
export async function mineOf<S extends string>(
  ask: Pick<Ask, 'tx' | 'actor'>,
  flow: AnyFlow & { states: readonly S[] },
  id: string,
): Promise<Subject<S>> {
  await mine(ask, flow, id)
  return mine(ask, flow, id, 'update')
}
/** Looked at before it is held: whoever has no part in a thing neither holds it up nor learns that somebody is at work on it. */
async function mine<S extends string>(
  ask: Pick<Ask, 'tx' | 'actor'>,
  flow: AnyFlow & { states: readonly S[] },
  id: string,
  lock?: 'update',
) {
  const s = await subjectOf(ask.tx, flow, id, lock)
  if (!reaches(ask.actor, flow, s)) throw new NotFound(flow.noun)
  return s
}

export const readable = (actor: Actor, flow: AnyFlow, s: Subject) => {
  if (!mayRead(actor, flow, s)) throw new NotFound(flow.noun)
}
