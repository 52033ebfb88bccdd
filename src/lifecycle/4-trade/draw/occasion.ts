import type { Ask } from '#kernel'
import { biddersOf, tenderOf } from '#trade/tender'
import type { Occasion } from './model.ts'
import type { Draw } from './store.ts'

/** A tender's, read anew each time: its day may be put off and a bid be withdrawn. */
export async function tenderOccasion(ask: Ask, tender: string): Promise<Occasion> {
  const t = await tenderOf(ask.tx, tender)
  return {
    code: t.document?.lots[0]?.items[0]?.code ?? '',
    place: t.place,
    reviewDay: t.reviewDay,
    bidders: await biddersOf(ask.tx, tender),
  }
}
/** What a draw is for: what was said when it began, or the tender. */
export const occasionOf = async (
  ask: Ask,
  d: Pick<Draw, 'tender' | 'occasion'>,
): Promise<Occasion> => d.occasion ?? tenderOccasion(ask, d.tender)
