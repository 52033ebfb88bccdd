import type { Register } from '#kernel'
import { none } from '#law'

/** A release names units and never a person: contacts stay in the notice. */
export const personal: Register = { 'disclosure.release': none('id', 'ocid', 'body', 'seal') }
