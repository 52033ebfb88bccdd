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

/** Rows of a table that a bare query answers to one person; `label` names a row. */
const rowsOf = (who: Actor, query: string) =>
  readAs(s.app.db, flows, who, async (tx: Tx) => {
    const { rows } = await sql.raw<{ x: string }>(query).execute(tx)
    return rows.map((r) => r.x).sort()
  })
const acting = (account: string, role: string, org: string | null, region = '150100'): Actor => ({
  person: s.cast.people[account] ?? '',
  name: account,
  role,
  org: org === null ? null : (s.cast.orgs[org] ?? ''),
  orgName: '',
  region,
})
test('人员：本人、本单位、所监督和管理的地区；别家的一个也没有', async () => {
  const names = 'select name as x from library.person'
  expect(await rowsOf(nobody, names)).toEqual([])
  expect(await rowsOf(acting('expert1', '评审专家', null), names)).toEqual(['额尔德尼'])
  const own = await rowsOf(acting('kangda', '供应商经办', 'kangda'), names)
  expect(own).toContain('陈立')
  expect(own).not.toContain('刘洋')
  expect(own).not.toContain('额尔德尼')
  const banner = await rowsOf(acting('tuoxian', '财政监管', 'fin150122', '150122'), names)
  expect(banner).not.toContain('王晓东')
  expect(
    await rowsOf(
      acting('kangda', '供应商经办', 'kangda'),
      'select person::text as x from factor.totp',
    ),
  ).toEqual([])
})
test('资料、日志、痕迹、文件：裸查也只有自己的', async () => {
  await s.app.pool.query(
    `insert into identity.event (at, person, name, kind, said) values (now(), $1, '陈立', '登录', '甲'), (now(), $2, '刘洋', '登录', '乙')`,
    [s.cast.people['kangda'], s.cast.people['huarui']],
  )
  await s.app.pool.query(
    `insert into kernel.file (sha256, size, type, name, at) values (repeat('a', 64), 1, 'text/plain', '甲', now()), (repeat('b', 64), 1, 'text/plain', '乙', now())`,
  )
  await s.app.pool.query(
    `insert into kernel.upload (id, person, sha256, name, at) values (gen_random_uuid(), $1, repeat('a', 64), '甲', now()), (gen_random_uuid(), $2, repeat('b', 64), '乙', now())`,
    [s.cast.people['kangda'], s.cast.people['huarui']],
  )
  const kangda = acting('kangda', '供应商经办', 'kangda')
  expect(await rowsOf(kangda, 'select said as x from identity.event')).toEqual(['甲'])
  expect(await rowsOf(kangda, 'select name as x from kernel.file')).toEqual(['甲'])
  const audit = await rowsOf(
    acting('shenji', '审计管理员', null, '150000'),
    `select said as x from identity.event where said in ('甲', '乙')`,
  )
  expect(audit).toEqual(['甲', '乙'].sort())
  for (const table of [
    'identity.takeout',
    'identity.erasure',
    'outside.call',
    'identity.attempt',
    'factor.ticket',
  ])
    expect(await rowsOf(kangda, `select 'x' as x from ${table}`), table).toEqual([])
})
/** Tables without a wall, and why nobody needs one. */
const OPEN: Readonly<Record<string, string>> = {
  'library.org': '名称、代码、地区依法公开，处处要用；电话和负责人只在登记的记录里',
  'library.project': '项目名称与编号依法公开',
  'library.item': '品目',
  'library.unit': '预算单位树，依法公开',
  'library.unit_link': '预算单位树，依法公开',
  'library.unit_end': '撤并去向，依法公开',
  'goods.product': '产品目录，不含谁卖、卖多少',
  'trade.version': '采购文件各版本，随公告公开',
  'trade.correction': '更正，随公告公开',
  'trade.pause': '暂停与恢复，随公告公开',
  'mall.deal': '成交价公开',
  'mall.patrol': '巡查进度',
  'kernel.session': '会话：先凭它才知道是谁在问',
  'kernel.job': '作业进度，不含内容',
  'kernel.number': '编号流水',
  'kernel.leaf': '公开的流水',
  'kernel.node': '公开的流水',
  'kernel.checkpoint': '公开的流水',
  'kernel.cosignature': '公开的流水',
  'authority.revoked': '吊销列表由颁发机构公开发布，只有序列号',
  'disclosure.attachment': '公告的附件清单，随公告公开',
  'disclosure.found': '已发布公告的索引',
  'disclosure.indexed': '索引的游标',
  'disclosure.price': '合同公告里的单价，已公开',
  'kernel.fault': '没有受理的时刻与接口名，不含内容',
  'kernel.pulse': '心跳',
  'kernel.setting': '登录的设定，登录时就要用',
  'law.central': '集中采购目录，公布以后才有',
  'law.own': '地方标准，公布以后才有',
  'law.text': '国家法规的简称与摘要',
  'library.kept': '旧库升级时留下的登记状态，登记状态公开',
  'outside.central_state': '沙箱的开关',
  'rollout.feature': '各地各项业务上线的日期，公开',
  'training.clock': '培训时钟',
  'training.instance': '这个库是不是培训区',
  'disclosure.release': '开放数据',
  'disclosure.projected': '开放数据的游标',
}
test('每张表都有墙，或者写明为什么不要：新表也不例外', async () => {
  const { rows } = await s.app.pool.query<{ t: string }>(
    `select n.nspname || '.' || c.relname as t from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'r' and not c.relrowsecurity and n.nspname !~ '^(pg_|information_schema$|public$)' order by 1`,
  )
  expect(
    rows.map((r) => r.t).filter((t) => !(t in OPEN)),
    '在 src/walls.sql 里立墙，或在这里写明理由',
  ).toEqual([])
  expect(
    Object.keys(OPEN).filter((t) => !rows.some((r) => r.t === t)),
    '已经有墙的不必再列',
  ).toEqual([])
})
