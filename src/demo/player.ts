import { Secret, TOTP } from 'otpauth'
import type { Api } from '#api'
import {
  at,
  type Client,
  client,
  type Day,
  type Instant,
  newId,
  ProblemError,
  type Refusal,
} from '#kernel'
import { unwrapAll } from '#outside'
import { demoKeys, PASSWORD, unitOf } from './cast.ts'

/** A clock that goes only where it is told, and never back. */
export interface SimClock {
  now(): Instant
  /** To a Beijing day and time; throws when that is in the past. */
  to(day: Day, hour?: number, minute?: number): Promise<void>
  toInstant(t: Instant): Promise<void>
  /** Only the hand moves: what is due waits for the next `to`. */
  advance(t: Instant): void
}
export function simClock(start: Instant, settle: () => Promise<void>): SimClock {
  let now = start
  const toInstant = async (t: Instant) => {
    if (t < now) throw new Error('时钟不倒走')
    now = t
    await settle()
  }
  return {
    now: () => now,
    toInstant,
    advance(t) {
      if (t > now) now = t
    },
    to: (day, hour = 9, minute = 0) => toInstant(at(day, hour, minute)),
  }
}

export interface StepDone {
  readonly name: string
  readonly actor: string
  readonly ms: number
}
export interface RefusalSeen {
  readonly step: string
  readonly rule: string
  readonly cites: readonly { law: string; article: string; quote: string }[]
  readonly because: string
}
type Fetch = (path: string, init: RequestInit) => Promise<Response> | Response

/** What may not be done yet, was done, or is not theirs; anything else is a fault. */
function unlessRefused(e: unknown): undefined {
  if (!(e instanceof ProblemError) || e.status === 500) throw e
}

/** Plays people: each signs in with its own account and acts over HTTP, and nothing else. */
export class Player {
  readonly steps: StepDone[] = []
  readonly refusals: RefusalSeen[] = []
  readonly #fetch: Fetch
  readonly #clock: SimClock
  readonly #sessions = new Map<string, { cookie: string; at: Instant }>()
  readonly #secrets = new Map<string, string>()

  constructor(fetch: Fetch, clock: SimClock) {
    this.#fetch = fetch
    this.#clock = clock
  }
  async #cookie(account: string): Promise<string> {
    const held = this.#sessions.get(account)
    if (held && this.#clock.now() - held.at < 3_600_000) return held.cookie
    const res = await this.#fetch('/api/session/signIn', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ account, password: PASSWORD }),
    })
    if (!res.ok) throw new Error(`${account} 不能登录：${await res.text()}`)
    const entered = await this.#second(account, res)
    const cookie = entered.headers
      .getSetCookie()
      .map((c) => c.split(';')[0])
      .join('; ')
    this.#sessions.set(account, { cookie, at: this.#clock.now() })
    return cookie
  }
  /** The second factor where the role asks for one: added at the first sign-in, shown at the others. */
  async #second(account: string, first: Response): Promise<Response> {
    const half = (await first.clone().json()) as {
      next?: 'secondFactor' | 'enrolFactor'
      ticket?: string
      totp?: { secret: string }
    }
    if (half.next === undefined) return first
    const secret = half.totp?.secret ?? this.#secrets.get(account)
    if (secret === undefined) throw new Error(`${account} 的第二因素不在手边`)
    this.#secrets.set(account, secret)
    const res = await this.#fetch('/api/session/secondFactor', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        ticket: half.ticket,
        method: half.next === 'enrolFactor' ? 'enrol' : 'totp',
        code: this.#code(secret),
      }),
    })
    if (!res.ok) throw new Error(`${account} 第二步没有通过：${await res.text()}`)
    return res
  }
  /** An act of weight asks once more who this is: a factor where there is one, else the password. The act then goes again as it was. */
  async #prove(account: string): Promise<void> {
    const cookie = await this.#cookie(account)
    const send = (what: string, body: object) =>
      this.#fetch(`/api/session/${what}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', cookie },
        body: JSON.stringify(body),
      })
    const { ticket } = (await (await send('askProof', {})).json()) as { ticket: string }
    const secret = this.#secrets.get(account)
    const shown =
      secret === undefined
        ? { method: 'password', password: PASSWORD }
        : { method: 'totp', code: this.#code(secret) }
    const res = await send('prove', { ticket, ...shown })
    if (!res.ok) throw new Error(`${account} 再次验证没有通过：${await res.text()}`)
  }
  #code(secret: string): string {
    return new TOTP({ secret: Secret.fromBase32(secret) }).generate({
      timestamp: this.#clock.now(),
    })
  }
  /** The api in the hands of one person; every POST carries a key of its own. */
  as(account: string): Client<Api> {
    return client<Api>(async (path, init) => {
      if (/^\/api\/(lot\/(open|openFinal|openPrice)|framework\/(open|openMore))\b/.test(path))
        await this.release(account, (JSON.parse(String(init.body)) as { id: string }).id)
      const headers = new Headers(init.headers)
      headers.set('cookie', await this.#cookie(account))
      if (init.method === 'POST' && !headers.has('idempotency-key'))
        headers.set('idempotency-key', newId())
      const again = () => this.#fetch(path, { ...init, headers: Object.fromEntries(headers) })
      const res = await again()
      if (res.status !== 403 || ((await res.clone().json()) as { next?: string }).next !== 'prove')
        return res
      await this.#prove(account)
      return again()
    })
  }
  /** Somebody who has not signed in. */
  visitor(): Client<Api> {
    return client<Api>((path, init) => this.#fetch(path, init))
  }
  /** Bytes go up by the address for uploads; answers the upload's id. */
  async upload(account: string, name: string, bytes: Uint8Array): Promise<string> {
    const res = await this.#fetch(`/api/upload?name=${encodeURIComponent(name)}`, {
      method: 'POST',
      headers: { cookie: await this.#cookie(account) },
      body: new Uint8Array(bytes),
    })
    if (!res.ok) throw new Error(`${name} 传不上去：${await res.text()}`)
    return ((await res.json()) as { id: string }).id
  }
  /**
   * Let go of the share that this person's unit keeps of a lot, as the custodian's page does with the key file. Where it may
   * not be done yet, or was done, or is not theirs, the act that follows says so.
   */
  async release(account: string, lot: string): Promise<void> {
    const unit = unitOf(account)
    if (!unit) return
    const me = this.as(account)
    const kept = await me.box.listMine().catch(unlessRefused)
    for (const box of (kept ?? []).filter((b: { lot: string }) => b.lot === lot))
      try {
        const waiting = await me.box.getShares({ id: box.id })
        const { privateKey } = demoKeys(unit, waiting.suite)
        const shares = await unwrapAll(waiting.suite, privateKey, waiting.shares)
        await me.box.release({ id: box.id, shares })
      } catch (e) {
        unlessRefused(e)
      }
  }
  async step<T>(name: string, actor: string, run: () => Promise<T>): Promise<T> {
    const began = performance.now()
    const answer = await run()
    this.steps.push({ name, actor, ms: Math.round((performance.now() - began) * 100) / 100 })
    return answer
  }
  /** The unlawful thing is tried, and must be refused under this rule. */
  async refused(step: string, rule: string, run: () => Promise<unknown>): Promise<Refusal> {
    try {
      await run()
    } catch (e) {
      if (!(e instanceof ProblemError) || e.status !== 422) throw e
      const found = (e.body.refusals as Refusal[] | undefined)?.find((r) => r.rule === rule)
      if (!found) throw new Error(`“${step}”被拒绝，但理由不是“${rule}”：${JSON.stringify(e.body)}`)
      this.refusals.push({
        step,
        rule,
        cites: found.cites.map(({ law, article, quote }) => ({ law, article, quote })),
        because: found.because,
      })
      return found
    }
    throw new Error(`“${step}”本应被“${rule}”拒绝，却办成了`)
  }
  get(path: string): Promise<Response> | Response {
    return this.#fetch(path, { method: 'GET' })
  }
  async getAs(
    account: string,
    path: string,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    return this.#fetch(path, {
      method: 'GET',
      headers: { ...headers, cookie: await this.#cookie(account) },
    })
  }
  /** A stream that stays open until the signal. */
  async watch(account: string, path: string, signal: AbortSignal): Promise<Response> {
    return this.#fetch(path, {
      method: 'GET',
      headers: { cookie: await this.#cookie(account) },
      signal,
    })
  }
  /** A key on a telephone of the sandbox. */
  async press(call: string, key: '1' | '2' | '3'): Promise<void> {
    const res = await this.#fetch('/sandbox/phones/press', {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        accept: 'application/json',
      },
      body: new URLSearchParams({ call, key }).toString(),
    })
    if (!res.ok) throw new Error(`按键没有收到：${await res.text()}`)
  }
}
