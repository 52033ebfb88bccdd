import { sql } from 'kysely'
import { type Ask, type Tx, uploadOf } from '#kernel'
import type { Document } from './model.ts'

export interface Attached {
  readonly title: string
  /** The file's own name. */
  readonly name: string
  readonly sha256: string
  readonly size: number
}
/** Files that a document names: one's own uploads, or what this tender already has. Throws NotFound for anybody else's. */
export async function keepAttachments(ask: Ask, tender: string, d: Document): Promise<void> {
  for (const { file } of d.attachments ?? []) {
    const { rows } =
      await sql`select 1 from trade.attachment where tender = ${tender} and file = ${file}`.execute(
        ask.tx,
      )
    if (rows.length > 0) continue
    const u = await uploadOf(ask, file)
    await sql`insert into trade.attachment (file, tender, sha256, name, size)
      values (${file}, ${tender}, ${u.sha256}, ${u.name}, ${u.size})`.execute(ask.tx)
  }
}
/** The attachments of a document, in its order. */
export async function attachmentsOf(tx: Tx, tender: string, d: Document): Promise<Attached[]> {
  const { rows } = await sql<Attached & { file: string }>`
    select file, name, sha256, size from trade.attachment where tender = ${tender}`.execute(tx)
  return (d.attachments ?? []).flatMap(({ file, title }) => {
    const f = rows.find((r) => r.file === file)
    return f ? [{ title, name: f.name, sha256: f.sha256, size: Number(f.size) }] : []
  })
}
