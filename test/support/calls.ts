import { expect } from 'vitest'
import { PASSWORD } from '../../src/demo/cast.ts'

export interface Answer {
  status: number
  body: Record<string, unknown>
  cookie: string
}
/** Plain calls of one test's server: a POST when there is a body; sign-in with the demonstration's password. */
export function caller(url: () => string) {
  async function call(
    path: string,
    body?: unknown,
    cookie = '',
    more: Record<string, string> = {},
  ): Promise<Answer> {
    const res = await fetch(`${url()}/api/${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { 'content-type': 'application/json', cookie, ...more },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    return {
      status: res.status,
      body: (await res.json()) as Answer['body'],
      cookie: res.headers
        .getSetCookie()
        .map((c) => c.split(';')[0])
        .join('; '),
    }
  }
  const signIn = (account: string, password = PASSWORD) =>
    call('session/signIn', { account, password })
  const as = async (account: string) => {
    const r = await signIn(account)
    expect(r.status, account).toBe(200)
    return r.cookie
  }
  return { call, signIn, as }
}
