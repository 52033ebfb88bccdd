import {
  type Ask,
  type Day,
  type Db,
  type Id,
  NotFound,
  newId,
  nextNumber,
  Refused,
  refusal,
  type Tx,
  yearOf,
} from '#kernel'
import { citeMarked } from '#law'
import { orgOf } from '#libraries/register'
import { vector } from '#words'

export interface Project {
  readonly id: Id<'project'>
  /** OCDS contracting process id. The prefix is a setting; none has been registered for us yet (△). */
  readonly ocid: string
  readonly no: string
  readonly title: string
  readonly buyer: string
  readonly region: string
  readonly category: '货物' | '服务' | '工程'
  readonly began: Day
  /** The purchase that failed before this one. */
  readonly again: string | null
}
type Tables = { 'library.project': Project & { words: string | null } }
const COLUMNS = [
  'id',
  'ocid',
  'no',
  'title',
  'buyer',
  'region',
  'category',
  'began',
  'again',
] as const
const named = (p: Pick<Project, 'title' | 'no'>) =>
  vector([
    ['A', p.title],
    ['B', p.no],
  ])
export const ocidPrefix = 'ocds-yiwang'

/** A purchase is born with its number: 150204-2026-000014; never reused. */
export async function bear(
  ask: Ask,
  p: Pick<Project, 'title' | 'buyer' | 'region' | 'category' | 'again'>,
): Promise<Project> {
  const buyer = await orgOf(ask.tx, p.buyer)
  if (buyer.state !== '在库')
    throw new Refused([
      refusal('采购人须在库', `${buyer.name}在采购人库中处于“${buyer.state}”，不能开始新的采购`, {
        cites: [citeMarked('内财购〔2020〕179号', '采购人库', '◐')],
        cure: '已合并的由承接单位办理',
      }),
    ])
  const year = yearOf(ask.today)
  const n = await nextNumber(ask.tx, `项目-${p.region}-${year}`)
  const no = `${p.region}-${year}-${String(n).padStart(6, '0')}`
  const project: Project = {
    ...p,
    id: newId<'project'>(ask.now),
    no,
    ocid: `${ocidPrefix}-${no}`,
    began: ask.today,
  }
  await ask.tx
    .withTables<Tables>()
    .insertInto('library.project')
    .values({ ...project, words: named(project) })
    .execute()
  return project
}
export async function projectOf(tx: Tx, by: { id: string } | { ocid: string }): Promise<Project> {
  const q = tx.withTables<Tables>().selectFrom('library.project').select(COLUMNS)
  const row = await ('id' in by
    ? q.where('id', '=', by.id as Project['id'])
    : q.where('ocid', '=', by.ocid)
  ).executeTakeFirst()
  if (!row) throw new NotFound('项目')
  return row
}
/** Projects of before there were words to find them by: a piece at a time, until none is left. */
export async function wordProjects(db: Db): Promise<void> {
  for (;;) {
    const done = await db.transaction().execute(async (tx) => {
      const rows = await tx
        .withTables<Tables>()
        .selectFrom('library.project')
        .select(['id', 'title', 'no'])
        .where('words', 'is', null)
        .limit(1000)
        .forUpdate()
        .skipLocked()
        .execute()
      for (const r of rows)
        await tx
          .withTables<Tables>()
          .updateTable('library.project')
          .set({ words: named(r) })
          .where('id', '=', r.id)
          .execute()
      return rows.length
    })
    if (done === 0) return
  }
}
