import { stat } from 'node:fs/promises'
import { Worker } from 'node:worker_threads'

/** The text of a file, or why it has none that can be looked through: said so that a person understands. */
export type Extracted = { readonly text: string; readonly cut: boolean } | { readonly mark: string }
export interface ExtractLimits {
  readonly fileBytes: number
  readonly unpackedBytes: number
  readonly ratio: number
  readonly entries: number
  readonly pages: number
  readonly chars: number
  readonly ms: number
  readonly heapMb: number
}
/** Ours (△): drawings and specifications fit; what does not is marked and searched by its name. */
export const limits: ExtractLimits = {
  fileBytes: 64 * 2 ** 20,
  unpackedBytes: 256 * 2 ** 20,
  ratio: 100,
  entries: 5000,
  pages: 3000,
  chars: 1_000_000,
  ms: 60_000,
  heapMb: 384,
}
type Message = Extracted | { readonly fault: string }

/**
 * The text of a PDF, a Word or Excel file or a plain text, read in a thread of its own with a heap and a time of its own:
 * whatever the file is, this process goes on. Never throws for the file's sake: a file that cannot be read has a mark.
 */
export async function textOf(path: string, given: Partial<ExtractLimits> = {}): Promise<Extracted> {
  const max = { ...limits, ...given }
  const { size } = await stat(path)
  if (size > max.fileBytes)
    return {
      mark: `文件有${Math.ceil(size / 2 ** 20)}MB，超过${Math.floor(max.fileBytes / 2 ** 20)}MB，没有提取文字`,
    }
  const worker = new Worker(new URL('./worker.mjs', import.meta.url), {
    workerData: { path, size, limits: max },
    resourceLimits: { maxOldGenerationSizeMb: max.heapMb, maxYoungGenerationSizeMb: 32 },
    execArgv: [],
    stderr: true,
    stdout: true,
  })
  worker.stderr.resume()
  worker.stdout.resume()
  let timer: NodeJS.Timeout | undefined
  try {
    const m = await new Promise<Message>((done) => {
      worker.once('message', done)
      worker.once('error', (e: Error & { code?: string }) =>
        done(
          e.code === 'ERR_WORKER_OUT_OF_MEMORY'
            ? { mark: '内容太大，读取时内存不够，没有提取文字' }
            : { fault: String(e.stack) },
        ),
      )
      worker.once('exit', () => done({ mark: '读取中断，没有提取文字' }))
      timer = setTimeout(
        () => done({ mark: `读了${Math.round(max.ms / 1000)}秒还没有读完，没有提取文字` }),
        max.ms,
      )
    })
    if ('fault' in m) throw new Error(`提取文字：${m.fault}`)
    return m
  } finally {
    clearTimeout(timer)
    await worker.terminate()
  }
}
