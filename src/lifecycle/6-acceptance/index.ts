export {
  digestOf as reportDigest,
  followers as acceptanceFollowers,
  goodReportOf,
  reportOf,
} from './actions.ts'
export { acceptanceApi, deliveryApi } from './api.ts'
export { deliveryFlow, type Report, reportFlow } from './model.ts'
