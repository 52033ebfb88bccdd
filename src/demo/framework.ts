import { addDays, at, type Day, dayOf, rfc3339 } from '#kernel'
import type { Cast } from './cast.ts'
import { seated } from './committee.ts'
import { type SealView, seal } from './papers.ts'
import type { Player, SimClock } from './player.ts'

export interface Package {
  readonly name: string
  readonly item: string
  readonly unit: string
  readonly ceiling: string
  readonly need: string
  readonly estimate: number | null
  readonly discounts?: readonly { from: number; percent: number }[]
  readonly consumables?: readonly { name: string; item: string; unit: string; usage: number }[]
  readonly years?: number
}
/** A solicitation as a centre would write it; what a story changes it says. */
export const solicitation = (
  title: string,
  lots: readonly Package[],
  document: object = {},
  head: object = {},
) => ({
  title,
  kind: '封闭式',
  category: '货物',
  ...head,
  document: {
    ground: '目录内小额零星',
    annual: '6000000.00',
    asked: { buyers: 5, suppliers: 4 },
    scope: '本级和所辖旗县区预算单位的小额零星采购。',
    regions: ['150100'],
    area: '呼和浩特市',
    qualifications: '符合《政府采购法》第二十二条规定的条件。',
    months: 12,
    percent: 20,
    modes: ['直接选定', '二次竞价', '顺序轮候'],
    agents: true,
    outside: true,
    payment: '验收合格并收到发票后30日内付清。',
    upgrade: '质量不降低、价格不提高的，经征集人审核后替换。',
    feedback: '采购人在订单办结后评价，随时公开。',
    topUp:
      '依110号令第十九条清退；剩余不足70%且影响执行的，按初次征集的条件、程序、评审方法和淘汰比例补充。',
    clauses: '固定价格；订单经接单成立即为采购合同；到货两人清点、确认。',
    contact: '苏雅',
    phone: '0471-6500005',
    ...document,
  },
  lots,
})
/** Entries of a demonstration catalogue, in force from tomorrow. */
export async function catalogued(
  p: Player,
  clock: SimClock,
  codes: readonly string[],
): Promise<void> {
  const tomorrow = addDays(dayOf(clock.now()), 1)
  const { id } = await p.as('quting').standard.propose({
    title: '集中采购目录（演示，不是正式目录）',
    law: '内财购〔2026〕0号（演示）',
    article: '一、集中采购目录',
    from: tomorrow,
    note: '只为演示。',
    items: [],
    entries: codes.map((code) => ({ code, body: '集中采购机构', least: '400000.00' })),
  })
  await p.as('suhe').standard.publish({ id })
  await clock.to(tomorrow)
}
let docs = 900
/** From a budget line to a filed plan whose method is the framework agreement. */
export async function planned(
  p: Player,
  cast: Cast,
  o: {
    title: string
    item: { code: string; name: string; quantity: number; unit: string }
    amount: string
    category?: '货物' | '服务'
    method?: string
  },
): Promise<{ plan: string; process: string; line: string }> {
  const line = await p.as('caizheng').budget.receive({
    name: o.title,
    org: cast.orgs['hospital'],
    year: 2026,
    docNo: `呼财预指〔2026〕${++docs}号`,
    proCode: '150100049002000000999',
    fundType: '111',
    expFunc: '2100201',
    depEco: '31002',
    govEco: '50601',
    amount: o.amount,
  })
  const wang = p.as('wang')
  const r = await wang.requirement.draft({
    lineId: line.id,
    title: o.title,
    category: o.category ?? '货物',
    method: o.method ?? '框架协议',
    reason: '小额零星，按框架协议采购。',
    summary: `${o.item.name}${o.item.quantity}${o.item.unit}。`,
    budget: o.amount,
    items: [{ ...o.item, budget: o.amount, requirement: '按框架协议的需求标准。' }],
    surveyed: false,
    reviewedByCounsel: false,
    forSme: false,
  })
  await wang.requirement.submit({ id: r.id })
  await p.as('wuyun').requirement.confirm({ id: r.id })
  const process: string = (await wang.requirement.get({ id: r.id })).process
  const plan = await wang.plan.draft({
    project: process,
    amount: o.amount,
    orgForm: '分散采购',
    exemption: '小额零星，按框架协议采购，无须公开意向。',
  })
  await wang.plan.submit({ id: plan.id })
  await p.as('wuyun').plan.file({ id: plan.id })
  return { plan: plan.id, process, line: line.id }
}
export const deadlineAfter = (day: Day, days: number) => rfc3339(at(addDays(day, days), 9, 30))
/** What a supplier writes before sealing. */
export const answer = (
  price: string,
  thing: { name: string; brand: string; model: string },
  more: object = {},
) => ({
  price,
  extras: [],
  thing: { ...thing, spec: '满足采购需求的各项要求。', standing: '生产厂家' },
  agents: [],
  ...more,
})
/** Sealed as the browser does, to the box of the package; `replaces` is an earlier answer of the same supplier. */
export async function handIn(
  p: Player,
  who: string,
  lot: string,
  plain: object,
  replaces?: string,
): Promise<{ id: string }> {
  const me = p.as(who).frameworkResponse
  const paper = await seal((await me.getSeal({ lot })).seal as unknown as SealView, plain)
  return replaces === undefined
    ? me.submit({ lot, ...paper })
    : me.replace({ id: replaces, ...paper })
}
/** The custodians let go, and the boxes are opened: the solicitor's own share and the two machines' are enough. */
export const opened = (p: Player, id: string, action: 'open' | 'openMore' = 'open') =>
  p.as('suya').framework[action]({ id })
export const delivery = {
  place: '青城医院信息科',
  contact: '王静',
  phone: '0471-6500000',
  days: 7,
}
/** Four experts are drawn and called, and sit down. */
export async function grouped(
  p: Player,
  clock: SimClock,
  id: string,
  {
    action = 'draw',
    reason = '',
    need = 4,
  }: { action?: 'draw' | 'drawMore'; reason?: string; need?: number } = {},
): Promise<string> {
  await p.as('suya').framework[action]({
    id,
    need,
    reviewDay: dayOf(clock.now()),
    place: '呼和浩特市公共资源交易中心第三评标室',
    reason,
  })
  return seated(p, clock)
}
export const REPRESENTATIVES = [{ name: '刘志强（采购人代表）' }]
/** From the first draft to the published notice, by the centre and its finance department. */
export async function solicited(
  p: Player,
  draft: Record<string, unknown>,
): Promise<{ id: string; lots: { id: string }[] }> {
  const { id } = await p.as('suya').framework.draft(draft)
  await p.as('suya').framework.submit({ id })
  await p.as('caizheng').framework.approve({ id })
  const { data } = await p.as('suya').framework.get({ id })
  return { id, lots: data.lots as { id: string }[] }
}
/** Every response conforms, except those named. */
export async function reviewed(
  p: Player,
  id: string,
  but: Readonly<Record<string, string>> = {},
  action: 'review' | 'reviewMore' = 'review',
): Promise<void> {
  const { data } = await p.as('suya').framework.get({ id })
  const verdicts = (data.verdicts as { response: string; name: string }[]).map((v) => {
    const reason = Object.entries(but).find(([name]) => v.name.includes(name))?.[1] ?? ''
    return { response: v.response, name: v.name, conforms: reason === '', reason }
  })
  await p.as('suya').framework[action]({ id, representatives: REPRESENTATIVES, verdicts })
}
/** Both sides sign with every member named; answers account → member. */
export async function signed(
  p: Player,
  accounts: readonly string[],
): Promise<Record<string, string>> {
  const out: Record<string, string> = {}
  for (const who of accounts) {
    const waiting = await p.as(who).frameworkMember.list({ state: '待签订' })
    for (const m of waiting) {
      await p.as(who).frameworkMember.signSupplier({ id: m.id })
      await p.as('suya').frameworkMember.signHost({ id: m.id })
      out[who] = m.id
    }
  }
  return out
}

const DESK = {
  name: '台式计算机',
  item: 'A02010105',
  unit: '台',
  ceiling: '5000.00',
  need: '办公用台式计算机：16GB内存、512GB固态硬盘，三年上门服务。（演示）',
  estimate: 800,
  discounts: [
    { from: 50, percent: 2 },
    { from: 200, percent: 5 },
  ],
  consumables: [{ name: '原厂键盘鼠标', item: 'A02010105', unit: '套', usage: 0 }],
}
/** A closed framework is asked for, and four answer: nothing of it is seen until the bell. */
export async function frameworkAsked(p: Player): Promise<void> {
  const { id, lots } = await solicited(p, solicitation('办公用台式计算机框架协议（演示）', [DESK]))
  // The moment to which the next story moves the clock: the bell rings when it should.
  await p.as('suya').framework.publish({ id, deadline: '2026-07-02T09:00:00+08:00' })
  for (const [who, price, brand] of [
    ['kangda', '4700.00', '示例丁'],
    ['huarui', '4500.00', '示例甲'],
    ['mengyi', '4600.00', '示例乙'],
    ['saihan', '4650.00', '示例丙'],
  ] as const)
    await handIn(
      p,
      who,
      lots[0]?.id ?? '',
      answer(
        price,
        { name: '台式计算机', brand, model: `${brand}-26` },
        { extras: [{ name: '原厂键盘鼠标', price: '89.00' }] },
      ),
    )
}
/** In force: three members, one call taken, one turn given; and an open framework with one member and one who waits. */
export async function frameworkInForce(p: Player, clock: SimClock, cast: Cast): Promise<void> {
  const [f] = await p.as('suya').framework.list({ state: '待开启' })
  const id = f.id as string
  await opened(p, id)
  await grouped(p, clock, id)
  await reviewed(p, id)
  await p.as('suya').framework.announce({ id })
  const members = await signed(p, ['huarui', 'mengyi', 'saihan'])
  await p.as('suya').framework.conclude({ id })
  await p.as('suya').framework.report({ id })
  const lot = (await p.as('suya').framework.get({ id })).data.lots[0].id as string
  const item = (quantity: number) => ({ code: DESK.item, name: DESK.name, quantity, unit: '台' })
  const taken = async () => {
    const [order] = await p.as('huarui').order.list({ state: '待接单' })
    await p.as('huarui').order.accept({
      id: order.id,
      bank: '中国银行呼和浩特分行（演示）',
      account: '6222020409000012345',
    })
  }
  const first = await planned(p, cast, {
    title: '门诊办公电脑更新',
    item: item(10),
    amount: '50000.00',
  })
  const call = await p.as('wang').frameworkCall.choose({
    lot,
    plan: first.plan,
    quantity: 10,
    ...delivery,
    member: members['huarui'],
  })
  await p.as('wuyun').frameworkCall.approve({ id: call.id })
  await taken()
  const second = await planned(p, cast, {
    title: '病区办公电脑补充',
    item: item(4),
    amount: '20000.00',
  })
  const turn = await p
    .as('wang')
    .frameworkCall.rotate({ lot, plan: second.plan, quantity: 4, ...delivery })
  await p.as('wuyun').frameworkCall.approve({ id: turn.id })
  await taken()
  // A third plan is filed and waits for whoever tries it.
  await planned(p, cast, { title: '检验科办公电脑购置', item: item(5), amount: '25000.00' })

  const care = {
    name: '法律援助服务',
    item: 'C05011000',
    unit: '人次',
    ceiling: '300.00',
    need: '为就诊困难群众提供法律援助，按次计费。（演示）',
    estimate: null,
  }
  const open = await p.as('wang').framework.draft(
    solicitation(
      '就诊群众法律援助框架协议（演示）',
      [care],
      {
        ground: '政府购买服务多家选择',
        openGround: '统一付费标准的服务便利',
        annual: '2000000.00',
        modes: ['直接选定'],
        outside: false,
        agents: false,
        regions: [],
        buyers: [cast.orgs['hospital']],
        months: 24,
        scope: '青城医院为就诊的困难群众购买法律援助，由就诊群众自主选择。',
        contact: '王静',
        phone: '0471-6500000',
      },
      { kind: '开放式', category: '服务' },
    ),
  )
  await p.as('wuyun').framework.file({ id: open.id })
  await p.as('wang').framework.welcome({ id: open.id })
  const care1 = (await p.as('wang').framework.get({ id: open.id })).data.lots[0].id as string
  const thing = { name: care.name, spec: '两名执业律师，当日响应。', standing: '服务提供者' }
  const joined = await p.as('saihan').frameworkMember.apply({ lot: care1, thing })
  await p.as('wuyun').frameworkMember.pass({ id: joined.id })
  await p.as('mengyi').frameworkMember.apply({ lot: care1, thing })
}

/** A plan put out to all members at once: two have sealed a price, the third has until tomorrow. */
export async function frameworkCompeting(p: Player, cast: Cast): Promise<void> {
  const [f] = await p.as('suya').framework.list({ state: '执行中' })
  const lot = (await p.as('suya').framework.get({ id: f.id })).data.lots[0].id as string
  const { plan } = await planned(p, cast, {
    title: '急诊办公电脑更新',
    item: { code: DESK.item, name: DESK.name, quantity: 8, unit: '台' },
    amount: '40000.00',
  })
  const { id: call } = await p
    .as('wang')
    .frameworkCall.compete({ lot, plan, quantity: 8, hours: 24, ...delivery })
  await p.as('wuyun').frameworkCall.invite({ id: call })
  for (const [who, price] of [
    ['huarui', '4420.00'],
    ['mengyi', '4390.00'],
  ] as const)
    await p.as(who).frameworkQuote.offer({ call, price })
}
