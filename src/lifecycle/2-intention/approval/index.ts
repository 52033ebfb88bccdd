export { approvedOf, expire, requestOf } from './actions.ts'
export { approvalApi, objectionApi } from './api.ts'
export { approvalFlow, objectionFlow, type Request } from './model.ts'
