/** Sealed bids, canonical JSON and digests, the same in the browser and in Node. */

export { type Bytes, fromHex, toHex } from './base64.ts'
export * from './canonical.ts'
export * from './hash.ts'
export * from './keyfile.ts'
export * from './shamir.ts'
export * from './suite.ts'
