import type { Register } from '#kernel'
import { none } from '#law'

export const personal: Register = { 'budget.line': none('doc_no', 'fund_type') }
