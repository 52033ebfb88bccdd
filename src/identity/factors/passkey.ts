import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import { sql } from 'kysely'
import { type Instant, type Tx, ts } from '#kernel'

interface Row {
  id: string
  person: string
  name: string
  public_key: Buffer
  counter: number
  transports: string[]
  rp: string
  origin: string
}
const rowsOf = async (tx: Tx, person: string): Promise<Row[]> =>
  (
    await sql<Row>`select id, person, name, public_key, counter, transports, rp, origin
      from factor.passkey where person = ${person} order by made for update`.execute(tx)
  ).rows
type Transports = NonNullable<
  NonNullable<
    Parameters<typeof generateAuthenticationOptions>[0]['allowCredentials']
  >[number]['transports']
>

/** What the browser's navigator.credentials.create() wants; the challenge must be kept for `addPasskey`. */
export async function passkeyOptions(
  tx: Tx,
  p: { id: string; account: string; name: string },
  origin: string,
) {
  return generateRegistrationOptions({
    rpName: '政府采购一张网',
    rpID: new URL(origin).hostname,
    userName: p.account,
    userDisplayName: p.name,
    userID: new Uint8Array(Buffer.from(p.id)),
    excludeCredentials: (await rowsOf(tx, p.id)).map((r) => ({ id: r.id })),
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
    attestationType: 'none',
  })
}
/** True when the authenticator answered this challenge, from this origin, with its owner verified. */
export async function addPasskey(
  tx: Tx,
  p: { id: string },
  o: { response: unknown; challenge: string; origin: string; name: string; now: Instant },
): Promise<boolean> {
  const rp = new URL(o.origin).hostname
  const v = await verifyRegistrationResponse({
    response: o.response as RegistrationResponseJSON,
    expectedChallenge: o.challenge,
    expectedOrigin: o.origin,
    expectedRPID: rp,
    requireUserVerification: true,
  }).catch(() => null)
  if (!v?.verified) return false
  const c = v.registrationInfo.credential
  await sql`insert into factor.passkey (id, person, name, public_key, counter, transports, rp, origin, made)
    values (${c.id}, ${p.id}, ${o.name}, ${Buffer.from(c.publicKey)}, ${c.counter}, ${c.transports ?? []}, ${rp}, ${o.origin}, ${ts(o.now)})`.execute(
    tx,
  )
  return true
}
/** For one person and the site the browser is on; null when no passkey was registered there. */
export async function passkeyChallenge(tx: Tx, person: string, origin: string) {
  const here = (await rowsOf(tx, person)).filter((r) => r.origin === origin)
  if (here.length === 0) return null
  return generateAuthenticationOptions({
    rpID: new URL(origin).hostname,
    userVerification: 'required',
    allowCredentials: here.map((r) => ({ id: r.id, transports: r.transports as Transports })),
  })
}
/**
 * The assertion is believed only for the domain and origin where the passkey was registered, whatever address this request came to:
 * a site in between has another origin in what the authenticator signed.
 */
export async function passkeyIs(
  tx: Tx,
  person: string,
  o: { response: unknown; challenge: string; now: Instant },
): Promise<boolean> {
  const given = o.response as AuthenticationResponseJSON | null
  const row = (await rowsOf(tx, person)).find((r) => r.id === given?.id)
  if (!row || !given) return false
  const v = await verifyAuthenticationResponse({
    response: given,
    expectedChallenge: o.challenge,
    expectedOrigin: row.origin,
    expectedRPID: row.rp,
    requireUserVerification: true,
    credential: {
      id: row.id,
      publicKey: new Uint8Array(row.public_key),
      counter: row.counter,
      transports: row.transports as Transports,
    },
  }).catch(() => null)
  if (!v?.verified) return false
  await sql`update factor.passkey set counter = ${v.authenticationInfo.newCounter}, last_used = ${ts(o.now)} where id = ${row.id}`.execute(
    tx,
  )
  return true
}
export const dropPasskey = async (tx: Tx, person: string, id: string) =>
  (await sql`delete from factor.passkey where person = ${person} and id = ${id}`.execute(tx))
    .numAffectedRows === 1n

export interface Factors {
  readonly totp: boolean
  readonly codesLeft: number
  readonly passkeys: readonly {
    id: string
    name: string
    made: Instant
    lastUsed: Instant | null
    origin: string
  }[]
  readonly certificates: readonly {
    fingerprint: string
    subject: string
    issuer: string
    serial: string
    made: Instant
    ends: Instant
    lastUsed: Instant | null
    /** Is on the issuer's list, or the issuer is trusted no more. */
    fallen: '已吊销' | '颁发机构已停用' | null
  }[]
}
export async function factorsOf(tx: Tx, person: string): Promise<Factors> {
  const one = await sql<{ totp: boolean; left: number }>`select
    exists (select 1 from factor.totp where person = ${person} and confirmed is not null) as totp,
    (select count(*)::int from factor.recovery where person = ${person} and used is null) as left`.execute(
    tx,
  )
  const keys = await sql<{
    id: string
    name: string
    made: Instant
    last_used: Instant | null
    origin: string
  }>`select id, name, made, last_used, origin from factor.passkey where person = ${person} order by made`.execute(
    tx,
  )
  const certificates = await sql<
    Factors['certificates'][number]
  >`select c.fingerprint, c.subject, c.issuer,
      c.serial, c.made, c.ends, c.last_used as "lastUsed",
      case when s.state <> '受信' then '颁发机构已停用' when r.serial is not null then '已吊销' end as fallen
    from factor.certificate c join kernel.subject s on s.id = c.issued_by
      left join authority.revoked r on r.issuer = c.issued_by and r.serial = c.serial
    where c.person = ${person} order by c.made`.execute(tx)
  return {
    certificates: certificates.rows,
    totp: one.rows[0]?.totp ?? false,
    codesLeft: one.rows[0]?.left ?? 0,
    passkeys: keys.rows.map(({ last_used, ...k }) => ({ ...k, lastUsed: last_used })),
  }
}
