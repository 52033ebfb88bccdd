import type { Register } from '#kernel'

export const personal: Register = { 'mall.hall_deal': { none: ['hall'] } }
