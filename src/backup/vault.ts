import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  hkdfSync,
  randomBytes,
  scryptSync,
  timingSafeEqual,
} from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'

/**
 * What lies in a backup is compressed, then sealed in chunks after the STREAM construction: the nonce of a chunk carries its
 * number and whether it is the last, the additional data its file's name, so that nothing can be cut off, moved or exchanged.
 * The key of a backup is random; it lies beside it wrapped under the operator's passphrase and opens nothing else.
 */
export class BackupBroken extends Error {
  override name = 'BackupBroken'
}
const CHUNK = 1 << 20
const TAG = 16
const COST = { N: 2 ** 16, r: 8, p: 1, maxmem: 256 * 2 ** 20 }
export interface Wrapped {
  readonly salt: string
  readonly nonce: string
  readonly key: string
}
const b64 = (b: Uint8Array) => Buffer.from(b).toString('base64')
const bytes = (s: string) => Buffer.from(s, 'base64')
const underOf = (passphrase: string, salt: Buffer) =>
  scryptSync(passphrase.normalize('NFKC'), salt, 32, COST)

export function newKey(passphrase: string): { key: Buffer; wrapped: Wrapped } {
  const key = randomBytes(32)
  const salt = randomBytes(16)
  const nonce = randomBytes(12)
  const c = createCipheriv('aes-256-gcm', underOf(passphrase, salt), nonce)
  const sealed = Buffer.concat([c.update(key), c.final(), c.getAuthTag()])
  return { key, wrapped: { salt: b64(salt), nonce: b64(nonce), key: b64(sealed) } }
}
/** Throws BackupBroken on a wrong passphrase. */
export function openKey(w: Wrapped, passphrase: string): Buffer {
  const sealed = bytes(w.key)
  try {
    const d = createDecipheriv('aes-256-gcm', underOf(passphrase, bytes(w.salt)), bytes(w.nonce))
    d.setAuthTag(sealed.subarray(-TAG))
    return Buffer.concat([d.update(sealed.subarray(0, -TAG)), d.final()])
  } catch {
    throw new BackupBroken('口令不对，打不开这份备份')
  }
}
const fileKey = (key: Buffer, name: string) =>
  Buffer.from(hkdfSync('sha256', key, '', `yiwang/backup/v1/${name}`, 32))
/** Over the whole manifest: nobody without the passphrase exchanges a line of it. */
export const mark = (key: Buffer, text: string) =>
  createHmac('sha256', fileKey(key, 'manifest')).update(text).digest('base64')
export const sameMark = (a: string, b: string) =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))
const nonceOf = (no: number, last: boolean) => {
  const n = Buffer.alloc(12)
  n.writeUInt32BE(no, 7)
  n[11] = last ? 1 : 0
  return n
}

function sealing(key: Buffer, name: string): Transform {
  const k = fileKey(key, name)
  let held = Buffer.alloc(0)
  let no = 0
  const seal = (chunk: Buffer, last: boolean) => {
    const c = createCipheriv('aes-256-gcm', k, nonceOf(no++, last))
    return Buffer.concat([c.update(chunk), c.final(), c.getAuthTag()])
  }
  return new Transform({
    transform(chunk: Buffer, _, done) {
      held = Buffer.concat([held, chunk])
      // One chunk is always kept back: only the end knows which is the last.
      while (held.length > CHUNK) {
        this.push(seal(held.subarray(0, CHUNK), false))
        held = held.subarray(CHUNK)
      }
      done()
    },
    flush(done) {
      this.push(seal(held, true))
      done()
    },
  })
}
function opening(key: Buffer, name: string): Transform {
  const k = fileKey(key, name)
  let held = Buffer.alloc(0)
  let no = 0
  const open = (chunk: Buffer, last: boolean) => {
    if (chunk.length < TAG) throw new BackupBroken(`${name} 不完整`)
    const d = createDecipheriv('aes-256-gcm', k, nonceOf(no++, last))
    d.setAuthTag(chunk.subarray(-TAG))
    try {
      return Buffer.concat([d.update(chunk.subarray(0, -TAG)), d.final()])
    } catch {
      throw new BackupBroken(`${name} 被改动过，或不完整`)
    }
  }
  const guarded = (done: (e?: Error) => void, run: () => void) => {
    try {
      run()
      done()
    } catch (e) {
      done(e as Error)
    }
  }
  return new Transform({
    transform(chunk: Buffer, _, done) {
      guarded(done, () => {
        held = Buffer.concat([held, chunk])
        while (held.length > CHUNK + TAG) {
          this.push(open(held.subarray(0, CHUNK + TAG), false))
          held = held.subarray(CHUNK + TAG)
        }
      })
    },
    flush(done) {
      guarded(done, () => {
        this.push(open(held, true))
      })
    },
  })
}

export interface Part {
  readonly name: string
  readonly size: number
  readonly sha256: string
}
/** Compressed, sealed, hashed and on the disk when it answers. */
export async function writePart(
  key: Buffer,
  name: string,
  path: string,
  source: AsyncIterable<string | Buffer>,
): Promise<Part> {
  const hash = createHash('sha256')
  let size = 0
  const tap = new Transform({
    transform(chunk: Buffer, _, done) {
      hash.update(chunk)
      size += chunk.length
      done(null, chunk)
    },
  })
  await pipeline(source, createGzip({ level: 1 }), sealing(key, name), tap, createWriteStream(path))
  const file = await open(path, 'r')
  await file.sync()
  await file.close()
  return { name, size, sha256: hash.digest('hex') }
}
/** Throws BackupBroken when the bytes are not those of the manifest. */
export async function checkPart(part: Part, path: string): Promise<void> {
  const hash = createHash('sha256')
  let size = 0
  try {
    for await (const chunk of createReadStream(path)) {
      hash.update(chunk as Buffer)
      size += (chunk as Buffer).length
    }
  } catch {
    throw new BackupBroken(`缺少 ${part.name}`)
  }
  if (size !== part.size || hash.digest('hex') !== part.sha256)
    throw new BackupBroken(`${part.name} 与清单上的摘要不符`)
}
/** The plain bytes of a part, checked chunk by chunk as they come. */
export async function readPart(
  key: Buffer,
  name: string,
  path: string,
  use: (source: AsyncIterable<Buffer>) => Promise<void>,
): Promise<void> {
  await pipeline(createReadStream(path), opening(key, name), createGunzip(), use)
}
