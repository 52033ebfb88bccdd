import { sql } from 'kysely'
import * as oidc from 'openid-client'
import { openTicket, spendTicket, tryTicket } from '#identity/factors'
import { locked, logEvent, type Person, personByAccount, personOf, tried } from '#identity/people'
import { type Db, type Held, type Instant, Malformed, settingsSet, type Tx, ts } from '#kernel'
import { entryValues } from '#law'
import { askedOf, type From, type Halfway, onward, type SignedIn, type Where } from './enter.ts'

/** 统一身份认证: an OpenID provider that the operator named. It says who somebody is; what he may do here stays with us. */
export interface Provider {
  readonly issuer: string
  readonly clientId: string
  /** null: a public client, with PKCE alone. */
  readonly secret: string | null
  /** Where this house is for browsers: 'https://yiwang.example'. Never taken from a request. */
  readonly origin: string
}
export const UNIFIED_PATH = '/api/session/unifiedReturn'
/** Signing in over there may take a while. */
const AWAY_MS = 10 * 60_000
type Purpose = 'signIn' | 'link'
interface Away {
  readonly purpose: Purpose
  readonly state: string
  readonly nonce: string
  readonly verifier: string
  readonly session: string | null
}
interface Done {
  readonly failure: string | null
  readonly strong: boolean
}
/** What the id token and, where a claim is only there, the user information say. */
interface Said {
  readonly issuer: string
  readonly subject: string
  readonly claims: Readonly<Record<string, unknown>>
}

export class Unified {
  readonly #p: Provider
  readonly #where: Where
  readonly #complain: (e: unknown) => void
  #found: Promise<oidc.Configuration> | undefined
  constructor(p: Provider, where: Where, complain: (e: unknown) => void) {
    this.#p = p
    this.#where = where
    this.#complain = complain
  }
  get #redirect() {
    return `${this.#p.origin}${UNIFIED_PATH}`
  }
  /** Found out once; a provider that was away is asked again the next time. */
  async #config(): Promise<oidc.Configuration> {
    const { issuer, clientId, secret } = this.#p
    const here = /^http:\/\/(127\.0\.0\.1|localhost|\[::1\])(:|\/|$)/.test(issuer)
    this.#found ??= oidc
      .discovery(
        new URL(issuer),
        clientId,
        undefined,
        secret === null ? oidc.None() : oidc.ClientSecretBasic(secret),
        {
          // The signature of the id token is checked even where TLS to the token endpoint would do.
          execute: [oidc.enableNonRepudiationChecks, ...(here ? [oidc.allowInsecureRequests] : [])],
          timeout: 10,
        },
      )
      .catch((e) => {
        this.#found = undefined
        this.#complain(e)
        throw new Malformed(422, '统一身份认证现在连不上，请稍后再试，或用账号口令登录')
      })
    return this.#found
  }
  /** The address over there, and a ticket for this browser's cookie. */
  async away(purpose: Purpose, held: Held | null): Promise<{ url: string; token: string }> {
    const config = await this.#config()
    const away: Away = {
      purpose,
      state: oidc.randomState(),
      nonce: oidc.randomNonce(),
      verifier: oidc.randomPKCECodeVerifier(),
      session: held?.id ?? null,
    }
    const { db, world } = this.#where
    const set = await db.transaction().execute(async (tx) => entryValues(await settingsSet(tx)))
    const url = oidc.buildAuthorizationUrl(config, {
      ...(set.统一身份免第二因素 ? { acr_values: set.统一身份免第二因素 } : {}),
      redirect_uri: this.#redirect,
      scope: 'openid profile',
      code_challenge: await oidc.calculatePKCECodeChallenge(away.verifier),
      code_challenge_method: 'S256',
      state: away.state,
      nonce: away.nonce,
    })
    const token = await db
      .transaction()
      .execute((tx) =>
        openTicket(tx, 'unified', held?.actor.person ?? null, { ...away }, world.now(), AWAY_MS),
      )
    return { url: url.href, token }
  }
  /**
   * The browser is back. The ticket is spent before the code is shown to the provider, so that a second coming finds nothing. What
   * came of it waits behind a new ticket, for the page to fetch by a POST of its own.
   */
  async back(
    token: string,
    query: string,
    held: Held | null,
  ): Promise<{ token: string; to: string }> {
    const { db, world } = this.#where
    const away = await db.transaction().execute(async (tx) => {
      const t = await tryTicket<Away>(tx, 'unified', token, world.now())
      return t && (await spendTicket(tx, token)) ? t : null
    })
    const to = away?.data.purpose === 'link' ? '/desk/security?unified=1' : '/desk/?unified=1'
    const failed = (failure: string) =>
      db.transaction().execute(async (tx) => ({
        to,
        token: await openTicket(tx, 'unifiedDone', null, { failure, strong: false }, world.now()),
      }))
    if (!away) return failed('这一步已过期或已用过，请重新从“统一身份认证”进入')
    const said = await this.#said(query, away.data).catch((e: unknown) => {
      this.#complain(e)
      return null
    })
    if (!said) return failed('统一身份认证没有通过核对，请重新进入')
    return db.transaction().execute(async (tx) => {
      const set = entryValues(await settingsSet(tx))
      const person =
        away.data.purpose === 'link'
          ? await linkTo(tx, said, away.person, away.data.session === held?.id, world.now())
          : await personFor(tx, said, set, this.#where.demo, world.now())
      const values = set.统一身份免第二因素.split(/\s+/).filter(Boolean)
      const shown = [said.claims['acr'], said.claims['amr']].flat()
      const done =
        typeof person === 'string'
          ? { failure: null, strong: values.some((v) => shown.includes(v)) }
          : { failure: person.message, strong: false }
      const now = world.now()
      const of = typeof person === 'string' ? person : null
      return { to, token: await openTicket(tx, 'unifiedDone', of, { ...done }, now) }
    })
  }
  async #said(query: string, away: Away): Promise<Said> {
    const config = await this.#config()
    const tokens = await oidc.authorizationCodeGrant(config, new URL(`${this.#redirect}${query}`), {
      pkceCodeVerifier: away.verifier,
      expectedState: away.state,
      expectedNonce: away.nonce,
      idTokenExpected: true,
    })
    const id = tokens.claims()
    if (!id) throw new Error('没有身份令牌')
    const more =
      config.serverMetadata().userinfo_endpoint === undefined
        ? {}
        : await oidc.fetchUserInfo(config, tokens.access_token, id.sub)
    return { issuer: id.iss, subject: id.sub, claims: { ...more, ...id } }
  }
  /** Fetch what came of it: in, or on to the second factor. Once. */
  async enter(token: string, from: From): Promise<SignedIn | Halfway> {
    const { db, world } = this.#where
    const now = world.now()
    const r = await db.transaction().execute(async (tx) => {
      const t = await tryTicket<Done>(tx, 'unifiedDone', token, now)
      if (!t || !(await spendTicket(tx, token)))
        return new Malformed(401, '这一步已过期或已用过，请重新进入')
      if (t.data.failure !== null || t.person === null)
        return new Malformed(401, t.data.failure ?? '统一身份认证没有通过核对')
      const p = await personOf(tx, t.person, 'update')
      if (p.disabled) return new Malformed(401, NOBODY)
      const { factors, more: asked } = await askedOf(tx, p, undefined)
      const more = asked && !t.data.strong
      const count = await tried(tx, p.account, more ? 'half' : 'right', now)
      if (count.locked) return locked()
      return onward(
        tx,
        world,
        p,
        {
          position: undefined,
          first: '统一身份认证',
          done: t.data.strong ? '统一身份认证' : null,
          factors,
          more,
        },
        from,
      )
    })
    if (r instanceof Malformed) throw r
    return r
  }
  /** What came of linking. */
  async linked(token: string): Promise<void> {
    const { db, world } = this.#where
    const t = await db.transaction().execute(async (tx) => {
      const found = await tryTicket<Done>(tx, 'unifiedDone', token, world.now())
      return found && (await spendTicket(tx, token)) ? found : null
    })
    if (!t) throw new Malformed(401, '这一步已过期或已用过，请重新关联')
    if (t.data.failure !== null) throw new Malformed(422, t.data.failure)
  }
  /** Where to leave over there too; null when the provider has no such place. */
  async leave(): Promise<string | null> {
    const config = await this.#config()
    if (config.serverMetadata().end_session_endpoint === undefined) return null
    return oidc.buildEndSessionUrl(config, {
      post_logout_redirect_uri: `${this.#p.origin}/desk/`,
    }).href
  }
}
const NOBODY = '统一身份认证通过了，但没有关联本系统的账号：请先用账号口令登录，在“我的安全”里关联'

const linkedPerson = async (tx: Tx, s: Said) =>
  (
    await sql<{ person: string }>`select person from factor.federated
      where issuer = ${s.issuer} and subject = ${s.subject}`.execute(tx)
  ).rows[0]?.person
async function link(tx: Tx, s: Said, p: Person, how: string, now: Instant) {
  await sql`insert into factor.federated (issuer, subject, person, made)
    values (${s.issuer}, ${s.subject}, ${p.id}, ${ts(now)})`.execute(tx)
  await logEvent(tx, now, { person: p.id, name: p.name, kind: '因素', said: how })
}
/** Whose account it is: linked before, or by the claim that the security administrator named. An error when it is nobody's. */
async function personFor(
  tx: Tx,
  s: Said,
  set: ReturnType<typeof entryValues>,
  demo: boolean,
  now: Instant,
): Promise<string | Error> {
  const known = await linkedPerson(tx, s)
  const may = (p: Person) => !p.disabled && (!p.demo || demo)
  if (known !== undefined) return may(await personOf(tx, known)) ? known : new Error(NOBODY)
  const name = set.统一身份关联声明
  const value = name === '' ? undefined : s.claims[name]
  if (typeof value !== 'string' || value === '') return new Error(NOBODY)
  const verified =
    set.统一身份核验声明 || (name === 'email' || name === 'phone_number' ? `${name}_verified` : '')
  if (verified !== '' && s.claims[verified] !== true)
    return new Error('统一身份认证说这项资料还没有核验，不能据此关联账号')
  const p = await personByAccount(tx, value)
  if (!p || !may(p)) return new Error(NOBODY)
  await link(tx, s, p, `首次以统一身份认证登录，按“${name}”关联到本账号`, now)
  return p.id
}
/** One's own link, from a session that is still the one that went away. */
async function linkTo(
  tx: Tx,
  s: Said,
  person: string | null,
  same: boolean,
  now: Instant,
): Promise<string | Error> {
  if (person === null || !same) return new Error('登录已经换人或过期，没有关联')
  const known = await linkedPerson(tx, s)
  if (known === person) return person
  if (known !== undefined) return new Error('这个统一身份已关联别的账号')
  await link(tx, s, await personOf(tx, person, 'update'), '关联了统一身份认证', now)
  return person
}
export const unlink = async (tx: Tx, person: string): Promise<boolean> =>
  ((await sql`delete from factor.federated where person = ${person}`.execute(tx)).numAffectedRows ??
    0n) > 0n
export const linksOf = async (tx: Tx | Db, person: string) =>
  (
    await sql<{ issuer: string; made: Instant }>`select issuer, made from factor.federated
      where person = ${person} order by made`.execute(tx)
  ).rows
