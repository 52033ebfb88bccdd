import { hash, verify } from '@node-rs/argon2'
import type { ColumnType } from 'kysely'
import { z } from 'zod'
import {
  type Actor,
  type Ask,
  type Instant,
  instant,
  Malformed,
  newId,
  openSession,
  type Tx,
  ts,
  zText,
} from '#kernel'

type At = ColumnType<Instant | null, string | null, string | null>
type Tables = {
  'library.person': {
    id: string
    name: string
    account: string
    password: string
    failures: number
    locked_until: At
  }
  'library.position': {
    id: string
    person: string
    role: string
    org: string | null
    region: string
    ended: boolean
  }
  'library.org': { id: string; name: string }
}
/** GB/T 22239 asks for a limit on failed sign-ins and names none; both figures are ours (△). */
const TRIES = 5
const LOCK_MS = 15 * 60_000

export async function addPerson(
  tx: Tx,
  p: { name: string; account: string; password: string },
  positions: readonly { role: string; org: string | null; region: string }[],
): Promise<string> {
  const id = newId()
  const t = tx.withTables<Tables>()
  await t
    .insertInto('library.person')
    .values({
      id,
      name: p.name,
      account: p.account,
      password: await hash(p.password),
      failures: 0,
      locked_until: null,
    })
    .execute()
  for (const at of positions)
    await t
      .insertInto('library.position')
      .values({ id: newId(), person: id, ended: false, ...at })
      .execute()
  return id
}

export const positionsOf = async (
  tx: Tx,
  person: string,
): Promise<{ id: string; actor: Actor }[]> =>
  (
    await tx
      .withTables<Tables>()
      .selectFrom('library.position as o')
      .innerJoin('library.person as p', 'p.id', 'o.person')
      .leftJoin('library.org as g', 'g.id', 'o.org')
      .select(['o.id', 'o.role', 'o.org', 'o.region', 'p.name', 'g.name as orgName', 'o.person'])
      .where('o.person', '=', person)
      .where('o.ended', '=', false)
      .orderBy('o.id')
      .execute()
  ).map((r) => ({
    id: r.id,
    actor: {
      person: r.person,
      name: r.name,
      role: r.role,
      org: r.org,
      orgName: r.orgName ?? r.role,
      region: r.region,
    },
  }))

export const zSignIn = z.strictObject({
  account: zText(64).meta({ title: '账号' }),
  password: z.string().min(1, '不能为空').max(200).meta({ title: '口令', 'x-kind': 'password' }),
  position: z.uuid().optional(),
})
export interface SignedIn {
  token: string
  actor: Actor
  positions: { id: string; role: string; org: string }[]
}
// Verifying takes as long for an account that is not there: nobody learns which accounts exist.
let decoy: Promise<string> | undefined

/** Account and password. A wrong one counts, five lock for a quarter of an hour; the answer never says which was wrong. */
export async function signIn(
  ask: Ask,
  input: z.output<typeof zSignIn>,
): Promise<SignedIn | Malformed> {
  const t = ask.tx.withTables<Tables>()
  const p = await t
    .selectFrom('library.person')
    .selectAll()
    .where('account', '=', input.account.toLowerCase())
    .forUpdate()
    .executeTakeFirst()
  decoy ??= hash('decoy')
  const right = await verify(p?.password ?? (await decoy), input.password)
  if (p && p.locked_until !== null && p.locked_until > ask.now)
    return new Malformed(429, '连续输错口令，账号暂时锁定，请在十五分钟后再试')
  if (!p || !right) {
    if (p) {
      const failures = p.failures + 1
      await t
        .updateTable('library.person')
        .set({
          failures: failures >= TRIES ? 0 : failures,
          locked_until: failures >= TRIES ? ts(instant(ask.now + LOCK_MS)) : null,
        })
        .where('id', '=', p.id)
        .execute()
    }
    return new Malformed(401, '账号或口令不对')
  }
  if (p.failures > 0 || p.locked_until !== null)
    await t
      .updateTable('library.person')
      .set({ failures: 0, locked_until: null })
      .where('id', '=', p.id)
      .execute()
  const positions = await positionsOf(ask.tx, p.id)
  const chosen = input.position ? positions.find((x) => x.id === input.position) : positions[0]
  if (!chosen) return new Malformed(403, '这个账号没有在任的岗位')
  return {
    token: await openSession(ask.tx, chosen.actor, ask.now),
    actor: chosen.actor,
    positions: positions.map((x) => ({ id: x.id, role: x.actor.role, org: x.actor.orgName })),
  }
}

/** The demonstration's sign-ins, for the sign-in page; only asked where YIWANG_DEMO=1. */
export async function listPeople(tx: Tx) {
  return tx
    .withTables<Tables>()
    .selectFrom('library.position as o')
    .innerJoin('library.person as p', 'p.id', 'o.person')
    .leftJoin('library.org as g', 'g.id', 'o.org')
    .select(['p.account', 'p.name', 'o.role', 'g.name as org', 'o.region'])
    .where('o.ended', '=', false)
    .orderBy('o.id')
    .limit(200)
    .execute()
}
export const personName = async (tx: Tx, id: string): Promise<string> =>
  (
    await tx
      .withTables<Tables>()
      .selectFrom('library.person')
      .select('name')
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
  ).name
