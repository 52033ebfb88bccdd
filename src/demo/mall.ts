import { instant } from '#kernel'
import type { Cast } from './cast.ts'
import type { Player, SimClock } from './player.ts'

const account = { bank: '中国银行呼和浩特分行（演示）', account: '6222020409000012345' }

/** The mall: orders of two buyers in many states, and one that is over with what both said of it. */
export async function mall(p: Player, clock: SimClock, cast: Cast): Promise<void> {
  const receive = async (org: string, finance: string, docNo: string, amount: string) =>
    (
      await p.as(finance).budget.receive({
        name: '办公设备和耗材购置',
        org: cast.orgs[org],
        year: 2026,
        docNo,
        proCode: '150100049002000000999',
        fundType: '111',
        expFunc: '2100201',
        depEco: '31002',
        govEco: '50601',
        amount,
      })
    ).id as string
  const hospital = await receive('hospital', 'caizheng', '呼财预指〔2026〕81号', '300000.00')
  const school = await receive('school', 'tuoxian', '托财预指〔2026〕82号', '60000.00')
  const find = async (q: string) =>
    (await p.visitor().goods.find({ q, order: '价低' })).offers as { id: string; price: string }[]
  const [notebook] = await find('便携式计算机 14英寸')
  const [paper] = await find('复印纸')
  const [chair] = await find('办公椅')
  const order = async (buyer: string, line: string, offer: typeof notebook, quantity: number) => {
    const { id } = await p.as(buyer).order.place({
      lines: [{ offer: offer?.id, quantity, price: offer?.price, line }],
      place: buyer === 'zhao' ? '托克托县第三中学总务处' : '青城医院信息科',
      contact: buyer === 'zhao' ? '赵文' : '王静',
      phone: '0471-6500000',
      days: 7,
    })
    return id as string
  }
  await order('wang', hospital, paper, 20)
  const waits = await order('wang', hospital, notebook, 4)
  await p.as('wuyun').order.approve({ id: waits })
  const taken = await order('wang', hospital, chair, 12)
  await p.as('wuyun').order.approve({ id: taken })
  await p.as('tumd').order.accept({ id: taken, ...account })

  const sent = async (offer: typeof notebook, from: string, serials: string[]) => {
    const id = await order('zhao', school, offer, Math.max(serials.length, 1))
    await p.as('zhaog').order.approve({ id })
    await p.as(from).order.accept({ id, ...account })
    await p.as(from).order.ship({
      id,
      carrier: '自送',
      waybill: '13800000000',
      items: [{ offer: offer?.id, serials }],
    })
    return id
  }
  const done = await sent(paper, 'mengyi', [])
  await p.as('zhao').order.check({ id: done, items: [{ offer: paper?.id, serials: [] }] })
  await p.as('zhaog').order.confirm({ id: done })
  await p.as('mengyi').order.bill({ id: done, no: '26152000000087654321', day: today(clock) })
  await sent(notebook, 'huarui', ['HR26A0001', 'HR26A0002', 'HR26A0003'])
  await p.as('zhao').ticket.report({
    offer: chair?.id,
    kind: '以次充好',
    said: '到货的椅子与页面所写材质不同。（演示）',
  })
  const auction = async (title: string, more: object) => {
    const { id } = await p.as('wang').auction.draft({
      title,
      line: hospital,
      kind: '网上竞价',
      manner: '降价',
      item: 'A02010108',
      needs: '门诊移动查房使用，含安装和三年上门服务。',
      attributes: [{ name: '内存', is: '>=', value: '16' }],
      quantity: 10,
      unit: '台',
      ceiling: '6000.00',
      minutes: 60,
      place: '青城医院信息科',
      contact: '王静',
      phone: '0471-6500000',
      days: 7,
      reason: '在售品牌不足三个，参数为通用配置。',
      ...more,
    })
    return id as string
  }
  const shops = ['huarui', 'mengyi', 'kangda'] as const
  const own = async (shop: string) =>
    (await p.as(shop).shelf.listMine({ item: 'A02010108' })).offers[0].id as string
  const closed = await auction('护士站笔记本电脑', { manner: '密封' })
  await p.as('wuyun').auction.approve({ id: closed })
  for (const [n, shop] of shops.entries())
    await p.as(shop).price.seal({
      auction: closed,
      offer: await own(shop),
      price: `5${7 + n}88.00`,
    })
  await clock.toInstant(instant(clock.now() + 61 * 60_000))
  const live = await auction('门诊笔记本电脑', { minutes: 7 * 24 * 60 })
  await p.as('wuyun').auction.approve({ id: live })
  for (const [shop, price] of [
    ['huarui', '5880.00'],
    ['mengyi', '5820.00'],
  ] as const)
    await p.as(shop).price.offer({ auction: live, offer: await own(shop), price })
  await auction('会议室笔记本电脑', { kind: '电子反拍', quantity: 4 })
  await p.as('wang').shelf.put({ offer: notebook?.id, quantity: 2, line: hospital })
}
const today = (clock: SimClock) => new Date(clock.now() + 8 * 3_600_000).toISOString().slice(0, 10)
