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
