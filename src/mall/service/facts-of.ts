import * as budget from '#budget'
import { type Ask, addDays, fen, subjectOf, yearOf } from '#kernel'
import { mall } from '#law'
import { orgOf } from '#libraries'
import { servesAt } from './cards.ts'
import type { Facts } from './facts.ts'
import { kindRows } from './lines.ts'
import { approvedOf, cardFlow, type Order } from './model.ts'
import * as store from './store.ts'

/** What a service order is judged on besides its own lines. */
export async function factsOf(ask: Ask, o: Order, more: Partial<Facts> = {}): Promise<Facts> {
  const { tx, world, today } = ask
  const card = await store.cardOf(tx, o.card)
  const supplier = await orgOf(tx, o.supplier)
  const buyer = await orgOf(tx, o.buyer)
  const past = await store.pastOf(tx, o.buyer, o.plate, o.id)
  const usual = mall('定点质保日数', world.settings)
  const daysOf = (code: string) => card.items.find((i) => i.code === code)?.warranty ?? usual
  return {
    kind: o.kind,
    way: o.way,
    today,
    vehicle: kindRows[o.kind].vehicle,
    plate: o.plate,
    odometer: o.odometer,
    odometerNow: o.work?.odometer ?? null,
    lastOdometer: past[0] ? { odometer: past[0].odometer, day: past[0].day } : null,
    secret: false,
    cap: o.cap,
    available: (await budget.lineOf(ask, o.lineId)).available,
    card: {
      state: (await subjectOf(tx, cardFlow, o.card)).state,
      from: card.from,
      to: card.to,
      serves: servesAt(card, buyer.region),
      items: card.items,
    },
    supplierName: supplier.name,
    supplierState: supplier.state,
    directLimit: fen(mall('定点直接选定上限', world.settings)),
    yearTotal: fen(
      (await store.yearOn(tx, o.lineId, o.kind, yearOf(today), o.id)) + Math.max(o.cap, o.frozen),
    ),
    lines: o.asked?.lines ?? [],
    approved: approvedOf(o),
    billed: o.billed,
    repeats: past
      .filter((x) => x.supplier === o.supplier)
      .flatMap((x) =>
        x.billed
          .filter((l) => addDays(x.day, daysOf(l.code)) > today)
          .map((l) => ({ code: l.code, name: l.name, no: x.no, day: x.day })),
      ),
    dueDay: o.dueDay,
    ratedSupplier: o.ofSupplier !== null,
    ratedBuyer: o.ofBuyer !== null,
    ...more,
  }
}
