import { Worker } from 'node:worker_threads'
import type { Paper } from './paper.ts'
import { qrSvg } from './qr.ts'

/** A paper that cannot be set: too long, or it took too long. Its message is for the reader. */
export class PaperError extends Error {
  override name = 'PaperError'
}
export const limits = { bytes: 4 * 2 ** 20, ms: 20_000, waiting: 50, idleMs: 60_000 }
type Answer = { id: number; pdf: Uint8Array; pages: number } | { id: number; fault: string }

/**
 * One thread of its own sets papers, one after another: typst is native and quick, and whatever it does, this process answers
 * on. A paper over its time ends the thread; the next one gets a new thread. After a minute without work the thread ends,
 * and with it the fonts it holds.
 */
export function startPrinter(given: Partial<typeof limits> = {}) {
  const max = { ...limits, ...given }
  let worker: Worker | null = null
  let next = 0
  let last: Promise<unknown> = Promise.resolve()
  let waiting = 0
  let idle: NodeJS.Timeout | undefined
  const end = async () => {
    clearTimeout(idle)
    const w = worker
    worker = null
    await w?.terminate()
  }
  const thread = (): Worker => {
    worker ??= new Worker(new URL('./worker.mjs', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: 256 },
      execArgv: [],
    })
    worker.unref()
    return worker
  }
  const set = (data: string): Promise<{ pdf: Uint8Array; pages: number }> =>
    new Promise((done, fail) => {
      clearTimeout(idle)
      const w = thread()
      const id = ++next
      const stop = () => {
        clearTimeout(timer)
        w.off('message', heard)
        w.off('error', broke)
      }
      const broke = (e: unknown) => {
        stop()
        void end()
        fail(e)
      }
      const heard = (m: Answer) => {
        if (m.id !== id) return
        stop()
        idle = setTimeout(() => void end(), max.idleMs).unref()
        if ('fault' in m) fail(new Error(m.fault))
        else done({ pdf: m.pdf, pages: m.pages })
      }
      const timer = setTimeout(
        () => broke(new PaperError(`排版超过${Math.round(max.ms / 1000)}秒，已停止`)),
        max.ms,
      )
      w.on('message', heard)
      w.on('error', broke)
      w.postMessage({ id, data })
    })
  return {
    /** PDF/A-2a, its text selectable. Throws PaperError. */
    async print(p: Paper): Promise<{ pdf: Uint8Array; pages: number }> {
      const [year, month, day] = p.date.split('-').map(Number)
      const { dateWords, address, ...rest } = p
      const data = JSON.stringify({
        ...rest,
        year,
        month,
        day,
        day_words: dateWords,
        qr: qrSvg(address),
      })
      if (Buffer.byteLength(data) > max.bytes)
        throw new PaperError(`内容有${Math.ceil(data.length / 2 ** 20)}MB，不能排成一份文件`)
      if (waiting >= max.waiting) throw new PaperError('等待排版的文件太多，请稍后再试')
      waiting += 1
      const mine = last.catch(() => {}).then(() => set(data))
      last = mine
      try {
        return await mine
      } finally {
        waiting -= 1
      }
    },
    stop: end,
  }
}
export type Printer = ReturnType<typeof startPrinter>
