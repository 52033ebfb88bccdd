import { sql } from 'kysely'
import { type Checked, type Instant, rfc3339, type Tx } from '#kernel'
import {
  append,
  ed25519Verifier,
  emptyEdge,
  leafHash,
  openCheckpoint,
  sameBytes,
  sha256,
  sm3,
} from '#merkle'
import { journalSigners, ORIGIN } from './sequencer.ts'

const BATCH = 2000
interface Row {
  index: number
  seq: number
  leaf: string
  sha256: Buffer
  sm3: Buffer
  at: Instant
  columns: Record<string, unknown>
}
/** Columns that people are shown and that questions go by: a leaf says each of them, unless it is sealed and says nothing. */
function strayed(r: Row): string[] {
  const leaf = JSON.parse(r.leaf) as Record<string, unknown>
  if (typeof leaf['blind'] === 'string') return []
  const said: Record<string, unknown> = { ...r.columns, at: rfc3339(r.at) }
  return Object.keys(said).filter((k) => said[k] !== leaf[k])
}
/** The journal against itself: the columns against the leaves, the leaves against their digests, both trees against what was signed. */
export async function checkJournal(tx: Tx, dataDir: string): Promise<Checked[]> {
  let stray: string | null = null
  let digest: string | null = null
  let [std, gm] = [emptyEdge, emptyEdge]
  const top = (
    await sql<{
      size: number
      note: string
    }>`select size, note from kernel.checkpoint order by size desc limit 1`.execute(tx)
  ).rows[0]
  let root: Uint8Array | null = null
  let looked = 0
  for (;;) {
    const { rows } = await sql<Row>`
      select l.index, l.seq, j.leaf, l.sha256, l.sm3, j.at, jsonb_build_object('noun', j.noun, 'action', j.action, 'from', j."from",
        'to', j."to", 'subject', j.subject, 'process', j.process, 'role', j.role, 'org', j.org_name, 'region', j.region) as columns
      from kernel.leaf l join kernel.journal j on j.seq = l.seq where l.index >= ${looked} order by l.index limit ${BATCH}`.execute(
      tx,
    )
    if (rows.length === 0) break
    for (const [i, r] of rows.entries()) {
      const bytes = new Uint8Array(Buffer.from(r.leaf))
      if (r.index !== looked + i) digest ??= `缺第${looked + i}条`
      if (
        !sameBytes(leafHash(sha256, bytes), new Uint8Array(r.sha256)) ||
        !sameBytes(leafHash(sm3, bytes), new Uint8Array(r.sm3))
      )
        digest ??= `第${r.index}条与它的摘要不符`
      const columns: string[] = stray === null ? strayed(r) : []
      if (columns.length > 0) stray = `第${r.index}条的 ${columns.join('、')}`
    }
    // To the size that was signed, and from there on.
    const cut = top && top.size > looked ? top.size - looked : rows.length
    for (const part of [rows.slice(0, cut), rows.slice(cut)]) {
      if (part.length === 0) continue
      const grown = append(
        sha256,
        std,
        part.map((r) => new Uint8Array(r.sha256)),
      )
      std = grown.edge
      gm = append(
        sm3,
        gm,
        part.map((r) => new Uint8Array(r.sm3)),
      ).edge
      if (std.size === top?.size) root = grown.root
    }
    looked += rows.length
  }
  const { vkey } = journalSigners(dataDir).std
  const signed = top ? openCheckpoint(top.note, ORIGIN, [ed25519Verifier(vkey)]).root : null
  if (signed !== null && !(root !== null && sameBytes(root, signed)))
    digest ??= `到第${top?.size}条的树根与签过的检查点不符`
  const { rows: states } = await sql<{ n: number; title: string | null }>`
    select count(*)::int as n, min(s.noun || '“' || s.title || '”（' || s.id || '）') filter (where s.state is distinct from j."to") as title
    from kernel.subject s
    left join lateral (select "to" from kernel.journal where subject = s.id order by seq desc limit 1) j on true`.execute(
    tx,
  )
  return [
    { what: '流水与签过的检查点', looked, first: digest },
    { what: '流水的各栏与所公开的那一条', looked, first: stray },
    {
      what: '各事项的状态与其最后一步',
      looked: states[0]?.n ?? 0,
      first: states[0]?.title ?? null,
    },
  ]
}
