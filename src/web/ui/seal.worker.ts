import {
  type Content,
  fromBase64,
  openBid,
  partBytes,
  type SealContext,
  type Source,
  type SuiteName,
  sealedBytes,
  sealParts,
  suiteOf,
  toBase64,
} from '../../kernel/seal/suite.ts'
import { chunksOf } from './streams.ts'

/** Seals and uploads off the page's thread, one part in memory at a time; nothing but ciphertext leaves this file. */
export interface SealView {
  box: string
  suite: SuiteName
  k: number
  custodians: string[]
  context: SealContext
}
export type Job =
  | { kind: 'seal'; view: SealView; data: unknown; files: File[] }
  | { kind: 'send'; view: SealView; body: Blob }
  | { kind: 'open'; view: SealView; envelope: unknown; seed: string; bid: string }
export type Word =
  | { kind: 'progress'; done: number; size: number }
  | { kind: 'waiting'; seconds: number }
  | { kind: 'sealed'; envelope: unknown; seed: string; upload?: string; ciphertext?: string }
  | { kind: 'sent'; upload?: string; ciphertext?: string }
  | { kind: 'opened'; content: Content }
  | { kind: 'failed'; message: string }
const say = (w: Word) => self.postMessage(w)
/** What fits goes with the commit itself. */
const INLINE = 150_000

async function ask<T>(path: string, init: RequestInit): Promise<T> {
  const res = await fetch(path, init)
  const body = (await res.json()) as T & { detail?: string }
  if (!res.ok) throw new Error(body.detail ?? '服务没有答复')
  return body
}
/** A line that breaks is waited for: the part stays here until it is acknowledged, for a quarter of an hour. */
async function sendPart(
  upload: string,
  offset: number,
  part: { bytes: BufferSource; digest: Uint8Array },
) {
  const digest = Array.from(part.digest, (b) => b.toString(16).padStart(2, '0')).join('')
  for (let attempt = 0; ; attempt++)
    try {
      const res = await fetch(
        `/api/box/part?${new URLSearchParams({ id: upload, offset: String(offset), digest })}`,
        {
          method: 'PUT',
          headers: { 'content-type': 'application/octet-stream' },
          body: part.bytes,
        },
      )
      if (res.ok) return
      const said = ((await res.json()) as { detail?: string }).detail ?? '服务没有答复'
      if (res.status < 500 && res.status !== 429) throw new RangeError(said)
      throw new Error(said)
    } catch (e) {
      if (e instanceof RangeError || attempt > 60) throw e
      const seconds = Math.min(15, 2 ** Math.min(attempt, 4))
      say({ kind: 'waiting', seconds })
      await new Promise((r) => setTimeout(r, seconds * 1000))
    }
}
const beginUpload = async (box: string, size: number) =>
  (
    await ask<{ id: string }>('/api/box/beginUpload', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ box, size }),
    })
  ).id
/** What was sealed elsewhere, as it is. */
async function send({ view, body }: Extract<Job, { kind: 'send' }>) {
  const size = body.size
  if (size <= INLINE) {
    const bytes = new Uint8Array(await body.arrayBuffer())
    return say({ kind: 'sent', ciphertext: toBase64(bytes) })
  }
  const suite = await suiteOf(view.suite)
  const id = await beginUpload(view.box, size)
  for (let at = 0; at < size; at += partBytes(suite)) {
    const bytes = new Uint8Array(await body.slice(at, at + partBytes(suite)).arrayBuffer())
    await sendPart(id, at, { bytes, digest: await suite.hash(bytes) })
    say({ kind: 'progress', done: at + bytes.length, size })
  }
  say({ kind: 'sent', upload: id })
}
async function seal(job: Extract<Job, { kind: 'seal' }>) {
  const files: Source[] = job.files.map((f) => ({
    name: f.name,
    type: f.type,
    size: f.size,
    bytes: () => chunksOf(f.stream()),
  }))
  const sealing = { ...job.view, data: job.data, files }
  const size = await sealedBytes(sealing)
  const run = sealParts(sealing)
  if (size <= INLINE) {
    const parts: BlobPart[] = []
    for (;;) {
      const next = await run.next()
      if (next.done) {
        const bytes = new Uint8Array(await new Blob(parts).arrayBuffer())
        return say({ kind: 'sealed', ...next.value, ciphertext: toBase64(bytes) })
      }
      parts.push(next.value.bytes)
    }
  }
  const id = await beginUpload(job.view.box, size)
  for (let done = 0; ; ) {
    const next = await run.next()
    if (next.done) return say({ kind: 'sealed', ...next.value, upload: id })
    await sendPart(id, done, next.value)
    done += next.value.bytes.length
    say({ kind: 'progress', done, size })
  }
}
async function open(job: Extract<Job, { kind: 'open' }>) {
  const res = await fetch(`/api/bid/ciphertext?id=${job.bid}`)
  if (!res.ok || !res.body) throw new Error('取不到平台存放的密文')
  say({
    kind: 'opened',
    content: await openBid({
      suite: job.view.suite,
      context: job.view.context,
      envelope: job.envelope,
      seed: fromBase64(job.seed),
      body: chunksOf(res.body),
    }),
  })
}
self.onmessage = (e: MessageEvent<Job>) => {
  const job = e.data
  const run = job.kind === 'seal' ? seal(job) : job.kind === 'send' ? send(job) : open(job)
  run.catch((x: unknown) => say({ kind: 'failed', message: (x as Error).message }))
}
