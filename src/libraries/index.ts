import { sql } from 'kysely'
import { askAs, type Db, system, type Timers, type World } from '#kernel'
import { intakeApiOf, intakes } from '#libraries/intake'
import { adoptAgencies, agencySheet, agencyTimers } from './agencies/index.ts'
import { adoptExperts, expertSheet, expertTimers } from './experts/index.ts'
import { adoptPurchasers, purchaserSheet } from './purchasers/index.ts'
import { adoptSuppliers, supplierSheet, supplierTimers } from './suppliers/index.ts'

export { addPerson, personName, register } from '#identity/people'
export {
  emptyTable,
  faultTable,
  intakeFaults,
  intakeFlow,
  intakeKinds,
  intakeOf,
  MOST_FAULTS,
} from '#libraries/intake'
export * from './agencies/index.ts'
export * from './catalogue.ts'
export * from './experts/index.ts'
export * from './projects.ts'
export * from './purchasers/index.ts'
export {
  addOffices,
  codeRefusals,
  factsOf,
  findListed,
  findOrgs,
  idCheck,
  isUscc,
  type Listed,
  makeUscc,
  type Org,
  orgKinds,
  orgOf,
  orgsByCode,
  orgsOf,
  PER_PAGE,
  scales,
  usccFault,
} from './register/index.ts'
export * from './suppliers/index.ts'

/** What the clock does in the libraries: suspensions end by themselves, overdue reviews are written down. */
export const timers: Timers = { ...agencyTimers, ...supplierTimers, ...expertTimers }

/**
 * After every migration: whatever of a 0.1.0 database stands in a library without a registration gets one, in the state it had
 * (docs/decisions/0025). Does nothing where there is nothing; of several processes that start at once, one does it.
 */
export const adopt = (db: Db, world: World): Promise<number> =>
  db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtext('library.adopt'))`.execute(tx)
    const ask = askAs(world, tx, system)
    let n = 0
    for (const adoptThese of [adoptPurchasers, adoptAgencies, adoptSuppliers, adoptExperts])
      n += await adoptThese(ask)
    return n
  })

/** 批量导入：one way in for all four. */
const intake = intakes({
  采购人: purchaserSheet,
  代理机构: agencySheet,
  供应商: supplierSheet,
  评审专家: expertSheet,
})
export const intakeJobs = intake.jobs
export const intakeApi = intakeApiOf(intake)
export const { sheetOf } = intake
