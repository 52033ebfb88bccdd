import { type Day, dayOf, instant } from '#kernel'
import { answer, catalogued, handIn, planned, solicitation } from '../../src/demo/framework.ts'
import { freshStage } from './index.ts'

/** What both halves of the story of a closed framework share: a package, its shops, and the hands that act. */
export const DESK = {
  name: '台式计算机',
  item: 'A02010105',
  unit: '台',
  ceiling: '5000.00',
  need: '办公用台式计算机，三年上门服务。',
  estimate: 800,
  discounts: [
    { from: 8, percent: 2 },
    { from: 50, percent: 5 },
  ],
  consumables: [{ name: '原厂扩展坞', item: 'A02010105', unit: '个', usage: 0 }],
}
export const SHOPS = [
  ['kangda', '4800.00'],
  ['huarui', '4500.00'],
  ['mengyi', '4600.00'],
  ['saihan', '4600.00'],
] as const
export const machine = (who: string) => ({ name: '台式计算机', brand: who, model: `${who}-1` })
export const dock = (price: string) => ({ extras: [{ name: '原厂扩展坞', price }] })
export const desks = () => solicitation('办公用台式计算机框架协议', [DESK])

/** A stage of one's own whose catalogue holds desk computers. */
export async function framed() {
  const s = await freshStage()
  const p = s.player()
  await catalogued(p, s.clock, ['A02010105'])
  const item = (quantity: number) => ({
    code: 'A02010105',
    name: '台式计算机',
    quantity,
    unit: '台',
  })
  return {
    s,
    p,
    today: (): Day => dayOf(s.clock.now()),
    hours: (n: number) => s.clock.toInstant(instant(s.clock.now() + n * 3_600_000)),
    plan: (title: string, quantity: number, amount: string) =>
      planned(p, s.cast, { title, item: item(quantity), amount }),
    send: (who: string, lot: string, price: string, more: object = dock('300.00')) =>
      handIn(p, who, lot, answer(price, machine(who), more)),
    notices: async (kind: string) =>
      (
        await s.app.pool.query<{ title: string; content: unknown }>(
          'select title, content from disclosure.notice where kind = $1 order by published',
          [kind],
        )
      ).rows,
  }
}
export type Framed = Awaited<ReturnType<typeof framed>>
