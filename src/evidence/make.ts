import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { noticesOfProcess, wire } from '#disclosure'
import { storedReader } from '#journal'
import {
  type Ask,
  Conflict,
  canonical,
  type Instant,
  NotFound,
  rfc3339,
  within,
  yuanText,
} from '#kernel'
import { projectOf } from '#libraries'
import { inclusionProof, sha256 } from '#merkle'
import { bidsOf, drawEvidence, findEntry, lotsOf, tenderOfProcess } from '#tender'
import type { BidFile, Bundle, JournalFile, LotFile, ProvenEntry } from '../verify/bundle.ts'

const hash = (s: string) => createHash('sha256').update(s).digest('base64')
interface Row {
  index: number
  leaf: string
  salt: string | null
  data: Record<string, unknown>
  noun: string
  action: string
  from: string | null
  to: string
  subject: string
  process: string
  role: string
  org_name: string
  region: string
  at: Instant
}
/** What a salted or sealed leaf hides; undefined where the leaf says all, or hides what is not in `data` alone. */
function opening(r: Row): Pick<ProvenEntry, 'salt' | 'data' | 'body'> | undefined {
  if (r.salt === null) return undefined
  const leaf = JSON.parse(r.leaf) as { blind?: string; data?: string; open?: object }
  const open = Object.keys(leaf.open ?? {})
  const data = Object.fromEntries(Object.entries(r.data).filter(([k]) => !open.includes(k)))
  if (leaf.data !== undefined)
    return hash(r.salt + canonical(data)) === leaf.data ? { salt: r.salt, data } : undefined
  const body = {
    v: 1,
    at: rfc3339(r.at),
    noun: r.noun,
    action: r.action,
    from: r.from,
    to: r.to,
    subject: r.subject,
    process: r.process,
    role: r.role,
    org: r.org_name,
    region: r.region,
  }
  const held = Object.keys(data).length > 0
  const inside = held ? { ...body, data: hash(r.salt + canonical(data)) } : body
  if (hash(r.salt + canonical(inside)) !== leaf.blind) return undefined
  return held ? { salt: r.salt, body, data } : { salt: r.salt, body }
}
async function journalOf(ask: Ask, process: string, vkey: string, full: boolean) {
  const point = await sql<{ size: number; note: string }>`
    select size, note from kernel.checkpoint order by size desc limit 1`.execute(ask.tx)
  const checkpoint = point.rows[0]
  if (!checkpoint) throw new NotFound('检查点')
  const { rows } = await sql<Row>`
    select l.index, j.leaf, j.salt, j.data, j.noun, j.action, j."from", j."to", j.subject, j.process, j.role, j.org_name,
      j.region, j.at
    from kernel.journal j join kernel.leaf l on l.seq = j.seq
    where j.process = ${process} and l.index < ${checkpoint.size} order by l.index`.execute(ask.tx)
  const all = await sql<{ n: number }>`
    select count(*)::int as n from kernel.journal where process = ${process}`.execute(ask.tx)
  // A step whose entry is not yet in the tree cannot be proven; the sequencer needs a moment.
  if (rows.length !== all.rows[0]?.n) throw new Conflict('流水正在入树，请稍后再取证据包')
  const read = storedReader(ask.tx, sha256)
  const entries: ProvenEntry[] = []
  for (const r of rows)
    entries.push({
      index: r.index,
      leaf: r.leaf,
      proof: (await inclusionProof(sha256, read, r.index, checkpoint.size)).map((p) =>
        Buffer.from(p).toString('base64'),
      ),
      ...(full ? opening(r) : {}),
    })
  return { vkey, checkpoint: checkpoint.note, entries } satisfies JournalFile
}

/**
 * 证据包 of one purchase. Everyone gets what the law makes public once the result is; the finance department above gets
 * the whole at any time, purchaser and agency when names may be known. Throws NotFound for anyone else.
 */
export async function bundleOf(ask: Ask, where: { ocid: string }, vkey: string): Promise<string> {
  const project = await projectOf(ask.tx, where)
  const tender = await tenderOfProcess(ask, project.id)
  if (tender === null) throw new NotFound('证据包')
  const told = tender.announced !== null
  const { role, org, region } = ask.actor
  const full =
    (role === '财政监管' && within(project.region, region)) ||
    (told && org !== null && (org === project.buyer || org === tender.agency))
  if (!full && !told) throw new NotFound('证据包')
  const files: Record<string, unknown> = {
    'project.json': {
      kind: full ? '完整' : '公开',
      ocid: project.ocid,
      no: project.no,
      title: project.title,
      region: project.region,
      category: project.category,
    },
    'journal.json': await journalOf(ask, project.id, vkey, full),
    'notices.json': (await noticesOfProcess(ask.tx, project.id)).map((n) => {
      const { id, kind, title, published, sha256: digest, content } = wire(n)
      return { id, kind, title, published, sha256: digest, content }
    }),
  }
  for (const l of await lotsOf(ask.tx, { tender: tender.id })) {
    if (l.opened === null) continue
    for (const b of await bidsOf(ask.tx, l.id)) {
      files[`bids/${b.id}.json`] = {
        bid: b.id,
        lot: l.id,
        sha256: b.sha256,
        price: b.price === null ? null : yuanText(b.price),
        ...(full ? { envelope: canonical((await findEntry(ask.tx, b.id))?.envelope ?? {}) } : {}),
      } satisfies BidFile
    }
    if (l.ranking !== null)
      files[`lots/${l.no}.json`] = {
        lot: l.id,
        title: l.title,
        // As text: weights and marks have fractions, and canonical JSON here has only whole numbers.
        input: JSON.stringify(l.ranking.input),
        ranked: l.ranking.ranked,
        order: l.ranking.order,
      } satisfies LotFile
  }
  for (const [i, d] of (await drawEvidence(ask, tender.id, full)).entries())
    files[`draws/${i + 1}.json`] = d
  return sealed(files)
}
export function sealed(files: Record<string, unknown>): string {
  const manifest = Object.fromEntries(
    Object.entries(files).map(([name, f]) => [
      name,
      createHash('sha256').update(canonical(f)).digest('hex'),
    ]),
  )
  return canonical({ v: 'yiwang/bundle/v1', manifest, files } satisfies Bundle)
}
