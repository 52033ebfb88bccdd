import { createHmac } from 'node:crypto'
import { sql } from 'kysely'
import { addYears, type Day, NotFound, newId, Refused, refusal, type Tx } from '#kernel'
import { cite, lawOn } from '#law'
import { type Expert, expertFlow, type Tie, type TieKind } from './model.ts'

type Row = Omit<Expert, 'name' | 'state'> & { phone: string; identity: Buffer | null }
type Tables = {
  'library.expert': Row
  'library.expert_tie': {
    id: string
    expert: string
    org: string | null
    org_name: string
    kind: TieKind
    until: Day | null
    note: string
  }
  'library.training': {
    id: string
    expert: string
    held: Day
    title: string
    hours: number
    passed: boolean
  }
  'library.performance': {
    id: string
    expert: string
    project: string
    by_org: string
    grade: '良好' | '一般' | '较差'
    opinion: string
    reply: string
  }
  'library.person': { id: string; name: string }
  'kernel.subject': { id: string; noun: string; state: string }
}
const t = (tx: Tx) => tx.withTables<Tables>()

/** The number is never kept: a keyed digest finds the same person again and tells nobody who it is. */
export const identityOf = (masterKey: Uint8Array, idNo: string) =>
  createHmac('sha256', masterKey).update(`yiwang/expert-identity/v1\n${idNo}`).digest()
export const identityKnown = async (tx: Tx, identity: Buffer) =>
  (await t(tx)
    .selectFrom('library.expert')
    .select('person')
    .where('identity', '=', identity)
    .executeTakeFirst()) !== undefined

export const addExpert = (tx: Tx, e: Row) => addExperts(tx, [e])
export async function addExperts(tx: Tx, rows: readonly Row[]) {
  for (let at = 0; at < rows.length; at += 1000)
    await t(tx)
      .insertInto('library.expert')
      .values(rows.slice(at, at + 1000))
      .execute()
}
/** Registrations taken back: whoever they were may apply or be brought in again. */
export const forgetIdentities = (tx: Tx, people: readonly string[]) =>
  t(tx)
    .updateTable('library.expert')
    .set({ identity: null })
    .where('person', 'in', people as string[])
    .execute()
export const setExpert = (tx: Tx, person: string, change: Partial<Omit<Row, 'person'>>) =>
  t(tx).updateTable('library.expert').set(change).where('person', '=', person).execute()

export interface Declared {
  readonly kind: TieKind
  readonly orgName: string
  readonly until: Day | null
  readonly note: string
}
export const addTies = (
  tx: Tx,
  ties: readonly { expert: string; org: string; kind: TieKind; until: Day | null }[],
) =>
  t(tx)
    .insertInto('library.expert_tie')
    .values(ties.map((x) => ({ id: newId(), org_name: '', note: '', ...x })))
    .execute()
export const addTie = (tx: Tx, tie: Parameters<typeof addTies>[1][number]) => addTies(tx, [tie])
/** Which of these names are those of finance departments. */
export const officesAmong = async (tx: Tx, names: readonly string[]): Promise<Set<string>> =>
  new Set(
    (
      await sql<{ name: string }>`select name from library.org
        where kind = '财政部门' and name = any(${[...names]}::text[])`.execute(tx)
    ).rows.map((r) => r.name),
  )
/** What this expert declares now. Ties that ended stay: the law looks three years back. */
export async function declareTies(tx: Tx, expert: string, ties: readonly Declared[], today: Day) {
  const before = await t(tx)
    .selectFrom('library.expert_tie')
    .select(['id', 'kind', 'org_name', 'until'])
    .where('expert', '=', expert)
    .where('org', 'is', null)
    .execute()
  for (const b of before) {
    const again = ties.find((x) => x.kind === b.kind && x.orgName === b.org_name)
    const until = again ? again.until : (b.until ?? today)
    if (until !== b.until)
      await t(tx).updateTable('library.expert_tie').set({ until }).where('id', '=', b.id).execute()
  }
  const fresh = ties.filter(
    (x) => !before.some((b) => b.kind === x.kind && b.org_name === x.orgName),
  )
  if (fresh.length > 0)
    await t(tx)
      .insertInto('library.expert_tie')
      .values(
        fresh.map((x) => ({
          id: newId(),
          expert,
          org: null,
          org_name: x.orgName,
          kind: x.kind,
          until: x.until,
          note: x.note,
        })),
      )
      .execute()
}
export const tiesDeclared = async (tx: Tx, expert: string) =>
  (
    await sql<{ kind: TieKind; name: string; until: Day | null; note: string }>`
      select t.kind, coalesce(o.name, t.org_name) as name, t.until, t.note
      from library.expert_tie t left join library.org o on o.id = t.org
      where t.expert = ${expert} order by t.until desc nulls first, name`.execute(tx)
  ).rows

const experts = (tx: Tx) =>
  t(tx)
    .selectFrom('library.expert as e')
    .innerJoin('library.person as p', 'p.id', 'e.person')
    .innerJoin('kernel.subject as s', (j) =>
      j.onRef('s.id', '=', 'e.person').on('s.noun', '=', expertFlow.noun),
    )
    .select([
      'e.person',
      'e.born',
      'e.grade',
      'e.title',
      'e.title_years',
      'e.specialities',
      'e.region',
      'e.employer',
      'p.name',
      's.state',
    ])

/**
 * Who may be drawn for this catalogue code: in the library today, speciality a prefix of the code, under the age limit
 * (财库〔2016〕198号第六条 ✎). Ties are given with each, so that recusal is judged where the rule stands.
 */
export async function poolFor(
  tx: Tx,
  code: string,
  on: Day,
): Promise<(Expert & { ties: Tie[] })[]> {
  const eldest = addYears(on, -lawOn(on)('专家年龄上限'))
  const prefixes = Array.from({ length: code.length }, (_, i) => code.slice(0, i + 1))
  const rows = await experts(tx)
    .where('s.state', '=', '在库')
    .where('e.born', '>', eldest)
    .where(sql<boolean>`e.specialities && ${prefixes}::text[]`)
    .orderBy('e.person')
    .execute()
  return withTies(tx, rows)
}
export async function expertsOf(
  tx: Tx,
  people: readonly string[],
): Promise<(Expert & { ties: Tie[] })[]> {
  if (people.length === 0) return []
  return withTies(
    tx,
    await experts(tx)
      .where('e.person', 'in', people as string[])
      .execute(),
  )
}
/**
 * Recusal is computed, not asked again at every draw: what the expert declared (by id or by name), where the expert works
 * now, and one step further through 控股 or 管理 to the related units of those.
 */
async function withTies(tx: Tx, found: Expert[]) {
  if (found.length === 0) return []
  const ids = found.map((e) => e.person)
  const { rows } = await sql<Tie>`
    with direct as (
      select t.expert, coalesce(t.org, o.id) as org, t.kind, t.until
      from library.expert_tie t left join library.org o on t.org is null and o.name = t.org_name and not o.withdrawn
      where t.expert in (${sql.join(ids)}) and (t.org is not null or o.id is not null)
      union
      select e.person, o.id, '任职', null::date
      from library.expert e join library.org o on o.name = e.employer
      where e.person in (${sql.join(ids)}))
    select expert, org, kind, until from direct
    union
    select d.expert, o.id, '其他', least(d.until, r.until)
    from direct d join library.org a on a.id = d.org
    join library.relation r on r.kind in ('控股', '管理') and (r.supplier = a.id or r.uscc = a.uscc)
    join library.org o on (r.supplier = a.id and o.uscc = r.uscc) or (r.uscc = a.uscc and o.id = r.supplier)
    order by expert, org`.execute(tx)
  const by = new Map<string, Tie[]>(ids.map((id) => [id, []]))
  for (const tie of rows) by.get(tie.expert)?.push(tie)
  return found.map((e) => ({ ...e, ties: by.get(e.person) ?? [] }))
}
/** A person named for a seat must stand in the library. Throws Refused. */
export function mustStand(e: Expert) {
  if (e.state !== '在库')
    throw new Refused([
      refusal('评审人员须在库', `这名人员在专家库中处于“${e.state}”`, {
        cites: [cite('政府采购法实施条例', '第六十二条', '对政府采购评审专家库实行动态管理')],
        field: 'person',
        cure: '另选在库的人员',
      }),
    ])
}
export async function rowOf(tx: Tx, person: string): Promise<Row> {
  const row = await t(tx)
    .selectFrom('library.expert')
    .selectAll()
    .where('person', '=', person)
    .executeTakeFirst()
  if (!row) throw new NotFound('评审专家登记')
  return row
}
/** The last time a finance department suspended or removed this expert. */
export async function lastBadOf(tx: Tx, person: string): Promise<number | null> {
  const { rows } = await sql<{ at: number | null }>`
    select max(at) as at from kernel.journal
    where subject = ${person} and noun = ${expertFlow.noun} and action in ('suspend', 'remove')`.execute(
    tx,
  )
  return rows[0]?.at ?? null
}
export const addTraining = (
  tx: Tx,
  x: { expert: string; held: Day; title: string; hours: number; passed: boolean },
) =>
  t(tx)
    .insertInto('library.training')
    .values({ id: newId(), ...x })
    .execute()
export const trainingsOf = (tx: Tx, expert: string) =>
  t(tx)
    .selectFrom('library.training')
    .select(['held', 'title', 'hours', 'passed'])
    .where('expert', '=', expert)
    .orderBy('held', 'desc')
    .limit(100)
    .execute()
export const addPerformance = (tx: Tx, p: Tables['library.performance']) =>
  t(tx).insertInto('library.performance').values(p).execute()
export const setReply = (tx: Tx, id: string, reply: string) =>
  t(tx).updateTable('library.performance').set({ reply }).where('id', '=', id).execute()
export async function performanceOf(tx: Tx, by: { id: string } | { expert: string }) {
  const q = sql<Tables['library.performance'] & { projectTitle: string; orgName: string }>`
    select f.*, p.title as "projectTitle", o.name as "orgName" from library.performance f
    join library.project p on p.id = f.project join library.org o on o.id = f.by_org
    where ${'id' in by ? sql`f.id = ${by.id}` : sql`f.expert = ${by.expert}`} order by f.id desc limit 200`
  return (await q.execute(tx)).rows
}

/** For the reviewing department alone: one page of its own experts, by name. */
export async function findExperts(
  tx: Tx,
  w: { q: string; regions: readonly string[]; state: string; page: number; perPage: number },
) {
  const like = `%${w.q.replace(/[%_\\]/g, '\\$&')}%`
  const where = sql`s.noun = ${expertFlow.noun} and s.region in (${sql.join([...w.regions])})
    ${w.q === '' ? sql`` : sql`and (p.name like ${like} or e.employer like ${like} or e.title like ${like})`}
    ${w.state === '' ? sql`` : sql`and s.state = ${w.state}`}`
  const from = sql`library.expert e join kernel.subject s on s.id = e.person join library.person p on p.id = e.person`
  const count = await sql<{ n: number }>`select count(*) as n from ${from} where ${where}`.execute(
    tx,
  )
  const { rows } = await sql<{
    id: string
    name: string
    region: string
    employer: string
    title: string
    specialities: string[]
    state: string
    due: number | null
  }>`select e.person as id, p.name, e.region, e.employer, e.title, e.specialities, s.state, s.due
    from ${from} where ${where} order by s.due nulls last, p.name, e.person
    limit ${w.perPage} offset ${(w.page - 1) * w.perPage}`.execute(tx)
  return { total: count.rows[0]?.n ?? 0, rows }
}

/** Who sat to the end of an evaluation of one of this unit's purchases, and of whom the unit has not yet said how he did. */
export const unrecorded = async (tx: Tx, relation: string, org: string) =>
  (
    await sql<{
      project: string
      projectTitle: string
      no: string
      expert: string
      name: string
      ended: number
    }>`
      select pr.id as project, pr.title as "projectTitle", pr.no, p.id as expert, p.name, max(r.since) as ended
      from kernel.subject t
      join kernel.subject r on r.process = t.process and r.noun = '评审意见' and r.state = '已签报告'
      join library.person p on p.id = (r.parties->'评审专家'->>0)::uuid
      join library.project pr on pr.id = t.process
      where t.noun = '招标项目' and t.parties @> ${JSON.stringify({ [relation]: [org] })}::jsonb
        and not exists (select from library.performance f where f.expert = p.id and f.project = pr.id and f.by_org = ${org})
      group by pr.id, pr.title, pr.no, p.id, p.name order by max(r.since), pr.no, p.name limit 200`.execute(
      tx,
    )
  ).rows
