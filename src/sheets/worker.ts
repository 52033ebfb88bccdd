import { parentPort, workerData } from 'node:worker_threads'
import { type Limits, type Row, SheetError } from './cell.ts'
import { fileRows } from './file.ts'

const BATCH = 500
const { path, limits } = workerData as { path: string; limits: Limits }
const port = parentPort
if (!port) throw new Error('只在读表线程里运行')

/** One batch goes out when the other side asks: a slow reader never makes this thread hold the file. */
const asked = () => new Promise<void>((done) => port.once('message', () => done()))
try {
  let batch: Row[] = []
  let next = asked()
  const seen = { part: 0 }
  const send = async (done: boolean) => {
    await next
    next = asked()
    port.postMessage({ rows: batch, done, part: done ? 1 : seen.part })
    batch = []
  }
  for await (const row of fileRows(path, limits, seen)) {
    batch.push(row)
    if (batch.length === BATCH) await send(false)
  }
  await send(true)
} catch (e) {
  port.postMessage(
    e instanceof SheetError
      ? { what: e.message, cure: e.cure }
      : { fault: String((e as Error).stack) },
  )
}
port.close()
