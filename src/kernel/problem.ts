import { noRoom } from './db.ts'
import { Conflict, NotFound, Refused } from './flow.ts'
import { ProveAgain } from './session.ts'

/** What is wrong with the form of a request: 4xx other than a refusal. */
export class Malformed extends Error {
  override name = 'Malformed'
  readonly status: 400 | 401 | 403 | 404 | 405 | 409 | 413 | 415 | 422 | 429
  /** `path` for programs, `field` in the words of the form. */
  readonly issues: readonly { path: string; field?: string; message: string }[]
  /** Seconds until it is worth asking again (429). */
  readonly retryAfter: number | undefined
  constructor(
    status: Malformed['status'],
    message: string,
    issues: Malformed['issues'] = [],
    retryAfter?: number,
  ) {
    super(message)
    this.status = status
    this.issues = issues
    this.retryAfter = retryAfter
  }
}

const titles: Record<number, string> = {
  400: '请求格式有误',
  401: '请先登录',
  403: '无权办理',
  404: '没有找到',
  405: '方法不对',
  409: '与他人的办理冲突',
  413: '内容过大',
  415: '内容类型不对',
  422: '依规不能办理',
  429: '请求过于频繁',
  500: '系统故障',
  503: '系统正忙',
}
/** RFC 9457. */
export const problem = (status: number, detail: string, more: object = {}) =>
  new Response(
    JSON.stringify({ type: 'about:blank', title: titles[status], status, detail, ...more }),
    {
      status,
      headers: {
        'content-type': 'application/problem+json; charset=utf-8',
        'cache-control': 'no-store',
      },
    },
  )

/** Every error has one answer. What we did not foresee is logged and says nothing. */
export function answerError(e: unknown, complain: (e: unknown) => void): Response {
  if (e instanceof Refused) return problem(422, e.message, { refusals: e.refusals })
  if (e instanceof Malformed) {
    const res = problem(e.status, e.message, e.issues.length > 0 ? { issues: e.issues } : {})
    if (e.retryAfter !== undefined) res.headers.set('retry-after', String(e.retryAfter))
    return res
  }
  if (e instanceof ProveAgain)
    return problem(403, '这项操作要紧，须再次验证是您本人', { next: 'prove' })
  if (e instanceof NotFound) return problem(404, '没有这项内容，或者不在您的办理范围')
  if (e instanceof Conflict) return problem(409, e.message)
  const code = (e as { code?: string }).code
  // Two people at once on one row: the database chose one; the other may try again.
  if (code === '40001' || code === '40P01' || code === '55P03')
    return problem(409, '同一事项正在被他人办理，请稍后再试')
  if (code === '23505') return problem(409, '已有相同的记录，请刷新后再看')
  complain(e)
  if (noRoom(e)) {
    const busy = problem(503, '来办理的人太多，还没有轮到；这次没有办理，请过几秒再试')
    busy.headers.set('retry-after', '3')
    return busy
  }
  return problem(500, '系统出了故障，已记录；本次办理没有生效，请稍后再试')
}
