import type { Register } from '#kernel'

export const personal: Register = {
  'trade.letter': { free: ['text', 'reply'] },
  'trade.letter_vote': { free: ['reason'] },
}
