export { queue, receiptOf, upwardSender } from './actions.ts'
export { upwardApi } from './api.ts'
