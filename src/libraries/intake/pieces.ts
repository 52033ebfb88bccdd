import { type JobContext, JobFault, pathOf, type Tx } from '#kernel'
import { type Fault, type Row, readSheet, SheetError } from '#sheets'
import { type Head, headOf } from './columns.ts'

const CHUNK = 1000
/**
 * An uploaded table read as a job, a thousand rows at a time. What `take` writes of a thousand and how far we are stand or fall
 * together, so a killed job goes on where it was. Throws JobFault, in words for whoever made the table, when it is no such table.
 */
export async function readInPieces(
  c: JobContext,
  o: {
    /** Headings that must be there. */
    readonly needed: readonly string[]
    /** More rows than this are too many for one table. */
    readonly most: number
    readonly take: (tx: Tx, rows: readonly Row[], head: Head) => Promise<void>
    /**
     * Rows told to be wrong after they were taken: a workbook says at its end which cells are merged. They come once more, whole, with those
     * faults alone; all at once, and again when the process dies before the job has ended.
     */
    readonly takeBack: (tx: Tx, rows: readonly Row[], head: Head) => Promise<void>
  },
): Promise<void> {
  const path = pathOf(c.world.dataDir, String(c.job.input['sha256']))
  const seen = { part: 0 }
  let done = c.job.done
  let total = 0
  let head: Head | undefined
  let waiting: Row[] = []
  const late = new Map<number, Fault[]>()
  const flush = async () => {
    const rows = waiting
    waiting = []
    const last = rows.at(-1)?.no
    if (last === undefined || !head) return
    const here = head
    await c.piece(async (tx) => {
      await o.take(tx, rows, here)
      done = Math.max(done, last)
      return { done, total: Math.max(done, total), note: `已读到第${done}行` }
    })
  }
  /** The rows with merged cells, read once more for what stands in them. */
  const again = async () => {
    const here = head
    if (late.size === 0 || !here) return
    const rows: Row[] = []
    for await (const batch of readSheet(path))
      for (const row of batch)
        if (row.cells.length > 0 && late.has(row.no))
          rows.push({ ...row, faults: late.get(row.no) ?? [] })
    await c.piece(async (tx) => {
      await o.takeBack(tx, rows, here)
      return { done, note: `合并的单元格涉及${rows.length}行` }
    })
  }
  try {
    for await (const batch of readSheet(path, {}, seen)) {
      // No table says beforehand how long it is: what was read of the file says about how many rows there are.
      const last = batch.reduce((n, r) => Math.max(n, r.no), 0)
      if (seen.part > 0) total = Math.round(last / seen.part)
      for (const row of batch) {
        if (!head) {
          const found = headOf(row, o.needed)
          if (found.missing.length > 0)
            throw new JobFault(`表头缺少：${found.missing.join('、')}。请用“下载空表”里的表头`)
          if (found.twice.length > 0)
            throw new JobFault(
              `第${row.no}行的表头重复：${found.twice.join('、')}。每一列只留一个，改正后再上传`,
            )
          head = found.head
        } else if (row.cells.length === 0)
          late.set(row.no, [...(late.get(row.no) ?? []), ...row.faults])
        else if (row.no > c.job.done) waiting.push(row)
        if (row.no > o.most + 1) throw new JobFault(`表格多于${o.most}行。请分成几个表格导入`)
        if (waiting.length >= CHUNK) await flush()
      }
    }
    if (!head) throw new JobFault('表格里没有内容。请用“下载空表”填写')
    await flush()
    await again()
  } catch (e) {
    if (e instanceof SheetError) throw new JobFault(`${e.message}。${e.cure}`)
    throw e
  }
}
