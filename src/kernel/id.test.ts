import { expect, test } from 'vitest'
import { newId, zId } from './id.ts'

test('同一毫秒里造的编号，按造的先后排列，各不相同，都是 UUIDv7', () => {
  const ids = Array.from({ length: 10_000 }, () => newId(1_790_000_000_000))
  expect([...ids].sort()).toEqual(ids)
  expect(new Set(ids).size).toBe(ids.length)
  for (const id of ids) {
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-/)
    expect(zId().safeParse(id).success).toBe(true)
  }
})
test('两只钟轮着问，同一毫秒的仍按先后', () => {
  const ids = Array.from({ length: 200 }, (_, i) =>
    newId(i % 2 ? 1_790_000_000_000 : 1_780_000_000_000),
  )
  for (const odd of [0, 1]) {
    const mine = ids.filter((_, i) => i % 2 === odd)
    expect([...mine].sort()).toEqual(mine)
  }
})
