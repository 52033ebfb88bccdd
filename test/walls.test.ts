import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { flows } from '#flows'
import { type Actor, type Db, newId, readAs, type Tx } from '#kernel'
import { freshStage } from '#testing'
import type { Stage } from '../src/demo/run.ts'

/** The second wall alone, in SQL: what a query that forgot its where may see. */
let s: Stage
const hospital = newId<'org'>()
const nobody: Actor = { person: null, name: '', role: '访客', org: null, orgName: '', region: '' }
const of = (role: string, region: string, over: Partial<Actor> = {}): Actor => ({
  person: newId<'person'>(),
  name: '甲',
  role,
  org: newId<'org'>(),
  orgName: '某单位',
  region,
  ...over,
})
const seen = (db: Db, who: Actor) =>
  readAs(db, flows, who, async (tx: Tx) => {
    const { rows } = await sql<{
      title: string
    }>`select title from kernel.subject where noun = '采购计划'`.execute(tx)
    return rows.map((r) => r.title).sort()
  })
beforeAll(async () => {
  s = await freshStage()
  for (const [title, region, open, closed] of [
    ['本市草稿', '150100', false, false],
    ['本旗草稿', '150102', false, false],
    ['外市草稿', '150400', false, false],
    ['外市公告', '150400', true, false],
    ['本市密封', '150100', false, true],
  ] as const)
    await s.app.pool.query(
      `insert into kernel.subject (id, noun, process, title, region, parties, state, since, law_on, open, closed)
       values (gen_random_uuid(), '采购计划', gen_random_uuid(), $1, $2, $3, '编制中', now(), '2026-01-01', $4, $5)`,
      [
        title,
        region,
        JSON.stringify({ 采购人: title === '本市密封' ? [hospital] : [] }),
        open,
        closed,
      ],
    )
})
afterAll(() => s.stop())

test.each([
  [
    '本市财政看本市与所辖旗县，不看密封的，也不看外市',
    of('财政监管', '150100'),
    ['外市公告', '本市草稿', '本旗草稿'],
  ],
  ['旗县财政不看上级的', of('财政监管', '150102'), ['外市公告', '本旗草稿']],
  [
    '自治区看全区，仍不看密封的',
    of('财政监管', '150000'),
    ['外市公告', '外市草稿', '本市草稿', '本旗草稿'],
  ],
  ['当事单位看自己的', of('采购人经办', '150100', { org: hospital }), ['外市公告', '本市密封']],
  ['同一单位换了无关的岗位就看不到', of('供应商经办', '150100', { org: hospital }), ['外市公告']],
  ['访客只看公开的', nobody, ['外市公告']],
] as const)('忘了写条件的查询：%s', async (_, who, titles) => {
  expect(await seen(s.app.db, who as Actor)).toEqual([...titles].sort())
})
test('没有说为谁的连接什么也看不到；同一连接用完即还原', async () => {
  await seen(s.app.db, of('财政监管', '150000'))
  const bare = await s.app.db.connection().execute(async (c) => {
    const who = await sql<{ u: string }>`select current_user as u`.execute(c)
    const n = await sql<{
      n: number
    }>`select count(*)::int as n from kernel.subject where not open`.execute(c)
    const j = await sql<{ n: number }>`select count(*)::int as n from kernel.journal j
      where not exists (select from kernel.subject s where s.id = j.subject and s.open)`.execute(c)
    return [who.rows[0]?.u, n.rows[0]?.n, j.rows[0]?.n]
  })
  expect(bare).toEqual(['yiwang_app', 0, 0])
})
test('两人并发共用一个池，各看各的', async () => {
  const [a, b] = [of('财政监管', '150102'), of('财政监管', '150400')]
  const both = await Promise.all(
    Array.from({ length: 40 }, (_, i) => seen(s.app.db, i % 2 === 0 ? a : b)),
  )
  both.forEach((titles, i) => {
    expect(titles).toEqual(
      i % 2 === 0 ? ['外市公告', '本旗草稿'].sort() : ['外市公告', '外市草稿'].sort(),
    )
  })
})
test('读的人写不进去', async () => {
  const change = readAs(s.app.db, flows, of('财政监管', '150000'), (tx) =>
    sql`update kernel.subject set state = '已备案' where title = '本市草稿'`.execute(tx),
  )
  expect((await change).numAffectedRows).toBe(0n)
})
test('每个与事项同号的业务表都有墙，新表也不例外', async () => {
  const { rows } = await s.app.pool.query<{ t: string }>(
    `select c.conrelid::regclass::text as t from pg_constraint c
     join pg_class k on k.oid = c.conrelid
     join pg_index i on i.indrelid = k.oid and i.indisprimary and i.indkey::text = c.conkey[1]::text
     where c.contype = 'f' and c.confrelid = 'kernel.subject'::regclass and not k.relrowsecurity`,
  )
  expect(rows).toEqual([])
})
