import { sql } from 'kysely'
import { z } from 'zod'
import { flows, stages } from '#flows'
import {
  type Ask,
  fen,
  mayRead,
  NotFound,
  rfc3339,
  type Subject,
  subjectsOfProcess,
  sum,
  summary,
  trail,
  yuanText,
  zSummary,
  zTrail,
} from '#kernel'
import { orgOf, projectOf } from '#libraries'

export const zProject = z.strictObject({
  project: z.strictObject({
    id: z.string(),
    ocid: z.string(),
    no: z.string(),
    title: z.string(),
    buyer: z.string(),
    region: z.string(),
    category: z.string(),
  }),
  spine: z.array(
    z.strictObject({
      stage: z.string(),
      status: z.enum(['done', 'now', 'next']),
      at: z.string().nullable(),
      who: z.string().nullable(),
      money: z.string().nullable(),
      note: z.string().nullable(),
      subjects: z.array(zSummary),
    }),
  ),
  trail: z.array(zTrail),
})
/** Nouns whose very existence is a secret until the opening. */
const SEALED = new Set(['投标', '澄清提问', '评审意见'])

/** 主线：九个阶段各走到哪里。 Shows what this person may read and nothing else. */
export async function projectView(ask: Ask, id: string): Promise<z.infer<typeof zProject>> {
  const project = await projectOf(ask.tx, { id })
  const all = await subjectsOfProcess(ask, id)
  const mine = all.filter((s) => {
    const flow = flows.find((f) => f.noun === s.noun)
    return flow !== undefined && mayRead(ask.actor, flow, s)
  })
  if (mine.length === 0) throw new NotFound('项目')
  const entries = await trail(ask, { process: id })
  const told = await toldOf(ask, id)
  const insider = all.some(
    (s) =>
      !SEALED.has(s.noun) &&
      (s.parties['采购人']?.includes(ask.actor.org ?? '') ||
        s.parties['代理机构']?.includes(ask.actor.org ?? '')),
  )
  const reached = stages.findLastIndex(
    // Publishing goes on all along: it does not say how far the purchase has come.
    (st) => st.name !== '公开' && st.flows.some((f) => mine.some((s) => s.noun === f.noun)),
  )
  return {
    project: {
      id: project.id,
      ocid: project.ocid,
      no: project.no,
      title: project.title,
      buyer: (await orgOf(ask.tx, project.buyer)).name,
      region: project.region,
      category: project.category,
    },
    spine: stages.map((st, i) => {
      const subjects = mine.filter((s) => st.flows.some((f) => f.noun === s.noun))
      const last = subjects.at(-1)
      return {
        stage: st.name,
        status:
          st.name === '公开'
            ? subjects.length > 0
              ? ('done' as const)
              : ('next' as const)
            : i < reached || (i === 0 && reached > 0)
              ? ('done' as const)
              : i === reached
                ? ('now' as const)
                : ('next' as const),
        at: last ? rfc3339(last.since) : null,
        who: last ? (told.get(last.id)?.org ?? null) : null,
        money: moneyOf(told, subjects),
        note: last ? `${last.noun}：${last.state}` : null,
        subjects: subjects.flatMap((s) => {
          const flow = flows.find((f) => f.noun === s.noun)
          return flow ? [summary(ask.actor, flow, s)] : []
        }),
      }
    }),
    // Steps on sealed things are shown to nobody here; each bidder sees its own on its own record.
    trail:
      insider || ask.actor.role === '财政监管'
        ? entries.filter((e) => !SEALED_STEPS.has(e.name))
        : [],
  }
}
const SEALED_STEPS = new Set(
  flows.flatMap((f) =>
    Object.values(f.steps)
      .filter((s) => s.sealed)
      .map((s) => s.name),
  ),
)

interface Told {
  /** Fen, as the journal states it last. */
  readonly amount: number | null
  /** Whose hand moved it last; null for the machine's. */
  readonly org: string | null
}
/** What the journal says last of each thing of this purchase: the money, and whose hand it was. */
async function toldOf(ask: Ask, process: string): Promise<ReadonlyMap<string, Told>> {
  const { rows } = await sql<Told & { subject: string }>`
    select subject,
      (array_agg((data->>'amount')::bigint order by seq desc) filter (where data->>'amount' ~ '^[0-9]{1,15}$'))[1] as amount,
      (array_agg(org_name order by seq desc) filter (where role <> '系统'))[1] as org
    from kernel.journal where process = ${process} group by subject`.execute(ask.tx)
  return new Map(rows.map((r) => [r.subject, r]))
}
const moneyOf = (told: ReadonlyMap<string, Told>, subjects: readonly Subject[]) => {
  const known = subjects.flatMap((s) => told.get(s.id)?.amount ?? [])
  return known.length > 0 ? yuanText(sum(known.map(fen))) : null
}
