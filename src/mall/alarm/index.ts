export { raise } from './actions.ts'
export { alarmApi } from './api.ts'
export { type Alarm, alarmFlow } from './model.ts'
