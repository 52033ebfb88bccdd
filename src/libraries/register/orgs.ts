import { sql } from 'kysely'
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
export const addOrg = (tx: Tx, org: OrgTable) =>
  tx
    .withTables<Tables & { 'library.org': { words: string } }>()
    .insertInto('library.org')
    .values({ ...org, words: words(org.name) })
    .execute()
export const setOrg = (
  tx: Tx,
  id: string,
  change: Omit<OrgTable, 'id' | 'kind' | 'uscc' | 'region' | 'centralised'>,
) =>
  tx
    .withTables<Tables & { 'library.org': { words: string } }>()
    .updateTable('library.org')
    .set({ ...change, words: words(change.name) })
    .where('id', '=', id)
    .execute()

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
    .select([sql<string>`coalesce(s.state, '在库')`.as('state'), 's.law_on as registered'])

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
    .where(sql`coalesce(s.state, '在库')`, '=', '在库')
    .where('o.name', 'like', `%${name.replace(/[%_\\]/g, '\\$&')}%`)
    .orderBy('o.name')
    .limit(100)
    .execute()

/** Every registration under one code: the same body may stand in two libraries, and that is said on both. */
export const orgsByCode = (tx: Tx, uscc: string): Promise<Org[]> =>
  orgs(tx).where('o.uscc', '=', uscc).orderBy('o.id').execute()

/** Held until the transaction ends: of twenty who register one code at the same moment, nineteen are told why not. */
export const holdCode = (tx: Tx, code: string) =>
  sql`select pg_advisory_xact_lock(hashtextextended(${`登记 ${code}`}, 0))`.execute(tx)

/** Finance departments and treasuries: no library of the seven, no registration. Ids in the order given. */
export async function addOffices(
  tx: Tx,
  offices: readonly (Pick<OrgTable, 'kind' | 'name' | 'uscc' | 'region' | 'address' | 'phone'> & {
    inCharge: string
  })[],
): Promise<string[]> {
  const ids: string[] = []
  for (const { inCharge, kind, name, uscc, region, address, phone } of offices) {
    const id = newOrgId()
    const rest = { centralised: false, scale: null, in_charge: inCharge }
    await addOrg(tx, { id, kind, name, uscc, region, address, phone, ...rest })
    ids.push(id)
  }
  return ids
}
export const addOffice = async (tx: Tx, o: Parameters<typeof addOffices>[1][number]) =>
  (await addOffices(tx, [o]))[0] as string
export const newOrgId = () => newId<'org'>() as string
export const orgsNamed = (tx: Tx, name: string): Promise<Org[]> =>
  orgs(tx).where('o.name', '=', name).execute()
