import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPool } from '#kernel'
import { freshDatabase } from '#testing'
import { register } from '../src/privacy.ts'

/** 个人信息登记: every column that could hold words was looked at by somebody, and the clock carries out what is promised. */
let database: Awaited<ReturnType<typeof freshDatabase>>
let pool: ReturnType<typeof openPool>
beforeAll(async () => {
  database = await freshDatabase()
  pool = openPool(database.url, 2)
})
afterAll(async () => {
  await pool.end()
  await database.drop()
})
/** Columns that could hold words about somebody: text, JSON, bytes, dates of birth are declared by hand. Values of a fixed list could not. */
async function worded(): Promise<string[]> {
  const { rows } = await pool.query<{ c: string }>(`
    select n.nspname || '.' || c.relname || '.' || a.attname as c
    from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
      and n.nspname !~ '^(pg_|information_schema$|public$)'
      and (format_type(a.atttypid, a.atttypmod) in ('text', 'text[]', 'jsonb', 'bytea', 'character(11)', 'character(18)')
        or a.atttypid = 'varchar'::regtype)
      and not exists (select from pg_constraint k where k.conrelid = c.oid and k.contype = 'c'
        and k.conkey = array[a.attnum] and pg_get_constraintdef(k.oid) ~ '= ANY \\(ARRAY\\[')
    order by 1`)
  return rows.map((r) => r.c)
}
test('每个可能写着人的列都有人看过：是个人信息，或者说明不是', async () => {
  const declared = Object.entries(register).flatMap(([table, c]) =>
    [...Object.keys(c.personal ?? {}), ...(c.free ?? []), ...(c.none ?? [])].map(
      (x) => `${table}.${x}`,
    ),
  )
  const missing = (await worded()).filter((c) => !declared.includes(c))
  expect(
    missing,
    '在表旁的 personal.ts 里写明：personal（谁的、作何用、保存多久、怎样遮）、free 或 none',
  ).toEqual([])
  const { rows } = await pool.query<{ c: string }>(
    `select table_schema || '.' || table_name || '.' || column_name as c from information_schema.columns`,
  )
  const there = new Set(rows.map((r) => r.c))
  expect(
    declared.filter((c) => !there.has(c)),
    '已经没有的列不必再写',
  ).toEqual([])
})
