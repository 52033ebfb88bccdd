import { at, type Day, instant } from '#kernel'
import type { Cast } from './cast.ts'
import { innovationItems, Researched, type Two } from './innovation.ts'
import type { Player, SimClock } from './player.ts'

export const NAMES = {
  kangda: '北京康达医疗器械有限公司',
  huarui: '沈阳华瑞影像设备有限公司',
  saihan: '呼和浩特赛罕医械有限公司',
  mengyi: '内蒙古蒙医科技有限公司',
} as const
export type Who = keyof typeof NAMES
export const product = innovationItems[1] as (typeof innovationItems)[1]
/** Whole stretches of a co-operative innovation, for stories that begin or end somewhere in it. */
export class Innovating extends Researched {
  constructor(p: Player, clock: SimClock, cast: Cast, title: string) {
    super(p, clock, cast, {
      title,
      method: '合作创新采购',
      category: '货物',
      budget: '3000000.00',
      item: product,
    })
  }
  /** To an approved scheme and a confirmed document, before the call. */
  async ready(change: Record<string, unknown> = {}): Promise<this> {
    await this.want()
    await this.planned()
    await this.entrusted()
    await this.write()
    await this.confirmed()
    return this.schemed(change)
  }
  /** Applied, looked at, met, and invited: the document is out and first responses are due. */
  async responding(who: readonly Who[], [applied, told, due]: readonly [Day, Day, Day]) {
    await this.called(applied)
    for (const w of who) await this.apply(w)
    await this.clock.to(applied, 17, 31)
    await this.looked()
    await this.agent.prequal.conclude({ id: this.prequal })
    await this.clock.to(told)
    await this.met()
    await this.agent.innovation.settle({ id: this.innovation })
    await this.write()
    await this.confirmed()
    return this.published(due, 9, due)
  }
  /** From the deadline to the report: opened, talked, final responses sealed and opened, scored. */
  async ranked(day: Day, prices: Partial<Record<Who, Two>>, marks: Record<string, number> = {}) {
    await this.clock.to(day, 9, 31)
    await this.open()
    await this.group(4)
    await this.agent.lot.convene({ id: this.lot })
    await this.judge(false)
    await this.talks()
    await this.callFinal(at(day, 15))
    for (const [who, two] of Object.entries(prices)) await this.finalTwo(who, two)
    await this.clock.to(day, 15, 1)
    await this.agent.lot.openFinal({ id: this.lot })
    await this.judge(true, [], marks)
    await this.report()
  }
  /** Of this supplier, for the research or for the first purchase. */
  async awardOf(name: string, part: string): Promise<string> {
    const { awards } = (await this.buyer.innovation.get({ id: this.innovation })).data as {
      awards: { id: string; name: string; part: string }[]
    }
    return awards.find((a) => a.name === name && a.part === part)?.id ?? ''
  }
  async pay(contract: string, instalment: number, amount: string, invoice: string) {
    const { data } = await this.buyer.contract.get({ id: contract })
    const r = await this.buyer.payment.apply({
      contract,
      instalment,
      amount,
      invoice,
      invoiceDay: new Date(this.clock.now() + 8 * 3_600_000).toISOString().slice(0, 10),
      payee: data.payee,
    })
    await this.head.payment.approve({ id: r.id })
    await this.clock.toInstant(instant(this.clock.now() + 60_000))
  }
  async #goods(contract: string) {
    return (await this.buyer.contract.get({ id: contract })).data.goods as {
      name: string
      quantity: number
    }[]
  }
  async checked(contract: string, met = true) {
    return this.buyer.acceptance.begin({
      contract,
      members: [
        { name: '王静', role: '采购人' },
        { name: '林峰', role: '专业人员' },
        { name: '何芳', role: '服务对象' },
      ],
      clauses: (await this.#goods(contract)).map((g) => ({
        text: `${g.name}：指标`,
        kind: '技术',
        met,
        note: '逐项测试',
      })),
      opinion: '按研发合同约定的方法和标准逐项测试。',
    })
  }
  async delivered(contract: string, who: Who, met = true) {
    const items = (await this.#goods(contract)).map(({ name, quantity }) => ({
      name,
      quantity,
      serials: [],
    }))
    const d = await this.p.as(who).delivery.deliver({ contract, place: '医院设备库', items })
    await this.buyer.delivery.receive({ id: d.id })
    return this.checked(contract, met)
  }
  async accepted(contract: string, who: Who) {
    const r = await this.delivered(contract, who)
    await this.head.acceptance.pass({ id: r.id })
    await this.p.as(who).acceptance.signSupplier({ id: r.id })
  }
  async archived(contract: string, shortfall = '') {
    const { id } = await this.buyer.settlement.settle({ contract, shortfall })
    await this.head.settlement.close({ id })
    await this.buyer.settlement.archive({ id })
  }
}
