import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { type Cell, type Fault, type Limits, type Row, SheetError, textCell } from './cell.ts'
import type { Seen } from './file.ts'

type Encoding = 'utf-8' | 'gb18030' | 'utf-16le' | 'utf-16be'
const SNIFF = 64 * 1024

/** UTF-16 by its mark or by where its zeros stand, else UTF-8 if all of it is, else GB18030 if all of it is. */
export async function encodingOf(path: string): Promise<Encoding> {
  const file = await open(path, 'r')
  const head = Buffer.alloc(SNIFF)
  let n: number
  try {
    n = (await file.read(head, 0, SNIFF, 0)).bytesRead
  } finally {
    await file.close()
  }
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  const zeros = [0, 0]
  for (let i = 0; i < n; i++) if (head[i] === 0) zeros[i % 2] = (zeros[i % 2] as number) + 1
  const [even, odd] = zeros as [number, number]
  if (even + odd > 0) {
    // Without a mark: the zeros of commas and digits stand on one side; a few on the other are characters like 一 (U+4E00).
    if (odd > n / 20 && odd > even * 4) return 'utf-16le'
    if (even > n / 20 && even > odd * 4) return 'utf-16be'
    throw new SheetError('这不是文本表格：文件里有二进制内容', '请另存为 .xlsx 或 CSV UTF-8 再上传')
  }
  for (const encoding of ['utf-8', 'gb18030'] as const)
    if (await valid(path, encoding)) return encoding
  throw new SheetError('认不出文件的编码', '请另存为“CSV UTF-8（逗号分隔）”再上传')
}
async function valid(path: string, encoding: Encoding): Promise<boolean> {
  const decoder = new TextDecoder(encoding, { fatal: true })
  try {
    for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>)
      decoder.decode(chunk, { stream: true })
    decoder.decode()
    return true
  } catch {
    return false
  }
}
async function* pieces(
  path: string,
  encoding: Encoding,
  taken: (bytes: number) => void,
): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true })
  try {
    for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
      taken(chunk.length)
      yield decoder.decode(chunk, { stream: true })
    }
    yield decoder.decode()
  } catch {
    throw new SheetError('文件的编码前后不一', '请另存为“CSV UTF-8（逗号分隔）”再上传')
  }
}
/** Whichever of the three stands most often outside quotes in the first line. */
function separatorIn(text: string): string {
  const line = (/^[^\r\n]*/.exec(text)?.[0] ?? '').replace(/"[^"]*"/g, '')
  let best = ','
  for (const s of [',', '\t', ';']) if (line.split(s).length > line.split(best).length) best = s
  return best
}
/** An apostrophe before = + - @ is how a CSV says “this is text”; it is no part of the text. */
const unescaped = (s: string) => (/^'[=+\-@\t\r']/.test(s) ? s.slice(1) : s)

/** Rows of a CSV (RFC 4180), whatever its encoding, line ends and separator; everything in it is text. */
export async function* csvRows(
  path: string,
  limits: Limits,
  size: number,
  seen: Seen,
): AsyncGenerator<Row> {
  const encoding = await encodingOf(path)
  let separator: string | undefined
  let field = ''
  let fields: string[] = []
  let quoted = false
  let wasQuoted = false
  let openedAt = 1
  let no = 1
  let pendingCr = false
  let pendingQuote = false
  const tooWide = () => new SheetError(`第${no}行超过${limits.columns}列`, '请删去多余的列')
  let read = 0
  const taken = (bytes: number) => {
    read += bytes
    seen.part = read / size
  }
  const end = (): Row | null => {
    fields.push(field)
    field = ''
    wasQuoted = false
    if (fields.length > limits.columns) throw tooWide()
    if (no > limits.rows) throw new SheetError(`超过${limits.rows}行`, '请分成几个文件上传')
    const faults: Fault[] = []
    const cells: (Cell | null)[] = fields.map((f, i) =>
      textCell(unescaped(f), no, i, faults, limits.cellChars),
    )
    fields = []
    const row = { no: no, cells, faults }
    return faults.length > 0 || cells.some((c) => c !== null) ? row : null
  }
  for await (const piece of pieces(path, encoding, taken)) {
    separator ??= separatorIn(piece)
    const rows: Row[] = []
    for (let i = 0; i < piece.length; i++) {
      const c = piece[i] as string
      if (pendingQuote) {
        pendingQuote = false
        if (c === '"') {
          field += '"'
          continue
        }
        quoted = false
      }
      if (quoted) {
        if (c === '"') pendingQuote = true
        else {
          field += c
          if (field.length > limits.cellChars * 4)
            throw new SheetError(
              `第${openedAt}行的引号没有配对`,
              '请检查这一行的英文引号，或另存为 .xlsx',
            )
        }
        continue
      }
      if (c === '\n' && pendingCr) {
        pendingCr = false
        continue
      }
      pendingCr = false
      if (c === '"' && field === '' && !wasQuoted) {
        quoted = true
        wasQuoted = true
        openedAt = no
      } else if (c === separator) {
        fields.push(field)
        // Told before the line ends: a line of commas alone would fill the memory first.
        if (fields.length > limits.columns) throw tooWide()
        field = ''
        wasQuoted = false
      } else if (c === '\n' || c === '\r') {
        pendingCr = c === '\r'
        const row = end()
        if (row) rows.push(row)
        no += 1
      } else {
        field += c
        if (field.length > limits.cellChars * 4) field = field.slice(0, limits.cellChars + 1)
      }
    }
    yield* rows
  }
  if (quoted && !pendingQuote)
    throw new SheetError(`第${openedAt}行的引号没有配对`, '请检查这一行的英文引号，或另存为 .xlsx')
  if (field !== '' || fields.length > 0) {
    const row = end()
    if (row) yield row
  }
}
