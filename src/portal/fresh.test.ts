import { expect, test } from 'vitest'
import { fresh } from './fresh.ts'

const counted = () => {
  let n = 0
  return { made: () => n, make: async () => ({ value: ++n }) }
}
test('记号没变就不再做，变了才做；各个样式分开', async () => {
  const kept = fresh<number>(10)
  const c = counted()
  let mark = 'a'
  const ask = (variant: string) => kept('s', variant, async () => mark, c.make)
  expect([await ask('zh'), await ask('zh'), await ask('en'), await ask('zh')]).toEqual([1, 1, 2, 1])
  mark = 'b'
  expect([await ask('zh'), await ask('zh'), await ask('en')]).toEqual([3, 3, 4])
})
test('到了时候就不再算数，记号没变也重做', async () => {
  const kept = fresh<number>(10)
  let now = 0
  let n = 0
  const ask = () =>
    kept(
      's',
      '',
      async () => 'same',
      async () => {
        const until = now + 10
        return { value: ++n, good: () => now < until }
      },
    )
  expect([await ask(), await ask()]).toEqual([1, 1])
  now = 10
  expect([await ask(), await ask()]).toEqual([2, 2])
})
test('后到的人不拿他来以前问的记号：并到下一次', async () => {
  const kept = fresh<string>(10)
  const asked: ((mark: string) => void)[] = []
  const ask = () => new Promise<string>((done) => asked.push(done))
  const got = (mark: string) => async () => ({ value: mark })
  const first = kept('s', '', ask, got('旧'))
  const second = kept('s', '', ask, got('新'))
  const third = kept('s', '', ask, got('新'))
  expect(asked.length).toBe(1)
  asked[0]?.('1')
  expect(await first).toBe('旧')
  await new Promise((r) => setImmediate(r))
  expect(asked.length).toBe(2)
  asked[1]?.('2')
  expect([await second, await third]).toEqual(['新', '新'])
})
test('留着的有个数，最早的先丢', async () => {
  const kept = fresh<number>(2)
  const c = counted()
  const ask = (subject: string) => kept(subject, '', async () => 'm', c.make)
  for (const s of ['a', 'b', 'c', 'c', 'b']) await ask(s)
  expect(c.made()).toBe(3)
  await ask('a')
  expect(c.made()).toBe(4)
})
