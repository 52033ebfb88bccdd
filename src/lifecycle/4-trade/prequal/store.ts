import type { ColumnType } from 'kysely'
import { type Day, type Instant, NotFound, type Tx, ts } from '#kernel'
import type { Application, Prequal, Verdict } from './model.ts'

type At = ColumnType<Instant, string, string>
type Tables = {
  'trade.prequal': {
    id: string
    tender: string
    deadline: ColumnType<Instant | null, string | null, string>
    supply_ends: Day | null
    review_day: Day | null
    need: number | null
    parts: string
    standard: string
  }
  'trade.application': {
    id: string
    prequal: string
    supplier: string
    answers: ColumnType<Record<string, string>, string, string>
    submitted: At
  }
  'trade.application_verdict': Verdict
  'kernel.subject': { id: string; state: string }
}
const t = (tx: Tx) => tx.withTables<Tables>()
const prequalIn = ({
  supply_ends,
  review_day,
  ...r
}: {
  id: string
  tender: string
  deadline: Instant | null
  supply_ends: Day | null
  review_day: Day | null
  need: number | null
  parts: string
  standard: string
}): Prequal => ({ ...r, supplyEnds: supply_ends, reviewDay: review_day })

export const addPrequal = (
  tx: Tx,
  p: Pick<Prequal, 'id' | 'tender' | 'need' | 'parts' | 'standard'>,
) =>
  t(tx)
    .insertInto('trade.prequal')
    .values({ ...p, deadline: null, supply_ends: null, review_day: null })
    .execute()
export const setDates = (
  tx: Tx,
  id: string,
  d: { deadline: Instant; supplyEnds: Day; reviewDay: Day },
) =>
  t(tx)
    .updateTable('trade.prequal')
    .set({ deadline: ts(d.deadline), supply_ends: d.supplyEnds, review_day: d.reviewDay })
    .where('id', '=', id)
    .execute()
export async function prequalOf(tx: Tx, id: string): Promise<Prequal> {
  const r = await t(tx)
    .selectFrom('trade.prequal')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
  if (!r) throw new NotFound('资格预审')
  return prequalIn(r)
}
/** Of one tender, that were not given up. */
export const livingOf = (tx: Tx, tender: string) =>
  t(tx)
    .selectFrom('trade.prequal as p')
    .innerJoin('kernel.subject as s', 's.id', 'p.id')
    .select('p.id')
    .where('p.tender', '=', tender)
    .where('s.state', '<>', '已终止')
    .execute()

export const addApplication = (tx: Tx, a: Application) =>
  t(tx)
    .insertInto('trade.application')
    .values({ ...a, answers: JSON.stringify(a.answers), submitted: ts(a.submitted) })
    .execute()
export const setAnswers = (
  tx: Tx,
  id: string,
  answers: Readonly<Record<string, string>>,
  at: Instant,
) =>
  t(tx)
    .updateTable('trade.application')
    .set({ answers: JSON.stringify(answers), submitted: ts(at) })
    .where('id', '=', id)
    .execute()
export async function applicationOf(tx: Tx, id: string): Promise<Application> {
  const a = await t(tx)
    .selectFrom('trade.application')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
  if (!a) throw new NotFound('资格预审申请')
  return a
}
/** With the state each is in; what was withdrawn counts no more. */
export const applicationsOf = (
  tx: Tx,
  prequal: string,
): Promise<(Application & { state: string })[]> =>
  t(tx)
    .selectFrom('trade.application as a')
    .innerJoin('kernel.subject as s', 's.id', 'a.id')
    .selectAll('a')
    .select('s.state')
    .where('a.prequal', '=', prequal)
    .where('s.state', '<>', '已撤回')
    .orderBy('a.id')
    .execute()
export const findApplication = (tx: Tx, prequal: string, supplier: string) =>
  t(tx)
    .selectFrom('trade.application')
    .select('id')
    .where('prequal', '=', prequal)
    .where('supplier', '=', supplier)
    .executeTakeFirst()
export const addVerdicts = (tx: Tx, rows: readonly Verdict[]) =>
  t(tx)
    .insertInto('trade.application_verdict')
    .values(rows as Verdict[])
    .execute()
export const verdictsOf = (tx: Tx, applications: readonly string[]): Promise<Verdict[]> =>
  applications.length === 0
    ? Promise.resolve([])
    : t(tx)
        .selectFrom('trade.application_verdict')
        .selectAll()
        .where('application', 'in', applications as string[])
        .execute()
