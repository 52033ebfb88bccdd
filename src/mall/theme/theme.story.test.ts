import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshStage, reasons } from '#testing'
import { goods } from '../../demo/goods.ts'
import type { Player } from '../../demo/player.ts'
import type { Stage } from '../../demo/run.ts'
import { broken, rateCards, serviceLine } from '../../demo/services.ts'

/** 主题馆：馆是数据，商品按当天的事实进馆，目标逐单算到单位。 */
let s: Stage
let p: Player
let line = ''
const account = { bank: '中国银行', account: '6222020409000012345' }
beforeAll(async () => {
  s = await freshStage()
  p = s.player()
  await goods(p, s.clock)
  await s.clock.toInstant(s.clock.now())
  line = (
    await p.as('caizheng').budget.receive({
      name: '办公设备购置',
      org: s.cast.orgs['hospital'],
      year: 2026,
      docNo: '呼财预指〔2026〕777号',
      proCode: '150100049002000000777',
      fundType: '111',
      expFunc: '2100201',
      depEco: '31003',
      govEco: '50601',
      amount: '200000.00',
    })
  ).id
})
afterAll(() => s.stop())
interface Shown {
  id: string
  name: string
  price: string
  supplierName: string
}
const inHall = async (hall: string): Promise<Shown[]> =>
  (await p.visitor().goods.find({ hall, order: '价低' })).offers
const bought = async (o: Shown | undefined, from: string) => {
  const { id } = await p.as('wang').order.place({
    lines: [
      { offer: o?.id, quantity: 1, price: o?.price, line, reason: '需要', justification: '' },
    ],
    place: '医院',
    contact: '王静',
    phone: '0471-6500000',
    days: 7,
  })
  await p.as('wuyun').order.approve({ id })
  await p.as(from).order.accept({ id, ...account })
  return id as string
}
test('馆里只有合乎条件的；一单成立，单位和财政就看得见份额，解除了就不算', async () => {
  const small = await inHall('中小企业馆')
  expect(small.some((o) => o.supplierName.includes('康达'))).toBe(false)
  const green = await inHall('绿色馆')
  expect([...new Set(green.map((o) => o.name.slice(0, 6)))]).toEqual(['便携式计算机'])
  expect((await inHall('帮扶馆')).map((o) => o.name)).toEqual(['武川莜面 5千克'])
  expect(await reasons(p.visitor().goods.find({ hall: '没有的馆' }))).toContain('400')

  const chair = small.find((o) => o.name.includes('办公椅'))
  const laptop = green.find((o) => o.supplierName.includes('华瑞'))
  await bought(chair, 'tumd')
  await bought(laptop, 'huarui')
  const mine = async () => (await p.as('wang').theme.listProgress({})).units[0]
  // 368.00 + 5799.00, both from small or middling enterprises; only the computer is certified.
  expect(await mine()).toMatchObject({
    total: '6167.00',
    halls: [
      { hall: '中小企业馆', amount: '6167.00', share: '100.0', reached: true },
      { hall: '绿色馆', amount: '5799.00', share: '94.0', reached: true },
      { hall: '帮扶馆', amount: '0.00', share: '0.0', target: 10, reached: false },
    ],
  })
  expect((await p.as('caizheng').theme.listProgress({})).units).toHaveLength(1)
  expect((await p.as('quting').theme.listProgress({})).units).toHaveLength(1)
  expect((await p.as('chifeng').theme.listProgress({})).units).toEqual([])
  expect((await p.as('zhao').theme.listProgress({})).units).toEqual([])
  expect(await reasons(p.as('huarui').theme.listProgress({}))).toContain('403')
  // A certificate that runs out later moves nothing that was bought while it stood.
  await s.app.pool.query(`update goods.certificate set expires = '2026-03-02'`)
  await s.clock.to('2026-03-10', 9)
  expect(await inHall('绿色馆')).toEqual([])
  expect((await mine()).halls[1]).toMatchObject({ amount: '5799.00' })
  // The supplier is late, the order is dissolved, and its money leaves the figures.
  const [order] = (await p.as('wang').order.list({ word: '便携' })) as { id: string }[]
  await s.clock.to('2026-03-20', 9)
  await p.as('wuyun').order.out({ id: order?.id, reason: '逾期未发货' })
  expect(await mine()).toMatchObject({ total: '368.00' })
})
test('中小企业馆也算定点服务；证书是商品的，绿色馆只以货物计', async () => {
  const cards = await rateCards(p)
  const on = await serviceLine(p, s.cast, '3000.00', '托财预指〔2026〕811号')
  const { id } = await p.as('buhe').service.place(broken(on, cards['shunda'] ?? ''))
  const lines = [{ code: 'JY-4', quantity: 1, price: '200.00', note: '' }]
  await p.as('shunda').service.quote({ id, lines })
  await p.as('zhaog').service.approve({ id })
  await p
    .as('shunda')
    .service.finish({ id, lines, words: '已换', oldParts: true, odometer: 86_400 })
  await p.as('buhe').service.check({ id, odometer: 86_400, stars: 5 })
  await p.as('zhaog').service.confirm({ id })
  const [unit] = (await p.as('zhaog').theme.listProgress({})).units
  expect(unit).toMatchObject({
    total: '200.00',
    halls: [
      { hall: '中小企业馆', amount: '200.00', base: '200.00', share: '100.0', reached: true },
      { hall: '绿色馆', amount: '0.00', base: '0.00', share: null, reached: false },
      { hall: '帮扶馆', share: null },
    ],
  })
})
