/** What a table holds, whatever file it came in. A formula is not a value: it is refused, never computed and never trusted. */
export interface Cell {
  readonly kind: 'text' | 'number' | 'day' | 'flag'
  /** number: plain decimal; day: YYYY-MM-DD, with a time behind a space when there is one; flag: 是 or 否. */
  readonly text: string
}
/** One thing wrong in one place, said so that whoever made the file can mend it. */
export interface Fault {
  readonly row: number
  /** A, B, … AA; empty when it is the whole row. */
  readonly column: string
  readonly what: string
  readonly cure: string
}
export interface Row {
  /** As the person sees it in the margin: the first row is 1. */
  readonly no: number
  readonly cells: readonly (Cell | null)[]
  readonly faults: readonly Fault[]
}
export interface Limits {
  readonly fileBytes: number
  readonly unpackedBytes: number
  /** Unpacked to packed, of any part above 16 MiB. */
  readonly ratio: number
  readonly entries: number
  readonly rows: number
  readonly columns: number
  readonly cellChars: number
  /** Wall-clock time for the whole file. */
  readonly ms: number
  /** Heap of the reading thread. */
  readonly heapMb: number
}
/** Ours (△): a million rows of twenty columns fit; what does not is no price list. */
export const limits: Limits = {
  fileBytes: 200 * 2 ** 20,
  unpackedBytes: 2 ** 30,
  ratio: 100,
  entries: 2000,
  rows: 1_048_576,
  columns: 256,
  cellChars: 8000,
  ms: 10 * 60_000,
  heapMb: 384,
}
/** The whole file cannot be read: why, and what to do about it. */
export class SheetError extends Error {
  override name = 'SheetError'
  readonly cure: string
  constructor(what: string, cure: string) {
    super(what)
    this.cure = cure
  }
}
export function columnName(index: number): string {
  let out = ''
  for (let n = index + 1; n > 0; n = Math.floor((n - 1) / 26))
    out = String.fromCharCode(65 + ((n - 1) % 26)) + out
  return out
}
/** “AB12” → [27, 12]; null when it is no address. */
export function addressOf(ref: string): [column: number, row: number] | null {
  const m = /^\$?([A-Z]{1,3})\$?(\d{1,7})$/.exec(ref)
  if (!m?.[1] || !m[2]) return null
  let column = 0
  for (const c of m[1]) column = column * 26 + c.charCodeAt(0) - 64
  return [column - 1, Number(m[2])]
}
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what it looks for
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/

/** Text as it is kept: trimmed, bounded, without control characters. */
export function textCell(
  text: string,
  row: number,
  column: number,
  faults: Fault[],
  max: number,
): Cell | null {
  const t = text.replace(/\r\n?/g, '\n').trim()
  if (t === '') return null
  const at = { row, column: columnName(column) }
  if (t.length > max) {
    faults.push({ ...at, what: `内容有${t.length}字，最多${max}字`, cure: '请缩短这一格' })
    return null
  }
  if (CONTROL.test(t)) {
    faults.push({ ...at, what: '含有不可见的控制字符', cure: '请重新录入这一格' })
    return null
  }
  return { kind: 'text', text: t }
}
