import type { Ask, Timers } from '#kernel'
import { delegations } from './actions.ts'

export { actorUnder, delegations, kindsFor } from './actions.ts'
export { delegationApi } from './api.ts'
export { delegationFlow } from './model.ts'
export { colleaguesOf, type Delegation, inForceFor, ofPerson } from './store.ts'
export const timers: Timers = {
  '授权委托.expire': (ask: Ask, id: string) => delegations.take(ask, 'expire', id),
}
