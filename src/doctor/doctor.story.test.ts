import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshStage } from '#testing'
import { hospital } from '../demo/hospital.ts'
import type { Stage } from '../demo/run.ts'
import { examine, told } from './index.ts'

/** 库里由流水和公告做成的每一张表：改一处，体检说得出是哪一处。 */
let s: Stage
const faults = async () =>
  (await examine(s.app.db, s.app.world)).filter((c) => c.first !== null).map(told)

beforeAll(async () => {
  s = await freshStage()
  await hospital(s.player(), s.clock, s.cast, '合同')
  await s.app.settle()
}, 120_000)
afterAll(() => s.stop())

test('没有改动时都相符，而且真的都看过', async () => {
  const all = await examine(s.app.db, s.app.world)
  expect(all.filter((c) => c.first !== null).map(told)).toEqual([])
  // Files are looked at where there are some: search.test.ts.
  expect(all.filter((c) => c.looked === 0).map((c) => c.what)).toEqual([
    '附件与其摘要',
    '附件文字与附件',
  ])
})

/** As whoever owns the database could: the triggers against changes do not stop him. Answers where the row is now. */
async function change(table: string, column: string, to: string, row: string): Promise<string> {
  const c = await s.app.pool.connect()
  try {
    await c.query(`alter table ${table} disable trigger user`)
    const sql = `update ${table} set ${column} = ${to} where ctid = '${row}' returning ctid::text as row`
    const { rows } = await c.query<{ row: string }>(sql)
    await c.query(`alter table ${table} enable trigger user`)
    expect(rows.length, sql).toBe(1)
    return rows[0]?.row ?? ''
  } finally {
    c.release()
  }
}
test.each([
  ['kernel.journal', 'org_name', `org_name || '。'`, `noun = '公告'`, 'seq', '流水的各栏'],
  [
    'kernel.journal',
    'leaf',
    `replace(leaf, '公告', '公吿')`,
    `noun = '公告'`,
    'seq',
    '流水与签过的检查点',
  ],
  [
    'kernel.leaf',
    'sm3',
    `overlay(sm3 placing '\\x00'::bytea from 1)`,
    'true',
    'index',
    '流水与签过的检查点',
  ],
  ['kernel.subject', 'state', `'已撤销'`, `noun = '采购计划'`, 'id', '各事项的状态'],
  ['disclosure.notice', 'title', `title || '。'`, 'true', 'id', '公告与流水'],
  [
    'disclosure.notice',
    'content',
    `jsonb_set(content, '{tail}', '"改"')`,
    'true',
    'id',
    '公告与流水',
  ],
  ['disclosure.found', 'amount', 'amount + 1', 'amount is not null', 'notice', '检索索引'],
  [
    'disclosure.found',
    'words',
    `words || to_tsvector('simple', 'x')`,
    'true',
    'notice',
    '检索索引',
  ],
  ['disclosure.found', 'items', `items || array['Z']`, 'true', 'notice', '检索索引'],
  ['disclosure.found', 'method', `coalesce(method, '') || '改'`, 'true', 'notice', '检索索引'],
  ['disclosure.price', 'price', 'price + 1', 'true', 'notice', '成交单价'],
  [
    'disclosure.release',
    'body',
    `jsonb_set(body, '{tender,title}', '"改"')`,
    `body ? 'tender'`,
    'index',
    '开放数据',
  ],
  ['disclosure.release', 'at', `at + interval '1 second'`, 'true', 'index', '开放数据'],
])('%s 的 %s 改了一行，说得出来', async (table, column, to, where, key, says) => {
  const { rows } = await s.app.pool.query<{ was: string | null; type: string; row: string }>(
    `select ${column}::text as was, pg_typeof(${column})::text as type, ctid::text as row from ${table}
     where ${where} order by ${key} limit 1`,
  )
  const [r] = rows
  if (!r) throw new Error(`${table} 里没有可改的`)
  const row = await change(table, column, to, r.row)
  const found = await faults()
  await change(
    table,
    column,
    r.was === null ? 'null' : `${pg.escapeLiteral(r.was)}::${r.type}`,
    row,
  )
  expect(found.join('\n')).toContain(`✗ ${says}`)
})
test('都改回去就都相符；少了一行索引，也说得出来', async () => {
  expect(await faults()).toEqual([])
  await s.app.pool.query(
    'delete from disclosure.found where notice = (select notice from disclosure.found order by seq limit 1)',
  )
  expect((await faults()).join()).toContain('不在索引里')
})
