import { z } from 'zod'
import { NotFound, newId, regionOf, type Tx, zId, zText } from '#kernel'
import { isUscc } from './uscc.ts'

export const orgKinds = ['采购人', '代理机构', '供应商', '财政部门', '国库'] as const
export const scales = ['大型', '中型', '小型', '微型'] as const
export const zOrg = z.strictObject({
  id: zId<'org'>(),
  kind: z.enum(orgKinds),
  name: zText(120),
  uscc: z.string().refine(isUscc, { message: '统一社会信用代码的校验位不对' }),
  region: z.string().refine((r) => regionOf(r) !== undefined, { message: '没有这个行政区划' }),
  address: zText(200),
  phone: zText(40),
  centralised: z.boolean(),
  scale: z.enum(scales).nullable(),
  in_charge: zText(40),
  state: z.enum(['在库', '停用']),
})
export type Org = z.output<typeof zOrg>
type Tables = { 'library.org': Org }

export async function addOrg(tx: Tx, org: Omit<Org, 'id' | 'state'>): Promise<Org> {
  const row: Org = { ...org, id: newId<'org'>(), state: '在库' }
  await tx.withTables<Tables>().insertInto('library.org').values(row).execute()
  return row
}
export async function orgOf(tx: Tx, id: string): Promise<Org> {
  const row = await tx
    .withTables<Tables>()
    .selectFrom('library.org')
    .selectAll()
    .where('id', '=', id as Org['id'])
    .executeTakeFirst()
  if (!row) throw new NotFound('单位')
  return row
}
export async function orgsOf(tx: Tx, ids: readonly string[]): Promise<Map<string, Org>> {
  if (ids.length === 0) return new Map()
  const rows = await tx
    .withTables<Tables>()
    .selectFrom('library.org')
    .selectAll()
    .where('id', 'in', ids as Org['id'][])
    .execute()
  return new Map(rows.map((r) => [r.id as string, r]))
}
export const findOrgs = (tx: Tx, kind: Org['kind'], name = '') =>
  tx
    .withTables<Tables>()
    .selectFrom('library.org')
    .selectAll()
    .where('kind', '=', kind)
    .where('state', '=', '在库')
    .where('name', 'like', `%${name.replace(/[%_\\]/g, '\\$&')}%`)
    .orderBy('name')
    .limit(100)
    .execute()
