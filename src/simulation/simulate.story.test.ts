import { expect, inject, test } from 'vitest'
import { simulate } from './run.ts'

test('四笔采购，断线、重来、重启：什么也没有破；同一个种子，同一条痕迹', async () => {
  const url = inject('postgres')
  const server = {
    url,
    urlOf: (database: string) => url.replace('/postgres?', `/${database}?`),
  }
  const one = await simulate({ seed: 's1', lifecycles: 4, server })
  expect(one.broken).toEqual([])
  expect(one.connectionsCut + one.repeated).toBeGreaterThan(0)
  expect(one.refusals).toBeGreaterThan(0)
  const again = await simulate({ seed: 's1', lifecycles: 4, server })
  expect(again.trace).toBe(one.trace)
}, 240_000)
