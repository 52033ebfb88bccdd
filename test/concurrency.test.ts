import { afterAll, beforeAll, expect, test } from 'vitest'
import * as budget from '#budget'
import { askAs, fen, newId, yuan } from '#kernel'
import { freshStage } from '#testing'
import type { Stage } from '../src/demo/run.ts'

let s: Stage
beforeAll(async () => {
  s = await freshStage()
}, 60_000)
afterAll(() => s.stop())

const actor = {
  person: newId(),
  name: '王晓东',
  role: '财政监管',
  org: null,
  orgName: '呼和浩特市财政局',
  region: '150100',
}
const receive = (amount: number) =>
  s.app.db.transaction().execute((tx) =>
    budget.receive(askAs(s.app.world, tx, actor), {
      name: '指标',
      org: s.cast.orgs['hospital'] ?? '',
      year: 2026,
      docNo: newId(),
      proCode: '1'.repeat(21),
      fundType: '111',
      expFunc: '2100201',
      depEco: '31003',
      govEco: '50601',
      amount: yuan(amount),
    }),
  )

test('两百人同时占用一笔指标：不超、不锁死、分分对得上', async () => {
  const line = await receive(100)
  const tries = await Promise.allSettled(
    Array.from({ length: 200 }, () =>
      s.app.db.transaction().execute(async (tx) => {
        const ask = askAs(s.app.world, tx, actor)
        const l = await budget.lineForUpdate(ask, line.id)
        if (l.available < yuan(3)) throw new Error('余额不足')
        await budget.freeze(ask, l.id, yuan(3), line.id)
      }),
    ),
  )
  expect(tries.filter((t) => t.status === 'fulfilled')).toHaveLength(33)
  expect(
    new Set(tries.flatMap((t) => (t.status === 'rejected' ? [(t.reason as Error).message] : []))),
  ).toEqual(new Set(['余额不足']))
  const after = await s.app.db
    .transaction()
    .execute((tx) => budget.lineOf(askAs(s.app.world, tx, actor), line.id))
  expect(after).toMatchObject({ available: yuan(1), frozen: yuan(99), appropriated: yuan(100) })
})
test('不看余额硬占，数据库也不答应；余额不能绕过分录改', async () => {
  const line = await receive(1)
  const force = s.app.db.transaction().execute(async (tx) => {
    const ask = askAs(s.app.world, tx, actor)
    await budget.freeze(ask, line.id as never, fen(101), line.id)
  })
  await expect(force).rejects.toMatchObject({ code: '23514' })
  await expect(
    s.app.pool.query(
      `update budget.line set available = available + 1, appropriated = appropriated + 1 where id = $1`,
      [line.id],
    ),
  ).rejects.toThrow('只由分录推动')
  await expect(
    s.app.pool.query(`delete from budget.entry where line = $1`, [line.id]),
  ).rejects.toThrow('只追加')
  await expect(s.app.pool.query(`update kernel.journal set leaf = 'x'`)).rejects.toThrow('只追加')
  await expect(s.app.pool.query(`truncate kernel.leaf cascade`)).rejects.toThrow('只追加')
})
test('三十二人同时写，流水按次序编号，一条不漏', async () => {
  const stop = { now: false }
  const sequencing = (async () => {
    while (!stop.now) await s.app.settle()
  })()
  await Promise.all(
    Array.from({ length: 32 }, async (_, w) => {
      for (let i = 0; i < 8; i++) {
        await s.app.db
          .transaction()
          .execute(async (tx) => {
            await budget.receive(askAs(s.app.world, tx, actor), {
              name: `并发${w}`,
              org: s.cast.orgs['hospital'] ?? '',
              year: 2026,
              docNo: newId(),
              proCode: '2'.repeat(21),
              fundType: '111',
              expFunc: '2100201',
              depEco: '31003',
              govEco: '50601',
              amount: yuan(1),
            })
            // Some writers give up after having drawn their number: a hole that must not be waited for.
            if (i % 3 === 2) throw new Error('放弃')
            if (w % 8 === 0) await new Promise((r) => setTimeout(r, 30))
          })
          .catch((e: Error) => expect(e.message).toBe('放弃'))
      }
    }),
  )
  stop.now = true
  await sequencing
  await s.app.settle()
  const { rows } = await s.app.pool.query<{
    entries: number
    leaves: number
    top: number
    out: number
  }>(`
    select (select count(*) from kernel.journal) entries, (select count(*) from kernel.leaf) leaves,
      (select max(index) + 1 from kernel.leaf) top,
      (select count(*) from kernel.leaf a join kernel.journal x on x.seq = a.seq join kernel.journal y on y.subject = x.subject and y.seq > x.seq join kernel.leaf b on b.seq = y.seq where b.index < a.index) as out`)
  expect(rows[0]?.leaves).toBe(rows[0]?.entries)
  expect(rows[0]?.top).toBe(rows[0]?.entries)
  expect(rows[0]?.out).toBe(0)
})
