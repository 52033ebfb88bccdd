import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  append,
  cosignatureVerifier,
  type Edge,
  ed25519Verifier,
  emptyEdge,
  leafHash,
  openCheckpoint,
  openNote,
  parseVkey,
  sameBytes,
  sha256,
  verifyConsistency,
} from '#merkle'
import { entriesFrom, type Get, noticeFaults, type Vouch, vouchedIn } from '../verify/index.ts'

/**
 * A monitor that anyone may run: it follows a site's journal, keeps what it has seen, recomputes every tree from the entries
 * themselves, and cries out when the past has changed, the journal has shrunk or two checkpoints contradict each other.
 */
export interface MonitorOptions {
  readonly base: string
  readonly dataDir: string
  /** The log's key; without it, the first one seen is kept and held to. */
  readonly vkey?: string | undefined
  readonly witnesses?: readonly string[]
  /** How many of the witnesses must have countersigned; all of them unless told. */
  readonly quorum?: number | undefined
}
interface State {
  readonly vkey: string
  readonly note: string
  readonly size: number
  /** base64 */
  readonly edge: readonly string[]
  /** notice → what the journal said of it when it was published; the digest alone in a state that was kept before */
  readonly vouched: Readonly<Record<string, Vouch | string>>
  /** Notices that stood on the site before the journal knew of them: next time it must. */
  readonly pending: readonly string[]
}
export interface Round {
  readonly size: number
  readonly grown: number
  readonly notices: number
  readonly alarms: readonly string[]
}
const b64 = (b: Uint8Array) => Buffer.from(b).toString('base64')
const bytes = (s: string) => new Uint8Array(Buffer.from(s, 'base64'))

/** One look. Alarms keep their evidence beside the state, and the state stays where it was. Throws when the site cannot be read. */
export async function look(o: MonitorOptions): Promise<Round> {
  const get: Get = async (path) => {
    const res = await fetch(o.base.replace(/\/$/, '') + path)
    if (!res.ok) throw new Error(`${path} 答 ${res.status}`)
    return res
  }
  mkdirSync(o.dataDir, { recursive: true })
  const path = join(o.dataDir, 'state.json')
  const before = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as State) : null
  const vkey = o.vkey ?? before?.vkey ?? (await (await get('/journal/vkey')).text()).trim()
  const alarms: string[] = []
  const note = await (await get('/journal/checkpoint')).text()
  const edge: Edge = before ? { size: before.size, hashes: before.edge.map(bytes) } : emptyEdge
  const done = (size: number, notices = 0): Round => {
    if (alarms.length > 0)
      writeFileSync(
        join(o.dataDir, `evidence-${size}-${Buffer.from(note).length}.txt`),
        `${alarms.join('\n')}\n\n--- 先前的检查点\n${before?.note ?? ''}\n--- 现在的检查点\n${note}`,
      )
    return { size, grown: size - edge.size, notices, alarms }
  }
  let c: { size: number; root: Uint8Array }
  try {
    c = openCheckpoint(note, parseVkey(vkey).name, [ed25519Verifier(vkey)])
  } catch (e) {
    alarms.push(`检查点不可信：${(e as Error).message}`)
    return done(edge.size)
  }
  const witnesses = o.witnesses ?? []
  if (witnesses.length > 0) {
    const need = o.quorum ?? witnesses.length
    const signed = witnesses.filter((w) => {
      try {
        openNote(note, [cosignatureVerifier(w)])
        return true
      } catch {
        return false
      }
    }).length
    // Cosignatures come a moment after the checkpoint: only one that has grown old without them is told.
    if (signed < need && before?.note === note)
      alarms.push(`检查点只有${signed}个见证签名，应有${need}个`)
  }
  if (c.size < edge.size) {
    alarms.push(`流水缩短了：见过${edge.size}条，现在只有${c.size}条`)
    return done(c.size)
  }
  if (before) {
    const old = openCheckpoint(before.note, parseVkey(vkey).name, [ed25519Verifier(vkey)])
    if (c.size === old.size) {
      if (!sameBytes(c.root, old.root)) alarms.push(`同样是${c.size}条，先后签了两个不同的树根`)
    } else {
      const { proof } = (await (
        await get(`/journal/proof/consistency?from=${old.size}&to=${c.size}`)
      ).json()) as { proof: string[] }
      if (
        !verifyConsistency(sha256, {
          from: old.size,
          to: c.size,
          oldRoot: old.root,
          newRoot: c.root,
          proof: proof.map(bytes),
        })
      )
        alarms.push(`由${old.size}条到${c.size}条的一致证明不成立`)
    }
  }
  if (alarms.length > 0) return done(c.size)
  const entries = await entriesFrom(get, edge.size, c.size)
  const grown = append(
    sha256,
    edge,
    entries.map((e) => leafHash(sha256, e)),
  )
  if (!sameBytes(grown.root, c.root)) {
    alarms.push(`由条目重算的树根与检查点不符（第${edge.size}条以后）`)
    return done(c.size)
  }
  const kept = Object.entries(before?.vouched ?? {}).map(
    ([id, v]) => [id, typeof v === 'string' ? { sha256: v } : v] as const,
  )
  const known = new Map<string, Vouch>([...kept, ...vouchedIn(entries)])
  const vouched = Object.fromEntries(known)
  const checked = await noticeFaults(get, known)
  alarms.push(...checked.faults)
  for (const u of checked.unvouched) if (before?.pending.includes(u.id)) alarms.push(u.fault)
  if (alarms.length === 0) {
    const state: State = {
      vkey,
      note,
      size: c.size,
      edge: grown.edge.hashes.map(b64),
      vouched,
      pending: checked.unvouched.map((u) => u.id),
    }
    writeFileSync(`${path}.tmp`, JSON.stringify(state), { flush: true })
    renameSync(`${path}.tmp`, path)
  }
  return done(c.size, checked.count)
}
