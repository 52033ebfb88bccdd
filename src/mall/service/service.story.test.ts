import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Day } from '#kernel'
import { freshStage, reasons } from '#testing'
import type { Player } from '../../demo/player.ts'
import type { Stage } from '../../demo/run.ts'
import { broken, rateCards, serviceLine } from '../../demo/services.ts'

/** 定点服务：坏在路上的一辆车，从选修理厂到月末付清；不该成的，为什么不成。 */
let s: Stage
let p: Player
let cards: Record<string, string> = {}
let line = ''
beforeAll(async () => {
  s = await freshStage()
  p = s.player()
  cards = await rateCards(p)
  line = await serviceLine(p, s.cast, '30000.00', '托财预指〔2026〕801号')
})
afterAll(() => s.stop())
const money = async (of = line) => (await p.as('buhe').budget.get({ id: of })).data
const row = (code: string, quantity: number, price: string, note = '') => ({
  code,
  quantity,
  price,
  note,
})
const account = { bank: '中国银行托克托支行', account: '6222020409000012345' }
const bill = (more: object = {}) => ({
  buyer: s.cast.orgs['school'],
  month: '2026-03',
  invoiceNo: '26152000000099990001',
  day: '2026-04-01',
  invoiceAmount: '383.00',
  ...account,
  ...more,
})

test('近的在前，价目谁都能看', async () => {
  const { cards: near } = await p.as('buhe').service.findCards({ kind: '车辆维修' })
  expect(near.map((c: { near: string; supplierName: string }) => [c.near, c.supplierName])).toEqual(
    [
      ['本地', '托克托县顺达汽车修理厂'],
      ['同一盟市', '呼和浩特云达汽车维修有限公司'],
    ],
  )
  // The hospital is in the city: the banner's garage does not serve it.
  expect((await p.as('wang').service.findCards({ kind: '车辆维修' })).cards).toHaveLength(1)
  expect((await p.visitor().service.findCards({ kind: '车辆维修' })).cards).toHaveLength(2)
})

test('一辆车：报价守价目，增项先批准，明细不过批准，月末一张结算单付清', async () => {
  const driver = p.as('buhe')
  const head = p.as('zhaog')
  const garage = p.as('shunda')
  const refused = (more: object) =>
    reasons(driver.service.place(broken(line, cards['shunda'] ?? '', more)))
  expect(await refused({ plate: 'A12345' })).toContain('车辆服务须写明车牌和里程')
  expect(await refused({ cap: '20000.01' })).toMatch(/直接选定有单笔上限.*20,000\.01.*20,000\.00/)
  expect(await refused({ cap: '30000.01', way: '顺序轮候', card: null })).toContain('无预算不采购')
  expect(await reasons(p.as('wang').service.place(broken(line, cards['shunda'] ?? '')))).toContain(
    '404',
  )

  const { id } = await driver.service.place(broken(line, cards['shunda'] ?? ''))
  expect(await money()).toMatchObject({ frozen: '2000.00' })
  const quoting = (lines: object[]) => reasons(garage.service.quote({ id, lines }))
  expect(await quoting([row('JY-4', 1, '220.01')])).toMatch(/单价不得高于价目.*220\.01.*220\.00/)
  expect(await quoting([row('XX-9', 1, '1.00')])).toMatch(/只按价目上的项目报价.*XX-9/)
  expect(await quoting([row('DP-1', 4, '520.00')])).toMatch(/报价不得超过下单的限额/)
  // Past what an integer holds is refused like anything else too dear.
  expect(await quoting([row('DP-1', 100_000, '9999999999999.99')])).toContain('单价不得高于价目')
  for (const price of ['1,234.00', '１２３４．００', '1e3', '-1', '0.001', '99999999999999.00'])
    expect(await quoting([row('GS-1', 1, price)])).toMatch(/金额/)
  expect(
    await reasons(p.as('yunda').service.quote({ id, lines: [row('GS-1', 1, '1.00')] })),
  ).toContain('404')
  const oil = [row('GS-1', 2, '60.00'), row('JY-4', 1, '218.00')]
  await garage.service.quote({ id, lines: oil })
  expect(await reasons(driver.service.approve({ id }))).toContain('职责')
  await head.service.approve({ id })
  expect(await money()).toMatchObject({ frozen: '338.00' })

  const filter = row('JL-1', 1, '45.00')
  const finish = (lines: object[]) =>
    garage.service.finish({ id, lines, words: '已换', oldParts: true, odometer: 86_412 })
  expect(await reasons(finish([...oil, filter]))).toMatch(
    /未经批准的项目不得结算.*机油滤清器没有批准过/,
  )
  expect(await reasons(finish([row('GS-1', 3, '40.00')]))).toMatch(/工时费.*3半小时，批准2半小时/)
  await garage.service.askExtra({ id, reason: '滤清器堵塞', lines: [filter] })
  expect(await reasons(finish(oil))).toContain('状态')
  expect(await money()).toMatchObject({ frozen: '338.00' })
  await head.service.approveExtra({ id })
  expect(await money()).toMatchObject({ frozen: '383.00' })
  await finish([...oil, filter])
  expect(await reasons(driver.service.check({ id, odometer: 86_000, stars: 5 }))).toContain(
    '交车里程不得小于送修里程',
  )
  await driver.service.check({ id, odometer: 86_412, stars: 5 })
  await head.service.confirm({ id })

  // 质保：同一家、同一辆车、同一项目。
  const second = await driver.service.place(
    broken(line, cards['shunda'] ?? '', { odometer: 86_500 }),
  )
  expect(
    await reasons(driver.service.place(broken(line, cards['shunda'] ?? '', { odometer: 10 }))),
  ).toContain('里程表不倒走')
  expect(
    await reasons(garage.service.quote({ id: second.id, lines: [row('JL-1', 1, '45.00')] })),
  ).toContain('质保期内的返修不另收费')
  // Labour has no warranty, and another fault on the same part says so.
  expect(
    await reasons(
      garage.service.quote({
        id: second.id,
        lines: [row('GS-1', 1, '60.00'), row('JL-1', 1, '45.00', '底壳碰裂，连带损坏')],
      }),
    ),
  ).toBe('')
  await driver.service.cancel({ id: second.id, reason: '返修免费，不另下单' })
  expect(await money()).toMatchObject({ frozen: '383.00' })

  expect(await reasons(garage.servicebill.gather(bill()))).toContain('一个月过完再结算')
  await s.clock.to('2026-04-01', 9)
  expect(await reasons(garage.servicebill.gather(bill({ invoiceAmount: '384.00' })))).toMatch(
    /发票金额须与验收的合计一致.*384\.00.*383\.00/,
  )
  expect(await garage.servicebill.listWaiting()).toMatchObject([
    { month: '2026-03', amount: '383.00' },
  ])
  const made = await garage.servicebill.gather(bill())
  expect(await reasons(garage.servicebill.gather(bill()))).toContain('一张结算单')
  expect(await money()).toMatchObject({ frozen: '383.00', committed: '0.00' })
  await head.servicebill.confirm({ id: made.id })
  expect(await money()).toMatchObject({ frozen: '0.00', committed: '383.00' })
  expect(await driver.service.get({ id })).toMatchObject({ state: '已结算' })
  const [contract] = await driver.contract.list()
  expect(contract).toMatchObject({ state: '已备案' })
  // Where a vehicle was is its parties' business: no notice and no public leaf names it.
  const told = await s.app.pool.query(
    `select (select count(*)::int from kernel.journal where leaf like '%12345%')
          + (select count(*)::int from disclosure.notice where content::text like '%12345%') as n,
            (select count(*)::int from disclosure.notice where kind = '合同公告') as notices`,
  )
  expect(told.rows).toEqual([{ n: 0, notices: 1 }])
  await driver.servicebill.pay({ id: made.id })
  const [request] = await head.payment.list()
  await head.payment.approve({ id: request.id })
  await s.clock.toInstant(s.clock.now())
  expect(await driver.servicebill.get({ id: made.id })).toMatchObject({ state: '已支付' })
  expect(await money()).toMatchObject({ committed: '0.00', paid: '383.00' })
  await driver.servicebill.settle({ id: made.id })
  const [settlement] = await head.settlement.list()
  await head.settlement.close({ id: settlement.id })
  expect(await driver.servicebill.get({ id: made.id })).toMatchObject({ state: '已办结' })
  await s.clock.toInstant(s.clock.now())
  const { ocid } = (await driver.project.get({ id: contract.process })).project
  const record = (await (await fetch(`${s.url}/ocds/records/${ocid}`)).json()) as {
    records: { compiledRelease: object }[]
  }
  expect(record.records[0]?.compiledRelease).toMatchObject({
    tender: { procurementMethodDetails: '定点服务' },
    contracts: [{ value: { amount: 383, currency: 'CNY' } }],
  })
  expect(JSON.stringify(record)).not.toContain('12345')
})

test('轮候：挑不了，拒了轮到下一家，都不做就了结，钱退回', async () => {
  const driver = p.as('buhe')
  const turn = () =>
    driver.service.place(broken(line, null, { way: '顺序轮候', plate: '蒙A77777', odometer: 100 }))
  const one = await turn()
  expect(await reasons(p.as('yunda').service.get({ id: one.id }))).toContain('404')
  await p.as('shunda').service.refuse({ id: one.id, reason: '举升机坏了' })
  expect(await reasons(p.as('shunda').service.get({ id: one.id }))).toContain('404')
  await p.as('yunda').service.quote({ id: one.id, lines: [row('GS-1', 1, '55.00')] })
  // Each has had one turn; the next is the first one's again, and silence passes it on.
  const two = await turn()
  const held = async () =>
    (await p.as('buhe').service.get({ id: two.id })).sections[0].fields[1].value
  const first = await held()
  await s.clock.to('2026-04-08', 9)
  expect(await held()).not.toBe(first)
  await s.clock.to('2026-04-15', 9)
  expect(await driver.service.get({ id: two.id })).toMatchObject({ state: '已拒单' })
  await driver.service.cancel({ id: one.id, reason: '自行解决' })
  expect(await money()).toMatchObject({ frozen: '0.00' })
})

test('涉密的印刷不收；价目期限过长、代码重复不收；过期的价目不能下单', async () => {
  const print = (more: object) =>
    reasons(
      p.as('buhe').service.place({
        ...broken(line, cards['qingyin'] ?? ''),
        kind: '印刷',
        plate: '',
        odometer: 0,
        ...more,
      }),
    )
  expect(await print({ secret: true })).toContain('涉密的印刷不在本平台办理')
  const card = (more: object) =>
    reasons(
      p.as('qingyin').ratecard.submit({
        kind: '物业管理',
        from: '2026-05-01',
        to: '2028-04-30',
        regions: ['150100'],
        place: '新城区',
        items: [{ code: 'A', name: '保洁', unit: '人月', price: '3500.00' }],
        ...more,
      }),
    )
  expect(await card({ to: '2028-05-02' })).toContain('有效期有上限')
  expect(await card({ kind: '印刷' })).toContain('一家一类同时只有一份价目')
  const twice = { code: 'A', name: '保安', unit: '人月', price: '3500.00' }
  expect(await card({ items: [twice, twice] })).toContain('价目一项一码')
  expect(await card({ to: '2026-04-30' })).toContain('有效期止在起之前')
  await p.as('qingyin').ratecard.stop({ id: cards['qingyin'] ?? '', reason: '停业' })
  expect(await print({})).toMatch(/按有效的价目下单.*已停用/)
})
/** One oil change on a line, from the order to the acceptance. */
async function changed(on: string, plate: string): Promise<string> {
  const { id } = await p.as('buhe').service.place(broken(on, cards['shunda'] ?? '', { plate }))
  const lines = [row('JY-4', 1, '200.00')]
  await p.as('shunda').service.quote({ id, lines })
  await p.as('zhaog').service.approve({ id })
  await p
    .as('shunda')
    .service.finish({ id, lines, words: '已换', oldParts: true, odometer: 86_400 })
  await p.as('buhe').service.check({ id, odometer: 86_400, stars: 5 })
  await p.as('zhaog').service.confirm({ id })
  return id
}
test('一张结算单两笔指标：解除一份合同，它的服务单跟着解除，其余照付；都解除了，结算单也解除', async () => {
  const lines = [line, await serviceLine(p, s.cast, '5000.00', '托财预指〔2026〕802号')]
  const billed = async (month: string, day: Day, plates: readonly string[]) => {
    const orders: string[] = []
    for (const [n, plate] of plates.entries()) orders.push(await changed(lines[n] ?? '', plate))
    await s.clock.to(day, 9)
    const { id } = await p.as('shunda').servicebill.gather(
      bill({
        month,
        day,
        invoiceAmount: '400.00',
        invoiceNo: `2615200000${day.replaceAll('-', '')}`,
      }),
    )
    await p.as('zhaog').servicebill.confirm({ id })
    const papers = (await p.as('buhe').servicebill.get({ id })).data.papers as {
      id: string
      noun: string
    }[]
    return { id, orders, contracts: papers.filter((x) => x.noun === '采购合同').map((x) => x.id) }
  }
  const rescind = (contract: string | undefined) =>
    p.as('zhaog').settlement.rescind({
      contract,
      ground: '违法行为影响中标结果，撤销合同',
      reason: '供应商提供虚假材料',
    })
  const stateOf = async (id: string) => (await p.as('buhe').servicebill.get({ id })).state
  const states = (ids: readonly string[]) =>
    Promise.all(ids.map(async (id) => (await p.as('buhe').service.get({ id })).state))

  const one = await billed('2026-04', '2026-05-06', ['蒙A00001', '蒙A00002'])
  const numbers = await Promise.all(
    one.contracts.map(async (id) => (await p.as('buhe').contract.get({ id })).no as string),
  )
  const second = one.contracts.find((_, n) => numbers[n]?.endsWith('-02-01'))
  await rescind(second)
  expect(await money(lines[1])).toMatchObject({ available: '5000.00', committed: '0.00' })
  expect(await states(one.orders)).toEqual(['已结算', '已解除'])
  expect(await stateOf(one.id)).toBe('待支付')
  // What is left is paid, and that is all of it.
  await p.as('buhe').servicebill.pay({ id: one.id })
  const [request] = await p.as('zhaog').payment.list({ state: '已申请' })
  await p.as('zhaog').payment.approve({ id: request.id })
  await s.clock.toInstant(s.clock.now())
  expect(await stateOf(one.id)).toBe('已支付')
  await p.as('buhe').servicebill.settle({ id: one.id })
  const [settlement] = await p.as('zhaog').settlement.list({ state: '待审核' })
  await p.as('zhaog').settlement.close({ id: settlement.id })
  expect(await stateOf(one.id)).toBe('已办结')

  const two = await billed('2026-05', '2026-06-01', ['蒙A00003', '蒙A00004'])
  for (const c of two.contracts) await rescind(c)
  expect(await stateOf(two.id)).toBe('已解除')
  expect(await states(two.orders)).toEqual(['已解除', '已解除'])
  expect(await money(lines[1])).toMatchObject({ available: '5000.00', frozen: '0.00' })
})
