import type { Register } from '#kernel'
import { none } from '#law'

export const personal: Register = {
  'library.relation': none('name', 'uscc'),
  'library.share': none('code'),
  'library.claim': { free: ['reason'] },
}
