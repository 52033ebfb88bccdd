import type { Player } from './player.ts'

/** Whoever may have been drawn: the purchaser's own member and the experts of the demonstration. */
export const members = [
  'daibiao',
  ...Array.from({ length: 10 }, (_, i) => `expert${i + 1}`),
] as const

/** Everybody who judged the lot signs the report that came of it, without dissent. */
export async function signReports(p: Player, lot: string): Promise<void> {
  for (const account of members) {
    const me = p.as(account)
    for (const { id, state } of (await me.review.list()) as { id: string; state: string }[]) {
      if (state !== '已签署') continue
      const { data } = await me.review.get({ id })
      if (data['lot'] === lot) await me.review.signReport({ id, dissent: '' })
    }
  }
}
