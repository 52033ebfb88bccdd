import type { Register } from '#kernel'
import { none } from '#law'

export const personal: Register = { 'training.instance': none('seed', 'digest') }
