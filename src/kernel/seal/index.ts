/** Sealed bids, canonical JSON and digests, for Node; scripts in the browser enter by suite.ts. */

export * from './agentkey.ts'
export { type Bytes, fromHex, toHex } from './base64.ts'
export * from './canonical.ts'
export * from './hash.ts'
export * from './keyfile.ts'
export * from './receipt.ts'
export * from './shamir.ts'
export * from './suite.ts'
