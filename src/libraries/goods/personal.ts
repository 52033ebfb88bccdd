import type { Register } from '#kernel'
import { none } from '#law'

export const personal: Register = {
  'goods.listing': none('source'),
  'goods.product': none('brand', 'edition', 'folded', 'item', 'model'),
  'goods.offer': none('attributes', 'brand', 'item', 'name', 'regions', 'sku', 'unit'),
  'goods.certificate': none('no'),
  'goods.fault': none('column', 'what', 'cure'),
}
