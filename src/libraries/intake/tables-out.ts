import type { Readable } from 'node:stream'
import excel from 'exceljs'
import { type Fault, xlsxStream } from '#sheets'
import type { Column } from './columns.ts'

/**
 * What is wrong with a table, as a table: each fault with its row, column and cure; `more` are kept nowhere, and said to be there; `last`
 * says who took it.
 */
export const faultTable = (faults: readonly Fault[], more: number, last: string): Readable =>
  xlsxStream(
    '有误的行',
    [
      { title: '行', kind: 'number' },
      { title: '列' },
      { title: '问题', width: 50 },
      { title: '怎样改', width: 50 },
    ],
    (function* () {
      for (const f of faults) yield [f.row, f.column || '整行', f.what, f.cure]
      if (more > 0)
        yield [null, '', `另有${more}处没有列出`, '先改正以上各处，再上传一次，其余的就会列出']
    })(),
    last,
  )

/** Rows of the template that offer their lists. */
const OFFERED = 5000
const letter = (i: number) => String.fromCharCode(65 + i)
/**
 * The empty table of a library: headings, a list in each cell that has one, and a second sheet that says what goes where. Every
 * cell is text, so that a code keeps its zeros and none becomes a number or a date by itself.
 */
export async function emptyTable(name: string, columns: readonly Column[]): Promise<Uint8Array> {
  const book = new excel.Workbook()
  const sheet = book.addWorksheet(name, { views: [{ state: 'frozen', ySplit: 1 }] })
  const told = book.addWorksheet('填写说明')
  const lists = book.addWorksheet('名单', { state: 'hidden' })
  sheet.columns = columns.map((c) => ({
    header: c.optional ? c.title : `${c.title}*`,
    width: Math.max(14, c.title.length * 2 + 4),
    style: { numFmt: '@' },
  }))
  sheet.getRow(1).font = { bold: true }
  told.columns = [
    { header: '列', width: 24 },
    { header: '怎样填', width: 70 },
    { header: '必填', width: 8 },
  ]
  told.addRows(columns.map((c) => [c.title, c.help, c.optional ? '' : '是']))
  for (const [i, c] of columns.entries()) {
    if (!c.offers) continue
    for (const [k, value] of c.offers.entries()) lists.getCell(k + 1, i + 1).value = value
    const range = `名单!$${letter(i)}$1:$${letter(i)}$${c.offers.length}`
    // A list longer than 255 characters must stand in cells; so do all. exceljs knows ranges here, its types do not.
    const validations = (
      sheet as unknown as { dataValidations: { add(a: string, v: object): void } }
    ).dataValidations
    validations.add(`${letter(i)}2:${letter(i)}${OFFERED + 1}`, {
      type: 'list',
      allowBlank: true,
      formulae: [range],
      showErrorMessage: true,
      errorTitle: c.title,
      error: c.help.slice(0, 200),
    })
  }
  return new Uint8Array(await book.xlsx.writeBuffer())
}
