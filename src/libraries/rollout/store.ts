import { sql } from 'kysely'
import { type Day, type Instant, NotFound, type Tx, ts } from '#kernel'
import type { Counts, Feature, Running, Survey } from './model.ts'

export const addPilot = (tx: Tx, p: { id: string; region: string; survey: Survey }) =>
  sql`insert into rollout.pilot (id, region, survey) values (${p.id}, ${p.region}, ${JSON.stringify(p.survey)})`.execute(
    tx,
  )
export const setOpinion = (tx: Tx, id: string, opinion: string) =>
  sql`update rollout.pilot set opinion = ${opinion} where id = ${id}`.execute(tx)
export async function pilotOf(tx: Tx, id: string) {
  const { rows } = await sql<{ region: string; survey: Survey; opinion: string }>`
    select region, survey, opinion from rollout.pilot where id = ${id}`.execute(tx)
  if (!rows[0]) throw new NotFound('试点申请')
  return rows[0]
}
export const pilotPending = async (tx: Tx, region: string): Promise<boolean> =>
  (
    await sql`select from rollout.pilot p join kernel.subject s on s.id = p.id
      where p.region = ${region} and s.state in ('已报送', '已列入试点')`.execute(tx)
  ).rows.length > 0

export const addRoll = (tx: Tx, id: string, region: string) =>
  sql`insert into rollout.roll (id, region) values (${id}, ${region})`.execute(tx)
export async function rollOf(tx: Tx, where: { id: string } | { region: string }) {
  const { rows } = await sql<{ id: string; region: string }>`select id, region from rollout.roll
    where ${'id' in where ? sql`id = ${where.id}` : sql`region = ${where.region}`}`.execute(tx)
  return rows[0]
}
export const attest = (
  tx: Tx,
  a: { roll: string; item: string; evidence: string; by: string; at: Instant },
) =>
  sql`insert into rollout.attestation (roll, item, evidence, by_name, at) values (${a.roll}, ${a.item}, ${a.evidence}, ${a.by}, ${ts(a.at)})
    on conflict (roll, item) do update set evidence = excluded.evidence, by_name = excluded.by_name, at = excluded.at`.execute(
    tx,
  )
export const attestedFor = async (tx: Tx, roll: string) =>
  new Map(
    (
      await sql<{ item: string; evidence: string; by: string }>`
        select item, evidence, by_name as by from rollout.attestation where roll = ${roll}`.execute(
        tx,
      )
    ).rows.map((r) => [r.item, { evidence: r.evidence, by: r.by }]),
  )
export const dateFeature = (
  tx: Tx,
  f: { region: string; feature: Feature; since: Day; roll: string },
) =>
  sql`insert into rollout.feature (region, feature, since, roll) values (${f.region}, ${f.feature}, ${f.since}, ${f.roll})
    on conflict (region, feature) do update set since = excluded.since`.execute(tx)
export const datesOf = async (tx: Tx, region: string): Promise<Record<string, Day>> =>
  Object.fromEntries(
    (
      await sql<{
        feature: string
        since: Day
      }>`select feature, since from rollout.feature where region = ${region}`.execute(tx)
    ).rows.map((r) => [r.feature, r.since]),
  )
/** From when a place does this here; undefined when it always did. */
export const liveFrom = async (
  tx: Tx,
  region: string,
  feature: Feature,
): Promise<Day | undefined> =>
  (
    await sql<{
      since: Day
    }>`select since from rollout.feature where region = ${region} and feature = ${feature}`.execute(
      tx,
    )
  ).rows[0]?.since
export const everyDate = async (tx: Tx) =>
  (
    await sql<{ region: string; state: string; dates: Record<string, Day> | null }>`
      select r.region, s.state, (select jsonb_object_agg(f.feature, f.since) from rollout.feature f where f.region = r.region) as dates
      from rollout.roll r join kernel.subject s on s.id = r.id order by r.region`.execute(tx)
  ).rows

/** What the data itself says of a place: its own units, its own people, the treasury of the place or the nearest above it. */
export async function countsOf(
  tx: Tx,
  region: string,
  above: readonly string[],
  factorRoles: readonly string[],
): Promise<Counts> {
  const { rows } = await sql<Counts>`
    with people as (
      select distinct p.id, o.role from library.position o join library.person p on p.id = o.person
      where o.region = ${region} and not o.ended and not p.disabled),
    -- Of the demonstration's people none is asked for one.
    guarded as (
      select distinct n.id from people n join library.person p on p.id = n.id
      where n.role = any(${[...factorRoles]}::text[]) and not p.demo)
    select
      (select count(*) from library.org o join kernel.subject s on s.id = o.id
        where o.kind = '采购人' and o.region = ${region} and s.state = '在库') as purchasers,
      (select count(*) from people where role = '采购人经办') as operators,
      (select count(*) from people where role = '采购人审核') as reviewers,
      (select count(*) from people where role = '财政监管') as supervisors,
      (select count(*) from library.org where kind = '国库' and region = any(${[...above]}::text[])) as treasury,
      (select count(*) from guarded) as "needFactor",
      (select count(*) from guarded g where exists (select from factor.totp t where t.person = g.id and t.confirmed is not null)
        or exists (select from factor.passkey k where k.person = g.id)) as "haveFactor"`.execute(tx)
  return rows[0] as Counts
}

export const addRunning = (tx: Tx, r: Running) =>
  sql`insert into rollout.running (id, buyer, began, stage, basis, amount, contract, paid, supplier)
    values (${r.id}, ${r.buyer}, ${r.began}, ${r.stage}, ${r.basis}, ${r.amount}, ${r.contract}, ${r.paid}, ${r.supplier})`.execute(
    tx,
  )
export const setRunning = (tx: Tx, r: Running) =>
  sql`update rollout.running set stage = ${r.stage}, contract = ${r.contract}, paid = ${r.paid}, supplier = ${r.supplier} where id = ${r.id}`.execute(
    tx,
  )
export async function runningOf(tx: Tx, id: string): Promise<Running> {
  const { rows } = await sql<Running>`
    select id, buyer, began, stage, basis, amount, contract, paid, supplier from rollout.running where id = ${id}`.execute(
    tx,
  )
  if (!rows[0]) throw new NotFound('在途项目')
  return rows[0]
}
