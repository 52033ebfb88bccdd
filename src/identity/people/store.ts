import { type ColumnType, sql } from 'kysely'
import { type Actor, type Instant, NotFound, type Subjects, type Tx, ts } from '#kernel'

type At = ColumnType<Instant | null, string | null | undefined, string | null>
export type Tables = Subjects & {
  'library.person': {
    id: string
    name: string
    account: string
    password: string | null
    disabled: ColumnType<boolean, boolean | undefined, boolean>
    demo: ColumnType<boolean, boolean | undefined, boolean>
    may_enrol: At
    password_at: At
    noticed: ColumnType<number, number | undefined, number>
  }
  'library.position': {
    id: string
    person: string
    role: string
    org: string | null
    region: string
    ended: boolean
  }
  'library.org': { id: string; name: string; kind: string; region: string }
  'identity.appointment': {
    id: string
    person: string
    role: string
    org: string | null
    region: string
  }
  'identity.account': { id: string; person: string }
  'identity.activation': {
    code: Buffer
    person: string | null
    role: string | null
    ends: ColumnType<Instant, string, never>
    used: At
  }
  'identity.event': {
    seq: ColumnType<number, never, never>
    at: ColumnType<Instant, string, never>
    person: string | null
    name: string
    kind: string
    said: string
    agent: ColumnType<string, string | undefined, never>
    address: ColumnType<string, string | undefined, never>
  }
}
export const on = (tx: Tx) => tx.withTables<Tables>()

export interface Person {
  readonly id: string
  readonly name: string
  readonly account: string
  readonly password: string | null
  readonly disabled: boolean
  readonly demo: boolean
  readonly mayEnrol: Instant | null
  readonly passwordAt: Instant | null
  readonly noticed: number
}
const asPerson = (r: {
  id: string
  name: string
  account: string
  password: string | null
  disabled: boolean
  demo: boolean
  may_enrol: Instant | null
  password_at: Instant | null
  noticed: number
}): Person => ({ ...r, mayEnrol: r.may_enrol, passwordAt: r.password_at })

interface NewPerson {
  readonly id: string
  readonly name: string
  readonly account: string
  readonly password: string | null
  readonly demo: boolean
}
interface NewPosition {
  readonly id: string
  readonly person: string
  readonly role: string
  readonly org: string | null
  readonly region: string
}
export async function insertPeople(
  tx: Tx,
  people: readonly NewPerson[],
  positions: readonly NewPosition[],
) {
  await sql`insert into library.person (id, name, account, password, demo)
    select * from jsonb_to_recordset(${JSON.stringify(people)}::jsonb) as r(id uuid, name text, account text, password text, demo boolean)`.execute(
    tx,
  )
  await sql`insert into library.position (id, person, role, org, region, ended)
    select *, false from jsonb_to_recordset(${JSON.stringify(positions)}::jsonb) as r(id uuid, person uuid, role text, org uuid, region text)`.execute(
    tx,
  )
}
export async function personByAccount(tx: Tx, account: string): Promise<Person | undefined> {
  const row = await on(tx)
    .selectFrom('library.person')
    .selectAll()
    .where('account', '=', account.toLowerCase())
    .executeTakeFirst()
  return row && asPerson(row)
}
/** Throws NotFound. `lock` holds the row, so that a sign-in and a disabling stand in line. */
export async function personOf(tx: Tx, id: string, lock?: 'update' | 'share'): Promise<Person> {
  let q = on(tx).selectFrom('library.person').selectAll().where('id', '=', id)
  if (lock === 'update') q = q.forUpdate()
  if (lock === 'share') q = q.forShare()
  const row = await q.executeTakeFirst()
  if (!row) throw new NotFound('人员')
  return asPerson(row)
}
export async function setPerson(
  tx: Tx,
  id: string,
  set: Partial<{ password: string | null; disabled: boolean; noticed: number }> & {
    mayEnrol?: Instant | null
    passwordAt?: Instant
  },
) {
  const { mayEnrol, passwordAt, ...rest } = set
  await on(tx)
    .updateTable('library.person')
    .set({
      ...rest,
      ...(passwordAt === undefined ? {} : { password_at: ts(passwordAt) }),
      ...(mayEnrol === undefined ? {} : { may_enrol: mayEnrol === null ? null : ts(mayEnrol) }),
    })
    .where('id', '=', id)
    .execute()
}
export async function insertPosition(
  tx: Tx,
  p: { id: string; person: string; role: string; org: string | null; region: string },
) {
  await on(tx)
    .insertInto('library.position')
    .values({ ...p, ended: false })
    .execute()
}
export const endPosition = (tx: Tx, id: string) =>
  on(tx).updateTable('library.position').set({ ended: true }).where('id', '=', id).execute()

export interface Held {
  readonly id: string
  readonly actor: Actor
}
/** The positions a person may take up now, oldest first. Locked against their end while a session is opened. */
export async function positionsOf(tx: Tx, person: string, lock = false): Promise<Held[]> {
  let q = on(tx)
    .selectFrom('library.position as o')
    .innerJoin('library.person as p', 'p.id', 'o.person')
    .leftJoin('library.org as g', 'g.id', 'o.org')
    // The registration of the organisation, under the same id; an office of finance has none.
    .leftJoin('kernel.subject as r', 'r.id', 'g.id')
    .select(['o.id', 'o.role', 'o.org', 'o.region', 'p.name', 'g.name as orgName', 'o.person'])
    .where('o.person', '=', person)
    .where('o.ended', '=', false)
    .where('p.disabled', '=', false)
    .where((eb) =>
      eb.or([eb('r.state', 'is', null), eb('r.state', 'not in', ['停用', '已合并', '已撤销'])]),
    )
    .orderBy('o.id')
  if (lock) q = q.forShare('o')
  return (await q.execute()).map((r) => ({
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
}
export async function positionOf(tx: Tx, id: string) {
  const row = await on(tx)
    .selectFrom('library.position')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) throw new NotFound('岗位')
  return row
}
/** Held now or asked for, whatever the state of the organisation. */
export const claimsOf = async (tx: Tx, person: string, but: string | null) => [
  ...(
    await on(tx)
      .selectFrom('library.position')
      .select(['role', 'org'])
      .where('person', '=', person)
      .where('ended', '=', false)
      .where(sql<boolean>`id is distinct from ${but}`)
      .execute()
  ).map((r) => ({ ...r, pending: false })),
  ...(
    await on(tx)
      .selectFrom('identity.appointment as a')
      .innerJoin('kernel.subject as s', 's.id', 'a.id')
      .select(['a.role', 'a.org'])
      .where('a.person', '=', person)
      .where('s.state', 'in', ['待审核', '待接受'])
      .where(sql<boolean>`a.id is distinct from ${but}`)
      .execute()
  ).map((r) => ({ ...r, pending: true })),
]
export const orgKind = async (tx: Tx, id: string | null) =>
  id === null
    ? null
    : ((await on(tx)
        .selectFrom('library.org')
        .select(['kind', 'name', 'region'])
        .where('id', '=', id)
        .executeTakeFirst()) ?? null)
export const managersOf = async (tx: Tx, org: string, but: string): Promise<number> =>
  (
    await on(tx)
      .selectFrom('library.position')
      .select('id')
      .where('org', '=', org)
      .where('role', '=', '单位管理员')
      .where('ended', '=', false)
      .where('id', '<>', but)
      .execute()
  ).length

export interface Member {
  readonly person: string
  readonly name: string
  readonly account: string
  readonly disabled: boolean
  readonly active: boolean
  readonly position: string
  readonly role: string
  readonly org: string | null
  readonly orgName: string | null
  readonly region: string
  readonly since: Instant | null
  readonly state: string
}
/** Who holds or is about to hold a position: in one organisation, or in these regions. */
export async function members(
  tx: Tx,
  where: { org: string } | { regions: readonly string[] },
): Promise<Member[]> {
  let held = on(tx)
    .selectFrom('library.position as o')
    .innerJoin('library.person as p', 'p.id', 'o.person')
    .leftJoin('library.org as g', 'g.id', 'o.org')
    .leftJoin('kernel.subject as s', 's.id', 'o.id')
    .select([
      'p.id as person',
      'p.name',
      'p.account',
      'p.disabled',
      'p.password',
      'o.id as position',
      'o.role',
      'o.org',
      'g.name as orgName',
      'o.region',
      's.since',
    ])
    .where('o.ended', '=', false)
  let asked = on(tx)
    .selectFrom('identity.appointment as o')
    .innerJoin('kernel.subject as s', 's.id', 'o.id')
    .innerJoin('library.person as p', 'p.id', 'o.person')
    .leftJoin('library.org as g', 'g.id', 'o.org')
    .select([
      'p.id as person',
      'p.name',
      'p.account',
      'p.disabled',
      'p.password',
      'o.id as position',
      'o.role',
      'o.org',
      'g.name as orgName',
      'o.region',
      's.since',
      's.state',
    ])
    .where('s.state', 'in', ['待审核', '待接受'])
  if ('org' in where) {
    held = held.where('o.org', '=', where.org)
    asked = asked.where('o.org', '=', where.org)
  } else {
    held = held.where('o.region', 'in', where.regions)
    asked = asked.where('o.region', 'in', where.regions)
  }
  const rows = [
    ...(await held.orderBy('p.account').orderBy('o.id').limit(2000).execute()).map((r) => ({
      ...r,
      state: '在任',
    })),
    ...(await asked.orderBy('p.account').limit(500).execute()),
  ]
  return rows.map(({ password, ...r }) => ({ ...r, active: password !== null }))
}

export async function insertAppointment(tx: Tx, a: Tables['identity.appointment']) {
  await on(tx).insertInto('identity.appointment').values(a).execute()
}
export async function appointmentOf(tx: Tx, id: string) {
  const row = await on(tx)
    .selectFrom('identity.appointment as a')
    .innerJoin('library.person as p', 'p.id', 'a.person')
    .leftJoin('library.org as g', 'g.id', 'a.org')
    .select([
      'a.id',
      'a.person',
      'a.role',
      'a.org',
      'a.region',
      'p.name',
      'p.account',
      'p.disabled',
      'g.name as orgName',
      'g.kind as orgKind',
    ])
    .where('a.id', '=', id)
    .executeTakeFirst()
  if (!row) throw new NotFound('任职')
  return row
}
export const invitationsOf = (tx: Tx, person: string) =>
  on(tx)
    .selectFrom('identity.appointment as a')
    .innerJoin('kernel.subject as s', 's.id', 'a.id')
    .leftJoin('library.org as g', 'g.id', 'a.org')
    .select(['a.id', 'a.role', 'g.name as org', 's.since'])
    .where('a.person', '=', person)
    .where('s.state', '=', '待接受')
    .execute()
export async function insertAccount(tx: Tx, a: Tables['identity.account']) {
  await on(tx).insertInto('identity.account').values(a).execute()
}
export const accountIdOf = async (tx: Tx, person: string): Promise<string | null> =>
  (
    await on(tx)
      .selectFrom('identity.account')
      .select('id')
      .where('person', '=', person)
      .executeTakeFirst()
  )?.id ?? null
export const personName = async (tx: Tx, id: string): Promise<string> =>
  (await personOf(tx, id)).name
