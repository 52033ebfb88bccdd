export * from './actions.ts'
export { auditApi, securityApi } from './api.ts'
export * from './prove.ts'
export * from './setup.ts'
