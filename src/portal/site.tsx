import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import type { Context } from 'hono'
import { getCookie } from 'hono/cookie'
import { type Db, NotFound, type Server, type Tx } from '#kernel'
import { fresh } from './fresh.ts'
import { Message, type Reader, wordsOf } from './layout.tsx'
import { isLanguage, type Language } from './say/index.ts'
import { cssSource } from './style.ts'

/** There is no script on a page; what asks beside it (a crawler for robots.txt, a checker) may ask this site. */
export const CSP = `default-src 'none'; style-src 'self' ${cssSource}; font-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`
export const safe = {
  'content-security-policy': CSP,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
}
/** Shorter texts are sent as they are. */
const LEAST_PACKED = 1400
export const HTML = 'text/html; charset=utf-8'

export function missing(): never {
  throw new NotFound('页面')
}
const langOf = (s: string | undefined): Language => (isLanguage(s) ? s : 'zh')
export type Site = ReturnType<typeof siteOf>

/** How every page of the portal is made: read in one snapshot, rendered, tagged, and answered with 304 when nothing changed. */
export function siteOf({ db, world, complain }: Server) {
  const readerOf = (c: Context): Reader => ({
    elder: getCookie(c, 'elder') === '1',
    lang: langOf(getCookie(c, 'lang')),
    here: c.req.path + new URL(c.req.url).search,
    ...(world.training ? { training: true } : {}),
  })
  const read = <T,>(run: (tx: Tx) => Promise<T>) =>
    db.transaction().setAccessMode('read only').setIsolationLevel('repeatable read').execute(run)

  const html = (body: unknown) => `<!doctype html>${body}`
  async function page(c: Context, run: (tx: Tx, reader: Reader) => Promise<unknown>) {
    try {
      return tagged(c, HTML, html(await read((tx) => run(tx, readerOf(c)))))
    } catch (e) {
      return failed(c, e)
    }
  }
  /** As `page`, but made only when its mark is another: `mark` is one cheap question, asked anew for whoever comes. */
  const made = fresh<string>(500)
  async function keptPage(
    c: Context,
    subject: string,
    mark: (tx: Db) => Promise<string>,
    run: (tx: Tx, reader: Reader) => Promise<unknown>,
  ) {
    try {
      const r = readerOf(c)
      const variant = `${r.lang} ${r.elder} ${r.here}`
      const make = async () => html(await read((tx) => run(tx, r)))
      return tagged(c, HTML, await made(subject, variant, () => mark(db), make))
    } catch (e) {
      return failed(c, e)
    }
  }
  function failed(c: Context, e: unknown) {
    const lost = e instanceof NotFound
    if (!lost) complain(e)
    const reader = readerOf(c)
    const t = wordsOf(reader)
    const text = t(lost ? 'message.lostText' : 'message.faultText')
    const title = t(lost ? 'message.lost' : 'message.fault')
    const body = <Message reader={reader} title={title} text={text} />
    return answer(body, lost ? 404 : 500)
  }
  /** A page that says something about what was just done; kept by nobody. */
  const answer = (body: unknown, status = 200) =>
    new Response(html(body), {
      status,
      headers: { ...safe, 'content-type': HTML, 'cache-control': 'no-store' },
    })
  function tagged(c: Context, type: string, text: string, more: Record<string, string> = {}) {
    const packed = text.length > LEAST_PACKED && accepts(c)
    const mark = createHash('sha256').update(text).digest('base64url').slice(0, 22)
    const headers = {
      ...safe,
      'content-type': type,
      etag: `"${mark}"`,
      'cache-control': 'no-cache',
      vary: 'Cookie, Accept-Encoding',
      ...more,
      ...(packed ? { 'content-encoding': 'gzip' } : {}),
    }
    // The bytes of one text may differ by encoding, what they say does not: weakly the same.
    if (packed) headers.etag = `W/${headers.etag}`
    return knows(c, headers.etag.replace(/^W\//, ''))
      ? new Response(null, { status: 304, headers })
      : new Response(packed ? new Uint8Array(gzipSync(text, { level: 5 })) : text, { headers })
  }
  const accepts = (c: Context) =>
    /(^|,)\s*gzip\s*(;\s*q=(?!0(\.0*)?\s*(,|$))[\d.]+\s*)?(,|$)/i.test(
      c.req.header('accept-encoding') ?? '',
    )
  const knows = (c: Context, etag: string) =>
    c.req
      .header('if-none-match')
      ?.split(',')
      .map((t) => t.trim().replace(/^W\//, ''))
      .includes(etag) === true
  return { readerOf, read, page, keptPage, failed, answer, tagged, knows }
}
