import { Readable } from 'node:stream'
import { Hono } from 'hono'
import { actorOf, answerError, askAs, Malformed, readAs, type Server, sessionToken } from '#kernel'
import { agencyApi, expertApi, purchaserApi, supplierApi } from '#libraries'
import { regulationApi } from '#libraries/regulations'
import { csvStream, xlsxStream } from '#sheets'
import { findProjects, projectCells, projectColumns, zProjectsWanted } from './projects.ts'

const books = {
  purchaser: { name: '采购人库', op: purchaserApi.find },
  agency: { name: '代理机构库', op: agencyApi.find },
  supplier: { name: '供应商库', op: supplierApi.find },
  expert: { name: '评审专家库', op: expertApi.find },
  regulation: { name: '政策文件', op: regulationApi.find },
} as const
type Book = keyof typeof books
const isBook = (s: string): s is Book => Object.hasOwn(books, s)
const kinds = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
} as const

/**
 * A library as a table: GET /api/{module}/sheet.xlsx or .csv with the same search as its list, and the same limits to
 * what whoever asks may see. Read a page at a time, each in its own short transaction; no cell starts a formula (#sheets).
 */
export function sheetRoutes({ db, world, complain }: Server) {
  const app = new Hono()
  // Whoever asks, and nobody else: each page is read behind the second wall, as the list itself is.
  app.get('/api/project/:file{sheet\\.(xlsx|csv)}', async (c) => {
    try {
      const token = sessionToken(c)
      const actor = token === null ? null : await actorOf(db, token, world)
      if (!actor) throw new Malformed(401, '请先登录，或登录已过期')
      const asked = zProjectsWanted.safeParse(c.req.query())
      if (!asked.success) throw new Malformed(400, asked.error.issues[0]?.message ?? '参数有误')
      const page = (n: number) =>
        readAs(db, world.flows, actor, (tx) =>
          findProjects(askAs(world, tx, actor), { ...asked.data, page: n }),
        )
      const first = await page(1)
      async function* rows() {
        for (let n = 1, now = first; ; n++, now = await page(n)) {
          for (const p of now.projects) yield projectCells(p)
          if (!now.more) return
        }
      }
      return sent(
        c.req.param('file'),
        '项目库',
        projectColumns.map((x) => ({ title: x.label })),
        rows(),
      )
    } catch (e) {
      return answerError(e, complain)
    }
  })
  app.get('/api/:module/:file{sheet\\.(xlsx|csv)}', async (c) => {
    try {
      const { module, file } = c.req.param()
      if (!isBook(module)) throw new Malformed(404, '没有这张表')
      const { name, op } = books[module]
      const token = sessionToken(c)
      const actor = token === null ? null : await actorOf(db, token, world)
      if (op.by && !actor) throw new Malformed(401, '请先登录，或登录已过期')
      if (op.by && actor && !op.by.includes(actor.role))
        throw new Malformed(403, `须由${op.by.join('或')}办理，您的岗位是${actor.role}`)
      const asked = op.input.safeParse({
        q: c.req.query('q') ?? '',
        region: c.req.query('region') ?? '',
        state: c.req.query('state') ?? '',
      })
      if (!asked.success) throw new Malformed(400, asked.error.issues[0]?.message ?? '参数有误')
      const page = (n: number) =>
        db
          .transaction()
          .execute((tx) =>
            op.run(askAs(world, tx, actor ?? { ...guest }), { ...asked.data, page: n }),
          )
      const first = await page(1)
      async function* rows() {
        let at = 1
        let now = first
        for (;;) {
          for (const r of now.rows) yield first.columns.map((col) => r[col.key] ?? null)
          if (at * first.perPage >= first.total || now.rows.length === 0) return
          at += 1
          now = await page(at)
        }
      }
      return sent(
        file,
        name,
        first.columns.map((col) => ({ title: col.label })),
        rows(),
      )
    } catch (e) {
      return answerError(e, complain)
    }
  })
  return app
}
function sent(
  file: string,
  name: string,
  columns: readonly { title: string }[],
  rows: AsyncIterable<readonly (string | null)[]>,
): Response {
  const kind = file.endsWith('.csv') ? 'csv' : 'xlsx'
  const stream = kind === 'csv' ? csvStream(columns, rows) : xlsxStream(name, columns, rows)
  return new Response(Readable.toWeb(stream) as ReadableStream, {
    headers: {
      'content-type': kinds[kind],
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(`${name}.${kind}`)}`,
      'cache-control': 'no-store',
    },
  })
}
const guest = {
  person: null,
  name: '访客',
  role: '访客',
  org: null,
  orgName: '',
  region: '',
} as const
