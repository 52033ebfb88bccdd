import { isQuery, type Op, type Ops } from './op.ts'

export type Client<A extends Ops> = {
  [M in keyof A]: {
    [N in keyof A[M]]: A[M][N] extends Op<infer _I, infer _O>
      ? (input?: Record<string, unknown>, headers?: Record<string, string>) => Promise<Answer>
      : never
  }
}
// biome-ignore lint/suspicious/noExplicitAny: what came over the wire is looked at by the caller
export type Answer = any

/** A 4xx or 5xx from the server, with the problem it stated. */
export class ProblemError extends Error {
  override name = 'ProblemError'
  readonly status: number
  readonly body: { detail?: string; refusals?: { rule: string; because: string }[] }
  constructor(path: string, status: number, body: ProblemError['body']) {
    super(`${path} ${status} ${body.detail ?? ''}`)
    this.status = status
    this.body = body
  }
}

/** The same api, asked from a test, the demonstration or the bench: api.plan.file({ id }). No server code in here. */
export const client = <A extends Ops>(
  fetch: (path: string, init: RequestInit) => Promise<Response> | Response,
) =>
  new Proxy({} as Client<A>, {
    get: (_, module: string) =>
      new Proxy(
        {},
        {
          get:
            (_, name: string) =>
            async (input: Record<string, string> = {}, headers: Record<string, string> = {}) => {
              const path = `/api/${module}/${name}`
              const res = isQuery(name)
                ? await fetch(`${path}?${new URLSearchParams(input)}`, { method: 'GET', headers })
                : await fetch(path, {
                    method: 'POST',
                    headers: { 'content-type': 'application/json', ...headers },
                    body: JSON.stringify(input),
                  })
              const text = await res.text()
              const body: unknown = text ? JSON.parse(text) : {}
              if (!res.ok) throw new ProblemError(path, res.status, body as ProblemError['body'])
              return body
            },
        },
      ),
  })
