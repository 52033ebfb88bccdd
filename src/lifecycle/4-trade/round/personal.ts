import type { Register } from '#kernel'

export const personal: Register = {
  'trade.round': { none: ['bids', 'custody', 'public_key', 'suite'] },
  'trade.quote': { none: ['ciphertext', 'envelope', 'fault', 'opened'] },
  'trade.talk': { free: ['record'] },
  'trade.variation': { free: ['before', 'after'], none: ['key'] },
}
