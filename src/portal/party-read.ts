import { sql } from 'kysely'
import type { Notice } from '#disclosure'
import { type Day, type Instant, NotFound, type Tx } from '#kernel'
import { factsOf, findListed, type Org, orgOf, orgsByCode } from '#libraries'

export const partyKinds = {
  purchasers: { kind: '采购人' },
  agencies: { kind: '代理机构' },
  suppliers: { kind: '供应商' },
} as const
export type Party = keyof typeof partyKinds
/** What of a registration is published besides name, code, place and state. */
const published: Readonly<Record<Party, readonly string[]>> = {
  purchasers: ['住所', '财政区划代码'],
  agencies: ['住所', '专职从业人员', '办公场所', '评审场地与录音录像', '代理范围'],
  suppliers: ['企业规模'],
}
export interface Told {
  readonly key: string
  readonly value: string
  readonly source: string
  readonly asOf: Day
}
export interface Bad {
  readonly at: Instant
  readonly what: string
  readonly until: Day | null
}
export interface Deal {
  readonly title: string
  readonly ocid: string
  readonly other: string
  readonly amount: number
  readonly signed: Day | null
  readonly notice: string
}
export interface PartyView {
  readonly org: Org
  readonly facts: readonly Told[]
  readonly bad: readonly Bad[]
  /** The unit that took over, of one that ended. */
  readonly heir: { readonly name: string; readonly uscc: string } | null
  readonly purchases: {
    readonly total: number
    readonly rows: readonly { title: string; ocid: string; no: string }[]
  }
  readonly contracts: {
    readonly total: number
    readonly sum: number
    readonly rows: readonly Deal[]
  }
  readonly notices: readonly Pick<Notice, 'id' | 'title' | 'kind' | 'published'>[]
  /** Notices by month, the last twelve of them. */
  readonly months: readonly { readonly month: string; readonly n: number }[]
}
/** A unit of this kind by its code, or by its id. Null when there is none. */
export async function partyBy(tx: Tx, party: Party, key: string): Promise<Org | null> {
  const { kind } = partyKinds[party]
  if (/^[0-9A-Z]{18}$/.test(key))
    return (await orgsByCode(tx, key)).find((o) => o.kind === kind) ?? null
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(key)) return null
  const org = await orgOf(tx, key).catch((e: unknown) =>
    e instanceof NotFound ? null : Promise.reject(e),
  )
  return org?.kind === kind ? org : null
}
/** Purchases of which something was announced: before that not even the name is public. */
const processes = (party: Party, id: string) =>
  party === 'purchasers'
    ? sql`select p.id from library.project p where p.buyer = ${id}`
    : party === 'agencies'
      ? sql`select s.process from kernel.subject s where s.noun = '招标项目' and s.parties @> ${JSON.stringify({ 代理机构: [id] })}::jsonb`
      : sql`select s.process from trade.award a join kernel.subject s on s.id = a.lot where a.supplier = ${id} and a.superseded is null`
const SHOWN = 15
export async function partyView(tx: Tx, party: Party, org: Org): Promise<PartyView> {
  const { kind } = partyKinds[party]
  const its = sql`p.id in (${processes(party, org.id)}) and exists (select from disclosure.notice n where n.process = p.id)`
  const purchases = await sql<{ title: string; ocid: string; no: string; total: number }>`
    select p.title, p.ocid, p.no, count(*) over () as total from library.project p where ${its} order by p.began desc, p.no desc limit ${SHOWN}`.execute(
    tx,
  )
  const deals = await sql<Deal & { total: number; sum: string | number }>`
    select p.title, p.ocid, o.name as other, c.amount, c.signed, n.id as notice, count(*) over () as total, sum(c.amount) over () as sum
    from contract.contract c join kernel.subject s on s.id = c.id join library.project p on p.id = s.process
    join disclosure.notice n on n.subject = c.id and n.kind = '合同公告' and n.corrects is null
    join library.org o on o.id = (s.parties->${kind === '供应商' ? '采购人' : '供应商'}->>0)::uuid
    where s.parties @> ${JSON.stringify({ [kind]: [org.id] })}::jsonb order by c.signed desc nulls last, c.id desc limit ${SHOWN}`.execute(
    tx,
  )
  const notices = await sql<PartyView['notices'][number]>`
    select n.id, n.title, n.kind, n.published from disclosure.notice n where n.process in (${processes(party, org.id)})
    ${party === 'suppliers' ? sql`and n.kind in ('中标结果公告', '成交结果公告', '合同公告', '验收结果公告')` : sql``}
    order by n.published desc, n.id desc limit ${SHOWN}`.execute(tx)
  const months = await sql<{ month: string; n: number }>`
    select to_char(n.published at time zone 'Asia/Shanghai', 'YYYY-MM') as month, count(*) as n
    from disclosure.notice n where n.process in (${processes(party, org.id)}) group by 1 order by 1 desc limit 12`.execute(
    tx,
  )
  // Only what stands open in the public leaf: that, since when and until when; never the reason the house keeps beside it.
  const bad = await sql<{ at: Instant; action: string; until: Day | null }>`
    select j.at, j.action, (j.leaf::jsonb->'open'->>'until') as until from kernel.journal j
    where j.subject = ${org.id} and j.action in ('suspend', 'resume', 'lapse', 'remove', 'reinstate') order by j.seq`.execute(
    tx,
  )
  const heir = await sql<{ name: string; uscc: string }>`
    select o.name, o.uscc from library.unit_end e join library.org o on o.id = e.heir where e.unit = ${org.id}`.execute(
    tx,
  )
  const facts = (await factsOf(tx, org.id)).filter(
    (f) => f.until === null && published[party].includes(f.key),
  )
  const [deal] = deals.rows
  return {
    org,
    facts: facts.map(({ key, value, source, asOf }) => ({ key, value, source, asOf })),
    bad: bad.rows.map((b) => ({ at: b.at, what: STEPS[b.action] ?? '', until: b.until })),
    heir: heir.rows[0] ?? null,
    purchases: {
      total: purchases.rows[0]?.total ?? 0,
      rows: purchases.rows.map(({ title, ocid, no }) => ({ title, ocid, no })),
    },
    contracts: {
      total: deal?.total ?? 0,
      sum: Number(deal?.sum ?? 0),
      rows: deals.rows.map(({ total: _, sum: __, ...d }) => d),
    },
    notices: notices.rows,
    months: [...months.rows].reverse(),
  }
}
const STEPS: Readonly<Record<string, string>> = {
  suspend: '暂停资格',
  resume: '提前恢复',
  lapse: '期满恢复',
  remove: '移出',
  reinstate: '重新入库',
}
export const partyList = (tx: Tx, party: Party, w: Parameters<typeof findListed>[2]) =>
  findListed(tx, partyKinds[party].kind, w)
