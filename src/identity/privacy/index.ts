import type { Ask, Timers } from '#kernel'
import { holds } from './actions.ts'

export { retain, takeOut } from './actions.ts'
export { holdApi, tracesApi } from './api.ts'
export { holdFlow, purposes } from './model.ts'
export { addLook, type Takeout } from './store.ts'
export const timers: Timers = {
  '依法留存.lapse': (ask: Ask, id: string) => holds.take(ask, 'lapse', id),
}
