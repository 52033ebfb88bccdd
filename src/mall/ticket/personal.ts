import type { Register } from '#kernel'

export const personal: Register = {
  'mall.ticket': { free: ['said', 'answer', 'measure', 'ruling'], none: ['kind'] },
}
