import { type Bytes, joinBytes, utf8 } from './base64.ts'
import { SealBroken } from './broken.ts'
import { padded } from './padding.ts'

/** What lies inside: a few words as data, and files beside them. */
export interface FileHead {
  readonly name: string
  readonly type: string
  /** Bytes. */
  readonly size: number
}
export interface Content {
  readonly data: unknown
  readonly files: readonly FileHead[]
}
export interface Source extends FileHead {
  readonly bytes: () => AsyncIterable<Uint8Array> | Iterable<Uint8Array>
}
/** True length and length of the data, eight and four bytes before everything. */
const LEAD = 12
const MAX_DATA = 8 * 1024 * 1024
const ZEROS = new Uint8Array(64 * 1024)

/** The plaintext of a seal: lead, data as JSON, files one after another, zeros up to the padded length. */
export function contentOf(data: unknown, files: readonly Source[]) {
  const heads = files.map(({ name, type, size }) => ({ name, type, size }))
  const json = utf8(JSON.stringify({ data, files: heads } satisfies Content))
  if (json.length > MAX_DATA) throw new RangeError('投标数据过大，大的材料请作为附件')
  const used = LEAD + json.length + files.reduce((n, f) => n + f.size, 0)
  const length = padded(used)
  async function* body(): AsyncGenerator<Uint8Array> {
    const lead = new DataView(new ArrayBuffer(LEAD))
    lead.setBigUint64(0, BigInt(used))
    lead.setUint32(8, json.length)
    yield joinBytes(new Uint8Array(lead.buffer), json)
    for (const f of files) yield* f.bytes()
    for (let left = length - used; left > 0; left -= ZEROS.length)
      yield ZEROS.subarray(0, Math.min(left, ZEROS.length))
  }
  return { length, body }
}

/** A stretch of the files, which lie one after another: the files there are, where it begins among them, and its bytes. */
export type FileBytes = (files: readonly FileHead[], at: number, bytes: Uint8Array) => void
/** Reads the content as it comes: the data whole, the files only by their places, the padding to the last zero. */
export class ContentReader {
  readonly #length: number
  #head: Bytes = new Uint8Array(0)
  #seen = 0
  #used: number | null = null
  content: Content | null = null
  /** Where the first file begins. */
  filesAt = 0

  readonly #told: FileBytes | undefined

  constructor(length: number, told?: FileBytes) {
    this.#length = length
    this.#told = told
  }
  /** Throws SealBroken: padding or content. */
  take(bytes: Bytes) {
    if (this.content === null) {
      this.#head = joinBytes(this.#head, bytes)
      this.#readHead()
    }
    const begins = this.#seen
    this.#seen += bytes.length
    const used = this.#used
    if (used !== null && this.content !== null && this.#told) {
      const from = Math.max(0, this.filesAt - begins)
      const piece = bytes.subarray(from, Math.max(from, used - begins))
      if (piece.length > 0) this.#told(this.content.files, begins + from - this.filesAt, piece)
    }
    if (used !== null && this.#seen > used) {
      let any = 0
      for (const b of bytes.subarray(Math.max(0, used - begins))) any |= b
      // No room for a hidden message after the end.
      if (any !== 0) throw new SealBroken('padding')
    }
  }
  #readHead() {
    if (this.#head.length < LEAD) return
    const view = new DataView(this.#head.buffer, this.#head.byteOffset)
    const used = Number(view.getBigUint64(0))
    const json = view.getUint32(8)
    if (used < LEAD + json || padded(used) !== this.#length) throw new SealBroken('padding')
    if (json > MAX_DATA) throw new SealBroken('content')
    if (this.#head.length < LEAD + json) return
    this.#used = used
    this.filesAt = LEAD + json
    this.content = parseContent(this.#head.subarray(LEAD, LEAD + json), used - LEAD - json)
    this.#head = new Uint8Array(0)
  }
  end(): Content {
    if (this.content === null || this.#seen !== this.#length) throw new SealBroken('padding')
    return this.content
  }
}
function parseContent(json: Uint8Array, filesLength: number): Content {
  let x: unknown
  try {
    x = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(json))
  } catch {
    throw new SealBroken('content')
  }
  const { data, files } = (x ?? {}) as { data?: unknown; files?: unknown }
  if (!Array.isArray(files) || files.length > 1000) throw new SealBroken('content')
  const heads = files.map((f: unknown): FileHead => {
    const { name, type, size } = (f ?? {}) as Record<string, unknown>
    const good =
      typeof name === 'string' &&
      name.length > 0 &&
      name.length <= 255 &&
      typeof type === 'string' &&
      type.length <= 200 &&
      Number.isSafeInteger(size) &&
      Number(size) >= 0
    if (!good) throw new SealBroken('content')
    return { name, type, size: Number(size) }
  })
  if (heads.reduce((n, f) => n + f.size, 0) !== filesLength) throw new SealBroken('content')
  return { data, files: heads }
}
