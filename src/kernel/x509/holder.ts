import { type Certificate, OID, readCertificate, sm2Sign } from './certificate.ts'
import {
  BadDer,
  der,
  derBits,
  derInteger,
  derOid,
  expectTag,
  fromHex,
  hexOf,
  members,
  oid,
  pem,
  pemBlocks,
  readOne,
  sequence,
  TAG,
  unsigned,
} from './der.ts'
import { type Keys, keysFrom } from './make.ts'

/**
 * Whoever can sign with a person's certificate, wherever the key is. The page knows this and nothing else, so that the driver of a
 * UKey (a service of the certification authority on the person's own machine) takes the file's place behind the same two members.
 */
export interface Signer {
  readonly certificate: Certificate
  /** SM2 with SM3 over these bytes, identity 1234567812345678: r ‖ s, 128 hex digits. */
  sign(bytes: Uint8Array): Promise<string>
}
export class WrongKeyPassphrase extends Error {
  override name = 'WrongKeyPassphrase'
}

/** What is signed to sign in (登录), to show oneself once more (再次验证) or to bind (登记): the same bytes in the browser and in the house. */
export const proofText = (p: {
  purpose: '登录' | '再次验证' | '登记'
  origin: string
  challenge: string
}) =>
  new TextEncoder().encode(
    `yiwang certificate proof v1\n${p.purpose}\n${p.origin}\n${p.challenge}\n`,
  )

// RFC 8018, as `openssl pkcs8 -topk8` writes it.
const PBES2 = '1.2.840.113549.1.5.13'
const PBKDF2 = '1.2.840.113549.1.5.12'
const HMAC_SHA256 = '1.2.840.113549.2.9'
const AES = {
  '2.16.840.1.101.3.4.1.2': 128,
  '2.16.840.1.101.3.4.1.42': 256,
} as Record<string, number>
const AES256 = '2.16.840.1.101.3.4.1.42'
const ITERATIONS = 600_000
/** More would be a file made to hang the page. */
const MOST = 10_000_000

async function keyFor(
  passphrase: string,
  p: { salt: Uint8Array; iterations: number; bits: number },
) {
  const { subtle } = globalThis.crypto
  const typed = new TextEncoder().encode(passphrase)
  const key = await subtle.importKey('raw', typed, 'PBKDF2', false, ['deriveKey'])
  return subtle.deriveKey(
    { name: 'PBKDF2', hash: 'SHA-256', salt: new Uint8Array(p.salt), iterations: p.iterations },
    key,
    { name: 'AES-CBC', length: p.bits },
    false,
    ['encrypt', 'decrypt'],
  )
}
async function decrypted(bytes: Uint8Array, passphrase: string): Promise<Uint8Array> {
  const [scheme, sealed] = members(readOne(bytes, TAG.sequence))
  const [id, parameters] = members(scheme)
  if (oid(id) !== PBES2) throw new BadDer('私钥文件须用 PBES2 加密（openssl pkcs8 -topk8）')
  const [derive, cipher] = members(parameters)
  const [kdf, kdfParameters] = members(derive)
  const [salt, count, ...rest] = members(kdfParameters)
  const prf = rest.at(-1)
  if (oid(kdf) !== PBKDF2 || prf === undefined || oid(members(prf)[0]) !== HMAC_SHA256)
    throw new BadDer('私钥文件须用 PBKDF2（HMAC-SHA-256）加密')
  const [aes, iv] = members(cipher)
  const bits = AES[oid(aes)]
  if (bits === undefined) throw new BadDer('私钥文件须用 AES 加密')
  const iterations = Number.parseInt(unsigned(count, 4), 16)
  if (iterations > MOST) throw new BadDer('私钥文件的加密轮数过大')
  const key = await keyFor(passphrase, {
    salt: expectTag(salt, TAG.octets).body,
    iterations,
    bits,
  })
  try {
    const plain = await globalThis.crypto.subtle.decrypt(
      { name: 'AES-CBC', iv: new Uint8Array(expectTag(iv, TAG.octets).body) },
      key,
      new Uint8Array(expectTag(sealed, TAG.octets).body),
    )
    return new Uint8Array(plain)
  } catch {
    throw new WrongKeyPassphrase('证书口令不对')
  }
}
/** PKCS#8 of an SM2 key (RFC 5915 inside). */
function privateKeyOf(bytes: Uint8Array): Keys {
  const [version, algorithm, inner] = members(readOne(bytes, TAG.sequence))
  const [ec, curve] = members(algorithm)
  if (unsigned(version) !== '00' || oid(ec) !== OID.ecKey || oid(curve) !== OID.sm2)
    throw new BadDer('私钥须为 SM2')
  const [one, d] = members(readOne(expectTag(inner, TAG.octets).body, TAG.sequence))
  if (unsigned(one) !== '01') throw new BadDer('私钥写法不对')
  const secret = expectTag(d, TAG.octets).body
  if (secret.length !== 32) throw new BadDer('私钥须为三十二字节')
  return keysFrom(hexOf(secret))
}
/**
 * A PEM file with a certificate and its private key (PKCS#8, encrypted or not), opened where it lies. Of several certificates the one
 * that belongs to the key. Throws BadDer on a file that is none, WrongKeyPassphrase.
 */
export async function openKeyFile(
  text: string,
  passphrase: string,
): Promise<Signer & { readonly privateKey: string }> {
  const blocks = pemBlocks(text)
  const hidden = blocks.find((b) => b.label === 'ENCRYPTED PRIVATE KEY')
  const bare = blocks.find((b) => b.label === 'PRIVATE KEY')
  if (!hidden && !bare) throw new BadDer('文件里没有私钥：须是含证书和私钥的 PEM 文件')
  let plain = bare?.bytes as Uint8Array
  if (hidden) plain = await decrypted(hidden.bytes, passphrase)
  let keys: Keys
  try {
    keys = privateKeyOf(plain)
  } catch (e) {
    // One wrong passphrase in some hundreds leaves padding that looks right and nothing behind it.
    if (hidden && !(e instanceof BadDer && /SM2|PBES2/.test(e.message)))
      throw new WrongKeyPassphrase('证书口令不对')
    throw e
  }
  const certificates = blocks.filter((b) => b.label === 'CERTIFICATE')
  if (certificates.length === 0) throw new BadDer('文件里没有证书')
  const certificate = certificates
    .map((b) => readCertificate(b.bytes))
    .find((c) => c.publicKey === keys.publicKey)
  if (!certificate) throw new BadDer('文件里的证书与私钥不是一对')
  const { privateKey } = keys
  return { certificate, privateKey, sign: async (bytes) => sm2Sign(privateKey, bytes) }
}
/** The same file, made: a certificate and its key under a passphrase. `iterations` fewer only where the passphrase is public anyway. */
export async function makeKeyFile(
  certificate: Uint8Array,
  keys: Keys,
  passphrase: string,
  iterations = ITERATIONS,
): Promise<string> {
  const plain = sequence(
    derInteger('00'),
    sequence(derOid(OID.ecKey), derOid(OID.sm2)),
    der(
      TAG.octets,
      sequence(
        derInteger('01'),
        der(TAG.octets, fromHex(keys.privateKey)),
        der(0xa1, derBits(fromHex(keys.publicKey))),
      ),
    ),
  )
  const salt = globalThis.crypto.getRandomValues(new Uint8Array(16))
  const iv = globalThis.crypto.getRandomValues(new Uint8Array(16))
  const key = await keyFor(passphrase, { salt, iterations, bits: 256 })
  const sealed = await globalThis.crypto.subtle.encrypt(
    { name: 'AES-CBC', iv },
    key,
    new Uint8Array(plain),
  )
  const bytes = sequence(
    sequence(
      derOid(PBES2),
      sequence(
        sequence(
          derOid(PBKDF2),
          sequence(
            der(TAG.octets, salt),
            derInteger(iterations.toString(16)),
            sequence(derOid(HMAC_SHA256), der(TAG.none)),
          ),
        ),
        sequence(derOid(AES256), der(TAG.octets, iv)),
      ),
    ),
    der(TAG.octets, new Uint8Array(sealed)),
  )
  return pem('CERTIFICATE', certificate) + pem('ENCRYPTED PRIVATE KEY', bytes)
}
