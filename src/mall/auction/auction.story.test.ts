import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Fen, instant } from '#kernel'
import { freshStage, reasons } from '#testing'
import { goods } from '../../demo/goods.ts'
import type { Player } from '../../demo/player.ts'
import type { Stage } from '../../demo/run.ts'
import { verifyAuction } from '../../verify/auction.ts'
import { extension, nextMost, type Replay, replay, standing, turnOrder } from './model.ts'

/** 网上竞价、网上询价、电子反拍。 */
const T = (n: number) => instant(n * 60_000)
const bid = (id: number, supplier: string, price: number, at = id) => ({
  id,
  supplier,
  price: price as Fen,
  at: T(at),
  offer: '',
  quote: '',
})
test.each([
  ['没有报价时至多是最高限价', [], 10_000],
  ['降价至少千分之五，舍到分', [bid(1, '甲', 9_999)], 9_949],
])('%s', (_, bids, most) => {
  expect(nextMost({ manner: '降价', ceiling: 10_000 as Fen, step: 50 }, bids, '乙')).toBe(most)
})
test('反拍一轮：最差的价先报，同价的后报者先报，先报者压轴', () => {
  const bids = [bid(1, '甲', 100), bid(2, '乙', 120), bid(3, '丙', 100)]
  expect(turnOrder(bids)).toEqual(['乙', '丙', '甲'])
  expect(standing(bids).map((b) => b.supplier)).toEqual(['甲', '丙', '乙'])
})
test('最后五分钟的新低价从原截止时间顺延五分钟，至多十次', () => {
  const rules = { windowMinutes: 5, byMinutes: 5, times: 10 }
  const a = { manner: '降价' as const, closes: T(60), extended: 0 }
  expect(extension(a, T(54), rules)).toBeNull()
  expect(extension(a, T(56), rules)).toBe(T(65))
  expect(extension({ ...a, extended: 10 }, T(59), rules)).toBeNull()
  expect(extension({ ...a, manner: '密封' }, T(59), rules)).toBeNull()
})
test('任何一串依规受理的报价，回放都重算出同一个结果；改动任何一价都会被发现', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.tuple(fc.constantFrom('甲', '乙', '丙', '丁'), fc.integer({ min: 0, max: 300 })),
        { minLength: 1, maxLength: 40 },
      ),
      (tries) => {
        const rules = { windowMinutes: 5, byMinutes: 5, times: 10 }
        const head = { manner: '降价' as const, ceiling: 1_000_000 as Fen, step: 50 }
        let closes = T(60)
        let extended = 0
        const bids: ReturnType<typeof bid>[] = []
        let minute = 0
        for (const [who, down] of tries) {
          minute += 3
          if (T(minute) >= closes) break
          const price = nextMost(head, bids, who) - down
          if (price <= 0) break
          bids.push(bid(bids.length + 1, who, price, minute))
          const moved = extension({ manner: '降价', closes, extended }, T(minute), rules)
          if (moved !== null) {
            closes = moved
            extended++
          }
        }
        const x: Replay = {
          v: 'yiwang/auction/v1',
          kind: '网上竞价',
          ...head,
          opened: 0,
          firstCloses: T(60),
          closes,
          rules,
          bids: bids.map(({ quote: _, ...b }) => ({ ...b, name: b.supplier })),
          winner: standing(bids)[0]?.id ?? null,
        }
        expect(replay(x)).toEqual([])
        const last = x.bids.at(-1)
        if (last)
          expect(
            replay({ ...x, bids: [...x.bids.slice(0, -1), { ...last, price: 2_000_000 as Fen }] }),
          ).not.toEqual([])
      },
    ),
    { numRuns: 60 },
  )
})

let s: Stage
let p: Player
let line = ''
const notebooks: Record<string, string> = {}
beforeAll(async () => {
  s = await freshStage()
  p = s.player()
  await goods(p, s.clock)
  for (const o of (await p.visitor().goods.find({ q: '便携式计算机 14英寸' })).offers)
    notebooks[
      o.supplierName.includes('华瑞')
        ? 'huarui'
        : o.supplierName.includes('康达')
          ? 'kangda'
          : 'mengyi'
    ] = o.id
  line = (
    await p.as('caizheng').budget.receive({
      name: '笔记本电脑购置',
      org: s.cast.orgs['hospital'],
      year: 2026,
      docNo: '呼财预指〔2026〕711号',
      proCode: '150100049002000000711',
      fundType: '111',
      expFunc: '2100201',
      depEco: '31003',
      govEco: '50601',
      amount: '500000.00',
    })
  ).id
})
afterAll(() => s.stop())
const wanted = (more: object) => ({
  title: '门诊笔记本电脑',
  line,
  kind: '网上竞价',
  manner: '降价',
  item: 'A02010108',
  needs: '门诊医生移动查房使用，含三年上门服务。',
  attributes: [{ name: '内存', is: '>=', value: '16' }],
  quantity: 20,
  unit: '台',
  ceiling: '6000.00',
  minutes: 60,
  place: '医院信息科',
  contact: '王静',
  phone: '0471-6500000',
  days: 7,
  reason: '在售品牌不足三个，参数为通用配置',
  ...more,
})
const begun = async (more: object = {}) => {
  const { id } = await p.as('wang').auction.draft(wanted(more))
  await p.as('wuyun').auction.approve({ id })
  return id as string
}
const offer = (who: string, auction: string, price: string, more: object = {}) =>
  p.as(who).price.offer({ auction, offer: notebooks[who], price, ...more })
const minutes = (n: number) => s.clock.toInstant(instant(s.clock.now() + n * 60_000))

test('发起：没有预算、时间太短、指定品牌、品牌不足又不说理由的，一次说全', async () => {
  const why = await reasons(
    p
      .as('wang')
      .auction.draft(
        wanted({ ceiling: '60000.00', minutes: 10, needs: '须为示例甲品牌', reason: '' }),
      ),
  )
  for (const rule of ['无预算不采购', '报价时间不得过短', '需求不得指定品牌', '三个以上品牌'])
    expect(why).toContain(rule)
})
test('公开降价：看得见价、看不见名；末段顺延；铃响以后不收；结果谁都能离线重算', async () => {
  const id = await begun()
  expect((await p.as('wang').budget.get({ id: line })).data).toMatchObject({ frozen: '120000.00' })
  await offer('huarui', id, '5900.00')
  expect(await reasons(offer('mengyi', id, '5890.00'))).toMatch(/每次须低到规定的幅度.*5,870\.50/)
  expect(await reasons(offer('mengyi', id, '580.00'))).toMatch(/像是错了位数.*伍佰捌拾元整.*9\.8%/)
  expect(
    await reasons(
      p.as('mengyi').price.offer({ auction: id, offer: notebooks['huarui'], price: '5800.00' }),
    ),
  ).toContain('404')
  await offer('mengyi', id, '5800.00')
  const seen = await p.as('kangda').auction.getBoard({ id })
  expect(seen.standing.map((x: { who: string }) => x.who)).toEqual(['报价人2', '报价人1'])
  expect(JSON.stringify(seen)).not.toMatch(/华瑞|蒙医/)
  expect((await p.as('mengyi').auction.getBoard({ id })).standing[0]).toMatchObject({
    who: '本单位',
    mine: true,
  })
  // Nobody reads another's prices as records, not even the supervisor.
  expect(await p.as('caizheng').price.list()).toEqual([])
  await minutes(57)
  const closes = (await p.as('kangda').auction.getBoard({ id })).closes
  await offer('kangda', id, '5700.00')
  const later = (await p.as('kangda').auction.getBoard({ id })).closes
  expect(Date.parse(later) - Date.parse(closes)).toBe(5 * 60_000)
  await minutes(4)
  const quote = (await p.as('huarui').auction.get({ id })).data.quote
  await p.as('huarui').price.lower({ id: quote, price: '5600.00' })
  await minutes(10)
  expect(await reasons(offer('mengyi', id, '5000.00'))).toContain('截止以后的报价一概不收')
  const ended = await p.as('wang').auction.get({ id })
  expect(ended.state).toBe('待确认')
  expect(await reasons(p.as('wuyun').auction.refuse({ id, reason: '不想要了' }))).toContain(
    '应当确认最低价',
  )
  const played = await p.visitor().auction.getReplay({ id })
  expect(verifyAuction(JSON.stringify(played)).faults).toEqual([])
  const forged = {
    ...played,
    bids: played.bids.map((b: { id: number; price: number }, n: number) =>
      n === 0 ? { ...b, price: b.price - 1 } : b,
    ),
  }
  expect(verifyAuction(JSON.stringify(forged)).faults.join()).toContain('与流水不符')
  await p.as('wuyun').auction.confirm({ id })
  const [order] = await p.as('huarui').order.list()
  expect(order).toMatchObject({ state: '待接单' })
  expect((await p.as('wang').budget.get({ id: line })).data).toMatchObject({ frozen: '112000.00' })
  const receipt = await p.as('huarui').price.getReceipt({ id: quote })
  expect(receipt.evidence).toMatchObject({ data: { price: 560000 } })
})
test('密封一次：截止前谁也看不到价和家数，只报一次；关联的供应商不收；不足三家顺延一次，再由采购人定', async () => {
  const id = await begun({ manner: '密封' })
  await offer('huarui', id, '5750.00')
  expect(await p.as('wang').auction.getBoard({ id })).toMatchObject({
    bidders: null,
    standing: [],
    bids: [],
  })
  expect(await reasons(offer('huarui', id, '5000.00'))).toContain('密封报价只报一次')
  await s.app.pool.query(
    `update library.org set in_charge = (select in_charge from library.org where id = $1) where id = $2`,
    [s.cast.orgs['huarui'], s.cast.orgs['mengyi']],
  )
  expect(await reasons(offer('mengyi', id, '5000.00'))).toContain('单位负责人为同一人')
  await s.app.pool.query(`update library.org set in_charge = '斯琴' where id = $1`, [
    s.cast.orgs['mengyi'],
  ])
  expect(await reasons(p.visitor().auction.getReplay({ id }))).toContain('404')
  await minutes(61)
  expect(await p.as('wang').auction.get({ id })).toMatchObject({ state: '报价中' })
  await minutes(61)
  expect(await p.as('wang').auction.get({ id })).toMatchObject({ state: '待确认' })
  await p.as('wuyun').auction.refuse({ id, reason: '只有一家报价' })
  expect(await p.as('wang').auction.get({ id })).toMatchObject({ state: '已流标' })
})
test('电子反拍：首报密封，三轮依次，轮到才能报；沉默视同确认', async () => {
  const id = await begun({ kind: '电子反拍' })
  await offer('huarui', id, '5900.00')
  await offer('mengyi', id, '5950.00')
  await offer('kangda', id, '5900.00')
  expect((await p.as('wang').auction.getBoard({ id })).standing).toEqual([])
  await minutes(60)
  const turn = async () => (await p.as('wang').auction.getBoard({ id })).turn
  expect(await turn()).toMatchObject({ round: 1, who: '报价人2' })
  const own = async (who: string) => (await p.as(who).auction.get({ id })).data.quote
  expect(
    await reasons(p.as('huarui').price.lower({ id: await own('huarui'), price: '5000.00' })),
  ).toContain('轮到才能报价')
  await p.as('mengyi').price.lower({ id: await own('mengyi'), price: '5500.00' })
  await minutes(2)
  expect(await turn()).toMatchObject({ round: 1, who: '报价人3' })
  await minutes(2)
  expect(await turn()).toMatchObject({ round: 1, who: '报价人1' })
  await minutes(2)
  expect(await turn()).toMatchObject({ round: 2 })
  await minutes(12)
  expect(await p.as('wang').auction.get({ id })).toMatchObject({ state: '待确认' })
  await s.clock.to('2026-03-10', 9)
  expect(await p.as('wang').auction.get({ id })).toMatchObject({ state: '已成交' })
})
const standingOf = async (who: string, to: 'suspend' | 'resume') =>
  p.as('caizheng').supplier[to]({
    id: s.cast.orgs[who],
    reason: '列入政府采购严重违法失信行为记录名单',
    ...(to === 'suspend' ? { until: '2027-06-30' } : {}),
  })
test('报价以后被列入失信名单的：再报不收，截止时剔除、不计家数，回放写明；离线改掉剔除名单会被发现', async () => {
  const id = await begun()
  await offer('huarui', id, '5900.00')
  await offer('kangda', id, '5800.00')
  await offer('mengyi', id, '5700.00')
  await standingOf('mengyi', 'suspend')
  const { data } = await p.as('mengyi').auction.get({ id })
  expect(await reasons(p.as('mengyi').price.lower({ id: data.quote, price: '5600.00' }))).toMatch(
    /被暂停、停用的供应商不得报价.*暂停/,
  )
  await minutes(61)
  // Two are left of three: too few, so once more before the end.
  expect(await p.as('wang').auction.get({ id })).toMatchObject({ state: '报价中' })
  await minutes(61)
  const ended = await p.as('wang').auction.get({ id })
  expect(ended).toMatchObject({ state: '待确认' })
  expect(JSON.stringify(ended.sections)).toContain('（暂停）')
  const board = await p.as('kangda').auction.getBoard({ id })
  expect(board.standing.map((x: { price: string }) => x.price)).toEqual(['5800.00', '5900.00'])
  const played = await p.visitor().auction.getReplay({ id })
  expect(played.barred).toMatchObject([{ state: '暂停' }])
  expect(verifyAuction(JSON.stringify(played)).faults).toEqual([])
  expect(verifyAuction(JSON.stringify({ ...played, barred: [] })).faults.join()).toContain(
    '成交的应是',
  )
  // The winner is struck too before anybody confirmed: no order can be made of it, and silence does not make one.
  await standingOf('kangda', 'suspend')
  expect(await reasons(p.as('wuyun').auction.confirm({ id }))).toContain('供应商须在库')
  await s.clock.to('2026-03-20', 9)
  const failed = await p.as('wang').auction.get({ id })
  expect(failed).toMatchObject({ state: '已流标' })
  expect(JSON.stringify(failed.sections)).toContain('确认前，最低价的')
  await standingOf('kangda', 'resume')
  await standingOf('mengyi', 'resume')
})
test('写得不成金额的报价：400，指明哪一栏、怎么写，什么也不留', async () => {
  const id = await begun({ quantity: 1 })
  const bad = [
    '1,234.00',
    '１２３４．００',
    '1e3',
    '-1',
    '-1.00',
    '0.001',
    '1234',
    '99999999999999.00',
    '',
    'NaN',
    '0.00',
  ]
  for (const price of bad)
    expect(await reasons(offer('huarui', id, price)), price).toMatch(
      /^\[400,"报价（单价，元）：金额须/,
    )
  expect(await p.as('huarui').auction.get({ id })).toMatchObject({ data: { quote: null } })
})
