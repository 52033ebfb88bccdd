import type { Register } from '#kernel'

export const personal: Register = { 'identity.delegation': { free: ['reason'], none: ['nouns'] } }
