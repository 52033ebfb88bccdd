import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import type { Context } from 'hono'
import { getCookie } from 'hono/cookie'
import { sql } from 'kysely'
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
    here: pathAndQuery(c.req.url),
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
  /**
   * As `page`, but made only when its mark is another: `mark` is one cheap question, asked anew for whoever comes. What `run` makes
   * of the hour and not of the database, it bounds with `until`.
   */
  async function keptPage(
    c: Context,
    { store, subject, mark }: Keeping,
    run: (tx: Tx, reader: Reader, until: (good: () => boolean) => void) => Promise<unknown>,
  ) {
    try {
      const r = readerOf(c)
      const make = async () => {
        const bounds: (() => boolean)[] = []
        const text = html(await read((tx) => run(tx, r, (good) => bounds.push(good))))
        return { value: body(HTML, text), good: () => bounds.every((good) => good()) }
      }
      const variant = `${r.lang} ${r.elder} ${r.here}`
      return sent(c, await store(subject, variant, () => mark(db), make))
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
  const tagged = (c: Context, type: string, text: string, more: Record<string, string> = {}) =>
    sent(c, body(type, text, more))
  /** Nothing of a body is written, packed or told again to whoever has it already. */
  function sent(c: Context, b: Body) {
    const packed = b.pack !== null && accepts(c)
    const headers = packed ? b.packed : b.plain
    if (knows(c, b.etag)) return new Response(null, { status: 304, headers })
    return new Response(packed ? b.pack() : b.bytes, { headers })
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
const pathAndQuery = (url: string) => url.slice(url.indexOf('/', url.indexOf('//') + 2))

/** Pages that are kept together, and by what one of them is known to be as it was. */
export interface Keeping {
  readonly store: ReturnType<typeof keep>
  readonly subject: string
  readonly mark: (tx: Db) => Promise<string>
}
export const keep = (most: number) => fresh<Body>(most)
/**
 * Two snapshots that read alike see the same rows: the mark of a page that is made of many. Any commit makes another, and no commit,
 * however late its number comes in, leaves the mark as it was.
 */
export async function snapshotOf(db: Db): Promise<string> {
  const { rows } = await sql<{ now: string }>`select pg_current_snapshot()::text as now`.execute(db)
  return rows[0]?.now ?? ''
}

/** What is sent, with its headers, as it is and packed: made once, sent as often as somebody asks. */
interface Body {
  readonly etag: string
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly plain: Readonly<Record<string, string>>
  /** null: too short to be worth packing. */
  readonly pack: (() => Uint8Array<ArrayBuffer>) | null
  readonly packed: Readonly<Record<string, string>>
}
function body(type: string, text: string, more: Readonly<Record<string, string>> = {}): Body {
  const bytes = Buffer.from(text)
  const plain = {
    ...safe,
    'content-type': type,
    etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`,
    'cache-control': 'no-cache',
    vary: 'Cookie, Accept-Encoding',
    ...more,
  }
  let made: Uint8Array<ArrayBuffer> | undefined
  return {
    etag: plain.etag,
    bytes,
    plain,
    pack: text.length > LEAST_PACKED ? () => (made ??= gzipSync(bytes, { level: 5 })) : null,
    // The bytes of one text may differ by encoding, what they say does not: weakly the same.
    packed: { ...plain, 'content-encoding': 'gzip', etag: `W/${plain.etag}` },
  }
}
