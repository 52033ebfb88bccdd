import type { Register } from '#kernel'

export const personal: Register = { 'library.unit_end': { free: ['handover'] } }
