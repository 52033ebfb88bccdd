import { Readable } from 'node:stream'
import { type Context, Hono } from 'hono'
import { headings, listingFaults, listingFlow, listingOf } from '#goods'
import { takeOut } from '#identity/privacy'
import {
  type AnyFlow,
  actorOf,
  answerError,
  askAs,
  Malformed,
  NotFound,
  readable,
  type Server,
  sessionToken,
  subjectOf,
  type Tx,
} from '#kernel'
import {
  emptyTable,
  faultTable,
  intakeFaults,
  intakeFlow,
  intakeKinds,
  intakeOf,
  itemOf,
  MOST_FAULTS,
  sheetOf,
} from '#libraries'
import { type Column, xlsxStream } from '#sheets'

/** Tables to take away: the empty one to fill in, and what is wrong with the one that was handed in. */
export function tableRoutes({ db, world, complain }: Server) {
  const app = new Hono()
  const send = (c: Context, name: string, body: ReadableStream | Uint8Array) =>
    c.body(body as ReadableStream, 200, {
      'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'content-disposition': `attachment; filename="table.xlsx"; filename*=UTF-8''${encodeURIComponent(name)}`,
      'cache-control': 'no-store',
    })
  const stream = (s: Readable) => Readable.toWeb(s) as ReadableStream
  app.get('/api/goods/table.xlsx', (c) => {
    const item = itemOf(c.req.query('item') ?? '')
    if (!item?.leaf || !item.code.startsWith('A'))
      return answerError(new NotFound('品目'), complain)
    const titles = headings(item.code)
    const columns: Column[] = titles.map((t) => ({
      title: t,
      ...(t === '单价（元）' ? { kind: 'money' as const } : {}),
    }))
    const row = titles.map((t) => (t === '品目编码' ? item.code : t === '供货地区' ? '全区' : null))
    return send(c, `商品表-${item.name}.xlsx`, stream(xlsxStream('商品', columns, [row])))
  })
  app.get('/api/intake/table.xlsx', async (c) => {
    const kind = intakeKinds.find((k) => k === c.req.query('kind'))
    if (kind === undefined) return answerError(new NotFound('登记表'), complain)
    return send(
      c,
      `${kind}登记表.xlsx`,
      await emptyTable(`${kind}登记表`, Object.values(sheetOf(kind).columns)),
    )
  })
  /** Whoever may read the record may take its faults away. */
  const faultsOf = (
    path: string,
    flow: AnyFlow,
    book: Pick<typeof intakeFaults, 'of'>,
    countedOf: (tx: Tx, id: string) => Promise<{ faults: number }>,
  ) =>
    app.get(path, async (c) => {
      try {
        const token = sessionToken(c)
        const actor = token === null ? null : await actorOf(db, token, world)
        if (!actor) throw new Malformed(401, '请先登录，或登录已过期')
        const id = c.req.query('id') ?? ''
        if (!/^[0-9a-f-]{36}$/.test(id)) throw new NotFound(flow.noun)
        // No trace, no table: it is written and committed before the first byte.
        const { faults, line, more } = await db.transaction().execute(async (tx) => {
          const s = await subjectOf(tx, flow, id)
          readable(actor, flow, s)
          const faults = await book.of(tx, id, MOST_FAULTS)
          const { line } = await takeOut(askAs(world, tx, actor), {
            what: `${flow.noun}的错误清单`,
            format: 'xlsx',
            filter: { 批次: s.title },
            rows: faults.length,
            personal: [],
            purpose: '',
          })
          return { faults, line, more: (await countedOf(tx, id)).faults - faults.length }
        })
        return send(c, '错误清单.xlsx', stream(faultTable(faults, more, line)))
      } catch (e) {
        return answerError(e, complain)
      }
    })
  faultsOf('/api/listing/faults.xlsx', listingFlow, listingFaults, listingOf)
  faultsOf('/api/intake/faults.xlsx', intakeFlow, intakeFaults, intakeOf)
  return app
}
