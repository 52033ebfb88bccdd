import type { Register } from '#kernel'

export const personal: Register = {
  'trade.innovation': { free: ['scheme', 'first'] },
  'trade.exchange': { free: ['form', 'told', 'attendance'] },
  'trade.research': { free: ['stages'] },
}
