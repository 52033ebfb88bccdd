import type { Register } from '#kernel'
import { none } from '#law'

export const personal: Register = {
  'law.change': { free: ['note'], none: ['law', 'article', 'items', 'entries'] },
  'law.own': none('name', 'value'),
  'law.central': none('edition', 'code', 'tiers', 'note'),
}
