import type { Register } from '#kernel'
import { none } from '#law'

export const personal: Register = { 'mall.deal': none('item', 'way') }
