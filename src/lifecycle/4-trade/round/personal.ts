import type { Register } from '#kernel'

export const personal: Register = {
  // What the rounds of earlier versions held; sealed to a key that is no more.
  'trade.kept_round': { none: ['suite', 'public_key', 'custody'] },
  'trade.kept_quote': { none: ['envelope', 'ciphertext'] },
  'trade.round': { none: ['bids'] },
  'trade.quote': { none: ['fault', 'opened'] },
  'trade.talk': { free: ['record'] },
  'trade.variation': { free: ['before', 'after'], none: ['key'] },
}
