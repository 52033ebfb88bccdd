import type { Begun } from '../../kernel/seal/suite.ts'
import { draftOf, dropDraft, keepDraft } from './vault.ts'

/**
 * A sealing on its way to the platform, so that it survives a page that was closed: in the drafts' vault, under the key that
 * the browser does not hand out. The files are not kept; they are chosen again, and must be the same to the byte.
 */
export interface Kept {
  readonly begun: Begun
  readonly upload: string
  /** Bytes of ciphertext. */
  readonly size: number
  readonly data: unknown
  readonly files: readonly { name: string; size: number; type: string }[]
  /** Of the commit: asked again, it is done once. */
  readonly key: string
  /** Digests of the parts that may have left this machine; written before each goes. */
  readonly sent: readonly string[]
}
export interface Whose {
  readonly box: string
  readonly context: { readonly bidder: string }
}
const head = ({ box, context }: Whose) => `sealing:${box}:${context.bidder}`
const tail = (w: Whose) => `${head(w)}:sent`
export async function keptSealing(w: Whose): Promise<Kept | undefined> {
  const kept = (await draftOf(head(w))) as Omit<Kept, 'sent'> | undefined
  return kept && { ...kept, sent: ((await draftOf(tail(w))) ?? []) as string[] }
}
export async function keepSealing(w: Whose, { sent, ...kept }: Kept): Promise<void> {
  await keepDraft(tail(w), sent)
  await keepDraft(head(w), kept)
}
/** Parts that are about to leave. */
export const keepSent = (w: Whose, sent: readonly string[]): Promise<void> =>
  keepDraft(tail(w), sent)
export async function dropSealing(w: Whose): Promise<void> {
  await dropDraft(head(w))
  await dropDraft(tail(w))
}
/** The chosen files in the order in which they were sealed; null when they are not those. */
export function filesAgain(kept: Pick<Kept, 'files'>, chosen: readonly File[]): File[] | null {
  if (chosen.length !== kept.files.length) return null
  const out = kept.files.map((k) => chosen.find((f) => f.name === k.name && f.size === k.size))
  return out.every((f) => f !== undefined) ? out : null
}
