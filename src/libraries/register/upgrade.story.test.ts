import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { build } from '#app'
import { type Actor, askAs, at, newId, openPool } from '#kernel'
import { makeUscc, orgOf, poolFor, purchaserApi, supplierApi } from '#libraries'
import { migrate } from '#postgres'
import { freshDatabase } from '#testing'
import { migrations } from '../../schema.ts'

/** What 0.1.0 had applied; each of these files is today what it was then, or no such database could start at all. */
const V010 = [
  'kernel',
  'libraries',
  ...['1-budget', '2-intention', '3-plan', '4-trade/tender', '4-trade/bid', '4-trade/review'],
  ...['5-contract', '6-acceptance', '7-payment', 'outside', '8-disclosure'],
].map((m) => (/^[1-8]-/.test(m) ? `lifecycle/${m}` : m))
const MIDWAY = migrations().findIndex((m) => m.name === 'libraries/experts')

let database: Awaited<ReturnType<typeof freshDatabase>>
let pool: ReturnType<typeof openPool>
let dir: string
beforeEach(async () => {
  database = await freshDatabase()
  pool = openPool(database.url)
  dir = mkdtempSync(join(tmpdir(), 'yiwang-upgrade-'))
  const { rows } = await pool.query<{ s: string }>(
    `select nspname as s from pg_namespace where nspname !~ '^(pg_|information_schema$|public$)'`,
  )
  await pool.query(
    `drop table public.kernel_migrations; ${rows.map((r) => `drop schema ${r.s} cascade`).join(';')}`,
  )
})
afterEach(async () => {
  await pool.end()
  await database.drop()
  rmSync(dir, { recursive: true, force: true })
})

const unit = async (kind: string, name: string, state?: string, code = '91') => {
  const id = newId<'org'>()
  const uscc = makeUscc(code, '150122', `U${String(++made).padStart(7, '0')}`)
  await pool.query(
    `insert into library.org (id, kind, name, uscc, region, address, phone, in_charge${state ? ', state' : ''})
     values ($1, $2, $3, $4, '150122', '双河镇', '0471-8510000', '负责人'${state ? ', $5' : ''})`,
    [id, kind, name, uscc, ...(state ? [state] : [])],
  )
  return id
}
let made = 0
const expert = async (name: string, state?: string) => {
  const id = newId()
  await pool.query(
    `insert into library.person (id, name, account, password) values ($1, $2, $3, 'x')`,
    [id, name, `z${++made}`],
  )
  await pool.query(
    `insert into library.expert (person, born, title, title_years, specialities, region, employer${state ? ', state' : ''})
     values ($1, '1975-01-01', '高级工程师', 12, '{A0201}', '150122', '某院'${state ? ', $2' : ''})`,
    [id, ...(state ? [state] : [])],
  )
  return id
}
const start = () =>
  build({
    databaseUrl: database.url,
    dataDir: dir,
    now: () => at('2026-11-25', 9),
    demo: null,
    complain: (e) => {
      throw e
    },
    everyMs: 0,
  })
const states = async (ids: Record<string, string>) => {
  const { rows } = await pool.query<{ id: string; state: string; noun: string }>(
    'select id, noun, state from kernel.subject',
  )
  return Object.fromEntries(
    Object.entries(ids).map(([k, id]) => {
      const s = rows.find((r) => r.id === id)
      return [k, s ? `${s.noun}：${s.state}` : null]
    }),
  )
}
const official: Actor = {
  person: newId(),
  name: '李桂芳',
  role: '财政监管',
  org: newId(),
  orgName: '托克托县财政局',
  region: '150122',
}

test('0.1.0 的库升级：停用的仍停用，暂停的仍暂停，个个有登记、有经过、查得到', async () => {
  await migrate(
    pool,
    migrations().filter((m) => V010.includes(m.name)),
  )
  const ids = {
    在库供应商: await unit('供应商', '托克托县升级商贸有限公司', '在库'),
    停用供应商: await unit('供应商', '托克托县停业商贸有限公司', '停用'),
    停用代理: await unit('代理机构', '托克托县停业代理有限公司', '停用'),
    停用采购人: await unit('采购人', '托克托县旧机构', '停用', '12'),
    在库采购人: await unit('采购人', '托克托县新机构', '在库', '12'),
    停用财政: await unit('财政部门', '旧财政所', '停用', '11'),
    在库专家: await expert('甲', '在库'),
    暂停专家: await expert('乙', '暂停'),
    停用专家: await expert('丙', '停用'),
  }
  const app = await start()
  try {
    expect(await states(ids)).toEqual({
      在库供应商: '供应商登记：在库',
      停用供应商: '供应商登记：停用',
      停用代理: '代理机构登记：停用',
      停用采购人: '采购人登记：停用',
      在库采购人: '采购人登记：在库',
      停用财政: null,
      在库专家: '评审专家登记：在库',
      暂停专家: '评审专家登记：暂停',
      停用专家: '评审专家登记：停用',
    })
    await app.db.transaction().execute(async (tx) => {
      const ask = askAs(app.world, tx, official)
      expect((await orgOf(tx, ids.停用财政)).state, '没有登记的单位也不因升级而恢复').toBe('停用')
      expect((await poolFor(tx, 'A02010000', ask.today)).map((e) => e.person)).toEqual([
        ids.在库专家,
      ])
      const wanted = { q: '停业', region: '', state: '', page: 1 }
      expect((await supplierApi.find.run(ask, wanted)).rows.map((r) => r['state'])).toEqual([
        '停用',
      ])
      const view = await supplierApi.get.run(ask, { id: ids.停用供应商 })
      expect(view.trail.map((t) => [t.name, t.to])).toEqual([['接续登记（停用）', '停用']])
      const facts = view.sections.find((x) => x.title === '资料与来源')?.rows ?? []
      expect(facts.find((f) => f['key'] === '名称')).toMatchObject({
        value: '托克托县停业商贸有限公司',
        source: '交换数据',
        asOf: '2026-11-25',
      })
      // A purchaser stands in both trees, directly under its own finance department and government.
      const buyer = await purchaserApi.get.run(ask, { id: ids.在库采购人 })
      expect(buyer.sections.find((x) => x.title === '登记')?.fields).toContainEqual({
        label: '财政区划代码',
        value: '150122000',
      })
      expect(buyer.sections.find((x) => x.title === '隶属关系')?.rows).toHaveLength(2)
      // What was stopped can be taken up again by whoever supervises it, and by nobody unawares.
      await supplierApi.reinstate.run(ask, { id: ids.停用供应商, reason: '核实后恢复' })
      await purchaserApi.reinstate.run(ask, { id: ids.停用采购人, reason: '核实后恢复' })
    })
  } finally {
    await app.stop()
  }
  const again = await start()
  await again.stop()
  const { rows } = await pool.query(
    `select count(*)::int as n from kernel.journal where action like 'adopt%'`,
  )
  expect(rows[0].n, '再次启动什么也不重做').toBe(8)
})

test('已经走过旧步骤的库：没有状态可留，但个个有了登记，不再有没有经过的单位', async () => {
  await migrate(
    pool,
    migrations()
      .slice(0, MIDWAY + 1)
      .filter((m) => m.name !== 'libraries/tables-0000-kept.sql'),
  )
  const ids = { 供应商: await unit('供应商', '半途商贸'), 专家: await expert('丁') }
  await (await start()).stop()
  expect(await states(ids)).toEqual({ 供应商: '供应商登记：在库', 专家: '评审专家登记：在库' })
})
