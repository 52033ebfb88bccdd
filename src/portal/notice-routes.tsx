import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { type Context, Hono } from 'hono'
import {
  correctionsOf,
  cursorOf,
  findNotices,
  markOf,
  type Notice,
  noticeOf,
  proofOf,
  wire,
} from '#disclosure'
import { type Sequencer, sizeOf } from '#journal'
import { type Db, NotFound, pathOf, problem, type Server, type Tx } from '#kernel'
import { PaperError, type Printer } from '#papers'
import { countFound, filesOf, isPlain, RANKED, searchNotices, zSearch } from '#search'
import { feed } from './feed.ts'
import { type Asked, askedIn, type Found, queryOf, SearchPage } from './find.tsx'
import { NoticePage } from './notice.tsx'
import { paperStore } from './notice-paper.ts'
import { CSP, keep, missing, type Site, snapshotOf } from './site.tsx'
import { script, scriptName, VerifyPage } from './verify.tsx'

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'
const FILE = new RegExp(`^(${UUID})(\\.json|\\.pdf)?$`)
const CURSOR = new RegExp(`^\\d{1,14},${UUID}$`)
const PER_PAGE = 20
const COUNTED = 1000
const originOf = (c: Context) => new URL(c.req.url).origin

/** A question as the index takes it. */
export const questionOf = (a: Asked, limit: number, before?: string) =>
  zSearch.parse({
    ...Object.fromEntries(Object.entries(a).filter(([, v]) => v !== '')),
    limit,
    ...(before ? { before } : {}),
  })

/** Lists, search and the notices themselves: as a page, as data, on paper. */
export function noticeRoutes(
  { world, complain }: Server,
  { page, keptPage, read, tagged, failed, knows }: Site,
  sequencer: Sequencer,
  printer: Printer,
) {
  const app = new Hono()
  const papers = paperStore(world.dataDir, printer)
  const notices = keep(500)
  const lists = keep(200)

  async function find(c: Context, tx: Tx): Promise<Found> {
    const { tooLong, ...asked } = askedIn((k) => c.req.query(k))
    const ranked = asked.order === '相关'
    const no = Math.min(
      Number(/^[1-9]\d?$/.exec(c.req.query('page') ?? '')?.[0] ?? 1),
      Math.floor(RANKED / PER_PAGE),
    )
    const before = CURSOR.exec(c.req.query('before') ?? '')?.[0]
    const w = questionOf(asked, PER_PAGE + 1, ranked ? undefined : before)
    const found = tooLong ? [] : await searchNotices(tx, w, ranked ? (no - 1) * PER_PAGE : 0)
    const notices = found?.slice(0, PER_PAGE) ?? null
    const last = (found?.length ?? 0) > PER_PAGE ? notices?.at(-1) : undefined
    const files = new Map<string, Awaited<ReturnType<typeof filesOf>>>()
    if (asked.q)
      for (const n of notices ?? [])
        if (n.content.attachments) files.set(n.id, await filesOf(tx, n.id))
    return {
      asked,
      tooLong,
      notices,
      files,
      count: tooLong || isPlain(w) ? null : await countFound(tx, w, COUNTED),
      counted: COUNTED,
      page: no,
      next: !last
        ? null
        : ranked
          ? no < RANKED / PER_PAGE
            ? String(no + 1)
            : null
          : cursorOf(last),
      first: ranked ? no === 1 : before === undefined,
    }
  }
  const list = (c: Context) =>
    keptPage(c, { store: lists, subject: '', mark: snapshotOf }, async (tx, reader) => (
      <SearchPage reader={reader} f={await find(c, tx)} />
    ))
  app.get('/notices', list)
  app.get('/search', list)

  const atom = async (c: Context, title: string, self: string, notices: readonly Notice[]) =>
    tagged(c, 'application/atom+xml; charset=utf-8', feed(originOf(c), { title, self }, notices), {
      vary: 'Accept-Encoding',
    })
  app.get('/feed.atom', async (c) =>
    atom(c, '最新公告', '/feed.atom', await read((tx) => findNotices(tx, { limit: 50 }))),
  )
  /** Any question as a feed: nobody has to leave an address to be told. */
  app.get('/search.atom', async (c) => {
    const { tooLong, ...asked } = askedIn((k) => c.req.query(k))
    if (tooLong) return problem(400, '查找的内容太长')
    const notices = await read((tx) =>
      searchNotices(tx, questionOf({ ...asked, order: '最新' }, 50)),
    )
    return atom(c, asked.q || asked.kind || '公告', `/search.atom?${queryOf(asked)}`, notices ?? [])
  })

  app.get('/notices/:file', (c) => {
    const [, id = '', as] = FILE.exec(c.req.param('file')) ?? []
    if (as === '.json') return data(c, id)
    if (as === '.pdf') return paper(c, id)
    if (id === '') return page(c, async () => missing())
    const mark = (tx: Db) => markOf(tx, id)
    return keptPage(c, { store: notices, subject: id, mark }, async (tx, reader) => {
      const n = await noticeOf(tx, id)
      const proof = await proofOf(tx, n.id)
      return (
        <NoticePage
          reader={reader}
          n={n}
          proof={proof === null ? null : { index: proof.index, size: await sizeOf(tx) }}
          corrections={await correctionsOf(tx, n.id)}
          corrects={n.corrects === null ? null : await noticeOf(tx, n.corrects)}
          files={n.content.attachments ? await filesOf(tx, n.id) : []}
        />
      )
    })
  })
  app.get('/notices/:id/verify', async (c) => {
    const res = await page(c, async (tx, reader) => {
      const id = c.req.param('id')
      const n = await noticeOf(tx, FILE.test(id) ? id : missing())
      return <VerifyPage reader={reader} n={n} vkey={sequencer.signers.std.vkey} />
    })
    // The one page with a script: ours, by name, and talking to this site only.
    res.headers.set('content-security-policy', `${CSP}; script-src 'self'`)
    return res
  })
  app.get(scriptName, (c) =>
    tagged(c, 'text/javascript; charset=utf-8', script, {
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'Accept-Encoding',
    }),
  )
  /** The same notice as data, with its place in the journal and what has corrected it. */
  async function data(c: Context, id: string) {
    try {
      const n = await read(async (tx) => ({
        ...wire(await noticeOf(tx, id)),
        correctedBy: (await correctionsOf(tx, id)).map((x) => x.id),
        journal: await proofOf(tx, id),
      }))
      return tagged(c, 'application/json; charset=utf-8', JSON.stringify(n), {
        'access-control-allow-origin': '*',
        vary: 'Accept-Encoding',
      })
    } catch (e) {
      if (e instanceof NotFound) return problem(404, '没有这份公告')
      complain(e)
      return problem(500, '系统出了故障，已记录')
    }
  }
  async function paper(c: Context, id: string) {
    try {
      const n = await read((tx) => noticeOf(tx, id))
      const etag = papers.etagOf(n, originOf(c))
      const headers = { etag, 'cache-control': 'no-cache', 'x-content-type-options': 'nosniff' }
      if (knows(c, etag)) return new Response(null, { status: 304, headers })
      const pdf = await papers.of(n, originOf(c))
      return new Response(new Uint8Array(pdf), {
        headers: {
          ...headers,
          'content-type': 'application/pdf',
          'content-length': String(pdf.byteLength),
          'content-disposition': `inline; filename="${n.id}.pdf"; filename*=UTF-8''${encodeURIComponent(`${n.title}.pdf`)}`,
        },
      })
    } catch (e) {
      if (e instanceof NotFound) return problem(404, '没有这份公告')
      if (e instanceof PaperError) return problem(503, e.message)
      complain(e)
      return problem(500, '系统出了故障，已记录')
    }
  }
  /** A file that goes with a notice: always as a download, whatever is in it. */
  app.get('/notices/:id/files/:no', async (c) => {
    try {
      const id = c.req.param('id')
      const n = await read((tx) => noticeOf(tx, FILE.test(id) ? id : missing()))
      const no = /^[1-9]\d?$/.test(c.req.param('no')) ? Number(c.req.param('no')) : 0
      const a = n.content.attachments?.[no - 1] ?? missing()
      const path = pathOf(world.dataDir, a.sha256)
      const { size } = await stat(path)
      return new Response(Readable.toWeb(createReadStream(path)) as ReadableStream, {
        headers: {
          'content-type': 'application/octet-stream',
          'content-length': String(size),
          'x-content-type-options': 'nosniff',
          'content-security-policy': "default-src 'none'; sandbox",
          'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(a.name).replace(/['()*]/g, (x) => `%${x.charCodeAt(0).toString(16)}`)}`,
          etag: `"${a.sha256}"`,
        },
      })
    } catch (e) {
      return failed(c, e)
    }
  })
  return app
}
