/** Sealed bids, canonical JSON and digests, the same in the browser and in Node. */

export { toBase64 } from './base64.ts'
export * from './canonical.ts'
export * from './custody.ts'
export * from './hash.ts'
export {
  type BidEnvelope,
  type Cause,
  type Envelope,
  fromBase64,
  isSuite,
  MAX_PLAINTEXT,
  newKeyPair,
  newSealKeys,
  openBid,
  openBidWith,
  openBytes,
  padded,
  SealBroken,
  type SealCause,
  type SealContext,
  type SealedBid,
  type SealKeyPair,
  type SealSuite,
  SUITE,
  SUITES,
  type SuiteName,
  sealBid,
  sealBytes,
  suiteOf,
} from './suite.ts'
