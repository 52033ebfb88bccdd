import { Hono } from 'hono'
import { flows } from '#flows'
import {
  actorOf,
  answerError,
  askAs,
  Malformed,
  NotFound,
  problem,
  readAs,
  type Server,
  sessionToken,
} from '#kernel'
import { PaperError, type Printer } from '#papers'
import { reportPaper } from './report-paper.ts'

/** 评审报告 as PDF: made for whoever asks, from what that person may read, and kept nowhere. */
export function reportRoutes({ db, world, complain }: Server, printer: Printer) {
  const app = new Hono()
  app.get('/api/review/report.pdf', async (c) => {
    try {
      const token = sessionToken(c)
      const actor = token ? await actorOf(db, token, world) : null
      if (!actor) throw new Malformed(401, '请先登录，或登录已过期')
      const id = c.req.query('id') ?? ''
      if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) throw new NotFound('评审报告')
      const paper = await readAs(db, flows, actor, (tx) =>
        reportPaper(askAs(world, tx, actor), id, new URL(c.req.url).origin),
      )
      const { pdf } = await printer.print(paper)
      return new Response(new Uint8Array(pdf), {
        headers: {
          'content-type': 'application/pdf',
          'content-length': String(pdf.byteLength),
          'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(`${paper.title}.pdf`)}`,
          'cache-control': 'no-store',
        },
      })
    } catch (e) {
      return e instanceof PaperError ? problem(503, e.message) : answerError(e, complain)
    }
  })
  return app
}
