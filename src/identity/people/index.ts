export * from './actions.ts'
export { accountApi, appointmentApi, peopleApi, zAccount, zName } from './api.ts'
export { countPeople, eventOf, holdersOf, listPeople, logEvent, takeActivation } from './ledger.ts'
export { accountFlow, appointmentFlow, everyone, staffFlow } from './model.ts'
export {
  endPosition,
  type Held as HeldPosition,
  invitationsOf,
  type Person,
  personByAccount,
  personName,
  personOf,
  positionsOf,
  setPerson,
} from './store.ts'
export { demandQuiet, knock, locked, spend, tooMany, tried } from './tries.ts'
