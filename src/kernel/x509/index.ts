export {
  type Certificate,
  certificateOf,
  holderFault,
  issuedBy,
  issuerFault,
  sm2Sign,
  sm2Signed,
} from './certificate.ts'
export { BadDer, pem } from './der.ts'
export { makeKeyFile, openKeyFile, proofText, type Signer, WrongKeyPassphrase } from './holder.ts'
export { type Keys, keysFrom, makeCertificate, makeRevocationList, newKeys } from './make.ts'
export { listFault, type RevocationList, revocationListOf } from './revocation.ts'
