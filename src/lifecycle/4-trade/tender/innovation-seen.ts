import { sql } from 'kysely'
import type { Tx } from '#kernel'
import type { Document } from './model.ts'

/** What a tender asks of its 合作创新采购, which a later room keeps. */
export interface InnovationSeen {
  readonly state: string
  readonly suppliers: number
  /** The qualifications by which the applicants were looked at; null until the exchange of concepts has ended. */
  readonly looked: Document['qualifications'] | null
}
export async function innovationSeen(tx: Tx, project: string): Promise<InnovationSeen | null> {
  const { rows } = await sql<InnovationSeen>`
    select s.state, (i.scheme->>'suppliers')::int as suppliers, v.document->'qualifications' as looked
    from trade.innovation i join kernel.subject s on s.id = i.id
    left join trade.version v on v.tender = i.tender and v.version = i.version
    where i.project = ${project}`.execute(tx)
  return rows[0] ?? null
}
