import { sql } from 'kysely'
import { z } from 'zod'
import { rfc3339 } from './day.ts'
import type { AnyFlow } from './flow.ts'
import { type Story, trail } from './journal.ts'
import { type Actor, type Ask, op, zText } from './op.ts'
import { type Draft, draw, masked, without } from './private.ts'
import { type Done, type RecordView, type Section, zShown } from './record.ts'
import { under } from './region.ts'
import { type KernelTables, mayRead, type Subject, toSubject } from './subject.ts'
import { silent, unveil, type Veil, veiledFor } from './veil.ts'

/** The short answer of a step. */
export const done = (s: Subject): Done => ({
  id: s.id,
  state: s.state,
  no: s.no,
  due: s.due === null ? null : rfc3339(s.due),
})

const shown = (flow: AnyFlow, s: Pick<Subject, 'noun' | 'state' | 'no'>) => ({
  noun: flow.say?.(s.noun, s) ?? s.noun,
  state: flow.say?.(s.state, s) ?? s.state,
})

/** Titles and labels are ours and follow the words of the thing; values are other people's and stay. */
const wordsIn = (flow: AnyFlow, s: { no: string | null }, sections: Section[]): Section[] => {
  const w = (text: string) => flow.say?.(text, s) ?? text
  if (flow.say === undefined) return sections
  return sections.map((x) => ({
    ...x,
    title: w(x.title),
    ...(x.fields ? { fields: x.fields.map((f) => ({ ...f, label: w(f.label) })) } : {}),
    ...(x.columns ? { columns: x.columns.map((c) => ({ ...c, label: w(c.label) })) } : {}),
  }))
}

/** A record as the outside sees it: what it is, what happened, and what this person could do here now. */
export async function present<S extends string, A extends string, R extends string, F>(
  ask: Ask,
  told: Story<S, A, R, F>,
  s: Subject<S>,
  more: {
    data: Record<string, unknown>
    sections: readonly Draft[]
    /** The table of what is seen when, and where this record stands in it. */
    veil?: { of: Veil; phase: string }
  },
): Promise<RecordView> {
  const hidden: ReadonlySet<string> = more.veil
    ? veiledFor(ask.actor, more.veil.of, more.veil.phase, s)
    : new Set()
  const unspoken = more.veil ? silent(more.veil.of, hidden) : new Set()
  const shownNow = unveil(hidden, more)
  return {
    id: s.id,
    module: told.flow.module,
    noun: s.noun,
    shown: shown(told.flow, s),
    title: s.title,
    no: s.no,
    state: s.state,
    since: rfc3339(s.since),
    due: s.due === null ? null : rfc3339(s.due),
    region: s.region,
    process: s.process,
    lawOn: s.lawOn,
    data: without(ask, shownNow.data) as Record<string, unknown>,
    sections: wordsIn(told.flow, s, draw(ask, shownNow.sections)),
    trail: (await trail(ask, { subject: s.id })).filter((e) => !unspoken.has(e.role)),
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
  shown: zShown,
  title: z.string(),
  no: z.string().nullable(),
  state: z.string(),
  since: z.string(),
  due: z.string().nullable(),
  region: z.string(),
  process: z.string(),
})
export type Summary = z.infer<typeof zSummary>
/** One line of a list; a title that is somebody's name is masked to all but that person. */
export const summary = (actor: Actor, flow: AnyFlow, s: Subject): Summary => ({
  id: s.id,
  module: flow.module,
  noun: s.noun,
  shown: shown(flow, s),
  title:
    flow.named === undefined || s.parties[flow.named]?.includes(actor.person ?? '')
      ? s.title
      : masked('姓名', s.title),
  no: s.no,
  state: s.state,
  since: rfc3339(s.since),
  due: s.due === null ? null : rfc3339(s.due),
  region: s.region,
  process: s.process,
})

export const zListing = z.strictObject({
  word: zText(60).optional().meta({ title: '名称或编号' }),
  state: zText(40).optional().meta({ title: '状态' }),
  /** The last one of the page before. */
  after: z.uuid().optional(),
  limit: z
    .string()
    .regex(/^([1-9]\d?|1\d\d|200)$/, { message: '每页1至200件' })
    .optional(),
})
/** Everything of one kind that this person may read, newest first, a page at a time. */
export async function subjectsFor(
  ask: Ask,
  flow: AnyFlow,
  q: z.output<typeof zListing> = {},
): Promise<Summary[]> {
  const { actor } = ask
  const role = flow.roles[actor.role]
  const me = role?.reach === 'org' ? actor.org : role?.reach === 'person' ? actor.person : null
  let rows = ask.tx
    .withTables<KernelTables>()
    .selectFrom('kernel.subject')
    .selectAll()
    .where('noun', '=', flow.noun)
    .where((eb) =>
      eb.or([
        ...(flow.open.length > 0 ? [eb('state', 'in', flow.open as string[])] : []),
        ...(role?.reach === 'region' || role?.reach === 'below'
          ? [
              eb.and([
                eb('region', 'in', under(actor.region)),
                ...(flow.closed.length > 0 ? [eb('state', 'not in', flow.closed as string[])] : []),
              ]),
            ]
          : []),
        ...(role && me !== null
          ? [sql<boolean>`parties @> ${JSON.stringify({ [role.relation]: [me] })}::jsonb`]
          : []),
      ]),
    )
  if (q.state !== undefined) rows = rows.where('state', '=', q.state)
  if (q.word !== undefined) {
    const like = `%${q.word.replace(/[%_\\]/g, '\\$&')}%`
    rows = rows.where((eb) => eb.or([eb('title', 'like', like), eb('no', 'like', like)]))
  }
  if (q.after !== undefined)
    rows = rows.where(
      sql<boolean>`(since, id) < (select since, id from kernel.subject where id = ${q.after})`,
    )
  const found = await rows
    .orderBy('since', 'desc')
    .orderBy('id', 'desc')
    .limit(Number(q.limit ?? 200))
    .execute()
  return found
    .map(toSubject)
    .filter((s) => mayRead(actor, flow, s))
    .map((s) => summary(actor, flow, s))
}
/** The list of every module: the same question, the same answer. */
export const listing = (title: string, flow: AnyFlow) =>
  op({
    title,
    input: zListing,
    output: z.array(zSummary),
    reads: flow,
    run: (ask, q) => subjectsFor(ask, flow, q),
  })

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
