import { addDays, type Day, dayOf } from '#kernel'
import type { Cast } from './cast.ts'
import type { Player, SimClock } from './player.ts'

const item = (
  code: string,
  name: string,
  unit: string,
  price: string,
  warranty: number | null = null,
) => ({
  code,
  name,
  unit,
  price,
  warranty,
})
const repair = (less: number) => [
  item('GS-1', '工时费（轿车、越野车）', '半小时', `${60 - less}.00`, 0),
  item('JY-4', '机油 SN级 4升', '桶', `${220 - less}.00`),
  item('JL-1', '机油滤清器', '个', `${45 - less}.00`),
  item('SC-1', '前刹车片', '副', `${380 - less}.00`),
  item('DP-1', '蓄电池 60安时', '块', `${520 - less}.00`),
  item('TC-1', '拖车（30公里内）', '次', `${300 - less}.00`, 0),
]
const printing = [
  item('A4-1', 'A4黑白双面', '张', '0.30', 0),
  item('A4-2', 'A4彩色单面', '张', '1.20', 0),
  item('ZD-1', '胶装', '本', '8.00', 0),
]
const CARDS = [
  {
    by: 'shunda',
    at: 'tuoxian',
    kind: '车辆维修',
    regions: ['150122'],
    place: '双河镇云中路（演示）',
    items: repair(0),
  },
  {
    by: 'yunda',
    at: 'caizheng',
    kind: '车辆维修',
    regions: ['150100'],
    place: '回民区工业园（演示）',
    items: repair(5),
  },
  {
    by: 'qingyin',
    at: 'caizheng',
    kind: '印刷',
    regions: ['150100'],
    place: '新城区兴安路（演示）',
    items: printing,
  },
] as const

/** 价目：三家，一家在旗里，两家在市里。 */
export async function rateCards(p: Player): Promise<Record<string, string>> {
  const ids: Record<string, string> = {}
  for (const { by, at, ...c } of CARDS) {
    const { id } = await p.as(by).ratecard.submit({ ...c, from: '2026-01-01', to: '2027-12-31' })
    await p.as(at).ratecard.approve({ id })
    ids[by] = id
  }
  return ids
}
export const serviceLine = async (p: Player, cast: Cast, amount: string, docNo: string) =>
  (
    await p.as('tuoxian').budget.receive({
      name: '公务用车运行维护',
      org: cast.orgs['school'],
      year: 2026,
      docNo,
      proCode: '150100049002000000888',
      fundType: '111',
      expFunc: '2050204',
      depEco: '30231',
      govEco: '50208',
      amount,
    })
  ).id as string
export const broken = (line: string, card: string | null, more: object = {}) => ({
  kind: '车辆维修',
  way: '直接选定',
  card,
  line,
  cap: '2000.00',
  want: '行驶中熄火，仪表盘机油灯亮',
  plate: '蒙A12345',
  odometer: 86_400,
  asset: 'GC-2019-0007',
  place: '托克托县呼托公路42公里处',
  contact: '布和',
  phone: '0471-8500000',
  days: 3,
  ...more,
})
const lineOf = (code: string, quantity: number, price: string, note = '') => ({
  code,
  quantity,
  price,
  note,
})

export interface Shop {
  readonly cards: Readonly<Record<string, string>>
  readonly line: string
  /** The month whose bill the garage gathers once it is over. */
  readonly month: string
}
/** 一辆车的第一次：报价、增项、验收，都办完了。 */
export async function serviceDone(p: Player, clock: SimClock, cast: Cast): Promise<Shop> {
  const month = dayOf(clock.now()).slice(0, 7)
  const cards = await rateCards(p)
  const line = await serviceLine(p, cast, '30000.00', '托财预指〔2026〕85号')
  const driver = p.as('buhe')
  const garage = p.as('shunda')
  const done = await driver.service.place(broken(line, cards['shunda'] ?? ''))
  const oil = [lineOf('GS-1', 2, '60.00'), lineOf('JY-4', 1, '218.00', '原厂编号 0W20-4L')]
  await garage.service.quote({ id: done.id, lines: oil })
  await p.as('zhaog').service.approve({ id: done.id })
  const filter = [lineOf('JL-1', 1, '45.00', '拆检发现滤清器堵塞')]
  await garage.service.askExtra({
    id: done.id,
    reason: '机油滤清器堵塞，须一并更换',
    lines: filter,
  })
  await p.as('zhaog').service.approveExtra({ id: done.id })
  await garage.service.finish({
    id: done.id,
    lines: [...oil, ...filter],
    words: '更换机油和滤清器，路试正常。',
    oldParts: true,
    odometer: 86_412,
  })
  await driver.service.check({ id: done.id, odometer: 86_412, stars: 5 })
  await p.as('zhaog').service.confirm({ id: done.id })
  return { cards, line, month }
}
/** 同一辆车一个月里第三次来：the finance department finds it on its desk (监测预警). */
async function again(p: Player, line: string, card: string): Promise<void> {
  const [driver, garage, head] = [p.as('buhe'), p.as('shunda'), p.as('zhaog')]
  for (const odometer of [86_500, 86_640, 86_790]) {
    const { id } = await driver.service.place(
      broken(line, card, { want: '怠速不稳，复查', plate: '蒙A67890', odometer }),
    )
    const lines = [lineOf('GS-1', 1, '58.00')]
    await garage.service.quote({ id, lines })
    await head.service.approve({ id })
    const done = { lines, words: '清洗节气门，试车正常。', oldParts: false, odometer }
    await garage.service.finish({ id, ...done })
    await driver.service.check({ id, odometer, stars: null })
    await head.service.confirm({ id })
  }
}
/** 一件大活请两家报价：一家已经密封，另一家还没有；截止以前谁也看不见。 */
async function compared(p: Player, line: string): Promise<void> {
  const {
    way: _,
    card: __,
    ...job
  } = broken(line, null, {
    want: '年检前全面保养，更换蓄电池',
    odometer: 87_100,
    hours: 48,
  })
  await p.as('buhe').contest.call(job)
  const [asked] = (await p.as('shunda').contestquote.list({ state: '待报价' })) as { id: string }[]
  await p.as('shunda').contestquote.seal({
    id: asked?.id,
    lines: [lineOf('GS-1', 4, '55.00'), lineOf('DP-1', 1, '500.00')],
  })
}
/** 上个月的结算单等单位核对；这辆车的第二次正等同意报价；还有一单印刷等报价。 */
export async function services(p: Player, cast: Cast, { cards, line, month }: Shop): Promise<void> {
  const driver = p.as('buhe')
  const garage = p.as('shunda')
  const waiting = (await garage.servicebill.listWaiting()) as { month: string; amount: string }[]
  await garage.servicebill.gather({
    buyer: cast.orgs['school'],
    month,
    invoiceNo: '26152000000099990001',
    day: `${addDays(`${month}-28` as Day, 4).slice(0, 7)}-01`,
    invoiceAmount: waiting.find((w) => w.month === month)?.amount,
    bank: '中国银行托克托支行（演示）',
    account: '6222020409000012345',
  })
  const open = await driver.service.place(
    broken(line, cards['shunda'] ?? '', { want: '刹车异响，踩下去发软', odometer: 87_020 }),
  )
  await garage.service.quote({
    id: open.id,
    lines: [lineOf('GS-1', 2, '60.00'), lineOf('SC-1', 1, '360.00', '原厂编号 D1060')],
  })
  await driver.service.place({
    ...broken(line, null, { want: '高三模拟试卷印制三百份', plate: '', odometer: 0, asset: '' }),
    kind: '印刷',
    way: '顺序轮候',
    place: '托克托县第三中学教务处',
    cap: '1500.00',
  })
  await again(p, line, cards['shunda'] ?? '')
  await compared(p, line)
}
