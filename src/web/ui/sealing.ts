import type { Job, Order, SealView, Word } from './seal.worker.ts'

export interface Recovery {
  kind: '投标恢复文件'
  /** The bid or quote it opens; empty when it was sealed offline and had no number yet. */
  bid: string
  view: SealView
  envelope: unknown
  seed: string
}
const startWorker = () =>
  new Worker(new URL('./seal.worker.ts', import.meta.url), { type: 'module' })
export const inWorker = (
  job: Job,
  told: (w: Word) => void,
  /** Hears how to speak to the worker while it works. */
  hold?: (order: (o: Order) => void) => void,
) =>
  new Promise<Extract<Word, { kind: 'sealed' | 'sent' | 'opened' }>>((ok, no) => {
    const worker = startWorker()
    const end = () => worker.terminate()
    worker.onmessage = (e: MessageEvent<Word>) => {
      const w = e.data
      if (w.kind === 'failed') {
        end()
        no(new Error(w.message))
      } else if (w.kind === 'sealed' || w.kind === 'sent' || w.kind === 'opened') {
        end()
        ok(w)
      } else told(w)
    }
    worker.onerror = (e) => {
      end()
      no(new Error(e.message || '本机封存没有完成'))
    }
    worker.postMessage(job)
    hold?.((o) => worker.postMessage(o))
  })

export const saveFile = (name: string, value: unknown) =>
  saveBlob(name, new Blob([JSON.stringify(value, null, 2)], { type: 'application/json' }))
export function saveBlob(name: string, blob: Blob) {
  const url = URL.createObjectURL(blob)
  const a = document.createElement('a')
  a.href = url
  a.download = name
  a.click()
  // A large file is still being written when click() returns.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
