import { at, type Day, type Dice, dayOf, type Instant, instant, ProblemError } from '#kernel'
import { period } from '#law'
import { fenOf, type Spec, Trade, yuanOf } from '../demo/trade.ts'
import type { Region } from './region.ts'

const suppliers = ['kangda', 'huarui', 'saihan', 'mengyi'] as const
const names: Record<string, string> = {
  kangda: '北京康达医疗器械有限公司',
  huarui: '沈阳华瑞影像设备有限公司',
  saihan: '呼和浩特赛罕医械有限公司',
  mengyi: '内蒙古蒙医科技有限公司',
}
const accountOf = Object.fromEntries(Object.entries(names).map(([k, v]) => [v, k]))
const kinds = [
  {
    method: '竞争性谈判',
    category: '货物',
    ground: '技术复杂或者性质特殊，不能确定详细规格或者具体要求',
    least: 3,
    talks: true,
  },
  {
    method: '询价',
    category: '货物',
    ground: '货物规格、标准统一，现货货源充足且价格变化幅度小',
    least: 3,
    talks: false,
  },
  { method: '竞争性磋商', category: '服务', ground: '政府购买服务项目', least: 2, talks: true },
] as const
const workdays = (from: Day, length: number): Day => period({ from, length, unit: 'workday' }).end

/** One purchase from the budget line to the archive, or to its lawful failure. Answers how it ended. */
export class Life {
  readonly #r: Region
  readonly #d: Dice
  readonly #no: number
  constructor(r: Region, d: Dice, no: number) {
    this.#r = r
    this.#d = d
    this.#no = no
  }
  /** The unlawful thing is tried; that it is done is a broken rule. */
  async #never(invariant: string, run: () => Promise<unknown>) {
    try {
      await run()
    } catch (e) {
      if (e instanceof ProblemError && e.status < 500) return
      throw e
    }
    this.#r.fail(invariant, '办成了')
  }
  /** Sometimes somebody tries it. */
  #tries = (invariant: string, run: () => Promise<unknown>) =>
    this.#d.percent(50) ? this.#never(invariant, run) : Promise.resolve()
  async #perhapsRestart() {
    if (this.#d.percent(6)) await this.#r.restart()
  }
  /** 9:00 on the next working day. */
  async #morning(after = 1): Promise<Day> {
    const day = workdays(dayOf(this.#r.clock.now()), after)
    await this.#r.clock.to(day, 9)
    return day
  }

  async play(): Promise<string> {
    const { player: p, clock, cast } = this.#r
    const d = this.#d
    await this.#morning()
    const kind = d.pick(kinds)
    const goods = kind.category === '货物'
    const budget = 200_000 + d.below(60) * 10_000
    const spec: Spec = {
      title: `${goods ? '监护仪' : '设备维护服务'}采购（第${this.#no}笔）`,
      method: kind.method,
      category: kind.category,
      budget: `${budget}.00`,
      item: goods
        ? {
            code: 'A02320500',
            name: '监护仪',
            quantity: 1 + d.below(20),
            unit: '台',
            requirement: '满足临床使用。',
          }
        : {
            code: 'C23140000',
            name: '设备维护服务',
            quantity: 1,
            unit: '项',
            requirement: '驻场一年。',
          },
    }
    const t = new Trade(p, clock, cast, spec)
    await t.wish()
    await this.#tries('经办人不能替审核人办理', () =>
      t.buyer.requirement.confirm({ id: t.requirement }),
    )
    await t.want()
    // The draft with the wrong amount stays, as a person's would; it is put right below.
    await this.#tries('无预算不采购', async () => {
      const { id } = await t.buyer.plan.draft({
        project: t.project,
        amount: yuanOf(fenOf(spec.budget) + 1),
        orgForm: '分散采购',
        exemption: '急需。',
      })
      t.plan = id
      await t.buyer.plan.submit({ id })
    })
    await t.planned()
    await this.#perhapsRestart()
    await t.entrusted()
    await t.write({ ground: kind.ground })
    await t.confirmed()
    const today = dayOf(clock.now())
    const closes = kind.method === '竞争性磋商' ? workdays(today, 9) : workdays(today, 4)
    const supply = kind.method === '竞争性磋商' ? workdays(today, 6) : closes
    await this.#tries('文件发出至截止不得短于法定期限', () =>
      t.publish(at(workdays(today, 1), 9, 30), workdays(today, 1)),
    )
    await t.published(closes, 9, supply)

    const takers = suppliers.filter(() => d.percent(80))
    const standing: string[] = []
    for (const who of takers) {
      const price = `${Math.round(budget * (0.8 + d.below(20) / 100))}.00`
      const { id } = await t.respond(who, price)
      if (d.percent(12)) {
        await p.as(who).bid.withdraw({ id })
        continue
      }
      standing.push(who)
    }
    await this.#tries('截止以前不得开启', () => t.open())
    await this.#never('截止以前读不到响应', async () => {
      const seen = JSON.stringify((await t.agent.lot.get({ id: t.lot })).data)
      if (!/"price":"\d/.test(seen)) throw new ProblemError('lot', 404, {})
    })
    await clock.to(closes, 9, 31)
    const late = suppliers.find((s) => !takers.includes(s))
    if (late) await this.#tries('截止以后不得提交', () => t.respond(late, `${budget}.00`))
    await this.#perhapsRestart()
    if (standing.length < kind.least) {
      await this.#never('家数不足不得开启', () => t.open())
      await t.fail('符合条件的供应商不足法定家数')
      await t.head.tender.terminate({
        id: t.tender,
        grounds: '各包均已废标',
        explanation: '响应的供应商不足。',
      })
      return '不足法定家数终止'
    }
    await t.open()
    await t.group(2)
    await t.agent.lot.convene({ id: t.lot })
    const unfit = d.percent(15) ? [names[standing[0] as string] as string] : []
    await t.judge(!kind.talks, unfit)
    if (kind.talks) {
      await t.talks(unfit)
      const last = at(dayOf(clock.now()), 15)
      if (standing.length - unfit.length < kind.least) return this.#short(t)
      await t.callFinal(last)
      const left = standing.filter((s) => !unfit.includes(names[s] as string))
      for (const who of left)
        await t.quote(who, `${Math.round(budget * (0.7 + d.below(10) / 100))}.00`)
      await this.#tries('最后报价未到时不得开启', () => t.agent.lot.openFinal({ id: t.lot }))
      await clock.toInstant(instant(last + 60_000))
      await t.agent.lot.openFinal({ id: t.lot })
      await t.judge(true, unfit)
    }
    try {
      await t.report()
    } catch (e) {
      if (!(e instanceof ProblemError) || e.status !== 422) throw e
      return this.#short(t)
    }
    const ranked = await t.places()
    const winner = ranked[0]?.name as string
    // Of those who share the first place either may be chosen; who stands behind them may not.
    const behind = ranked.find((r) => r.place > 1)
    if (behind) await this.#tries('按候选人顺序确定成交供应商', () => t.award(behind.name))
    await t.award(winner)
    await t.announce()
    await this.#perform(t, winner)
    return '结项归档'
  }
  async #short(t: Trade): Promise<string> {
    await t.fail('符合条件的供应商不足法定家数')
    await t.head.tender.terminate({
      id: t.tender,
      grounds: '各包均已废标',
      explanation: '符合条件的供应商不足。',
    })
    return '评审后不足终止'
  }
  async #perform(t: Trade, winner: string) {
    const { player: p, clock } = this.#r
    await this.#morning(2)
    const seen = (await t.buyer.lot.get({ id: t.lot })).data as {
      award: string
      bids: { supplier: string; price: string }[]
    }
    const price = fenOf(seen.bids.find((b) => b.supplier === winner)?.price ?? '0.00')
    const first = Math.floor(price * 0.3)
    const payee = { name: winner, bank: '中国工商银行示范支行', account: '6222020409000012345' }
    const terms = (amount: number) => ({
      award: seen.award,
      amount: yuanOf(amount),
      schedule: [
        { name: '预付款', amount: yuanOf(first), condition: '合同备案后' },
        { name: '尾款', amount: yuanOf(amount - first), condition: '验收合格后' },
      ],
      payee,
    })
    await this.#tries('合同不得高于成交金额', () => t.buyer.contract.draft(terms(price + 100)))
    const { id } = await t.buyer.contract.draft(terms(price))
    const seller = p.as(accountOf[winner] ?? '')
    await seller.contract.signSupplier({ id })
    await t.head.contract.signBuyer({ id })
    const pay = (instalment: number) =>
      t.buyer.payment.apply({
        contract: id,
        instalment,
        amount: yuanOf(instalment === 0 ? first : price - first),
        invoice: `26${String(this.#no).padStart(8, '0')}${String(instalment).padStart(10, '0')}`,
        invoiceDay: dayOf(clock.now()),
        payee,
      })
    await this.#tries('无合同不支付', () => pay(0))
    await t.buyer.contract.publish({ id })
    await t.buyer.contract.file({ id })
    await this.#paid(await pay(0), t)
    await this.#tries('未验收不付尾款', () => pay(1))
    await this.#tries('无验收不结项', () => t.buyer.settlement.settle({ contract: id }))
    await this.#morning(5)
    await this.#perhapsRestart()
    const { item } = t.spec
    const d = await seller.delivery.deliver({
      contract: id,
      place: '医院设备库',
      items: [
        {
          name: item.name,
          quantity: item.quantity,
          serials: Array.from({ length: item.quantity }, (_, i) => `SN${this.#no}-${i}`),
        },
      ],
    })
    await t.buyer.delivery.receive({ id: d.id })
    const r = await t.buyer.acceptance.begin({
      contract: id,
      members: [
        { name: '王静', role: '采购人' },
        { name: '林峰', role: '专业人员' },
        // A service bought for the public is accepted with those it serves.
        { name: '何芳', role: t.spec.category === '服务' ? '服务对象' : '第三方' },
      ],
      clauses: [{ text: `${item.name}：技术要求`, kind: '技术', met: true, note: '达标' }],
      opinion: '到货完整，逐项达到合同要求。',
    })
    await t.head.acceptance.pass({ id: r.id })
    await seller.acceptance.signSupplier({ id: r.id })
    await this.#paid(await pay(1), t)
    await this.#tries('一期不付两次', () => pay(1))
    const s = await t.buyer.settlement.settle({ contract: id })
    await t.head.settlement.close({ id: s.id })
    await t.buyer.settlement.archive({ id: s.id })
  }
  async #paid({ id }: { id: string }, t: Trade) {
    await t.head.payment.approve({ id })
    const soon: Instant = instant(this.#r.clock.now() + 60_000)
    await this.#r.clock.toInstant(soon)
  }
}
