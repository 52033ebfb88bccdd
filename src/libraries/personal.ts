import type { Register } from '#kernel'
import { none } from '#law'

export const personal: Register = {
  'library.kept': none('state'),
  'library.project': none('no', 'ocid', 'title'),
  'library.item': none('code', 'edition', 'name', 'parent'),
}
