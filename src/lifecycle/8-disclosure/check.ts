import { sql } from 'kysely'
import { type Checked, type Instant, rfc3339, type Tx } from '#kernel'
import type { Attachment, Content } from './model.ts'
import { hashOf } from './publish.ts'

const BATCH = 500
interface Row {
  readonly seq: number
  readonly subject: string
  readonly leaf: string
  readonly files: Attachment[]
  readonly content: Content | null
  readonly sha256: string
  readonly published: Instant
  /** What stands beside the content. */
  readonly beside: Readonly<Record<string, string | null>>
}
const listed = (files: readonly Attachment[]) =>
  JSON.stringify(files.map((f) => [f.title, f.name, f.sha256, f.size]))
/** Which of a notice's columns are not what its entry in the journal, or its content, says. */
function strayed(r: Row): string[] {
  if (r.content === null) return ['全文（已不见）']
  const leaf = JSON.parse(r.leaf) as {
    at: string
    region: string
    process: string
    open: Record<string, string | null>
  }
  const mine = hashOf(r.content)
  const { open } = leaf
  const said: [what: string, here: unknown, there: unknown][] = [
    ['正文', mine, open['sha256']],
    ['摘要', r.sha256, mine],
    ['标题', r.beside['title'], r.content.title],
    ['种类', r.beside['kind'], r.content.kind],
    ['发布主体', r.beside['publisher'], r.content.publisher],
    ['地区', r.beside['region'], leaf.region],
    ['发布时间', rfc3339(r.published), leaf.at],
    // A notice of no purchase stands under its own matter in the journal.
    ['项目', r.beside['process'] ?? leaf.process, leaf.process],
    ['附件', listed(r.files), listed(r.content.attachments ?? [])],
    // Not always said: entries of earlier editions have less.
    ...(['of', 'ocid', 'no', 'ends', 'corrects'] as const).flatMap(
      (k): [string, unknown, unknown][] => (k in open ? [[k, r.beside[k], open[k]]] : []),
    ),
  ]
  return said.flatMap(([what, here, there]) => (here === there ? [] : [what]))
}
/** Every notice as it stands in the database against the journal, and each that is not there any more. */
export async function checkNotices(tx: Tx): Promise<Checked[]> {
  let first: string | null = null
  let looked = 0
  for (let seq = 0; ; ) {
    const { rows } = await sql<Row>`
      select j.seq, j.subject, j.leaf, n.content, n.sha256, n.published, jsonb_build_object('title', n.title, 'kind', n.kind,
        'publisher', n.publisher, 'region', n.region, 'process', n.process, 'of', n.subject, 'ocid', n.ocid, 'no', n.project_no,
        'ends', n.ends, 'corrects', n.corrects) as beside,
        coalesce((select json_agg(json_build_object('title', a.title, 'name', a.name, 'sha256', a.sha256, 'size', a.size) order by a.no)
          from disclosure.attachment a where a.notice = n.id), '[]') as files
      from kernel.journal j left join disclosure.notice n on n.id = j.subject
      where j.noun = '公告' and j.action = 'publish' and j.seq > ${seq} order by j.seq limit ${BATCH}`.execute(
      tx,
    )
    if (rows.length === 0) break
    for (const r of rows) {
      const stray: string[] = first === null ? strayed(r) : []
      if (stray.length > 0)
        first = `公告《${r.beside['title'] ?? ''}》（${r.subject}）的${stray.join('、')}`
      looked++
    }
    seq = rows.at(-1)?.seq ?? seq
  }
  return [{ what: '公告与流水', looked, first }]
}
