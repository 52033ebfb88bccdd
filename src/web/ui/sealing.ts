import type { Job, SealView, Word } from './seal.worker.ts'

export interface Recovery {
  kind: '投标恢复文件'
  bid: string
  view: SealView
  envelope: unknown
  seed: string
}
const startWorker = () =>
  new Worker(new URL('./seal.worker.ts', import.meta.url), { type: 'module' })
export const inWorker = (job: Job, told: (w: Word) => void) =>
  new Promise<Extract<Word, { kind: 'sealed' | 'opened' }>>((ok, no) => {
    const worker = startWorker()
    const end = () => worker.terminate()
    worker.onmessage = (e: MessageEvent<Word>) => {
      const w = e.data
      if (w.kind === 'failed') {
        end()
        no(new Error(w.message))
      } else if (w.kind === 'sealed' || w.kind === 'opened') {
        end()
        ok(w)
      } else told(w)
    }
    worker.onerror = (e) => {
      end()
      no(new Error(e.message || '本机封存没有完成'))
    }
    worker.postMessage(job)
  })

export function saveFile(name: string, value: unknown) {
  const url = URL.createObjectURL(
    new Blob([JSON.stringify(value, null, 2)], { type: 'application/json' }),
  )
  const a = document.createElement('a')
  a.href = url
  a.download = name
  a.click()
  URL.revokeObjectURL(url)
}
