import {
  beginSeal,
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
import { type Kept, keepSealing, keepSent, keptSealing } from './kept.ts'
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
  | { kind: 'seal'; view: SealView; data: unknown; files: File[]; key: string; resume: boolean }
  | { kind: 'send'; view: SealView; body: Blob }
  | { kind: 'open'; view: SealView; envelope: unknown; seed: string; bid: string }
/** Said to a worker at work. */
export type Order = { kind: 'pause' } | { kind: 'go' }
export type Word =
  | { kind: 'progress'; done: number; size: number }
  /** Sealing again what the platform has already: nothing is sent. */
  | { kind: 'checking'; done: number; size: number }
  | { kind: 'waiting'; seconds: number }
  | {
      kind: 'sealed'
      envelope: unknown
      seed: string
      key: string
      upload?: string
      ciphertext?: string
    }
  | { kind: 'sent'; upload?: string; ciphertext?: string }
  | { kind: 'opened'; content: Content }
  | { kind: 'failed'; message: string }
const say = (w: Word) => self.postMessage(w)
/** As often as a person can read: a page that draws itself anew for every part costs more memory than the sealing. */
let told = Number.NEGATIVE_INFINITY
function tell(w: Extract<Word, { done: number }>) {
  if (performance.now() - told < 250 && w.done < w.size) return
  told = performance.now()
  say(w)
}
/** What fits goes with the commit itself. */
const INLINE = 150_000

/** Closed while the bidder wants the line for something else; parts wait before it. */
let gate: { held: Promise<void>; open: () => void } | null = null
function hold() {
  if (gate) return
  let open = () => {}
  const held = new Promise<void>((r) => {
    open = r
  })
  gate = { held, open }
}
function letGo() {
  gate?.open()
  gate = null
}
class Answered extends Error {
  readonly status: number
  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}
async function ask<T>(path: string, init?: RequestInit): Promise<T> {
  const res = await fetch(path, init)
  const body = (await res.json()) as T & { detail?: string }
  if (!res.ok) throw new Answered(res.status, body.detail ?? '服务没有答复')
  return body
}
/** Until so many seconds are over, or the line is back. */
const wait = (seconds: number) =>
  new Promise<void>((r) => {
    const go = () => {
      clearTimeout(timer)
      self.removeEventListener('online', go)
      r()
    }
    const timer = setTimeout(go, seconds * 1000)
    self.addEventListener('online', go)
  })
/** A line that breaks is waited for: the part stays here until it is acknowledged, for a quarter of an hour. */
async function sendPart(
  upload: string,
  offset: number,
  part: { bytes: BufferSource; digest: Uint8Array },
) {
  const digest = Array.from(part.digest, (b) => b.toString(16).padStart(2, '0')).join('')
  for (let attempt = 0; ; attempt++)
    try {
      await gate?.held
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
      await wait(seconds)
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
    tell({ kind: 'progress', done: at + bytes.length, size })
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
  if (size <= INLINE) {
    const run = sealParts(sealing)
    const parts: BlobPart[] = []
    for (;;) {
      const next = await run.next()
      if (next.done) {
        const bytes = new Uint8Array(await new Blob(parts).arrayBuffer())
        return say({ kind: 'sealed', ...next.value, ciphertext: toBase64(bytes), key: job.key })
      }
      parts.push(next.value.bytes)
    }
  }
  const { kept, received } = await begun(job, sealing, size)
  const sent = [...kept.sent]
  const run = sealParts(sealing, { begun: kept.begun, sent: kept.sent })
  // One part is sealed while the one before it is on its way.
  let ahead = run.next()
  for (let done = 0, no = 0; ; no++) {
    const next = await ahead
    if (next.done) return say({ kind: 'sealed', ...next.value, upload: kept.upload, key: kept.key })
    ahead = run.next()
    // Awaited in the next round; a fault that comes while this part waits for the line is not lost.
    ahead.catch(() => undefined)
    const { bytes, digest } = next.value
    const end = done + bytes.length
    if (end > received) {
      if (sent[no] === undefined) {
        sent[no] = toBase64(digest)
        await keepSent(job.view, sent)
      }
      await sendPart(kept.upload, done, next.value)
    }
    done = end
    tell({ kind: done <= received ? 'checking' : 'progress', done, size })
  }
}
/** A new sealing, or the one this machine kept: how far the platform has it. */
async function begun(
  { view, data, files, key, resume }: Extract<Job, { kind: 'seal' }>,
  sealing: Parameters<typeof beginSeal>[0],
  size: number,
): Promise<{ kept: Kept; received: number }> {
  const had = resume ? await keptSealing(view) : undefined
  if (had)
    try {
      const at = await ask<{ received: number }>(`/api/box/getUpload?id=${had.upload}`)
      return { kept: had, received: at.received }
    } catch (e) {
      if (!(e instanceof Answered) || e.status !== 404) throw e
    }
  // Cleared away in the meantime: the same ciphertext goes from its first byte.
  const kept: Kept = {
    ...(had ?? { begun: await beginSeal(sealing), data, key, sent: [] }),
    upload: await beginUpload(view.box, size),
    size,
    files: files.map(({ name, type, size }) => ({ name, type, size })),
  }
  await keepSealing(view, kept)
  return { kept, received: 0 }
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
self.onmessage = (e: MessageEvent<Job | Order>) => {
  const job = e.data
  if (job.kind === 'pause') return hold()
  if (job.kind === 'go') return letGo()
  const run = job.kind === 'seal' ? seal(job) : job.kind === 'send' ? send(job) : open(job)
  run.catch((x: unknown) => say({ kind: 'failed', message: (x as Error).message }))
}
