import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { dayOf, type Instant, rfc3339 } from './day.ts'
import { ts } from './db.ts'
import {
  type AnyFlow,
  Conflict,
  demand,
  type Flow,
  inWords,
  NotFound,
  type Refusal,
  refusals,
} from './flow.ts'
import { type Ask, type Entry, entrusted, signature } from './op.ts'
import { nameFor } from './private.ts'
import { canonical } from './seal/canonical.ts'
import { demandProof } from './session.ts'
import {
  type KernelTables,
  mineOf,
  type Parties,
  reaches,
  type Subject,
  subjectOf,
} from './subject.ts'
import { asHouse } from './wall.ts'

/** What goes with a step besides the state. */
export interface Extra {
  /** Facts the whole world may read, in the leaf. */
  readonly open?: Record<string, unknown>
  /** Facts for the house, hashed with a salt in the leaf. */
  readonly data?: Record<string, unknown>
  /** When the clock must look again; null stops it; undefined stops it too. */
  readonly due?: Instant | null
  readonly title?: string
  readonly no?: string
  readonly parties?: Parties
}
export interface Newborn {
  readonly id: string
  readonly title: string
  /** The purchase it belongs to, and the day whose law judges it; both are its own for a purchase itself. */
  readonly process: string
  readonly lawOn: Subject['lawOn']
  readonly region: string
  readonly parties: Parties
}

const hash = (s: string) => createHash('sha256').update(s).digest('base64')

/** What the public tree hashes: open facts as they are, the rest as a salted hash, a sealed step as nothing but one. */
export function leafOf(
  e: Omit<Entry, 'seq'> & { role: string; orgName: string; region: string },
  extra: Pick<Extra, 'open' | 'data'>,
  sealed: boolean,
): { leaf: string; salt: string | null } {
  const body = {
    v: 1,
    at: rfc3339(e.at),
    noun: e.noun,
    action: e.action,
    from: e.from,
    to: e.to,
    subject: e.subject,
    process: e.process,
    role: e.role,
    org: e.orgName,
    region: e.region,
    ...(extra.open ? { open: extra.open } : {}),
  }
  const held = extra.data && Object.keys(extra.data).length > 0
  if (!held && !sealed) return { leaf: canonical(body), salt: null }
  const salt = randomBytes(16).toString('base64')
  const inside = held ? { ...body, data: hash(salt + canonical(extra.data)) } : body
  return sealed
    ? { leaf: canonical({ v: 1, blind: hash(salt + canonical(inside)) }), salt }
    : { leaf: canonical(inside), salt }
}

/** Rows of one statement: far below the 65,535 parameters that PostgreSQL takes. */
const AT_ONCE = 1000

async function write(
  ask: Ask,
  flow: AnyFlow,
  action: string,
  from: string | null,
  told: readonly { readonly s: Subject; readonly extra: Extra }[],
) {
  const { actor, now, tx } = ask
  const taken = flow.steps[action]
  if (!taken) throw new Error(`${flow.noun}没有“${action}”这一步`)
  const to = taken.to as string
  for (let at = 0; at < told.length; at += AT_ONCE) {
    const lines = told.slice(at, at + AT_ONCE).map(({ s, extra }) => {
      const e = {
        subject: s.id,
        process: s.process,
        noun: s.noun,
        action,
        from,
        to,
        at: now,
      }
      const who = { role: actor.role, orgName: actor.orgName, region: s.region }
      return { e, s, extra, ...leafOf({ ...e, ...who }, extra, taken.sealed === true) }
    })
    const { rows } = await sql<{ seq: number }>`
      insert into kernel.journal
        (subject, process, noun, action, "from", "to", person, person_name, behalf, role, org, org_name, region, at, data, salt, leaf)
      values ${sql.join(
        lines.map(
          ({ s, extra, salt, leaf }) =>
            sql`(${s.id}, ${s.process}, ${s.noun}, ${action}, ${from}, ${to}, ${actor.person}, ${signature(actor)},
              ${actor.behalf?.person ?? null}, ${actor.role},
              ${actor.org}, ${actor.orgName}, ${s.region}, ${ts(now)}, ${JSON.stringify({ ...extra.open, ...extra.data })}, ${salt}, ${leaf})`,
        ),
      )}
      returning seq`.execute(tx)
    const followers = ask.world.followers[`${flow.noun}.${action}`] ?? []
    for (const [i, { e }] of lines.entries())
      for (const follow of followers) await follow(ask, { seq: rows[i]?.seq as number, ...e })
  }
}

/** What one of many new things brings with it. */
export interface Birth<F> {
  readonly newborn: Newborn
  readonly facts: F
  readonly extra?: Extra
}
/**
 * Many new things of one kind enter the world by one action, all of them or none: as `begin` for each, in a statement per
 * thousand. Throws Refused with the reasons against every one that may not.
 */
export async function beginAll<S extends string, A extends string, R extends string, F>(
  ask: Ask,
  flow: Flow<S, A, R, F>,
  action: A,
  births: readonly Birth<F>[],
): Promise<Subject<S>[]> {
  if (!entrusted(ask.actor, flow.noun)) throw new NotFound(flow.noun)
  const { role } = ask.actor
  demand(
    births.flatMap(({ newborn, facts, extra }) =>
      inWords(
        flow,
        { no: extra?.no ?? null },
        refusals(flow, action, { state: null, role, on: newborn.lawOn, facts }),
      ),
    ),
  )
  if (flow.steps[action].stepUp) demandProof(ask)
  const told = births.map(({ newborn, extra = {} }) => {
    const s: Subject<S> = {
      ...newborn,
      noun: flow.noun,
      no: extra.no ?? null,
      state: flow.steps[action].to,
      since: ask.now,
      due: extra.due ?? null,
      version: 1,
    }
    return { s, extra }
  })
  for (let at = 0; at < told.length; at += AT_ONCE)
    await ask.tx
      .withTables<KernelTables>()
      .insertInto('kernel.subject')
      .values(
        told.slice(at, at + AT_ONCE).map(({ s }) => ({
          id: s.id,
          noun: s.noun,
          process: s.process,
          title: s.title,
          no: s.no,
          region: s.region,
          parties: JSON.stringify(s.parties),
          state: s.state,
          since: ts(s.since),
          due: s.due === null ? null : ts(s.due),
          law_on: s.lawOn,
          open: flow.open.includes(s.state),
          closed: flow.closed.includes(s.state),
        })),
      )
      .execute()
  await write(ask, flow, action, null, told)
  return told.map(({ s }) => s)
}
/** A new thing enters the world by an action that starts from nothing (from: []). */
export async function begin<S extends string, A extends string, R extends string, F>(
  ask: Ask,
  flow: Flow<S, A, R, F>,
  action: A,
  newborn: Newborn,
  facts: F,
  extra: Extra = {},
): Promise<Subject<S>> {
  const [s] = await beginAll(ask, flow, action, [{ newborn, facts, extra }])
  return s as Subject<S>
}

/**
 * What these hands did to this thing before: for duties that two people must share. A delegate and the principal are one pair
 * of hands, whichever of the two acts now and whichever acted then.
 */
async function takenBefore(ask: Ask, id: string): Promise<string[]> {
  if (ask.actor.person === null) return []
  const hands = [ask.actor.person, ...(ask.actor.behalf ? [ask.actor.behalf.person] : [])]
  const rows = await ask.tx
    .withTables<KernelTables>()
    .selectFrom('kernel.journal')
    .select('action')
    .distinct()
    .where('subject', '=', id)
    .where((eb) => eb.or([eb('person', 'in', hands), eb('behalf', 'in', hands)]))
    .execute()
  return rows.map((r) => r.action)
}

/** One step of a life story: refused with every reason, or taken and written in the journal. */
export async function step<S extends string, A extends string, R extends string, F>(
  ask: Ask,
  flow: Flow<S, A, R, F>,
  action: A,
  s: Subject<S>,
  facts: F,
  extra: Extra = {},
): Promise<Subject<S>> {
  // An inner step is part of an act that was judged where it was taken; its hand need not reach this far.
  if (!flow.steps[action].inner && !reaches(ask.actor, flow, s)) throw new NotFound(flow.noun)
  const tookBefore = flow.steps[action].apartFrom ? await takenBefore(ask, s.id) : []
  const against = refusals(flow, action, {
    state: s.state,
    role: ask.actor.role,
    on: s.lawOn,
    facts,
    tookBefore,
  })
  demand(inWords(flow, s, against))
  if (flow.steps[action].stepUp) demandProof(ask)
  const next: Subject<S> = {
    ...s,
    state: flow.steps[action].to,
    since: ask.now,
    due: extra.due ?? null,
    title: extra.title ?? s.title,
    no: extra.no ?? s.no,
    parties: extra.parties ?? s.parties,
    version: s.version + 1,
  }
  const { numAffectedRows } = await sql`
    update kernel.subject set state = ${next.state}, since = ${ts(next.since)},
      open = ${flow.open.includes(next.state)}, closed = ${flow.closed.includes(next.state)},
      due = ${next.due === null ? null : ts(next.due)}, title = ${next.title}, no = ${next.no},
      parties = ${JSON.stringify(next.parties)}::jsonb, version = version + 1
    where id = ${s.id} and version = ${s.version}`.execute(ask.tx)
  if (numAffectedRows !== 1n) throw new Conflict('已被他人办理，请刷新后再看')
  await write(ask, flow, action, s.state, [{ s: next, extra }])
  return next
}

/** A flow together with the way to learn its facts: what an action needs, and what a record offers. */
export interface Story<S extends string, A extends string, R extends string, F> {
  readonly flow: Flow<S, A, R, F>
  /** Lock, look, decide, write. Throws NotFound, Refused, Conflict. */
  take(
    ask: Ask,
    action: A,
    id: string,
    input?: Partial<F>,
    extra?: Extra | ((s: Subject<S>, f: F) => Extra),
  ): Promise<Subject<S>>
  offers(
    ask: Ask,
    s: Subject<S>,
  ): Promise<{ action: A; name: string; may: boolean; refusals: Refusal[] }[]>
}
export function story<S extends string, A extends string, R extends string, F>(
  flow: Flow<S, A, R, F>,
  facts: (ask: Ask, s: Subject<S>) => Promise<F>,
): Story<S, A, R, F> {
  return {
    flow,
    async take(ask, action, id, input, extra = {}) {
      const s = flow.steps[action].inner
        ? await subjectOf(ask.tx, flow, id, 'update')
        : await mineOf(ask, flow, id)
      const f = { ...(await facts(ask, s)), ...input }
      return step(ask, flow, action, s, f, typeof extra === 'function' ? extra(s, f) : extra)
    },
    /** Every action this role ever takes here, with what stands against it now: nothing is hidden. */
    async offers(ask, s) {
      if (!reaches(ask.actor, flow, s)) return []
      const mine = (Object.keys(flow.steps) as A[]).filter(
        (a) =>
          flow.steps[a].from.length > 0 &&
          !flow.steps[a].inner &&
          (flow.steps[a].by as readonly string[]).includes(ask.actor.role),
      )
      if (mine.length === 0) return []
      const f = await asHouse(ask, () => facts(ask, s))
      const tookBefore = await takenBefore(ask, s.id)
      return mine.map((action) => ({
        action,
        name: flow.say?.(flow.steps[action].name, s) ?? flow.steps[action].name,
        may: flow.steps[action].may === true,
        refusals: inWords(
          flow,
          s,
          refusals(flow, action, {
            state: s.state,
            role: ask.actor.role,
            on: s.lawOn,
            facts: f,
            tookBefore,
          }),
        ),
      }))
    },
  }
}

/** Who acted: whole to his own unit and to whoever supervises; to everybody else the position and unit are what counts. */
function signed(
  ask: Ask,
  r: { person: string | null; person_name: string; behalf: string | null; org: string | null },
): string {
  if (r.person === null) return r.person_name
  const one = (name: string, person: string | null) =>
    nameFor(ask, name, { person, org: r.org }, supervisors(ask))
  const both = /^(.+)（代(.+)）$/.exec(r.person_name)
  return both
    ? `${one(both[1] ?? '', r.person)}（代${one(both[2] ?? '', r.behalf)}）`
    : one(r.person_name, r.person)
}
/** Roles that answer for a whole region, or administer people. */
const supervisors = (ask: Ask): string[] =>
  ask.world.flows.some((f) =>
    ['region', 'below', 'any'].includes(f.roles[ask.actor.role]?.reach ?? ''),
  )
    ? [ask.actor.role]
    : []

/** 经过：who did what when, oldest first, for one thing or a whole purchase. */
export async function trail(ask: Ask, where: { subject: string } | { process: string }) {
  const t = ask.tx.withTables<KernelTables>()
  let q = t
    .selectFrom('kernel.journal as j')
    .leftJoin('kernel.leaf as l', 'l.seq', 'j.seq')
    .innerJoin('kernel.subject as s', 's.id', 'j.subject')
    .select([
      's.no',
      'j.seq',
      'j.at',
      'j.noun',
      'j.action',
      'j.from',
      'j.to',
      'j.person',
      'j.person_name',
      'j.behalf',
      'j.role',
      'j.org',
      'j.org_name',
      'l.index',
    ])
    .orderBy('j.seq')
    .limit(500)
  q =
    'subject' in where
      ? q.where('j.subject', '=', where.subject)
      : q.where('j.process', '=', where.process)
  const name = (r: { noun: string; action: string; no: string | null }): string => {
    const flow = ask.world.flows.find((f) => f.noun === r.noun)
    const said: string = flow?.steps[r.action]?.name ?? r.action
    return flow?.say?.(said, r) ?? said
  }
  return (await q.execute()).map((r) => ({
    seq: r.seq,
    at: rfc3339(r.at),
    name: name(r),
    who: signed(ask, r),
    role: r.role,
    org: r.org_name,
    from: r.from,
    to: r.to,
    index: r.index,
  }))
}

/** The law's day for something new today. */
export const lawToday = (ask: Ask) => dayOf(ask.now)
