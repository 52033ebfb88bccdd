import { type Ask, asHouse } from '#kernel'
import { attachmentsOf } from '#trade/box'
import type { Dossier } from './facts.ts'

/** What a bid says of itself, with the attachments that its index names: for those who judge it. */
export const papersOf = (ask: Ask, d: Dossier, bids: Dossier['bids']) =>
  asHouse(ask, async () => {
    const out = []
    for (const b of bids)
      out.push({
        id: b.id,
        name: d.names[b.id] ?? '',
        response: b.opened,
        files: (await attachmentsOf(ask.tx, b.id)).map(({ name, size }) => ({ name, size })),
      })
    return out
  })
