import {
  NoteBroken,
  type NoteSigner,
  type NoteVerifier,
  type OpenedNote,
  openNote,
  signNote,
  strictBase64,
} from './note.ts'

/** C2SP tlog-checkpoint: what a log says of itself, in three lines. Two that contradict each other are proof of fraud. */
export interface Checkpoint {
  /** Which log: for us a URL without scheme, the same as the signing key's name. */
  readonly origin: string
  readonly size: number
  /** 32 bytes. */
  readonly root: Uint8Array
  /** Lines after the third. C2SP advises against them, so nothing here writes any; strangers' are carried along. */
  readonly extensions?: readonly string[]
}
/** C2SP says one log, one hash function. The SM3 tree over the same entries is a log of its own with this origin. */
export const sm3Origin = (origin: string): string => `${origin}/sm3`

/** "origin\nsize\nbase64(root)\n". Throws NoteBroken on what could not be read back. */
export function checkpointText(c: Checkpoint): string {
  const root = Buffer.from(c.root).toString('base64')
  const text = [c.origin, String(c.size), root, ...(c.extensions ?? [])]
    .map((l) => `${l}\n`)
    .join('')
  parseCheckpoint(text)
  return text
}

/** The text of a note as a checkpoint; whether to believe it is openNote's question. Throws NoteBroken. */
export function parseCheckpoint(text: string): Checkpoint {
  if (!text.endsWith('\n')) throw new NoteBroken('检查点须以换行结束')
  const [origin, size, encoded, ...extensions] = text.slice(0, -1).split('\n')
  if (!origin) throw new NoteBroken('检查点没有来源行')
  if (!size || !/^(0|[1-9]\d{0,15})$/.test(size) || !Number.isSafeInteger(Number(size)))
    throw new NoteBroken('检查点第二行须为树的大小，不带前导零')
  if (!encoded) throw new NoteBroken('检查点没有树根行')
  const root = strictBase64(encoded, '树根')
  if (root.length !== 32) throw new NoteBroken(`树根须为32字节：${root.length}`)
  if (extensions.some((l) => l === '')) throw new NoteBroken('检查点里有空行')
  return { origin, size: Number(size), root, ...(extensions.length > 0 ? { extensions } : {}) }
}

/** A signed checkpoint. Throws NoteBroken. */
export const signCheckpoint = (c: Checkpoint, signers: readonly NoteSigner[]): string =>
  signNote(checkpointText(c), signers)

/**
 * The checkpoint of the expected log, signed by a known key. The origin is compared because one key may sign for two logs,
 * and a checkpoint of the one must not pass for the other's. Throws NoteBroken.
 */
export function openCheckpoint(
  note: string,
  origin: string,
  verifiers: readonly NoteVerifier[],
): Checkpoint & Pick<OpenedNote, 'verified' | 'unknown'> {
  const { text, verified, unknown } = openNote(note, verifiers)
  const checkpoint = parseCheckpoint(text)
  if (checkpoint.origin !== origin)
    throw new NoteBroken(`检查点来自 ${checkpoint.origin}，不是 ${origin}`)
  return { ...checkpoint, verified, unknown }
}
