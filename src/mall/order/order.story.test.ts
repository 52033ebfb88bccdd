import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshStage, reasons } from '#testing'
import { goods } from '../../demo/goods.ts'
import type { Player } from '../../demo/player.ts'
import type { Stage } from '../../demo/run.ts'

/** 直购：从搜到付清的一单；不该成的，为什么不成。 */
let s: Stage
let p: Player
let line = ''
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
const one = (o: Shown, more: object = {}) => ({
  offer: o.id,
  quantity: 1,
  price: o.price,
  line,
  ...more,
})
const account = { bank: '中国银行呼和浩特分行', account: '6222020409000012345' }

beforeAll(async () => {
  s = await freshStage()
  p = s.player()
  await goods(p, s.clock)
  // What waits for nobody but the machine comes in by itself.
  await s.clock.toInstant(s.clock.now())
  line = await received('200000.00', '呼财预指〔2026〕701号')
})
afterAll(() => s.stop())

test('一单从下单到办结：订单即合同，序列号逐件清点，发票、支付、结项、互评都在这一单上', async () => {
  const buyer = p.as('wang')
  const head = p.as('wuyun')
  const [cheap] = await find('便携式计算机 14英寸')
  expect(cheap?.supplierName).toContain('华瑞')
  const { id } = await buyer.order.place({ lines: [one(cheap as Shown, { quantity: 2 })], ...to })
  const money = async () => (await buyer.budget.get({ id: line })).data
  expect(await money()).toMatchObject({ frozen: '11598.00', committed: '0.00' })
  // Before it is approved it is nobody's business but the buyer's.
  expect(await reasons(p.as('huarui').order.get({ id }))).toContain('404')
  expect(await reasons(p.as('wang').order.approve({ id }))).toContain('职责')
  await head.order.approve({ id })
  const maker = p.as('huarui')
  await maker.order.accept({ id, ...account })
  expect(await money()).toMatchObject({ frozen: '0.00', committed: '11598.00' })
  const [contract] = await buyer.contract.list()
  expect(contract).toMatchObject({ state: '已备案' })
  expect((await buyer.contract.get({ id: contract.id })).data).toMatchObject({ order: id })
  // An order is sent on its own page, not as the delivery of a contract; and it grows by another order.
  expect(
    await reasons(
      maker.delivery.deliver({
        contract: contract.id,
        place: '医院',
        items: [{ name: cheap?.name, quantity: 2, serials: [] }],
        note: '',
      }),
    ),
  ).toContain('订单合同在订单上发货')
  const serials = ['SN-0001', 'SN-0002']
  const sent = (xs: string[]) => ({
    id,
    carrier: '自送',
    waybill: '13800000000',
    items: [{ offer: cheap?.id, serials: xs }],
  })
  expect(await reasons(maker.order.ship(sent(['SN-0001'])))).toContain('2件，序列号1个')
  await maker.order.ship(sent(serials))
  const scan = (xs: string[]) =>
    buyer.order.check({ id, items: [{ offer: cheap?.id, serials: xs }] })
  expect(await reasons(scan(['SN-0001', 'SN-9999']))).toMatch(
    /缺1件：SN-0002.*有不是这一单发出的：SN-9999/,
  )
  await scan(serials)
  await head.order.confirm({ id })
  const [report] = await buyer.acceptance.list()
  expect(report).toMatchObject({ state: '验收合格' })
  await maker.order.bill({ id, no: '26152000000012345678', day: '2026-03-01' })
  await buyer.order.pay({ id })
  const [request] = await head.payment.list()
  await head.payment.approve({ id: request.id })
  await s.clock.toInstant(s.clock.now())
  expect(await buyer.order.get({ id })).toMatchObject({ state: '已支付' })
  expect(await money()).toMatchObject({ committed: '0.00', paid: '11598.00' })
  await buyer.order.settle({ id })
  const [settlement] = await head.settlement.list()
  await head.settlement.close({ id: settlement.id })
  expect(await buyer.order.get({ id })).toMatchObject({ state: '已办结' })
  await buyer.order.rateSupplier({ id, stars: 5, words: '准时送达' })
  await maker.order.rateBuyer({ id, stars: 4, words: '' })
  expect(await reasons(buyer.order.rateSupplier({ id, stars: 1, words: '' }))).toContain(
    '已经评价过',
  )
  // What was paid is everybody's to know, and the purchase is open data like any other.
  const history = await p.visitor().shelf.getHistory({ offer: cheap?.id })
  expect(history.deals).toMatchObject([
    { quantity: 2, price: '5799.00', way: '直购', region: '呼和浩特市' },
  ])
  await s.clock.toInstant(s.clock.now())
  const { ocid } = (await buyer.project.get({ id: contract.process })).project
  const record = (await (await fetch(`${s.url}/ocds/records/${ocid}`)).json()) as {
    records: { compiledRelease: object }[]
  }
  expect(record.records[0]?.compiledRelease).toMatchObject({
    tender: { procurementMethod: 'direct', procurementMethodDetails: '直购' },
    awards: [{ id, value: { amount: 11598, currency: 'CNY' } }],
    contracts: [{ awardID: id }],
  })
})

test('不选最低价要写理由，价格变了不照旧价下单，别人的指标用不得', async () => {
  const [cheap, dear] = await find('便携式计算机 14英寸')
  const order = (lines: object[]) => reasons(p.as('wang').order.place({ lines, ...to }))
  expect(await order([one(dear as Shown)])).toMatch(/不选最低价的，须说明理由.*5,899.*5,799/)
  const steep = (await find('便携式计算机 14英寸')).at(-1) as Shown
  expect(await order([one(steep, { reason: '用惯了' })])).toMatch(/警戒线.*7,399.*5,899.*7,078\.80/)
  const { id } = await p.as('wang').order.place({
    lines: [one(steep, { justification: '急用，仅此家有现货' })],
    ...to,
  })
  expect(await reasons(p.as('wuyun').order.approve({ id }))).toContain('审核人须签署意见')
  await p.as('wuyun').order.decline({ id, opinion: '改买低价的一家' })
  expect(await order([one(cheap as Shown, { price: '5700.00' })])).toContain('按所见的价格下单')
  expect(
    await reasons(p.as('zhao').order.place({ lines: [one(cheap as Shown)], ...to })),
  ).toContain('404')
  expect(await order([one(cheap as Shown, { quantity: 30 })])).toMatch(/直购有单笔上限/)
  expect(await order([one(cheap as Shown, { quantity: 40 })])).toMatch(/无预算不采购/)
})

test('购物车按供应商分单，一单不成全部不成', async () => {
  const [cheap] = await find('便携式计算机 14英寸')
  const [paper] = await find('复印纸 A4')
  const buyer = p.as('wang')
  await buyer.shelf.put({ offer: cheap?.id, quantity: 1, line })
  await buyer.shelf.put({ offer: paper?.id, quantity: 5, line })
  const { lines } = await buyer.shelf.listCart()
  expect(lines.map((l: { quantity: number }) => l.quantity).sort()).toEqual([1, 5])
  expect(
    (
      await p
        .as('bayin')
        .shelf.listCart()
        .catch(() => ({ lines: [] }))
    ).lines,
  ).toEqual([])
  const count = async () => (await buyer.order.list()).length
  const before = await count()
  expect(
    await reasons(
      buyer.order.place({
        lines: [one(cheap as Shown), one(paper as Shown, { price: '1.00' })],
        ...to,
      }),
    ),
  ).toContain('按所见的价格下单')
  expect(await count()).toBe(before)
  const { orders } = await buyer.order.place({
    lines: [one(cheap as Shown), one(paper as Shown, { quantity: 5 })],
    ...to,
  })
  expect(orders).toHaveLength(2)
  expect((await buyer.shelf.listCart()).lines).toEqual([])
  for (const o of orders) await p.as('wuyun').order.decline({ id: o.id, opinion: '暂不采购' })
  expect((await buyer.budget.get({ id: line })).data).toMatchObject({ frozen: '0.00' })
})

test('供应商沉默视同拒单，断货拒单随即下架；采购人沉默不视同验收，但先验收才能再下单', async () => {
  const buyer = p.as('wang')
  const head = p.as('wuyun')
  const [paper] = await find('复印纸 A4')
  const ordered = async () => {
    const { id } = await buyer.order.place({ lines: [one(paper as Shown)], ...to })
    await head.order.approve({ id })
    return id as string
  }
  const silent = await ordered()
  await s.clock.to('2026-03-06', 9)
  expect(await buyer.order.get({ id: silent })).toMatchObject({ state: '已拒单' })
  const second = await ordered()
  await p.as('mengyi').order.accept({ id: second, ...account })
  await p.as('mengyi').order.ship({
    id: second,
    carrier: '自送',
    waybill: '13800000000',
    items: [{ offer: paper?.id, serials: [] }],
  })
  await s.clock.to('2026-03-25', 9)
  expect(await buyer.order.get({ id: second })).toMatchObject({ state: '已发货' })
  expect(await reasons(buyer.order.place({ lines: [one(paper as Shown)], ...to }))).toContain(
    '先验收再下单',
  )
  await buyer.order.trouble({ id: second, kind: '退货', reason: '纸张受潮' })
  await p.as('mengyi').order.takeBack({ id: second })
  expect((await buyer.budget.get({ id: line })).data).toMatchObject({
    frozen: '0.00',
    committed: '0.00',
  })
  const third = await ordered()
  await p.as('mengyi').order.refuse({ id: third, ground: '断货', reason: '厂家停供' })
  expect(await find('复印纸 A4')).toEqual([])
})

test('换型号：不贵、不差、采购人同意', async () => {
  const buyer = p.as('wang')
  const [small, big] = (await find('便携式计算机')).filter((o) => o.supplierName.includes('蒙医'))
  const { id } = await buyer.order.place({ lines: [one(big as Shown)], ...to })
  await p.as('wuyun').order.approve({ id })
  const maker = p.as('mengyi')
  await maker.order.accept({ id, ...account })
  const swap = { id, of: big?.id, by: small?.id, reason: '原型号停产' }
  expect(await reasons(maker.order.askSwap(swap))).toMatch(/参数低于原商品：.*内存/)
  await maker.order.askOut({ id, ground: '停产', reason: '厂家通知停产' })
  expect(
    await reasons(
      maker.order.ship({
        id,
        carrier: '自送',
        waybill: '13800000000',
        items: [{ offer: big?.id, serials: [] }],
      }),
    ),
  ).toContain('前一项请求先有答复')
  await p.as('wuyun').order.out({ id, reason: '停产，另购' })
  expect(await buyer.order.get({ id })).toMatchObject({ state: '已解除' })
  expect((await buyer.budget.get({ id: line })).data).toMatchObject({ committed: '0.00' })
})

test('一百人抢最后一件的预算：钱够几单就成几单', async () => {
  const [chair] = await find('办公椅')
  const only = await received('1104.00', '呼财预指〔2026〕702号')
  const buyer = p.as('wang')
  const tries = await Promise.all(
    Array.from({ length: 100 }, () =>
      reasons(buyer.order.place({ lines: [one(chair as Shown, { line: only })], ...to })),
    ),
  )
  expect(tries.filter((t) => t === '')).toHaveLength(3)
  expect(tries.filter((t) => t !== '' && !t.includes('无预算不采购'))).toEqual([])
  expect((await buyer.budget.get({ id: only })).data).toMatchObject({
    available: '0.00',
    frozen: '1104.00',
  })
})

test('机器核查：重复上架转人工并写明；涨到中位数警戒线以上的，巡查自己开工单，结果公布在商品上', async () => {
  const finance = p.as('caizheng')
  const slipped = (await finance.listing.list({ state: '待审核' }))[0]
  expect(JSON.stringify((await finance.listing.get({ id: slipped.id })).sections)).toMatch(
    /58,990\.00元（伍万捌仟玖佰玖拾元整），同款在售中位数5,899\.00元（伍仟捌佰玖拾玖元整），为中位数的1000%，像是错了位数/,
  )
  expect((await finance.ticket.list()).map((t: { title: string }) => t.title)).toEqual([
    '便携式计算机 14英寸：价格虚高',
  ])
  const again = await p.as('tumd').listing.register({ title: '重复的一批' })
  const csv =
    '货号,品目编码,名称,品牌,型号,计量单位,单价（元）,供货地区,材质\r\nX-1,A05010301,办公椅 网布升降,土默特,TM-01,把,368.00,全区,网布\r\n'
  await p
    .as('tumd')
    .listing.upload({ id: again.id, file: await p.upload('tumd', '商品.csv', Buffer.from(csv)) })
  await s.clock.toInstant(s.clock.now())
  await p.as('tumd').listing.submit({ id: again.id, onlyGood: false })
  await s.clock.toInstant(s.clock.now())
  const flagged = await finance.listing.get({ id: again.id })
  expect(flagged.state).toBe('待审核')
  expect(JSON.stringify(flagged.sections)).toContain('是同一产品')

  const [chair] = await find('办公椅')
  const reported = await p
    .as('wang')
    .ticket.report({ offer: chair?.id, kind: '以次充好', said: '到货与图片不符' })
  expect(
    await reasons(p.as('zhao').ticket.report({ offer: chair?.id, kind: '其他', said: '重复' })),
  ).toContain('已有工单在办')
  await p.as('tumd').ticket.answer({ id: reported.id, answer: '已更换' })
  await finance.ticket.dismiss({ id: reported.id, ruling: '更换后相符' })
  expect(await p.visitor().ticket.listClosed({ offer: chair?.id })).toMatchObject([
    { state: '不成立', ruling: '更换后相符' },
  ])
})

test('调价与现价相差五倍以上的，再确认一次才算数', async () => {
  const [printer] = (await p.visitor().goods.find({ q: 'A4黑白打印机' })).offers
  const change = (more: object) =>
    p.as('huarui').listing.reprice({
      id: printer.listing,
      offer: printer.id,
      price: '14.99',
      ...more,
    })
  expect(await reasons(change({}))).toMatch(/像是错了位数.*壹拾肆元玖角玖分/)
  expect(await reasons(change({ sure: true }))).toBe('')
})
test('下单价、调价写得不成金额的，说清是金额写法，什么也不留', async () => {
  const [chair] = await find('办公椅')
  const [printer] = (await p.visitor().goods.find({ q: 'A4黑白打印机' })).offers
  const before = (await p.as('wang').order.list()).length
  for (const price of ['1,234.00', '１２３４．００', '1e3', '-1', '0.001', '99999999999999.00']) {
    expect(
      await reasons(p.as('wang').order.place({ lines: [one(chair as Shown, { price })], ...to })),
    ).toMatch(/金额/)
    expect(
      await reasons(
        p
          .as('huarui')
          .listing.reprice({ id: printer.listing, offer: printer.id, price, sure: true }),
      ),
    ).toMatch(/金额/)
  }
  expect(await p.as('wang').order.list()).toHaveLength(before)
})
test('证书今天已过期的：购物车写明到期日，下单被拒', async () => {
  const [chair] = await find('办公椅')
  await s.app.pool.query(
    `insert into goods.certificate (offer, kind, no, expires) values ($1, '环境标志产品', 'CEC1', '2026-01-31')`,
    [chair?.id],
  )
  await p.as('wang').shelf.put({ offer: chair?.id, quantity: 1 })
  const { lines } = await p.as('wang').shelf.listCart({})
  expect(lines.find((l: { offer: string }) => l.offer === chair?.id)).toMatchObject({
    certificateEnded: '2026-01-31',
  })
  expect(await reasons(p.as('wang').order.place({ lines: [one(chair as Shown)], ...to }))).toMatch(
    /证书过期的商品不得下单.*2026/,
  )
})
test('被暂停的供应商：直接下单被拒', async () => {
  const [laptop] = await find('便携式计算机 14英寸')
  const finance = p.as('caizheng')
  const of = { id: s.cast.orgs['huarui'], reason: '列入政府采购严重违法失信行为记录名单' }
  await finance.supplier.suspend({ ...of, until: '2027-06-30' })
  expect(await reasons(p.as('wang').order.place({ lines: [one(laptop as Shown)], ...to }))).toMatch(
    /供应商须在库.*暂停/,
  )
  await finance.supplier.resume(of)
})
