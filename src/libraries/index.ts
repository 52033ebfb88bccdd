import type { Timers } from '#kernel'
import { agencyTimers } from './agencies/index.ts'
import { expertTimers } from './experts/index.ts'
import { supplierTimers } from './suppliers/index.ts'

export { addPerson, personName, register } from '#identity/people'
export * from './agencies/index.ts'
export * from './catalogue.ts'
export * from './experts/index.ts'
export * from './projects.ts'
export * from './purchasers/index.ts'
export {
  addOffice,
  addOffices,
  codeRefusals,
  findOrgs,
  idCheck,
  isUscc,
  makeUscc,
  type Org,
  orgKinds,
  orgOf,
  orgsOf,
  scales,
  usccFault,
} from './register/index.ts'
export * from './suppliers/index.ts'

/** What the clock does in the libraries: suspensions end by themselves, overdue reviews are written down. */
export const timers: Timers = { ...agencyTimers, ...supplierTimers, ...expertTimers }
