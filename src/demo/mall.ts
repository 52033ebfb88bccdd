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
  await p.as('wang').shelf.put({ offer: notebook?.id, quantity: 2, line: hospital })
}
const today = (clock: SimClock) => new Date(clock.now() + 8 * 3_600_000).toISOString().slice(0, 10)
