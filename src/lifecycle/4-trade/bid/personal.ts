import type { Register } from '#kernel'

export const personal: Register = { 'trade.bid': { free: ['opened'], none: ['fault'] } }
