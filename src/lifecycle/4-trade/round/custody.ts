import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import {
  canonical,
  newSealKeys,
  openBid,
  parseEnvelope,
  SealBroken,
  type SealContext,
  type SuiteName,
  seedOf,
  unwrapShare,
} from '#kernel'
import type { Round } from './model.ts'

/**
 * One keeper for a round of prices: its private key lies under the house's master key, which is not in the database. Bids
 * have k of n custodians (#trade/box); a round has not yet, see docs/decisions/0020.
 */
type Kept = Pick<Round, 'suite' | 'publicKey' | 'custody'>
export async function keepKey(
  masterKey: Uint8Array,
  round: string,
  suite: SuiteName,
): Promise<Kept> {
  const { publicKey, privateKey } = await newSealKeys(suite)
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', masterKey, iv).setAAD(Buffer.from(round))
  const sealed = Buffer.concat([cipher.update(privateKey, 'utf8'), cipher.final()])
  const custody = {
    custodians: 1,
    iv: iv.toString('base64'),
    sealed: sealed.toString('base64'),
    tag: cipher.getAuthTag().toString('base64'),
  }
  return { suite, publicKey, custody }
}
/** Only the opening asks for this. */
export function custodyOf(masterKey: Uint8Array, round: Pick<Round, 'id' | 'custody'>): string {
  const part = (name: string) => Buffer.from(String(round.custody[name]), 'base64')
  const decipher = createDecipheriv('aes-256-gcm', masterKey, part('iv'))
    .setAAD(Buffer.from(round.id))
    .setAuthTag(part('tag'))
  return Buffer.concat([decipher.update(part('sealed')), decipher.final()]).toString('utf8')
}

type Bound = Pick<Round, 'id' | 'suite' | 'publicKey' | 'kind'>
/** What a quote's seal is bound to: this round, its key and its bidder. */
export const contextOfRound = (r: Bound, bidder: string): SealContext => ({
  box: createHash('sha256')
    .update(canonical({ v: 1, round: r.id, suite: r.suite, publicKey: r.publicKey }))
    .digest('hex'),
  bidder,
  part: r.kind,
})
/** Everything a browser needs to seal a quote: a seal of one custodian. */
export const sealViewOfRound = (r: Bound, bidder: string) => ({
  suite: r.suite,
  k: 1,
  custodians: [r.publicKey],
  context: contextOfRound(r, bidder),
})

/** The sealed data, or why it does not open: that is the sealer's doing, and nobody else's quote suffers. */
export async function unseal(i: {
  round: Bound
  privateKey: string
  supplier: string
  envelope: unknown
  ciphertext: Uint8Array
}): Promise<{ data: unknown } | { fault: string }> {
  const { suite } = i.round
  try {
    const envelope = parseEnvelope(i.envelope)
    if (envelope.suite !== suite) throw new SealBroken('suite')
    const bytes = await unwrapShare(suite, i.privateKey, envelope.shares[0]?.wrapped ?? '')
    const seed = await seedOf(envelope, [{ no: 1, bytes }])
    const body = (async function* () {
      yield i.ciphertext
    })()
    const context = contextOfRound(i.round, i.supplier)
    return { data: (await openBid({ suite, context, envelope, seed, body })).data }
  } catch (e) {
    if (e instanceof SealBroken) return { fault: e.why }
    // What unwrapShare says of a share that was sealed to another key; `fromBase64` of a text that is none.
    if (e instanceof RangeError) return { fault: e.message }
    throw e
  }
}
