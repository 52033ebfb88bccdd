import type { ColumnType, Selectable } from 'kysely'
import { type Fen, type Instant, NotFound, type Tx, ts } from '#kernel'
import type { Attendance, Exchange, FirstReview, Innovation, Scheme } from './facts.ts'
import type { Research, ResearchStage } from './research-rules.ts'

type Json<T> = ColumnType<T, string, string>
type Tables = {
  'trade.innovation': {
    id: string
    project: string
    scheme: Json<Scheme>
    tender: string | null
    version: number | null
    lot: string | null
    first: ColumnType<FirstReview | null, string | null, string | null>
  }
  'trade.exchange': {
    id: string
    innovation: string
    at: ColumnType<Instant, string, string>
    form: string
    told: string
    attendance: Json<readonly Attendance[]>
  }
  'trade.research': {
    id: string
    innovation: string
    award: string
    contract: string
    supplier: string
    amount: Fen
    stages: Json<readonly ResearchStage[]>
    failed: ColumnType<boolean, boolean | undefined, boolean>
  }
  'kernel.subject': { id: string; state: string }
}
const t = (tx: Tx) => tx.withTables<Tables>()
const found = (r: Selectable<Tables['trade.innovation']> | undefined): Innovation => {
  if (!r) throw new NotFound('合作创新')
  return r
}
export const addInnovation = (tx: Tx, i: Pick<Innovation, 'id' | 'project' | 'scheme'>) =>
  t(tx)
    .insertInto('trade.innovation')
    .values({
      ...i,
      scheme: JSON.stringify(i.scheme),
      tender: null,
      version: null,
      lot: null,
      first: null,
    })
    .execute()
export const innovationOf = async (tx: Tx, id: string): Promise<Innovation> =>
  found(
    await t(tx).selectFrom('trade.innovation').selectAll().where('id', '=', id).executeTakeFirst(),
  )
export const innovationOfProject = (tx: Tx, project: string): Promise<Innovation | undefined> =>
  t(tx).selectFrom('trade.innovation').selectAll().where('project', '=', project).executeTakeFirst()
export const setScheme = (tx: Tx, id: string, scheme: Scheme) =>
  t(tx)
    .updateTable('trade.innovation')
    .set({ scheme: JSON.stringify(scheme) })
    .where('id', '=', id)
    .execute()
export const setPlace = (
  tx: Tx,
  id: string,
  place: Partial<Pick<Innovation, 'tender' | 'version' | 'lot'>>,
) => t(tx).updateTable('trade.innovation').set(place).where('id', '=', id).execute()
export const setFirst = (tx: Tx, id: string, first: FirstReview) =>
  t(tx)
    .updateTable('trade.innovation')
    .set({ first: JSON.stringify(first) })
    .where('id', '=', id)
    .execute()

export const addExchange = (tx: Tx, e: Exchange) =>
  t(tx)
    .insertInto('trade.exchange')
    .values({ ...e, at: ts(e.at), attendance: JSON.stringify(e.attendance) })
    .execute()
export const exchangesOf = (tx: Tx, innovation: string): Promise<Exchange[]> =>
  t(tx)
    .selectFrom('trade.exchange')
    .selectAll()
    .where('innovation', '=', innovation)
    .orderBy('at')
    .orderBy('id')
    .execute()

export const addResearch = (tx: Tx, r: Omit<Research, 'failed'>) =>
  t(tx)
    .insertInto('trade.research')
    .values({ ...r, stages: JSON.stringify(r.stages) })
    .execute()
export async function researchOf(tx: Tx, id: string): Promise<Research> {
  const r = await t(tx)
    .selectFrom('trade.research')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
  if (!r) throw new NotFound('研发')
  return r
}
export const researchOfContract = (
  tx: Tx,
  contract: string,
): Promise<(Research & { state: string }) | undefined> =>
  t(tx)
    .selectFrom('trade.research as r')
    .innerJoin('kernel.subject as s', 's.id', 'r.id')
    .selectAll('r')
    .select('s.state')
    .where('r.contract', '=', contract)
    .executeTakeFirst()
export const researchesOf = (
  tx: Tx,
  innovation: string,
): Promise<(Research & { state: string })[]> =>
  t(tx)
    .selectFrom('trade.research as r')
    .innerJoin('kernel.subject as s', 's.id', 'r.id')
    .selectAll('r')
    .select('s.state')
    .where('r.innovation', '=', innovation)
    .orderBy('r.id')
    .execute()
export const setStages = (tx: Tx, id: string, stages: readonly ResearchStage[]) =>
  t(tx)
    .updateTable('trade.research')
    .set({ stages: JSON.stringify(stages) })
    .where('id', '=', id)
    .execute()
export const setFailed = (tx: Tx, id: string, failed: boolean) =>
  t(tx).updateTable('trade.research').set({ failed }).where('id', '=', id).execute()
