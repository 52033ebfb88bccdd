import { sql } from 'kysely'
import { type Instant, rfc3339, type Tx } from '#kernel'
import {
  ed25519Verifier,
  inclusionProof,
  leafHash,
  openCheckpoint,
  parseVkey,
  sha256,
  verifyInclusion,
} from '#merkle'
import { storedReader } from './stored.ts'

/** One entry with everything a stranger needs to check that it stands in the journal; hashes base64. */
export interface Evidence {
  readonly seq: number
  /** The public leaf, as it was hashed. */
  readonly leaf: string
  /** Opens a sealed leaf or the hidden part of an open one; null where nothing is hidden. */
  readonly salt: string | null
  /** The entry's own words, which a blinded leaf hides. */
  readonly body: Record<string, unknown>
  /** What was hashed with the salt. */
  readonly data: Record<string, unknown>
  readonly index: number
  readonly size: number
  readonly proof: readonly string[]
  readonly checkpoint: string
}
/** The last entry of this kind for a subject, once it has its place and a signed checkpoint covers it; null until then. */
export async function evidenceOf(
  tx: Tx,
  of: { subject: string; actions: readonly string[] },
): Promise<Evidence | null> {
  const { rows } = await sql<{
    seq: number
    leaf: string
    salt: string | null
    data: Record<string, unknown>
    index: number
    size: number
    note: string
    at: Instant
    body: Record<string, unknown>
  }>`
    select j.seq, j.leaf, j.salt, j.data, l.index, c.size, c.note, j.at, jsonb_build_object('v', 1, 'noun', j.noun,
      'action', j.action, 'from', j."from", 'to', j."to", 'subject', j.subject, 'process', j.process, 'role', j.role,
      'org', j.org_name, 'region', j.region) as body from kernel.journal j
    join kernel.leaf l on l.seq = j.seq
    join lateral (select size, note from kernel.checkpoint order by size desc limit 1) c on c.size > l.index
    where j.subject = ${of.subject} and j.action in (${sql.join(of.actions)})
      and j.seq = (select max(seq) from kernel.journal where subject = ${of.subject} and action in (${sql.join(of.actions)}))`.execute(
    tx,
  )
  const row = rows[0]
  if (!row) return null
  const { note, at, body, ...rest } = row
  const proof = await inclusionProof(sha256, storedReader(tx, sha256), row.index, row.size)
  return {
    ...rest,
    body: { ...body, at: rfc3339(at) },
    proof: proof.map((h) => Buffer.from(h).toString('base64')),
    checkpoint: note,
  }
}
/** Does the journal that signs with this key hold the leaf? Throws NoteBroken on a checkpoint that the key did not sign. */
export function holds(e: Evidence, vkey: string): boolean {
  const c = openCheckpoint(e.checkpoint, parseVkey(vkey).name, [ed25519Verifier(vkey)])
  return (
    c.size === e.size &&
    verifyInclusion(sha256, {
      leaf: leafHash(sha256, Buffer.from(e.leaf)),
      index: e.index,
      size: e.size,
      proof: e.proof.map((p) => Buffer.from(p, 'base64')),
      root: c.root,
    })
  )
}
