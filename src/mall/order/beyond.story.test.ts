import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshStage, reasons } from '#testing'
import { goods } from '../../demo/goods.ts'
import type { Player } from '../../demo/player.ts'
import type { Stage } from '../../demo/run.ts'

/** 一单之外的事落到单上：合同依法解除，证书过了期。 */
let s: Stage
let p: Player
interface Shown {
  id: string
  name: string
  price: string
  supplierName: string
}
const find = async (q: string): Promise<Shown[]> =>
  (await p.visitor().goods.find({ q, order: '价低' })).offers
const received = async (amount: string, docNo: string) =>
  (
    await p.as('caizheng').budget.receive({
      name: '办公设备购置',
      org: s.cast.orgs['hospital'],
      year: 2026,
      docNo,
      proCode: '150100049002000000718',
      fundType: '111',
      expFunc: '2100201',
      depEco: '31003',
      govEco: '50601',
      amount,
    })
  ).id as string
const to = { place: '医院信息科', contact: '王静', phone: '0471-6500000', days: 7 }
const one = (o: Shown, more: object = {}) => ({ offer: o.id, quantity: 1, price: o.price, ...more })
const account = { bank: '中国银行呼和浩特分行', account: '6222020409000012345' }

beforeAll(async () => {
  s = await freshStage()
  p = s.player()
  await goods(p, s.clock)
  // What waits for nobody but the machine comes in by itself.
  await s.clock.toInstant(s.clock.now())
})
afterAll(() => s.stop())

test('证书过期的一家：搜得到、比得见、写明到期，但不进最低价和中位数；换了证书又算数', async () => {
  const expires = (day: string, of: string) =>
    s.app.pool.query(
      `update goods.certificate set expires = $1 where offer in
       (select o.id from goods.offer o join library.org g on g.id = o.supplier where o.name like '便携式计算机 14%' and g.name like $2)`,
      [day, `%${of}%`],
    )
  const evidence = async (id?: string) => {
    const [seen] = await p.visitor().shelf.getComparison({ offers: id })
    return seen
  }
  const [cheap, next] = await find('便携式计算机 14英寸')
  expect((await evidence(cheap?.id)).evidence).toMatchObject({ least: '5799.00' })
  const before = (await evidence(next?.id)).evidence
  expect(before.cheapest).toMatchObject({ offer: cheap?.id })
  await expires('2026-01-31', '华瑞')
  expect(
    (await p.visitor().goods.find({ q: '便携式计算机 14英寸', order: '价低' })).offers[0],
  ).toMatchObject({
    id: cheap?.id,
    certificateEnded: '2026-01-31',
  })
  expect(await evidence(cheap?.id)).toMatchObject({ certificateEnded: '2026-01-31' })
  const after = (await evidence(next?.id)).evidence
  expect(after).toMatchObject({ cheapest: null, least: next?.price })
  expect(after.suppliers).toBe(before.suppliers - 1)
  expect(after.said).toContain('另有1家证书过期，不计入')
  const facets = async () =>
    (await p.visitor().goods.findFacets({ q: '便携式计算机 14英寸' })).price.least
  expect(await facets()).toBe(next?.price)
  expect(
    (await p.visitor().goods.listPrices({ item: 'A02010108' })).map(
      (r: { least: string }) => r.least,
    ),
  ).not.toContain('5799.00')
  await expires('2027-12-31', '华瑞')
  expect(await facets()).toBe('5799.00')
})
test('合同依法解除：订单跟着解除，钱回指标，时钟停下，成交价不再算数', async () => {
  const buyer = p.as('wang')
  const [chair] = await find('办公椅')
  const only = await received('1000.00', '呼财预指〔2026〕703号')
  const { id } = await buyer.order.place({ lines: [one(chair as Shown, { line: only })], ...to })
  await p.as('wuyun').order.approve({ id })
  await p.as('tumd').order.accept({ id, ...account })
  const deals = async () =>
    (await p.visitor().shelf.getHistory({ offer: chair?.id })).deals.length as number
  expect(await deals()).toBe(1)
  const contract = (await buyer.contract.list({ state: '已备案' })).at(0)
  expect((await buyer.contract.get({ id: contract.id })).data).toMatchObject({ order: id })
  await p.as('wuyun').settlement.rescind({
    contract: contract.id,
    ground: '违法行为影响中标结果，撤销合同',
    reason: '供应商提供虚假材料谋取成交',
  })
  expect(await buyer.contract.get({ id: contract.id })).toMatchObject({ state: '已解除' })
  expect(await buyer.order.get({ id })).toMatchObject({ state: '已解除' })
  expect((await buyer.budget.get({ id: only })).data).toMatchObject({
    available: '1000.00',
    frozen: '0.00',
    committed: '0.00',
  })
  expect(await deals()).toBe(0)
  expect(
    await reasons(
      p.as('tumd').order.ship({
        id,
        carrier: '自送',
        waybill: '13800000000',
        items: [{ offer: chair?.id, serials: [] }],
      }),
    ),
  ).toContain('已解除')
  // No clock strikes for what is no more: nobody is late with it.
  await s.clock.to('2026-05-06', 9)
  const { rows } = await s.app.pool.query(
    `select (select count(*)::int from mall.lapse where order_id = $1) as lapses,
            (select due from kernel.subject where id = $1) as due`,
    [id],
  )
  expect(rows).toEqual([{ lapses: 0, due: null }])
})
