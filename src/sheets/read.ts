import { Worker } from 'node:worker_threads'
import { type Limits, type Row, SheetError, limits as usual } from './cell.ts'
import type { Seen } from './file.ts'

type Message =
  | { rows: Row[]; done: boolean; part: number }
  | { what: string; cure: string }
  | { fault: string }

/**
 * The rows of an .xlsx (first visible sheet) or .csv file, a few hundred at a time, read in a thread of its own with a heap
 * of its own: whatever is in the file, this process goes on. Throws SheetError with a reason a person understands.
 */
export async function* readSheet(
  path: string,
  given: Partial<Limits> = {},
  seen: Seen = { part: 0 },
): AsyncGenerator<readonly Row[]> {
  const limits = { ...usual, ...given }
  const worker = new Worker(new URL('./worker.mjs', import.meta.url), {
    workerData: { path, limits },
    resourceLimits: { maxOldGenerationSizeMb: limits.heapMb, maxYoungGenerationSizeMb: 32 },
    execArgv: [],
    stderr: true,
  })
  // A thread that runs out of heap says so on its own stderr; we say it in Chinese.
  worker.stderr.resume()
  const inbox: (Message | Error)[] = []
  let wake = () => {}
  const put = (m: Message | Error) => {
    inbox.push(m)
    wake()
  }
  worker.on('message', put)
  worker.on('error', put)
  worker.on('exit', () => put(new Error('读表线程提前结束')))
  const timer = setTimeout(
    () =>
      put(new SheetError(`读了${Math.round(limits.ms / 1000)}秒还没有读完`, '请分成几个文件上传')),
    limits.ms,
  )
  try {
    for (;;) {
      worker.postMessage('next')
      if (inbox.length === 0)
        await new Promise<void>((done) => {
          wake = done
        })
      const m = inbox.shift() as Message | Error
      if (m instanceof Error) {
        if ((m as { code?: string }).code === 'ERR_WORKER_OUT_OF_MEMORY')
          throw new SheetError('表格太大，读取时内存不够', '请分成几个文件上传')
        throw m
      }
      if ('what' in m) throw new SheetError(m.what, m.cure)
      if ('fault' in m) throw new Error(m.fault)
      seen.part = m.part
      if (m.rows.length > 0) yield m.rows
      if (m.done) return
    }
  } finally {
    clearTimeout(timer)
    await worker.terminate()
  }
}
