import pg from 'pg'
import { expect, inject, test } from 'vitest'
import { noRoom, openPool } from './db.ts'
import { answerError } from './problem.ts'

const failing = async (run: Promise<unknown>) =>
  run.then(
    () => null,
    (e: unknown) => e,
  )
test('连接都有人占着、数据库还没起来：答503、几秒再试，不说是故障', async () => {
  const full = new pg.Pool({
    connectionString: inject('postgres'),
    max: 1,
    connectionTimeoutMillis: 50,
  })
  const held = await full.connect()
  const crowded = await failing(full.query('select 1'))
  held.release()
  await full.end()
  const away = openPool('postgresql://nobody@127.0.0.1:1/nothing', 1)
  const absent = await failing(away.query('select 1'))
  await away.end()
  for (const e of [crowded, absent]) {
    const told: unknown[] = []
    const answer = answerError(e, (x) => told.push(x))
    expect([answer.status, answer.headers.get('retry-after'), told]).toEqual([503, '3', [e]])
  }
  expect(noRoom(new Error('别的毛病'))).toBe(false)
})
