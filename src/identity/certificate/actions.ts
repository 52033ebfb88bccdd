import { logEvent, type Person, positionsOf } from '#identity/people'
import {
  type Ask,
  BadDer,
  begin,
  type Certificate,
  certificateOf,
  closeSessionsOf,
  holderFault,
  type Instant,
  issuedBy,
  issuerFault,
  lawToday,
  listFault,
  newId,
  pem,
  proofText,
  type RevocationList,
  revocationListOf,
  settingsSet,
  sm2Signed,
  story,
  type Tx,
} from '#kernel'
import { entryValues } from '#law'
import { type Facts, issuerFlow, namesPerson } from './model.ts'
import * as store from './store.ts'

const plain: Facts = { certificate: null, list: null, known: false }
export const issuers = story(issuerFlow, async () => plain)
/** What was read, or why it could not be. */
function reading<T>(read: () => T): T | string {
  try {
    return read()
  } catch (e) {
    if (e instanceof BadDer) return e.message
    throw e
  }
}

/** Trust this issuer from now on. `file`: PEM. */
export async function trust(ask: Ask, file: string) {
  const read = reading(() => certificateOf(file))
  const fault = typeof read === 'string' ? read : issuerFault(read, ask.now)
  const known = typeof read !== 'string' && (await store.issuerKnown(ask.tx, read.fingerprint))
  const id = newId()
  const s = await begin(
    ask,
    issuerFlow,
    'trust',
    {
      id,
      title: typeof read === 'string' ? '颁发机构' : read.subject.commonName || read.subject.text,
      process: id,
      lawOn: lawToday(ask),
      region: ask.actor.region,
      parties: {},
    },
    { ...plain, certificate: fault, known },
    typeof read === 'string' ? {} : { data: { fingerprint: read.fingerprint } },
  )
  if (typeof read !== 'string') await store.insertIssuer(ask.tx, id, read)
  return s
}
/** Whoever came in with what has fallen is out, and comes back with something that stands. */
async function throwOut(ask: Ask, issuer: string) {
  for (const person of await store.holdersFallen(ask.tx, issuer))
    await closeSessionsOf(ask.tx, person)
}
/** The issuer's newest list. `file`: PEM. */
export async function publish(ask: Ask, id: string, file: string) {
  const issuer = await store.issuerOf(ask.tx, id)
  const read = reading(() => revocationListOf(file))
  const fault =
    typeof read === 'string'
      ? read
      : issuer &&
        listFault(read, certificateOf(new Uint8Array(issuer.certificate)), ask.now, issuer.listMade)
  const list = fault === null ? (read as RevocationList) : null
  const s = await issuers.take(
    ask,
    'publish',
    id,
    { list: fault },
    { data: { revoked: list?.revoked.length ?? 0 } },
  )
  if (list) await store.replaceList(ask.tx, id, list)
  await throwOut(ask, id)
  return s
}
export async function end(ask: Ask, id: string, reason: string) {
  const s = await issuers.take(ask, 'end', id, undefined, { data: { reason } })
  await throwOut(ask, id)
  return s
}

/** Why this certificate does not stand today; null when it does. Asked at every use, not only when it was bound. */
async function faultOf(tx: Tx, c: Certificate, now: Instant, issuer: string | null) {
  const own = holderFault(c, now)
  if (own) return own
  const by = (await store.trusted(tx)).find(
    (i) => (issuer === null || i.id === issuer) && issuedBy(c, i.read),
  )
  if (!by) return '证书不是受信任的颁发机构签发的'
  if (issuerFault(by.read, now)) return '颁发机构的证书已过期'
  if (await store.isRevoked(tx, by.id, c.serial)) return '证书已被颁发机构吊销'
  return null
}
export interface Proof {
  readonly purpose: '登录' | '再次验证' | '登记'
  readonly origin: string
  readonly challenge: string
}
/**
 * Whose certificate it is was fixed when it was bound; the browser names it by its fingerprint and sends a signature over this
 * ticket's challenge. False for anything else: another person's, revoked, expired, another challenge, another site.
 */
export async function certificateIs(
  tx: Tx,
  person: string,
  o: { fingerprint: string; signature: string },
  proof: Proof,
  now: Instant,
): Promise<boolean> {
  const kept = await store.certificateHolder(tx, o.fingerprint)
  if (kept?.person !== person) return false
  const c = certificateOf(kept.pem)
  if ((await faultOf(tx, c, now, kept.issuedBy)) !== null) return false
  if (!sm2Signed(c.publicKey, proofText(proof), o.signature)) return false
  await store.used(tx, o.fingerprint, now)
  return true
}
/** Bind a certificate whose key the person has just shown to hold. Answers why not, or null. */
export async function bindCertificate(
  ask: Ask,
  p: Person,
  o: { certificate: string; signature: string },
  proof: Proof,
): Promise<string | null> {
  const c = reading(() => certificateOf(o.certificate))
  if (typeof c === 'string') return c
  if (!sm2Signed(c.publicKey, proofText(proof), o.signature)) return '没有证明持有这张证书的私钥'
  const fault = await faultOf(ask.tx, c, ask.now, null)
  if (fault) return fault
  const orgs = (await positionsOf(ask.tx, p.id)).map((x) => x.actor.orgName)
  const { 证书须写本人姓名: named } = entryValues(await settingsSet(ask.tx))
  if (named && !namesPerson(c.subject, { name: p.name, orgs }))
    return `证书上写的是“${c.subject.commonName}”，与您的姓名和任职单位都不符`
  const kept = await store.certificateHolder(ask.tx, c.fingerprint)
  if (kept) return kept.person === p.id ? '这张证书已经登记过' : '这张证书已登记在别的账号'
  const by = (await store.trusted(ask.tx)).find((i) => issuedBy(c, i.read))
  await store.insertCertificate(ask.tx, p.id, by?.id ?? '', c, pem('CERTIFICATE', c.bytes), ask.now)
  await logEvent(ask.tx, ask.now, {
    person: p.id,
    name: p.name,
    kind: '因素',
    said: `登记了数字证书“${c.subject.commonName}”`,
  })
  return null
}
