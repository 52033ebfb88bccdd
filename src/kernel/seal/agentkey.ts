import { createECDH, createPrivateKey, hkdfSync } from 'node:crypto'
import { sm2 } from 'sm-crypto-v2'
import { fromHex, toBase64 } from './base64.ts'
import type { SealKeyPair, SuiteName } from './port.ts'

/**
 * The key pair of a custodian that answers by machine, from its 32-byte secret: nothing else has to be kept. Node only, and
 * therefore not among what the browser loads.
 */
export function agentKeys(secret: Uint8Array, label: string, suite: SuiteName): SealKeyPair {
  for (let attempt = 0; ; attempt++) {
    const info = `yiwang/custodian/v1/${suite}/${label}/${attempt}`
    const scalar = Buffer.from(hkdfSync('sha256', secret, new Uint8Array(0), info, 32))
    try {
      return suite === 'GM-1' ? gmPair(scalar) : stdPair(scalar)
    } catch {
      // One in 2^32 for SM2 and P-256 alike: a number outside the group. The next one is taken.
      if (attempt > 8) throw new Error('导不出保管密钥')
    }
  }
}
function stdPair(scalar: Buffer): SealKeyPair {
  const ecdh = createECDH('prime256v1')
  ecdh.setPrivateKey(scalar)
  const point = ecdh.getPublicKey()
  const part = (from: number) => point.subarray(from, from + 32).toString('base64url')
  const jwk = { kty: 'EC', crv: 'P-256', d: scalar.toString('base64url'), x: part(1), y: part(33) }
  const key = createPrivateKey({ key: jwk, format: 'jwk' })
  return {
    publicKey: point.toString('base64'),
    privateKey: key.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
  }
}
function gmPair(scalar: Buffer): SealKeyPair {
  const publicKey = fromHex(sm2.getPublicKeyFromPrivateKey(scalar.toString('hex')))
  return { publicKey: toBase64(publicKey), privateKey: toBase64(scalar) }
}
