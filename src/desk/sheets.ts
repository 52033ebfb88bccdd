import { Readable } from 'node:stream'
import { Hono } from 'hono'
import { flows } from '#flows'
import { takeOut } from '#identity/privacy'
import {
  type Actor,
  type AnyFlow,
  actorOf,
  answerError,
  askAs,
  checked,
  Malformed,
  type Ops,
  readAs,
  type Server,
  type Summary,
  sessionToken,
  showInstant,
} from '#kernel'
import { agencyApi, expertApi, purchaserApi, supplierApi } from '#libraries'
import { regulationApi } from '#libraries/regulations'
import { csvStream, type Value, xlsxStream } from '#sheets'
import { findProjects, projectCells, projectColumns, zProjectsWanted } from './projects.ts'

const books = {
  purchaser: { name: '采购人库', op: purchaserApi.find, personal: [] },
  agency: { name: '代理机构库', op: agencyApi.find, personal: [] },
  supplier: { name: '供应商库', op: supplierApi.find, personal: [] },
  expert: { name: '评审专家库', op: expertApi.find, personal: ['姓名', '职称', '工作单位'] },
  regulation: { name: '政策文件', op: regulationApi.find, personal: [] },
} as const
type Book = keyof typeof books
const isBook = (s: string): s is Book => Object.hasOwn(books, s)
/** Kinds of matter whose titles name a person. */
const NAMED = new Set(['任职', '账号', '登记认领', '授权委托'])
const kinds = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
  json: 'application/json; charset=utf-8',
} as const
type Format = keyof typeof kinds
/** More than this is not for a spreadsheet. */
const MOST = 20_000
const PAGE = 200

/** What a search for projects may say, in the words of its trace. */
const FILTERS = {
  q: '查找',
  region: '地区',
  stage: '阶段',
  method: '采购方式',
  category: '类别',
  buyer: '采购人',
  least: '金额不低于',
  most: '金额不高于',
  since: '自',
  until: '至',
} as const

interface Table {
  readonly name: string
  readonly columns: readonly string[]
  readonly personal: readonly string[]
  readonly filter: Readonly<Record<string, string>>
  readonly total: number
  readonly rows: AsyncIterable<readonly Value[]> | Iterable<readonly Value[]>
}

/**
 * A library or a list as a table: GET /api/{module}/sheet.xlsx, .csv or .json with the same search as its list, and the same
 * limits and masks to what whoever asks may see; `purpose` where the table names people. Before a row leaves it is written
 * down who takes what; the last line of the file says so. No cell starts a formula (#sheets).
 */
export function sheetRoutes({ db, world, complain }: Server, api: Ops) {
  const app = new Hono()
  app.get('/api/:module/:file{sheet\\.(xlsx|csv|json)}', async (c) => {
    try {
      const { module, file } = c.req.param()
      const token = sessionToken(c)
      const actor = (token === null ? null : await actorOf(db, token, world)) ?? guest
      const asked = (k: string) => c.req.query(k) ?? ''
      const flow = flows.find((f) => f.module === module)
      const table = isBook(module)
        ? await book(books[module], actor, asked)
        : module === 'project'
          ? await projects(actor, c.req.query())
          : flow && api[module]?.['list']?.reads === flow
            ? await list(flow, actor, asked)
            : null
      if (table === null) throw new Malformed(404, '没有这张表')
      const format = file.slice('sheet.'.length) as Format
      // No trace, no table: it is written and committed before the first byte.
      const { line } = await db.transaction().execute((tx) =>
        takeOut(askAs(world, tx, actor), {
          what: table.name,
          format,
          filter: table.filter,
          rows: table.total,
          personal: table.personal,
          purpose: asked('purpose').trim().slice(0, 200),
        }),
      )
      return new Response(Readable.toWeb(written(format, table, line)) as ReadableStream, {
        headers: {
          'content-type': kinds[format],
          'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(`${table.name}.${format}`)}`,
          'cache-control': 'no-store',
        },
      })
    } catch (e) {
      return answerError(e, complain)
    }
  })
  return app

  async function book(
    { name, op, personal }: (typeof books)[Book],
    actor: Actor,
    asked: (k: string) => string,
  ): Promise<Table> {
    if (op.by && actor.person === null) throw new Malformed(401, '请先登录，或登录已过期')
    if (op.by && !op.by.includes(actor.role))
      throw new Malformed(403, `须由${op.by.join('或')}办理，您的岗位是${actor.role}`)
    const input = checked(op.input, {
      q: asked('q'),
      region: asked('region'),
      state: asked('state'),
    })
    // A page at a time, each in its own short transaction.
    const page = (n: number) =>
      readAs(db, flows, actor, (tx) => op.run(askAs(world, tx, actor), { ...input, page: n }))
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
    return {
      name,
      columns: first.columns.map((col) => col.label),
      personal,
      filter: { 查找: input.q, 地区: input.region, 状态: input.state },
      total: first.total,
      rows: rows(),
    }
  }
  async function projects(actor: Actor, query: Record<string, string>): Promise<Table> {
    if (actor.person === null) throw new Malformed(401, '请先登录，或登录已过期')
    const { purpose: _, ...search } = query
    const input = checked(zProjectsWanted, search)
    // Whoever asks, and nobody else: each page is read behind the second wall, as the list itself is. How many there are is
    // known only at the end, and the trace stands before the first row leaves.
    const found: Value[][] = []
    for (let n = 1; ; n++) {
      const page = await readAs(db, flows, actor, (tx) =>
        findProjects(askAs(world, tx, actor), { ...input, page: n }),
      )
      found.push(...page.projects.map((p) => [...projectCells(p)]))
      if (!page.more) break
      if (found.length >= MOST) throw new Malformed(413, `多于${MOST}件，请先缩小范围`)
    }
    const { page: _p, ...filter } = input
    return {
      name: '项目库',
      columns: projectColumns.map((x) => x.label),
      personal: [],
      filter: Object.fromEntries(
        Object.entries(filter)
          .filter(([, v]) => v !== '')
          .map(([k, v]) => [FILTERS[k as keyof typeof filter], String(v)]),
      ),
      total: found.length,
      rows: found,
    }
  }
  async function list(flow: AnyFlow, actor: Actor, asked: (k: string) => string): Promise<Table> {
    if (actor.person === null) throw new Malformed(401, '请先登录，或登录已过期')
    const op = api[flow.module]?.['list']
    const search = Object.fromEntries(
      ['word', 'state'].flatMap((k) => (asked(k) === '' ? [] : [[k, asked(k)]])),
    )
    if (!op) throw new Malformed(404, '没有这种列表')
    const input = checked(op.input, { ...search, limit: String(PAGE) })
    const found: Summary[] = []
    for (;;) {
      const after = found.at(-1)?.id
      const page: Summary[] = await readAs(db, flows, actor, (tx) =>
        op.run(askAs(world, tx, actor), { ...input, ...(after ? { after } : {}) }),
      )
      found.push(...page)
      if (page.length < PAGE) break
      if (found.length >= MOST) throw new Malformed(413, `多于${MOST}件，请先用名称或状态缩小范围`)
    }
    const instant = (s: string | null) => (s === null ? null : showInstant(Date.parse(s) as never))
    return {
      name: `${flow.noun}一览`,
      columns: ['种类', '名称', '编号', '状态', '自', '期限'],
      personal: flow.named !== undefined || NAMED.has(flow.noun) ? ['名称中的姓名'] : [],
      filter: { 查找: asked('word'), 状态: asked('state') },
      total: found.length,
      rows: found.map((s) => [
        s.shown.noun,
        s.title,
        s.no,
        s.shown.state,
        instant(s.since),
        instant(s.due),
      ]),
    }
  }
}
function written(format: Format, t: Table, line: string): Readable {
  const columns = t.columns.map((title) => ({ title }))
  if (format === 'csv') return csvStream(columns, t.rows, line)
  if (format === 'xlsx') return xlsxStream(t.name, columns, t.rows, line)
  async function* json() {
    yield `{"table":${JSON.stringify(t.name)},"trace":${JSON.stringify(line)},"rows":[`
    let first = true
    for await (const row of t.rows) {
      yield `${first ? '' : ','}\n${JSON.stringify(Object.fromEntries(t.columns.map((k, i) => [k, row[i] ?? null])))}`
      first = false
    }
    yield '\n]}\n'
  }
  return Readable.from(json(), { objectMode: false })
}
const guest: Actor = {
  person: null,
  name: '访客',
  role: '访客',
  org: null,
  orgName: '',
  region: '',
}
