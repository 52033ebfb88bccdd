import { Readable } from 'node:stream'
import { type Context, Hono } from 'hono'
import { faultsOf, headings, listingFlow } from '#goods'
import {
  actorOf,
  answerError,
  Malformed,
  NotFound,
  readable,
  type Server,
  sessionToken,
  subjectOf,
} from '#kernel'
import { itemOf } from '#libraries'
import { type Column, xlsxStream } from '#sheets'

/** Tables to take away: the empty one to fill in, and what is wrong with the one that was handed in. */
export function goodsFiles({ db, world, complain }: Server) {
  const app = new Hono()
  const send = (c: Context, name: string, stream: Readable) =>
    c.body(Readable.toWeb(stream) as ReadableStream, 200, {
      'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'content-disposition': `attachment; filename="table.xlsx"; filename*=UTF-8''${encodeURIComponent(name)}`,
      'cache-control': 'no-store',
    })
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
    return send(c, `商品表-${item.name}.xlsx`, xlsxStream('商品', columns, [row]))
  })
  app.get('/api/listing/faults.xlsx', async (c) => {
    try {
      const token = sessionToken(c)
      const actor = token === null ? null : await actorOf(db, token, world)
      if (!actor) throw new Malformed(401, '请先登录，或登录已过期')
      const id = c.req.query('id') ?? ''
      if (!/^[0-9a-f-]{36}$/.test(id)) throw new NotFound('商品上架')
      const faults = await db.transaction().execute(async (tx) => {
        readable(actor, listingFlow, await subjectOf(tx, listingFlow, id))
        return faultsOf(tx, id, 20_000)
      })
      const columns: Column[] = [
        { title: '行', kind: 'number' },
        { title: '列' },
        { title: '问题', width: 50 },
        { title: '怎样改', width: 50 },
      ]
      return send(
        c,
        '错误清单.xlsx',
        xlsxStream(
          '有误的行',
          columns,
          faults.map((f) => [f.row, f.column || '整行', f.what, f.cure]),
        ),
      )
    } catch (e) {
      return answerError(e, complain)
    }
  })
  return app
}
