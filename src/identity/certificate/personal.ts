import type { Register } from '#kernel'
import { none } from '#law'

/** Issuers and their lists are published by the issuers; a list names serial numbers, not people. */
export const personal: Register = {
  'authority.issuer': none('certificate', 'subject'),
  'authority.revoked': none('serial'),
}
