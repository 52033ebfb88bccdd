import type { Register } from '#kernel'

export const personal: Register = {
  'trade.prequal': { free: ['parts', 'standard'] },
  'trade.application': { free: ['answers'] },
  'trade.application_verdict': { free: ['reason'], none: ['item'] },
}
