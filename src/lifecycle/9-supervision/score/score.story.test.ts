import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshStage } from '#testing'
import { goods } from '../../../demo/goods.ts'
import { hospital } from '../../../demo/hospital.ts'
import { mall } from '../../../demo/mall.ts'
import type { Player } from '../../../demo/player.ts'
import type { Stage } from '../../../demo/run.ts'
import { measures, type Scored } from './model.ts'
import { casesOf } from './store.ts'

/** 履职数字：从真的流水里数出来，一件不多一件不少；没有做过的，没有数字。 */
let s: Stage
let p: Player
beforeAll(async () => {
  s = await freshStage()
  p = s.player()
  await hospital(p, s.clock, s.cast, '合同')
  await goods(p, s.clock)
  await mall(p, s.clock, s.cast)
}, 90_000)
afterAll(() => s?.stop())
interface Figure {
  id: string
  value: string | null
  cases: number
  outside: number | null
}
const score = async (account: string, kind: Scored, org: string) =>
  new Map(
    (
      (await p.as(account).score.get({ kind, id: s.cast.orgs[org] as string })).figures as Figure[]
    ).map((f) => [f.id, f]),
  )

test('每一项都问得出来；谁也不是的，一件也没有', async () => {
  for (const m of measures)
    expect(
      await s.app.db
        .transaction()
        .execute((tx) =>
          casesOf(
            tx,
            m.id,
            '00000000-0000-7000-8000-000000000000',
            '2020-01-01' as never,
            '2099-12-31' as never,
          ),
        ),
      m.id,
    ).toEqual([])
})
test('采购人：确定中标人、签订合同各几日，没有超过；商城订单另计', async () => {
  const f = await score('wuyun', '采购人', 'hospital')
  // Two lots: one was confirmed in time, the other was left until the law confirmed it.
  expect(f.get('buyer.confirm')).toMatchObject({ cases: 2, outside: 1 })
  expect(f.get('buyer.deem')?.value).toBe('1 / 2（50%）')
  expect(f.get('buyer.sign')).toMatchObject({ cases: 2, outside: 0 })
  const school = await score('zhaog', '采购人', 'school')
  expect(school.get('buyer.check')?.value).toBe('0 / 1（0%）')
})
test('代理机构：提问三个工作日内答复，暂停、复核都数得出来', async () => {
  const f = await score('guo', '代理机构', 'agency')
  expect(f.get('agency.answer')?.outside).toBe(0)
  expect(f.get('agency.pause')?.value).toBe('0 / 1（0%）')
  expect(f.get('agency.recheck')?.value).toBe('1 / 2（50%）')
})
test('供应商：拒单、逾期未接单和逾期发货；别人只看得见公开的', async () => {
  const before = (await score('huarui', '供应商', 'huarui')).get('seller.turn')?.cases ?? 0
  // Two working days pass without a word: an order that waits for this shop lapses; what was taken and not sent is late.
  const { rows } = await s.app.pool.query(
    `select s.state, o.supplier from mall.purchase_order o join kernel.subject s on s.id = o.id where s.state in ('待接单', '待发货')`,
  )
  await s.clock.toInstant((s.clock.now() + 14 * 86_400_000) as never)
  const named = Object.fromEntries(Object.entries(s.cast.orgs).map(([k, id]) => [id, k]))
  for (const r of rows as { state: string; supplier: string }[]) {
    const who = named[r.supplier] as string
    const f = await score(who, '供应商', who)
    const id = r.state === '待接单' ? 'seller.turn' : 'seller.late'
    expect(f.get(id)?.value, `${who} ${id}`).toMatch(/^1 \/ \d/)
  }
  expect(rows.length).toBeGreaterThan(1)
  expect((await score('huarui', '供应商', 'huarui')).get('seller.turn')?.cases).toBeGreaterThan(
    before,
  )
  const others = await score('kangda', '供应商', 'huarui')
  expect([...others.keys()].sort()).toEqual(
    measures
      .filter((m) => m.of === '供应商' && m.open)
      .map((m) => m.id)
      .sort(),
  )
})
