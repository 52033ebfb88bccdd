import type { Register } from '#kernel'

export const personal: Register = {
  'disclosure.reserved_report': { free: ['explanation'] },
  'disclosure.bulletin': { free: ['body'], none: ['kind'] },
}
