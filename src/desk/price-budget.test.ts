import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { type Instant, instant } from '#kernel'
import { priceBudget } from './price-budget.ts'

test('一个账号（不论开几个会话）一小时的查价有额度：超出的答429并报警一次，别人照查，下一小时恢复', async () => {
  let now: Instant = instant(1_000)
  const alarms: (string | null)[] = []
  const app = new Hono()
  app.use(
    '*',
    priceBudget({
      account: 3,
      address: 2,
      windowMs: 3_600_000,
      now: () => now,
      whose: async (token) => (token.startsWith('bot') ? '某甲' : token),
      alarm: (who) => alarms.push(who.person),
    }),
  )
  app.get('/', (c) => c.text('ok'))
  const ask = async (token?: string) =>
    (await app.request('/', token ? { headers: { cookie: `yw_session=${token}` } } : {})).status
  const bot = []
  for (let i = 0; i < 6; i++) bot.push(await ask(`bot${i % 2}`))
  expect(bot).toEqual([200, 200, 200, 429, 429, 429])
  expect(alarms).toEqual(['某甲'])
  expect(await ask('person')).toBe(200)
  expect([await ask(), await ask(), await ask()]).toEqual([200, 200, 429])
  now = instant(now + 3_600_000)
  expect(await ask('bot1')).toBe(200)
})
