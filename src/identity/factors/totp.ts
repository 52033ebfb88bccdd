import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  hkdfSync,
  randomBytes,
  randomInt,
} from 'node:crypto'
import { sql } from 'kysely'
import { Secret, TOTP } from 'otpauth'
import { type Instant, type Tx, ts, type World } from '#kernel'

const PERIOD = 30
const keyFor = (world: Pick<World, 'masterKey'>, use: string) =>
  Buffer.from(hkdfSync('sha256', world.masterKey, new Uint8Array(), `yiwang factor ${use}`, 32))
function hide(world: World, person: string, text: Uint8Array): Buffer {
  const nonce = randomBytes(12)
  const c = createCipheriv('aes-256-gcm', keyFor(world, 'totp'), nonce)
  c.setAAD(Buffer.from(person))
  const body = Buffer.concat([c.update(text), c.final()])
  return Buffer.concat([nonce, c.getAuthTag(), body])
}
function show(world: World, person: string, kept: Buffer): Buffer {
  const d = createDecipheriv('aes-256-gcm', keyFor(world, 'totp'), kept.subarray(0, 12))
  d.setAAD(Buffer.from(person))
  d.setAuthTag(kept.subarray(12, 28))
  return Buffer.concat([d.update(kept.subarray(28)), d.final()])
}
const totp = (secret: Uint8Array, label: string) =>
  new TOTP({
    issuer: '政府采购一张网',
    label,
    secret: new Secret({ buffer: Uint8Array.from(secret).buffer }),
    period: PERIOD,
  })

/** A new secret, not yet believed: it counts once a code from it has been shown. */
export async function startTotp(
  tx: Tx,
  world: World,
  p: { id: string; account: string },
): Promise<{ uri: string; secret: string }> {
  const bytes = randomBytes(20)
  const t = totp(bytes, p.account)
  await sql`insert into factor.totp (person, secret) values (${p.id}, ${hide(world, p.id, bytes)})
    on conflict (person) do update set secret = excluded.secret, confirmed = null, last_step = 0
    where factor.totp.confirmed is null`.execute(tx)
  return { uri: t.toString(), secret: t.secret.base32 }
}
/**
 * Is this the code of now, or of half a minute to either side? Each time step is believed once: a code that was seen is worth nothing.
 * `first` looks at a secret that waits for its first code, and confirms it.
 */
export async function totpIs(
  tx: Tx,
  world: World,
  person: string,
  code: string,
  now: Instant,
  first = false,
): Promise<boolean> {
  const { rows } = await sql<{ secret: Buffer; confirmed: Instant | null; last_step: number }>`
    select secret, confirmed, last_step from factor.totp where person = ${person} for update`.execute(
    tx,
  )
  const row = rows[0]
  if (!row || (row.confirmed === null) !== first) return false
  const delta = totp(show(world, person, row.secret), '').validate({
    token: code.replace(/\s/g, ''),
    timestamp: now,
    window: 1,
  })
  if (delta === null) return false
  const at = Math.floor(now / 1000 / PERIOD) + delta
  if (at <= row.last_step) return false
  await sql`update factor.totp set last_step = ${at}, confirmed = coalesce(confirmed, ${ts(now)}) where person = ${person}`.execute(
    tx,
  )
  return true
}
export const dropTotp = (tx: Tx, person: string) =>
  sql`delete from factor.totp where person = ${person}`.execute(tx)

const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789'
const codeDigest = (world: World, person: string, code: string) =>
  createHmac('sha256', keyFor(world, 'recovery'))
    .update(`${person} ${code.toLowerCase().replace(/[^0-9a-z]/g, '')}`)
    .digest()
/** Ten codes, shown once, kept as digests; each lets in once. The earlier ten are void. */
export async function newRecoveryCodes(tx: Tx, world: World, person: string): Promise<string[]> {
  await sql`delete from factor.recovery where person = ${person}`.execute(tx)
  const codes = Array.from({ length: 10 }, () =>
    Array.from({ length: 12 }, () => LETTERS[randomInt(LETTERS.length)])
      .join('')
      .replace(/(.{4})(?=.)/g, '$1-'),
  )
  for (const code of codes)
    await sql`insert into factor.recovery (person, code) values (${person}, ${codeDigest(world, person, code)})`.execute(
      tx,
    )
  return codes
}
export async function recoveryIs(tx: Tx, world: World, person: string, code: string, now: Instant) {
  const r = await sql`update factor.recovery set used = ${ts(now)}
    where person = ${person} and code = ${codeDigest(world, person, code)} and used is null`.execute(
    tx,
  )
  return r.numAffectedRows === 1n
}
