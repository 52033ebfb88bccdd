import type { Register } from '#kernel'

export const personal: Register = {
  'intention.requirement': { free: ['reason', 'summary', 'emergency'], none: ['items', 'method'] },
  'intention.intention': { free: ['note'] },
}
