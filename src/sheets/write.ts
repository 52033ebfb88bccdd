import { PassThrough, Readable } from 'node:stream'
import excel from 'exceljs'

/** A column of a table that goes out: text stays text, whatever it begins with. */
export interface Column {
  readonly title: string
  readonly kind?: 'text' | 'number' | 'money' | 'day'
  readonly width?: number
}
export type Value = string | number | null
const FORMATS = { number: '0.########', money: '#,##0.00', day: 'yyyy-mm-dd' } as const
const PLAIN = /^-?\d{1,15}(\.\d+)?$/

/** = + - @ TAB CR at the beginning would be a formula to whoever opens the file. */
const risky = /^[=+\-@\t\r＝＋－＠]/
const csvField = (v: Value, kind: Column['kind']): string => {
  if (v === null) return ''
  const s = String(v)
  const numeric = (kind === 'number' || kind === 'money') && PLAIN.test(s)
  const safe = !numeric && (risky.test(s) || s.startsWith("'")) ? `'${s}` : s
  return /[",\r\n\t;']/.test(safe) || safe !== safe.trim()
    ? `"${safe.replaceAll('"', '""')}"`
    : safe
}
/** UTF-8 with its mark, so that Excel reads the Chinese; a row at a time. `last`: a line of its own at the end (who took it, when). */
export function csvStream(
  columns: readonly Column[],
  rows: AsyncIterable<readonly Value[]> | Iterable<readonly Value[]>,
  last?: string,
): Readable {
  async function* lines() {
    yield `\ufeff${columns.map((c) => csvField(c.title, 'text')).join(',')}\r\n`
    for await (const row of rows)
      yield `${columns.map((c, i) => csvField(row[i] ?? null, c.kind)).join(',')}\r\n`
    if (last !== undefined) yield `${csvField(last, 'text')}\r\n`
  }
  return Readable.from(lines(), { objectMode: false })
}
/** What no XML may hold. */
const UNWRITABLE = /(?![\t\n\r])\p{Cc}|\p{Noncharacter_Code_Point}|\p{Cs}/gu
const EXCEL_TEXT = 32_767
function typed(v: Value, kind: Column['kind']): string | number | Date | null {
  if (v === null || v === '') return null
  const s = String(v)
  if ((kind === 'number' || kind === 'money') && PLAIN.test(s)) return Number(s)
  if (kind === 'day' && /^\d{4}-\d\d-\d\d$/.test(s)) return new Date(`${s}T00:00:00Z`)
  return s.replace(UNWRITABLE, '').slice(0, EXCEL_TEXT)
}
/** A workbook of one sheet with typed cells, streamed as it is made: a text cell is a text cell and never a formula. */
export function xlsxStream(
  name: string,
  columns: readonly Column[],
  rows: AsyncIterable<readonly Value[]> | Iterable<readonly Value[]>,
  last?: string,
): Readable {
  const out = new PassThrough({ highWaterMark: 256 * 1024 })
  const write = async () => {
    const book = new excel.stream.xlsx.WorkbookWriter({ stream: out, useStyles: true })
    const sheet = book.addWorksheet(name, { views: [{ state: 'frozen', ySplit: 1 }] })
    sheet.columns = columns.map((c) => ({
      header: c.title,
      width: c.width ?? Math.max(10, c.title.length * 2 + 2),
      style: c.kind && c.kind !== 'text' ? { numFmt: FORMATS[c.kind] } : { numFmt: '@' },
    }))
    sheet.getRow(1).font = { bold: true }
    sheet.getRow(1).commit()
    let n = 0
    for await (const row of rows) {
      if (out.destroyed) return
      sheet.addRow(columns.map((c, i) => typed(row[i] ?? null, c.kind))).commit()
      n += 1
      // The writer does not wait for a slow reader by itself.
      if (n % 200 === 0) await drained(out)
    }
    if (last !== undefined) sheet.addRow([typed(last, 'text')]).commit()
    await book.commit()
  }
  write().catch((e: unknown) => out.destroy(e as Error))
  return out
}
const drained = (out: PassThrough) =>
  out.writableNeedDrain || out.readableLength > 4 * 2 ** 20
    ? new Promise<void>((done) => {
        const go = () => {
          out.off('drain', go)
          out.off('close', go)
          done()
        }
        out.once('drain', go)
        out.once('close', go)
      })
    : new Promise<void>((done) => setImmediate(done))
