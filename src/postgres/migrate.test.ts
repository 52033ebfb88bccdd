import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openPool } from '#kernel'
import { freshDatabase } from '#testing'
import { migrate } from './migrate.ts'

const one = { name: 'one', sql: 'create schema one; create table one.t (x int)' }
const two = { name: 'two', sql: 'create table one.u (x int)' }

let database: Awaited<ReturnType<typeof freshDatabase>>
let pool: ReturnType<typeof openPool>
beforeEach(async () => {
  database = await freshDatabase()
  pool = openPool(database.url)
  // The file's own names in an otherwise full database.
  await pool.query('drop table if exists public.kernel_migrations')
})
afterEach(async () => {
  await pool.end()
  await database.drop()
})

describe('数据库迁移', () => {
  test('依次执行，做过的不再做', async () => {
    expect(await migrate(pool, [one])).toEqual(['one'])
    expect(await migrate(pool, [one, two])).toEqual(['two'])
    expect(await migrate(pool, [one, two])).toEqual([])
  })

  test('做过的又改：说出名字，什么也不做', async () => {
    await migrate(pool, [one])
    await expect(migrate(pool, [two, { name: 'one', sql: 'select 1' }])).rejects.toThrow(
      /迁移 one 已执行过/,
    )
    const { rows } = await pool.query('select name from public.kernel_migrations')
    expect(rows).toEqual([{ name: 'one' }])
  })

  test('失败的整个撤回，说出第几行，修好后可再来', async () => {
    const bad = { name: 'two', sql: 'create table one.u (x int);\nselect nonsense' }
    await expect(migrate(pool, [one, bad])).rejects.toThrow(/迁移 two 失败：第2行/)
    expect(await migrate(pool, [one, two])).toEqual(['two'])
  })

  test('几个进程同时来，只做一次', async () => {
    const many = await Promise.all([1, 2, 3, 4].map(() => migrate(pool, [one, two])))
    expect(many.flat().sort()).toEqual(['one', 'two'])
  })

  test('同一名字列两次是错', async () => {
    await expect(migrate(pool, [one, one])).rejects.toThrow('one 列了两次')
  })
})
