import { canonical, type Source, sealParts } from '../../kernel/seal/suite.ts'
import type { BidForm } from './bidForm.ts'
import type { SealView } from './seal.worker.ts'
import type { Recovery } from './sealing.ts'

/** What `lot.get` says of a box; its digest is that of its parameters, and stands in the journal. */
export interface FullView extends SealView {
  digest: string
  params: { custodians: { name: string; publicKey: string }[]; k: number; suite: string }
}
/** The tender's data for the page that works offline: the form, and what a seal is bound to. */
export interface SealingData extends BidForm {
  kind: '离线封存数据'
  title: string
  deadline: string
  seal: FullView
}
export const sealingData = (
  title: string,
  d: BidForm & { seal: FullView; deadline: string },
): SealingData => {
  const { bidSchema, paper, items, qualifications, criteria, substantial, deadline, seal } = d
  const { reserve = null, consortium = true } = d
  const form = {
    bidSchema,
    paper,
    items,
    qualifications,
    criteria,
    substantial,
    reserve,
    consortium,
  }
  return { kind: '离线封存数据', title, deadline, seal, ...form }
}
/** Throws Error, in words, when the file is another or its parameters are not those of its digest. */
export async function readSealingData(text: string): Promise<SealingData> {
  let d: SealingData
  try {
    d = JSON.parse(text) as SealingData
  } catch {
    throw new Error('这不是离线封存数据')
  }
  if (d.kind !== '离线封存数据') throw new Error('这不是离线封存数据')
  const { seal } = d
  const bytes = new TextEncoder().encode(canonical(seal.params))
  const digest = Array.from(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)), (b) =>
    b.toString(16).padStart(2, '0'),
  ).join('')
  const same =
    digest === seal.digest &&
    seal.context.box === digest &&
    seal.k === seal.params.k &&
    seal.suite === seal.params.suite &&
    seal.custodians.join() === seal.params.custodians.map((c) => c.publicKey).join()
  if (!same) throw new Error('封存数据前后不符：参数与摘要对不上，请重新下载')
  return d
}

/** First line of a sealed package; the ciphertext follows it. */
export interface PackageHead {
  kind: '投标密封包'
  v: 1
  box: string
  context: SealView['context']
  envelope: unknown
}
const LINE = 64 * 1024
export async function readPackage(file: Blob): Promise<{ head: PackageHead; body: Blob }> {
  const start = new Uint8Array(await file.slice(0, LINE).arrayBuffer())
  const end = start.indexOf(10)
  try {
    const head = JSON.parse(new TextDecoder().decode(start.subarray(0, end))) as PackageHead
    if (end > 0 && head.kind === '投标密封包' && head.v === 1)
      return { head, body: file.slice(end + 1) }
  } catch {
    // No JSON: said below.
  }
  throw new Error('这不是投标密封包')
}
/** Seal into one file, part by part; the browser keeps large parts out of memory. */
export async function makePackage(
  view: SealView,
  data: unknown,
  files: readonly Source[],
  told: (done: number) => void,
): Promise<{ file: Blob; body: Blob; recovery: Recovery }> {
  const parts: Blob[] = []
  const run = sealParts({ ...view, data, files })
  for (let done = 0; ; ) {
    const next = await run.next()
    if (next.done) {
      const { envelope, seed } = next.value
      const { box, context } = view
      const head: PackageHead = { kind: '投标密封包', v: 1, box, context, envelope }
      const body = new Blob(parts)
      const recovery: Recovery = { kind: '投标恢复文件', bid: '', view, envelope, seed }
      return { file: new Blob([`${JSON.stringify(head)}\n`, body]), body, recovery }
    }
    parts.push(new Blob([next.value.bytes]))
    done += next.value.bytes.length
    told(done)
    // The page stays alive between parts.
    await new Promise((r) => setTimeout(r, 0))
  }
}
