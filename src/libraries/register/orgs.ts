import { type ColumnType, sql } from 'kysely'
import { type Day, NotFound, newId, type Tx } from '#kernel'
import { vector } from '#words'

export const orgKinds = ['采购人', '代理机构', '供应商', '财政部门', '国库'] as const
export const scales = ['大型', '中型', '小型', '微型'] as const
type OrgTable = {
  id: string
  kind: (typeof orgKinds)[number]
  name: string
  uscc: string
  region: string
  address: string
  phone: string
  centralised: boolean
  scale: (typeof scales)[number] | null
  in_charge: string
}
/** A unit as it stands now. `state` is that of its registration; a finance department or treasury has none and is simply there. */
export type Org = OrgTable & { readonly state: string; readonly registered: Day | null }
export type Tables = {
  'library.org': OrgTable
  'kernel.subject': { id: string; noun: string; state: string; law_on: Day }
}

/** What a name is found by: the words it is cut into, one spelling for variants like 釆. */
const words = (name: string) => sql<string>`${vector([['A', name]])}::tsvector`
type Kept = Tables & {
  'library.org': { words: string; withdrawn: ColumnType<boolean, never, boolean> }
}
export async function addOrgs(tx: Tx, orgs: readonly OrgTable[]): Promise<void> {
  for (let at = 0; at < orgs.length; at += 1000)
    await tx
      .withTables<Kept>()
      .insertInto('library.org')
      .values(orgs.slice(at, at + 1000).map((o) => ({ ...o, words: words(o.name) })))
      .execute()
}
/** A registration taken back after an import: the row stays for whoever looks it up, its code is free again. */
export const withdrawOrgs = (tx: Tx, ids: readonly string[]) =>
  tx
    .withTables<Kept>()
    .updateTable('library.org')
    .set({ withdrawn: true })
    .where('id', 'in', ids as string[])
    .execute()
export const setOrg = (
  tx: Tx,
  id: string,
  change: Omit<OrgTable, 'id' | 'kind' | 'uscc' | 'region' | 'centralised'>,
) =>
  tx
    .withTables<Kept>()
    .updateTable('library.org')
    .set({ ...change, words: words(change.name) })
    .where('id', '=', id)
    .execute()

/** An office of finance has no registration: it is simply there, unless 0.1.0 had stopped it. */
const STATE = sql`coalesce(s.state, (select k.state from library.kept k where k.id = o.id), '在库')`
const orgs = (tx: Tx) =>
  tx
    .withTables<Tables>()
    .selectFrom('library.org as o')
    .leftJoin('kernel.subject as s', 's.id', 'o.id')
    .select([
      'o.id',
      'o.kind',
      'o.name',
      'o.uscc',
      'o.region',
      'o.address',
      'o.phone',
      'o.centralised',
      'o.scale',
      'o.in_charge',
    ])
    .select([sql<string>`${STATE}`.as('state'), 's.law_on as registered'])

export async function orgOf(tx: Tx, id: string): Promise<Org> {
  const row = await orgs(tx).where('o.id', '=', id).executeTakeFirst()
  if (!row) throw new NotFound('单位')
  return row
}
export async function orgsOf(tx: Tx, ids: readonly string[]): Promise<Map<string, Org>> {
  if (ids.length === 0) return new Map()
  const rows = await orgs(tx)
    .where('o.id', 'in', ids as string[])
    .execute()
  return new Map(rows.map((r) => [r.id, r]))
}
/** Units that may be chosen now, by a part of the name. */
export const findOrgs = (tx: Tx, kind: Org['kind'], name = '') =>
  orgs(tx)
    .where('o.kind', '=', kind)
    .where(sql`${STATE}`, '=', '在库')
    .where('o.name', 'like', `%${name.replace(/[%_\\]/g, '\\$&')}%`)
    .orderBy('o.name')
    .limit(100)
    .execute()

const standing = (tx: Tx) => orgs(tx).where(sql<boolean>`not o.withdrawn`)
/** Every registration under one code: the same body may stand in two libraries, and that is said on both. */
export const orgsByCode = (tx: Tx, uscc: string): Promise<Org[]> =>
  standing(tx).where('o.uscc', '=', uscc).orderBy('o.id').execute()
export const orgsByCodes = (tx: Tx, kind: Org['kind'], codes: readonly string[]): Promise<Org[]> =>
  codes.length === 0
    ? Promise.resolve([])
    : standing(tx)
        .where('o.kind', '=', kind)
        .where('o.uscc', 'in', codes as string[])
        .execute()
/** Others of its kind whose name is the same but for the form of the company, the place and punctuation. */
export const orgsAlike = async (tx: Tx, org: Pick<Org, 'id' | 'kind'>): Promise<Org[]> =>
  standing(tx)
    .where('o.kind', '=', org.kind)
    .where('o.id', '<>', org.id)
    .where(sql<boolean>`o.alike = (select x.alike from library.org x where x.id = ${org.id})`)
    .orderBy('o.name')
    .limit(10)
    .execute()
/** How often a registration under each of these codes was taken back: its number is not given again. */
export const withdrawnBefore = async (tx: Tx, kind: Org['kind'], codes: readonly string[]) =>
  new Map(
    (
      await sql<{ uscc: string; n: number }>`
        select uscc, count(*) as n from library.org
        where kind = ${kind} and withdrawn and uscc = any(${codes}::bpchar[]) group by uscc`.execute(
        tx,
      )
    ).rows.map((r) => [r.uscc, r.n]),
  )

/** Held until the transaction ends: of twenty who register one code at the same moment, nineteen are told why not. */
export const holdCode = (tx: Tx, code: string) =>
  sql`select pg_advisory_xact_lock(hashtextextended(${`登记 ${code}`}, 0))`.execute(tx)

export const holdCodes = (tx: Tx, codes: readonly string[]) =>
  sql`select pg_advisory_xact_lock(hashtextextended('登记 ' || c, 0)) from (
    select c from unnest(${[...codes]}::text[]) as u(c) order by c) held`.execute(tx)

/** Finance departments and treasuries: no library of the seven, no registration. Ids in the order given. */
export async function addOffices(
  tx: Tx,
  offices: readonly (Pick<OrgTable, 'kind' | 'name' | 'uscc' | 'region' | 'address' | 'phone'> & {
    inCharge: string
  })[],
): Promise<string[]> {
  const rows = offices.map(({ kind, name, uscc, region, address, phone, inCharge }) => ({
    id: newOrgId(),
    kind,
    name,
    uscc,
    region,
    address,
    phone,
    centralised: false,
    scale: null,
    in_charge: inCharge,
  }))
  await addOrgs(tx, rows)
  return rows.map((r) => r.id)
}
export const newOrgId = () => newId<'org'>() as string
export const orgsNamed = (tx: Tx, name: string): Promise<Org[]> =>
  standing(tx).where('o.name', '=', name).execute()
