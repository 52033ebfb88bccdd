import { contractVeil } from '#contract'
import type { Veil } from '#kernel'
import { settlementVeil } from '#payment'
import { bidVeil, letterVeil, lotVeil, questionVeil, reviewVeil, roomVeil } from '#tender'

/** Who reads which part of a record in which phase, by stage; docs/access.md prints it, test/veils.story.test.ts walks it. */
export const veils: readonly Veil[] = [
  questionVeil,
  roomVeil,
  lotVeil,
  bidVeil,
  reviewVeil,
  letterVeil,
  contractVeil,
  settlementVeil,
]
