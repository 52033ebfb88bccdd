export { bindCertificate, certificateIs, type Proof, trust as trustIssuer } from './actions.ts'
export { issuerApi } from './api.ts'
export { issuerFlow } from './model.ts'
export { dropCertificate } from './store.ts'
