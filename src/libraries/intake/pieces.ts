import { type JobContext, JobFault, pathOf, type Tx } from '#kernel'
import { type Row, readSheet, SheetError } from '#sheets'
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
    readonly most?: number
    readonly take: (tx: Tx, rows: readonly Row[], head: Head) => Promise<void>
  },
): Promise<void> {
  const path = pathOf(c.world.dataDir, String(c.job.input['sha256']))
  let done = c.job.done
  let head: Head | undefined
  let waiting: Row[] = []
  const flush = async () => {
    const rows = waiting
    waiting = []
    const last = rows.at(-1)?.no
    if (last === undefined || !head) return
    const here = head
    await c.piece(async (tx) => {
      await o.take(tx, rows, here)
      // Merged cells are told at the end under the rows where they stand: the mark never goes back.
      done = Math.max(done, last)
      return { done, note: `已读到第${done}行` }
    })
  }
  try {
    for await (const batch of readSheet(path))
      for (const row of batch) {
        if (!head) {
          const found = headOf(row, o.needed)
          if (found.missing.length > 0)
            throw new JobFault(`表头缺少：${found.missing.join('、')}。请用“下载空表”里的表头`)
          head = found.head
        } else if (row.no > c.job.done || row.cells.length === 0) waiting.push(row)
        if (o.most !== undefined && row.no > o.most + 1)
          throw new JobFault(`表格多于${o.most}行。请分成几个表格导入`)
        if (waiting.length >= CHUNK) await flush()
      }
    if (!head) throw new JobFault('表格里没有内容。请用“下载空表”填写')
    await flush()
  } catch (e) {
    if (e instanceof SheetError) throw new JobFault(`${e.message}。${e.cure}`)
    throw e
  }
}
