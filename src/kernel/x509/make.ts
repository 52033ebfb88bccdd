import { sm2 } from 'sm-crypto-v2'
import { OID, sm2Sign } from './certificate.ts'
import {
  der,
  derBits,
  derInteger,
  derOid,
  derText,
  derTime,
  fromHex,
  sequence,
  TAG,
} from './der.ts'

/** Certificates and lists of an issuer of one's own: for the demonstration, for tests and for a trial without a certification authority. */
export interface Keys {
  /** 64 hex digits. */
  readonly privateKey: string
  /** 04 ‖ x ‖ y, hex. */
  readonly publicKey: string
}
export const newKeys = (): Keys => sm2.generateKeyPairHex()
/** From 32 bytes that are already secret (or, in the demonstration, public on purpose). */
export const keysFrom = (privateKey: string): Keys => ({
  privateKey,
  publicKey: sm2.getPublicKeyFromPrivateKey(privateKey),
})

const algorithm = sequence(derOid(OID.sm2sm3), der(TAG.none))
const types: Record<string, string> = { C: '2.5.4.6', O: '2.5.4.10', CN: '2.5.4.3' }
export const nameDer = (name: Readonly<Record<string, string>>) =>
  sequence(
    ...Object.entries(name).map(([k, v]) =>
      der(
        TAG.set,
        sequence(
          derOid(types[k] ?? ''),
          k === 'C' ? der(TAG.printable, new TextEncoder().encode(v)) : derText(v),
        ),
      ),
    ),
  )
const extension = (id: string, critical: boolean, value: Uint8Array) =>
  sequence(
    derOid(id),
    ...(critical ? [der(TAG.boolean, Uint8Array.of(0xff))] : []),
    der(TAG.octets, value),
  )
function signedBy(privateKey: string, body: Uint8Array): Uint8Array {
  const sign = sm2Sign(privateKey, body)
  return sequence(
    body,
    algorithm,
    derBits(sequence(derInteger(sign.slice(0, 64)), derInteger(sign.slice(64)))),
  )
}
export const publicKeyDer = (publicKey: string) =>
  sequence(sequence(derOid(OID.ecKey), derOid(OID.sm2)), derBits(fromHex(publicKey)))

export interface Wish {
  /** Hex. */
  readonly serial: string
  readonly subject: Readonly<Record<string, string>>
  readonly issuer: Readonly<Record<string, string>>
  readonly begins: number
  readonly ends: number
  readonly publicKey: string
  /** What the key is for: an issuer's (certificates and lists), a person's signature, a person's encryption. */
  readonly use: 'issue' | 'sign' | 'encrypt'
}
export function makeCertificate(w: Wish, issuerKey: string): Uint8Array {
  const usage = { issue: [0x06, 1], sign: [0xc0, 6], encrypt: [0x30, 4] }[w.use] as [number, number]
  return signedBy(
    issuerKey,
    sequence(
      der(0xa0, derInteger('02')),
      derInteger(w.serial),
      algorithm,
      nameDer(w.issuer),
      sequence(derTime(w.begins), derTime(w.ends)),
      nameDer(w.subject),
      publicKeyDer(w.publicKey),
      der(
        0xa3,
        sequence(
          extension(
            OID.basic,
            true,
            w.use === 'issue' ? sequence(der(TAG.boolean, Uint8Array.of(0xff))) : sequence(),
          ),
          extension(OID.keyUsage, true, derBits(Uint8Array.of(usage[0]), usage[1])),
        ),
      ),
    ),
  )
}
export function makeRevocationList(
  l: {
    issuer: Readonly<Record<string, string>>
    number: string
    made: number
    next: number
    revoked: readonly { serial: string; at: number; reason?: number }[]
  },
  issuerKey: string,
): Uint8Array {
  const entries = l.revoked.map((r) =>
    sequence(
      derInteger(r.serial),
      derTime(r.at),
      ...(r.reason === undefined
        ? []
        : [sequence(extension(OID.reason, false, der(TAG.enumerated, Uint8Array.of(r.reason))))]),
    ),
  )
  return signedBy(
    issuerKey,
    sequence(
      derInteger('01'),
      algorithm,
      nameDer(l.issuer),
      derTime(l.made),
      derTime(l.next),
      ...(entries.length > 0 ? [sequence(...entries)] : []),
      der(0xa0, sequence(extension(OID.number, false, derInteger(l.number)))),
    ),
  )
}
