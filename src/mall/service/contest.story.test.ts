import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshStage, reasons } from '#testing'
import type { Player } from '../../demo/player.ts'
import type { Stage } from '../../demo/run.ts'
import { broken, rateCards, serviceLine } from '../../demo/services.ts'

/** 比价：一件活请各家密封报价；照片作凭证；办结互评；看着不对的到财政部门的待办里。 */
let s: Stage
let p: Player
let cards: Record<string, string> = {}
let line = ''
beforeAll(async () => {
  s = await freshStage()
  p = s.player()
  cards = await rateCards(p)
  line = await serviceLine(p, s.cast, '30000.00', '托财预指〔2026〕821号')
})
afterAll(() => s.stop())
const money = async () => (await p.as('buhe').budget.get({ id: line })).data
const row = (code: string, quantity: number, price: string, note = '') => ({
  code,
  quantity,
  price,
  note,
})
const job = (more: object = {}) => {
  const { way: _, card: __, ...rest } = broken(line, null)
  return { ...rest, hours: 24, ...more }
}
const asked = async (who: string) =>
  (await p.as(who).contestquote.list({ state: '待报价' }))[0]?.id as string
const JPEG = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46])

test('各家密封报价，截止才开启；不选最低的说明理由；选定的成为服务单，落选的看得到结果', async () => {
  const driver = p.as('buhe')
  const refused = (more: object) => reasons(driver.contest.call(job(more)))
  expect(await refused({ hours: 3 })).toContain('给供应商必要的响应时间')
  expect(await refused({ kind: '印刷', plate: '', odometer: 0, want: '试卷' })).toContain(
    '有两家以上价目合适的，才能比价',
  )
  expect(await refused({ cap: '30000.01' })).toContain('无预算不采购')
  const { id } = await driver.contest.call(job({ cap: '1000.00' }))
  expect(await money()).toMatchObject({ frozen: '1000.00' })
  const [mine, yours] = [await asked('shunda'), await asked('yunda')]
  expect((await p.as('shunda').inbox.list()).items).toMatchObject([{ module: 'contestquote' }])
  // The job is theirs to know; the plate and the telephone are whoever's is to have the car.
  const shown = JSON.stringify(await p.as('shunda').contestquote.get({ id: mine }))
  expect(shown).toContain('机油灯')
  expect(shown).not.toMatch(/12345|8500000|布和/)
  expect(await reasons(p.as('yunda').contestquote.get({ id: mine }))).toContain('404')
  expect(await reasons(p.as('tuoxian').contestquote.get({ id: mine }))).toContain('404')
  expect(await reasons(p.as('shunda').contest.get({ id }))).toContain('404')

  const seal = (who: string, quote: string, lines: object[]) =>
    reasons(p.as(who).contestquote.seal({ id: quote, lines }))
  expect(await seal('shunda', mine, [row('JY-4', 1, '220.01')])).toContain('单价不得高于价目')
  expect(await seal('shunda', mine, [row('DP-1', 2, '520.00')])).toContain('不得超过下单的限额')
  expect(await seal('yunda', mine, [row('JY-4', 1, '1.00')])).toContain('404')
  expect(await seal('shunda', mine, [row('JY-4', 1, '218.00'), row('GS-1', 2, '60.00')])).toBe('')
  expect(await seal('shunda', mine, [row('JY-4', 1, '1.00')])).toContain('状态')
  expect(await seal('yunda', yours, [row('JY-4', 1, '210.00'), row('GS-1', 2, '50.00')])).toBe('')
  const early = await driver.contest.get({ id })
  expect(early.data).toMatchObject({ invited: 2, quotes: [] })
  expect(await reasons(driver.contest.choose({ id, quote: yours, reason: '' }))).toContain('状态')
  const { rows } = await s.app.pool.query(
    `select count(*)::int as n, count(*) filter (where leaf like '{"blind"%')::int as blind from kernel.journal
     where noun = '服务比价报价' and action = 'seal'`,
  )
  expect(rows).toEqual([{ n: 2, blind: 2 }])

  await s.clock.to('2026-03-03', 12)
  const over = await driver.contest.get({ id })
  expect(over.state).toBe('待选定')
  expect(over.data.quotes).toMatchObject([
    { id: yours, total: '310.00', lowest: true, ofCap: '31%', capital: '叁佰壹拾元整' },
    { id: mine, total: '338.00', lowest: false },
  ])
  expect(await reasons(driver.contest.choose({ id, quote: mine, reason: '' }))).toMatch(
    /不选报价最低的，须说明理由.*338\.00.*310\.00/,
  )
  await driver.contest.choose({ id, quote: mine, reason: '车在本旗，拖车到市里要另付三百元' })
  expect(await money()).toMatchObject({ frozen: '338.00' })
  const order = (await driver.contest.get({ id })).data.order as string
  expect(await driver.service.get({ id: order })).toMatchObject({
    state: '待审批',
    data: { way: '比价', frozen: '338.00' },
  })
  const head = p.as('zhaog')
  expect(await reasons(head.service.giveBack({ id: order, opinion: '再低一点' }))).toContain(
    '不重新报',
  )
  await head.service.approve({ id: order })
  const lost = JSON.stringify((await p.as('yunda').contestquote.get({ id: yours })).sections)
  expect(lost).toMatch(/没有选定本单位.*310\.00.*338\.00.*拖车到市里/)
  expect(await reasons(p.as('yunda').service.get({ id: order }))).toContain('404')
  await p.as('shunda').service.giveUp({ id: order, reason: '举升机坏了' })
  expect(await money()).toMatchObject({ frozen: '0.00' })
})

test('没人报的到时了结，撤销的不再等谁；截止以后不收；钱都退回', async () => {
  const driver = p.as('buhe')
  const one = await driver.contest.call(job({ cap: '500.00', hours: 4 }))
  const quote = await asked('shunda')
  await p.as('yunda').contestquote.decline({ id: await asked('yunda'), reason: '没有空' })
  await s.clock.to('2026-03-04', 12)
  expect(await driver.contest.get({ id: one.id })).toMatchObject({ state: '无人报价' })
  expect(
    await reasons(p.as('shunda').contestquote.seal({ id: quote, lines: [row('GS-1', 1, '1.00')] })),
  ).toMatch(/截止以后的报价一概不收|状态/)
  const two = await driver.contest.call(job({ cap: '500.00', hours: 4 }))
  await driver.contest.cancel({ id: two.id, reason: '车自己好了' })
  expect(await p.as('shunda').contestquote.list({ state: '待报价' })).toEqual([])
  expect(await money()).toMatchObject({ frozen: '0.00' })
})

test('照片作凭证：是照片才收，看得了单的才看得到；验收多了增项、一辆车来得太勤，财政部门看得到；办结互评一次', async () => {
  const driver = p.as('buhe')
  const garage = p.as('shunda')
  const head = p.as('zhaog')
  // Three others ask far less for the same hour of work.
  for (const by of ['huarui', 'mengyi', 'tumd']) {
    const { id } = await p.as(by).ratecard.submit({
      kind: '车辆维修',
      from: '2026-01-01',
      to: '2026-12-31',
      regions: ['150400'],
      place: '赤峰',
      items: [{ code: 'G', name: '工时费（轿车、越野车）', unit: '半小时', price: '40.00' }],
    })
    const [waiting] = await p.as('quting').ratecard.list({ state: '待审核' })
    await p.as(waiting.region === '150122' ? 'tuoxian' : 'caizheng').ratecard.approve({ id })
  }
  const fake = await p.upload('shunda', '照片.jpg', Buffer.from('<svg onload="x()">'))
  let last = ''
  for (let n = 0; n < 3; n++) {
    const photo = await p.upload('buhe', '现场.jpg', Buffer.concat([JPEG, Buffer.from([n])]))
    const { id } = await driver.service.place(
      broken(line, cards['shunda'] ?? '', { odometer: 90_000 + n, photos: [photo] }),
    )
    last = id
    await garage.service.quote({ id, lines: [row('GS-1', 1, '60.00')] })
    await head.service.approve({ id })
    const extra = { id, reason: '再查一处', lines: [row('GS-1', 1, '60.00')] }
    expect(await reasons(garage.service.askExtra({ ...extra, photos: [fake] }))).toContain(
      '照片须是能看的图片',
    )
    expect(await reasons(garage.service.askExtra({ ...extra, photos: [photo] }))).toContain('404')
    await garage.service.askExtra({
      ...extra,
      photos: [await p.upload('shunda', '增项.jpg', Buffer.concat([JPEG, Buffer.from([9, n])]))],
    })
    await head.service.approveExtra({ id })
    const done = { words: '已修', oldParts: false, odometer: 90_000 + n, photos: [] }
    await garage.service.finish({ id, lines: [row('GS-1', 2, '60.00')], ...done })
    await driver.service.check({ id, odometer: 90_000 + n, stars: null })
    await head.service.confirm({ id })
  }
  const { photos } = (await driver.service.get({ id: last })).data as {
    photos: { file: string; stage: string }[]
  }
  expect(photos.map((x) => x.stage)).toEqual(['下单', '增项'])
  const path = `/api/service/photo?id=${last}&file=${photos[1]?.file}`
  const at = (who: string | null) => (who === null ? p.get(path) : p.getAs(who, path))
  const got = await at('buhe')
  expect([got.status, got.headers.get('content-type')]).toEqual([200, 'image/jpeg'])
  expect((await at('yunda')).status).toBe(404)
  expect((await at(null)).status).toBe(401)

  const seen = (await p.as('tuoxian').alarm.list()) as { title: string }[]
  expect(seen.map((x) => x.title.split('：')[0]).sort()).toEqual([
    '同车频修',
    '增项频繁',
    '明细价高',
  ])
  expect(JSON.stringify(seen)).not.toContain('12345')
  expect(
    await p
      .as('shunda')
      .alarm.list()
      .catch(() => []),
  ).toEqual([])

  await s.clock.to('2026-04-01', 9)
  const rate = () => driver.service.rateSupplier({ id: last, stars: 4, words: '手艺好，来得勤' })
  expect(await reasons(rate())).toContain('状态')
  const bill = await garage.servicebill.gather({
    buyer: s.cast.orgs['school'],
    month: '2026-03',
    invoiceNo: '26152000000099990021',
    day: '2026-04-01',
    invoiceAmount: '360.00',
    bank: '中国银行托克托支行',
    account: '6222020409000012345',
  })
  await head.servicebill.confirm({ id: bill.id })
  await rate()
  await garage.service.rateBuyer({ id: last, stars: 5, words: '' })
  expect(await reasons(rate())).toContain('已经评价过')
  const { cards: found } = await driver.service.findCards({ kind: '车辆维修' })
  expect(found[0]).toMatchObject({ stars: 4, rated: 1 })
})
