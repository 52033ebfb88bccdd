import { stat } from 'node:fs/promises'
import { type Limits, type Row, SheetError } from './cell.ts'
import { csvRows } from './csv.ts'
import { xlsxRows } from './xlsx.ts'
import { aboutOle, kindOf, openZip } from './zip.ts'

/** How much of the file was read, 0 to 1: a table does not say beforehand how many rows it has. */
export interface Seen {
  part: number
}
/** The rows of a file, whichever kind it turns out to be by its bytes; its name is not asked. */
export async function* fileRows(
  path: string,
  limits: Limits,
  seen: Seen = { part: 0 },
): AsyncGenerator<Row> {
  const { size } = await stat(path)
  if (size > limits.fileBytes)
    throw new SheetError(
      `文件有${Math.ceil(size / 2 ** 20)}MB，最多${Math.floor(limits.fileBytes / 2 ** 20)}MB`,
      '请分成几个文件上传',
    )
  const kind = await kindOf(path)
  if (kind === 'empty') throw new SheetError('文件是空的', '请选择有内容的表格')
  if (kind === 'ole') throw await aboutOle(path)
  if (kind === 'text') {
    yield* csvRows(path, limits, size, seen)
    return
  }
  const zip = await openZip(path, size, limits)
  try {
    yield* xlsxRows(zip, limits, seen)
  } finally {
    zip.close()
  }
}
