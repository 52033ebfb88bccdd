import { sql } from 'kysely'
import { instant } from './day.ts'
import { ts } from './db.ts'
import type { AnyFlow, RoleSpec } from './flow.ts'
import { type Ask, entrusted } from './op.ts'
import { under } from './region.ts'
import { type KernelTables, mayRead, type Subject, toSubject } from './subject.ts'

export interface Waiting {
  readonly subject: Subject
  readonly module: string
  readonly actions: readonly string[]
  /** What kinds of act wait here: 审批, 核准, 备案, 审核; 办理 where a step has none of these natures. */
  readonly natures: readonly string[]
}
interface Duty {
  readonly names: string[]
  readonly natures: string[]
}
/** state → what this role may do there, for the states where something waits for it. */
function dutiesOf(flow: AnyFlow, role: string): Map<string, Duty> {
  const mine = Object.values(flow.steps).filter((s) => s.by.includes(role) && !s.inner)
  const states = new Set(mine.filter((s) => !s.may).flatMap((s) => s.from as string[]))
  return new Map(
    [...states].map((state) => {
      const here = mine.filter((s) => s.from.includes(state))
      return [
        state,
        {
          names: here.map((s) => s.name),
          natures: [...new Set(here.filter((s) => !s.may).map((s) => s.nature ?? '办理'))],
        },
      ]
    }),
  )
}
/** 待办：everything this position reaches that stands in a state where its role has something to do. */
export async function inbox(ask: Ask, limit = 200): Promise<Waiting[]> {
  const { actor } = ask
  const out: Waiting[] = []
  for (const flow of ask.world.flows) {
    const spec = flow.roles[actor.role]
    if (!spec || !entrusted(actor, flow.noun)) continue
    const states = dutiesOf(flow, actor.role)
    if (states.size === 0) continue
    let q = ask.tx
      .withTables<KernelTables>()
      .selectFrom('kernel.subject')
      .selectAll()
      .where('noun', '=', flow.noun)
      .where('state', 'in', [...states.keys()])
      .orderBy(sql`due nulls last`)
      .orderBy('since')
      .limit(limit)
    if (spec.reach === 'below') q = q.where('region', 'in', under(actor.region))
    if (spec.reach === 'region') q = q.where('region', '=', actor.region)
    if (spec.reach === 'org' || spec.reach === 'person') {
      const me = spec.reach === 'org' ? actor.org : actor.person
      if (me === null) continue
      q = q.where(sql<boolean>`parties @> ${JSON.stringify({ [spec.relation]: [me] })}::jsonb`)
    }
    for (const row of await q.execute()) {
      const subject = toSubject(row)
      const duty = states.get(subject.state)
      const actions = (duty?.names ?? []).map((a) => flow.say?.(a, subject) ?? a)
      out.push({ subject, module: flow.module, actions, natures: duty?.natures ?? [] })
    }
  }
  return out
    .sort(
      (a, b) =>
        (a.subject.due ?? Infinity) - (b.subject.due ?? Infinity) ||
        a.subject.since - b.subject.since,
    )
    .slice(0, limit)
}

/** What this position's organisation has under way and others must act on next, soonest first. */
export async function waitingForOthers(ask: Ask, limit = 50): Promise<Waiting[]> {
  const { actor } = ask
  const out: Waiting[] = []
  for (const flow of ask.world.flows) {
    const spec = flow.roles[actor.role]
    const me = spec?.reach === 'org' ? actor.org : spec?.reach === 'person' ? actor.person : null
    if (!spec || me === null) continue
    const mine = dutiesOf(flow, actor.role)
    const others = new Map<string, string[]>()
    for (const s of Object.values(flow.steps))
      if (!s.inner && !s.may && !s.by.includes(actor.role))
        for (const from of s.from as string[])
          if (!mine.has(from)) others.set(from, [...(others.get(from) ?? []), ...s.by])
    if (others.size === 0) continue
    const rows = await ask.tx
      .withTables<KernelTables>()
      .selectFrom('kernel.subject')
      .selectAll()
      .where('noun', '=', flow.noun)
      .where('state', 'in', [...others.keys()])
      .where(sql<boolean>`parties @> ${JSON.stringify({ [spec.relation]: [me] })}::jsonb`)
      .orderBy(sql`due nulls last`)
      .orderBy('since')
      .limit(limit)
      .execute()
    for (const row of rows) {
      const subject = toSubject(row)
      if (mayRead(actor, flow, subject))
        out.push({
          subject,
          module: flow.module,
          actions: [...new Set(others.get(subject.state))],
          natures: [],
        })
    }
  }
  return out.sort((a, b) => a.subject.since - b.subject.since).slice(0, limit)
}

/**
 * Things of one kind and state whose time comes within so many days, soonest first: those this role reaches by what it is to
 * them, whether or not it ever takes a step there; `open` for a role that looks for what is open to everybody.
 */
export async function dueSoon(
  ask: Ask,
  noun: string,
  state: string,
  days: number,
  reach: RoleSpec | 'open' | undefined,
  limit = 50,
): Promise<Subject[]> {
  const { actor } = ask
  const flow = ask.world.flows.find((f) => f.noun === noun)
  if (!flow || reach === undefined) return []
  const until = instant(ask.now + days * 86_400_000)
  let q = ask.tx
    .withTables<KernelTables>()
    .selectFrom('kernel.subject')
    .selectAll()
    .where('noun', '=', noun)
    .where('state', '=', state)
    .where(sql<boolean>`due <= ${ts(until)}`)
    .orderBy('due')
    .limit(limit)
  if (reach !== 'open') {
    if (reach.reach === 'below') q = q.where('region', 'in', under(actor.region))
    if (reach.reach === 'region') q = q.where('region', '=', actor.region)
    if (reach.reach === 'org' || reach.reach === 'person') {
      const me = reach.reach === 'org' ? actor.org : actor.person
      if (me === null) return []
      q = q.where(sql<boolean>`parties @> ${JSON.stringify({ [reach.relation]: [me] })}::jsonb`)
    }
  }
  return (await q.execute()).map(toSubject).filter((s) => mayRead(actor, flow, s))
}

/**
 * What of this organisation's hangs on a purchase in which somebody else took one of these steps in the last so many days: for
 * news that asks nothing of anybody, and that nobody may miss.
 */
export async function toldLately(
  ask: Ask,
  noun: string,
  by: { readonly noun: string; readonly actions: readonly string[] },
  days: number,
  limit = 50,
): Promise<Subject[]> {
  const { actor } = ask
  const flow = ask.world.flows.find((f) => f.noun === noun)
  const spec = flow?.roles[actor.role]
  if (!flow || spec?.reach !== 'org' || actor.org === null) return []
  const since = instant(ask.now - days * 86_400_000)
  const rows = await ask.tx
    .withTables<KernelTables>()
    .selectFrom('kernel.subject')
    .selectAll()
    .where('noun', '=', noun)
    .where(sql<boolean>`parties @> ${JSON.stringify({ [spec.relation]: [actor.org] })}::jsonb`)
    .where(
      sql<boolean>`exists (select from kernel.journal j where j.process = kernel.subject.process
        and j.noun = ${by.noun} and j.action = any(${by.actions}) and j.at >= ${ts(since)})`,
    )
    .orderBy('since')
    .limit(limit)
    .execute()
  return rows.map(toSubject).filter((s) => mayRead(actor, flow, s))
}
