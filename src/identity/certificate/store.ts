import { sql } from 'kysely'
import { type Certificate, certificateOf, type Instant, instant, type Tx, ts } from '#kernel'

export interface Issuer {
  readonly id: string
  readonly fingerprint: string
  readonly subject: string
  readonly ends: Instant
  readonly state: string
  readonly listMade: Instant | null
  readonly listNext: Instant | null
  readonly certificate: Buffer
}
const issuers = sql`select i.id, i.fingerprint, i.subject, i.ends, s.state, i.certificate,
    i.list_made as "listMade", i.list_next as "listNext"
  from authority.issuer i join kernel.subject s on s.id = i.id`
export const issuerOf = async (tx: Tx, id: string): Promise<Issuer | null> =>
  (await sql<Issuer>`${issuers} where i.id = ${id}`.execute(tx)).rows[0] ?? null
export const issuerKnown = async (tx: Tx, fingerprint: string): Promise<boolean> =>
  (await sql`select 1 from authority.issuer where fingerprint = ${fingerprint}`.execute(tx)).rows
    .length > 0
/** In force, with the certificate read: there are a handful. */
export async function trusted(tx: Tx): Promise<(Issuer & { read: Certificate })[]> {
  const { rows } = await sql<Issuer>`${issuers} where s.state = '受信' order by i.id`.execute(tx)
  return rows.map((r) => ({ ...r, read: certificateOf(new Uint8Array(r.certificate)) }))
}
export async function insertIssuer(tx: Tx, id: string, c: Certificate): Promise<void> {
  await sql`insert into authority.issuer (id, fingerprint, certificate, subject, ends)
    values (${id}, ${c.fingerprint}, ${Buffer.from(c.bytes)}, ${c.subject.text}, ${ts(instant(c.ends))})`.execute(
    tx,
  )
}
/** The whole list in place of the one before. */
export async function replaceList(
  tx: Tx,
  issuer: string,
  l: {
    made: number
    next: number | null
    revoked: readonly { serial: string; at: number; reason: number }[]
  },
): Promise<void> {
  await sql`delete from authority.revoked where issuer = ${issuer}`.execute(tx)
  await sql`insert into authority.revoked (issuer, serial, at, reason)
    select ${issuer}, serial, at, reason from jsonb_to_recordset(${JSON.stringify(
      l.revoked.map((r) => ({ ...r, at: ts(instant(r.at)) })),
    )}::jsonb) as x(serial text, at timestamptz, reason int) on conflict do nothing`.execute(tx)
  await sql`update authority.issuer set list_made = ${ts(instant(l.made))},
    list_next = ${l.next === null ? null : ts(instant(l.next))} where id = ${issuer}`.execute(tx)
}
export const isRevoked = async (tx: Tx, issuer: string, serial: string): Promise<boolean> =>
  (
    await sql`select 1 from authority.revoked where issuer = ${issuer} and serial = ${serial}`.execute(
      tx,
    )
  ).rows.length > 0

export async function insertCertificate(
  tx: Tx,
  person: string,
  issuer: string,
  c: Certificate,
  pem: string,
  now: Instant,
): Promise<void> {
  await sql`insert into factor.certificate (fingerprint, person, subject, issuer, serial, pem, ends, made, issued_by)
    values (${c.fingerprint}, ${person}, ${c.subject.text}, ${c.issuer.text}, ${c.serial}, ${pem},
      ${ts(instant(c.ends))}, ${ts(now)}, ${issuer})`.execute(tx)
}
export const certificateHolder = async (
  tx: Tx,
  fingerprint: string,
): Promise<{ person: string; pem: string; issuedBy: string } | null> =>
  (
    await sql<{
      person: string
      pem: string
      issuedBy: string
    }>`select person, pem, issued_by as "issuedBy" from factor.certificate where fingerprint = ${fingerprint} for update`.execute(
      tx,
    )
  ).rows[0] ?? null
export const used = (tx: Tx, fingerprint: string, now: Instant) =>
  sql`update factor.certificate set last_used = ${ts(now)} where fingerprint = ${fingerprint}`.execute(
    tx,
  )
export const dropCertificate = async (tx: Tx, person: string, fingerprint: string) =>
  (
    await sql`delete from factor.certificate where person = ${person} and fingerprint = ${fingerprint}`.execute(
      tx,
    )
  ).numAffectedRows === 1n

/** People whose certificate no longer stands: of this issuer, on its list, or of an issuer that is trusted no more. */
export const holdersFallen = async (tx: Tx, issuer: string): Promise<string[]> =>
  (
    await sql<{ person: string }>`select distinct c.person from factor.certificate c
      join kernel.subject s on s.id = c.issued_by
      where c.issued_by = ${issuer} and (s.state <> '受信' or exists
        (select 1 from authority.revoked r where r.issuer = c.issued_by and r.serial = c.serial))`.execute(
      tx,
    )
  ).rows.map((r) => r.person)
export const countOf = async (tx: Tx, issuer: string) =>
  (
    await sql<{ bound: number; revoked: number }>`select
      (select count(*)::int from factor.certificate where issued_by = ${issuer}) as bound,
      (select count(*)::int from authority.revoked where issuer = ${issuer}) as revoked`.execute(tx)
  ).rows[0] ?? { bound: 0, revoked: 0 }
