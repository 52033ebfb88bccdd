import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import yauzl, { type Entry, type ZipFile } from 'yauzl'
import { type Limits, SheetError } from './cell.ts'

const RATIO_FROM = 16 * 2 ** 20
const AGAIN = '请用 Excel 或 WPS 打开后另存为 .xlsx 再上传'

/** What the first bytes say a file is. */
export async function kindOf(path: string): Promise<'zip' | 'ole' | 'text' | 'empty'> {
  const file = await open(path, 'r')
  try {
    const head = Buffer.alloc(8)
    const { bytesRead } = await file.read(head, 0, 8, 0)
    if (bytesRead === 0) return 'empty'
    if (head.subarray(0, 2).toString('latin1') === 'PK') return 'zip'
    if (head.toString('hex') === 'd0cf11e0a1b11ae1') return 'ole'
    return 'text'
  } finally {
    await file.close()
  }
}
/** The old binary container holds either an old workbook or a new one locked with a password. */
export async function aboutOle(path: string): Promise<SheetError> {
  const mark = Buffer.from('EncryptedPackage', 'utf16le')
  let tail = Buffer.alloc(0)
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    const seen = Buffer.concat([tail, chunk])
    if (seen.includes(mark))
      return new SheetError('文件设有打开密码，不能读取', '请取消密码后再上传')
    tail = seen.subarray(-mark.length)
  }
  return new SheetError('这是旧版 .xls 文件，不能读取', AGAIN)
}
export interface Zip {
  readonly names: readonly string[]
  stream(name: string): Promise<Readable | null>
  /** Unpacked, as the directory says. */
  sizeOf(name: string): number
  close(): void
}
/** The directory is judged before anything is unpacked; sizes are held to again while it is. */
export async function openZip(path: string, bytes: number, limits: Limits): Promise<Zip> {
  let zip: ZipFile
  try {
    zip = await yauzl.openPromise(path, {
      lazyEntries: true,
      autoClose: false,
      strictFileNames: true,
    })
  } catch {
    throw new SheetError('文件不完整或已损坏，不是有效的 .xlsx', AGAIN)
  }
  try {
    if (zip.entryCount > limits.entries)
      throw new SheetError(`压缩包内有${zip.entryCount}个文件，最多${limits.entries}个`, AGAIN)
    const entries = new Map<string, Entry>()
    let unpacked = 0
    let packed = 0
    try {
      for await (const e of zip.eachEntry()) {
        entries.set(e.fileName, e)
        unpacked += e.uncompressedSize
        packed += e.compressedSize
        if (e.uncompressedSize > RATIO_FROM && e.uncompressedSize > e.compressedSize * limits.ratio)
          throw new SheetError('压缩比例异常，疑似压缩炸弹，没有解压', AGAIN)
        if (e.isEncrypted())
          throw new SheetError('文件设有打开密码，不能读取', '请取消密码后再上传')
      }
    } catch (e) {
      if (e instanceof SheetError) throw e
      throw new SheetError('文件不完整或已损坏，不是有效的 .xlsx', AGAIN)
    }
    if (unpacked > limits.unpackedBytes)
      throw new SheetError(
        `解压后有${Math.ceil(unpacked / 2 ** 20)}MB，最多${limits.unpackedBytes / 2 ** 20}MB，没有解压`,
        '请分成几个文件上传',
      )
    // Entries that lie over each other say together more than the file holds.
    if (packed > bytes) throw new SheetError('压缩包内的文件互相重叠，没有解压', AGAIN)
    return {
      names: [...entries.keys()],
      async stream(name) {
        const e = entries.get(name)
        if (!e) return null
        try {
          return await zip.openReadStreamPromise(e)
        } catch {
          throw new SheetError('文件不完整或已损坏，不是有效的 .xlsx', AGAIN)
        }
      },
      sizeOf: (name) => entries.get(name)?.uncompressedSize ?? 0,
      close: () => zip.close(),
    }
  } catch (e) {
    zip.close()
    throw e
  }
}
