import type { Readable } from 'node:stream'
import { SaxesParser } from 'saxes'
import {
  addressOf,
  type Cell,
  columnName,
  type Fault,
  type Limits,
  type Row,
  SheetError,
  textCell,
} from './cell.ts'
import type { Seen } from './file.ts'
import { isDateFormat, numberText, serialText } from './number.ts'
import type { Zip } from './zip.ts'

const AGAIN = '请用 Excel 或 WPS 打开后另存为 .xlsx 再上传'
const broken = () => new SheetError('文件内容不完整或已损坏', AGAIN)
type Attributes = Readonly<Record<string, string>>
interface Heard {
  open?(name: string, attributes: Attributes): void
  text?(text: string): void
  close?(name: string): void
}
const local = (name: string) => name.slice(name.indexOf(':') + 1)

/** Push one part of the workbook through the XML reader; yields after each piece so that the caller may take what came. */
async function* parse(
  stream: Readable,
  heard: Heard,
  taken: (bytes: number) => void = () => {},
): AsyncGenerator<void> {
  const xml = new SaxesParser({ fragment: false })
  const utf8 = new TextDecoder('utf-8', { fatal: true })
  xml.on('error', () => {
    throw broken()
  })
  xml.on('doctype', () => {
    throw new SheetError('文件内含有实体定义，没有读取', AGAIN)
  })
  if (heard.open) xml.on('opentag', (t) => heard.open?.(local(t.name), t.attributes as Attributes))
  if (heard.text) xml.on('text', (t) => heard.text?.(t))
  if (heard.close) xml.on('closetag', (t) => heard.close?.(local(t.name)))
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      xml.write(utf8.decode(chunk, { stream: true }))
      taken(chunk.length)
      yield
    }
    xml.write(utf8.decode())
    xml.close()
    yield
  } catch (e) {
    throw e instanceof SheetError ? e : broken()
  }
}
/** One part of the archive told element by element; false when there is no such part. */
export async function hear(zip: Zip, name: string, heard: Heard): Promise<boolean> {
  const stream = await zip.stream(name)
  if (!stream) return false
  for await (const _ of parse(stream, heard));
  return true
}

/** The first sheet that is not hidden: its part, and whether the workbook counts days from 1904. */
async function firstSheet(zip: Zip): Promise<{ part: string; from1904: boolean }> {
  const sheets: { id: string; hidden: boolean }[] = []
  let from1904 = false
  const there = await hear(zip, 'xl/workbook.xml', {
    open(name, a) {
      if (name === 'sheet')
        sheets.push({
          id: Object.entries(a).find(([k]) => k === 'r:id' || k.endsWith(':id'))?.[1] ?? '',
          hidden: a['state'] === 'hidden' || a['state'] === 'veryHidden',
        })
      if (name === 'workbookPr') from1904 = a['date1904'] === '1' || a['date1904'] === 'true'
    },
  })
  if (!there && zip.names.some((n) => /\.(xlsx|xls|csv)$/i.test(n)))
    throw new SheetError('这是压缩包，不是表格', '请解压以后，把里面的表格单独上传')
  if (!there) throw new SheetError('这不是 Excel 工作簿', AGAIN)
  const first = sheets.find((s) => !s.hidden)
  if (!first) throw new SheetError('工作簿里没有可见的工作表', '请取消隐藏后再上传')
  let part = ''
  await hear(zip, 'xl/_rels/workbook.xml.rels', {
    open(name, a) {
      if (name === 'Relationship' && a['Id'] === first.id) part = a['Target'] ?? ''
    },
  })
  if (part === '') throw broken()
  return { part: part.startsWith('/') ? part.slice(1) : `xl/${part}`, from1904 }
}
/** Which cell styles show a number as a date. */
async function dateStyles(zip: Zip): Promise<boolean[]> {
  const formats = new Map<number, string>()
  const out: boolean[] = []
  let inCells = false
  await hear(zip, 'xl/styles.xml', {
    open(name, a) {
      if (name === 'numFmt') formats.set(Number(a['numFmtId']), a['formatCode'] ?? '')
      if (name === 'cellXfs') inCells = true
      if (name === 'xf' && inCells) {
        const id = Number(a['numFmtId'] ?? 0)
        out.push(isDateFormat(id, formats.get(id)))
      }
    },
    close(name) {
      if (name === 'cellXfs') inCells = false
    },
  })
  return out
}
const MAX_SHARED_CHARS = 96 * 2 ** 20
/** Rows that merged cells may reach into: each of them is told. */
const MOST_MERGED = 20_000
/** Texts stand once in a part of their own; phonetic guides (rPh) are not text. */
async function sharedStrings(zip: Zip): Promise<string[]> {
  const out: string[] = []
  let chars = 0
  let now: string[] = []
  let inText = false
  let aside = 0
  await hear(zip, 'xl/sharedStrings.xml', {
    open(name) {
      if (name === 'si') now = []
      if (name === 'rPh') aside += 1
      if (name === 't') inText = aside === 0
    },
    text(t) {
      if (!inText) return
      chars += t.length
      if (chars > MAX_SHARED_CHARS) throw new SheetError('工作簿里的文字太多', '请分成几个文件上传')
      now.push(t)
    },
    close(name) {
      if (name === 't') inText = false
      if (name === 'rPh') aside -= 1
      if (name === 'si') out.push(now.join(''))
    },
  })
  return out
}

/** Rows of the first visible sheet, in order; empty ones are left out. Merged cells are told at the end, as the file does. */
export async function* xlsxRows(zip: Zip, limits: Limits, seen: Seen): AsyncGenerator<Row> {
  const { part, from1904 } = await firstSheet(zip)
  const dates = await dateStyles(zip)
  const shared = await sharedStrings(zip)
  const stream = await zip.stream(part)
  if (!stream) throw broken()
  let ready: Row[] = []
  let rowNo = 0
  let last = 0
  let column = -1
  let cells: (Cell | null)[] = []
  let faults: Fault[] = []
  let type = ''
  let style = -1
  let value: string[] = []
  let formula = false
  let listening = false
  const merged: Fault[] = []
  const fault = (what: string, cure: string) =>
    void faults.push({ row: rowNo, column: columnName(column), what, cure })
  const cell = (): Cell | null => {
    const raw = value.join('')
    if (formula) {
      fault('是公式，不是内容', '请复制后“选择性粘贴—数值”，再上传')
      return null
    }
    if (type === 's') {
      const text = shared[Number(raw)]
      if (raw === '') return null
      if (text === undefined) throw broken()
      return textCell(text, rowNo, column, faults, limits.cellChars)
    }
    if (type === 'inlineStr' || type === 'str')
      return textCell(raw, rowNo, column, faults, limits.cellChars)
    if (raw.trim() === '') return null
    if (type === 'b') return { kind: 'flag', text: raw === '1' ? '是' : '否' }
    if (type === 'e') {
      fault(`是错误值${raw.slice(0, 20)}`, '请改为正确的内容')
      return null
    }
    if (type === 'd') return { kind: 'day', text: raw.slice(0, 10) }
    const n = Number(raw)
    if (!Number.isFinite(n)) {
      fault(`“${raw.slice(0, 20)}”不是数`, '请改为数字')
      return null
    }
    if (dates[style]) {
      const day = serialText(n, from1904)
      if (day === null) fault('日期不存在', '请改为真实的日期')
      return day === null ? null : { kind: 'day', text: day }
    }
    return { kind: 'number', text: numberText(n) }
  }
  const size = zip.sizeOf(part)
  let unpacked = 0
  const pieces = parse(
    stream,
    {
      open(name, a) {
        if (name === 'row') {
          rowNo = a['r'] === undefined ? last + 1 : Number(a['r'])
          if (!Number.isInteger(rowNo) || rowNo <= last) throw broken()
          if (rowNo > limits.rows)
            throw new SheetError(`超过${limits.rows}行`, '请分成几个文件上传')
          last = rowNo
          column = -1
          cells = []
          faults = []
        } else if (name === 'c') {
          const at = a['r'] === undefined ? null : addressOf(a['r'])
          // A cell that stands before the one before it would write over what was read.
          if (at && at[0] <= column) throw broken()
          column = at ? at[0] : column + 1
          if (column >= limits.columns)
            throw new SheetError(`第${rowNo}行超过${limits.columns}列`, '请删去多余的列')
          type = a['t'] ?? 'n'
          style = Number(a['s'] ?? -1)
          value = []
          formula = false
        } else if (name === 'f') formula = true
        else if (name === 'v' || (name === 't' && type === 'inlineStr')) listening = true
        else if (name === 'mergeCell') {
          const [from, to] = (a['ref'] ?? '').split(':')
          const [at, end] = [addressOf(from ?? ''), addressOf(to ?? '')]
          if (at && end && from !== to)
            // Every row under it lacks what stands in the first: all of them are told, or an optional cell would be lost unseen.
            for (let row = at[1]; row <= Math.min(Math.max(end[1], at[1]), last); row++) {
              if (merged.length === MOST_MERGED)
                throw new SheetError(
                  `合并的单元格涉及的行超过${MOST_MERGED}行`,
                  '请全选以后取消合并，每一格都填上',
                )
              merged.push({
                row,
                column: columnName(at[0]),
                what: `${from}至${to}是合并的单元格`,
                cure: '请取消合并，每一格都填上',
              })
            }
        }
      },
      text(t) {
        if (listening) value.push(t)
      },
      close(name) {
        if (name === 'v' || name === 't') listening = false
        if (name === 'c') {
          while (cells.length < column) cells.push(null)
          cells[column] = cell()
        }
        if (name === 'row' && (faults.length > 0 || cells.some((c) => c !== null)))
          ready.push({ no: rowNo, cells, faults })
      },
    },
    (bytes) => {
      unpacked += bytes
      seen.part = size === 0 ? 0 : unpacked / size
    },
  )
  for await (const _ of pieces) {
    yield* ready
    ready = []
  }
  for (const m of merged) yield { no: m.row, cells: [], faults: [m] }
}
