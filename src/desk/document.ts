import { Hono } from 'hono'
import { flows } from '#flows'
import {
  actorOf,
  answerError,
  askAs,
  NotFound,
  problem,
  readAs,
  type Server,
  sessionToken,
  system,
} from '#kernel'
import { PaperError, type Printer, wordOf } from '#papers'
import { documentPaper } from './tender-paper.ts'

const nobody = { ...system, role: '访客', name: '访客', region: '' }
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const kinds = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
} as const
/** Set once and given to everybody who may read it: a published document is fetched by many on its first day. */
const KEPT = 32

/** 采购文件 as PDF and Word, a version each: for whoever may read the tender, signed in or not. */
export function documentRoutes({ db, world, complain }: Server, printer: Printer) {
  const app = new Hono()
  const kept = new Map<string, Uint8Array>()
  const made = async (key: string, make: () => Promise<Uint8Array>) => {
    const had = kept.get(key)
    if (had) return had
    const bytes = await make()
    kept.set(key, bytes)
    if (kept.size > KEPT) kept.delete([...kept.keys()][0] as string)
    return bytes
  }
  for (const kind of ['pdf', 'docx'] as const)
    app.get(`/api/tender/document.${kind}`, async (c) => {
      try {
        const token = sessionToken(c)
        const actor = (token ? await actorOf(db, token, world) : null) ?? nobody
        const id = c.req.query('id') ?? ''
        const version = c.req.query('version')
        if (!ID.test(id) || (version !== undefined && !/^[1-9]\d{0,3}$/.test(version)))
          throw new NotFound('采购文件')
        // Whether this person may read it is asked every time; only the drawing is kept.
        const paper = await readAs(db, flows, actor, (tx) =>
          documentPaper(
            askAs(world, tx, actor),
            id,
            version === undefined ? null : Number(version),
            new URL(c.req.url).origin,
          ),
        )
        const bytes = await made(`${kind} ${JSON.stringify(paper)}`, async () =>
          kind === 'pdf' ? (await printer.print(paper)).pdf : wordOf(paper),
        )
        return new Response(new Uint8Array(bytes), {
          headers: {
            'content-type': kinds[kind],
            'content-length': String(bytes.byteLength),
            'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(`${paper.title}.${kind}`)}`,
            'x-content-type-options': 'nosniff',
            'cache-control': 'no-store',
          },
        })
      } catch (e) {
        return e instanceof PaperError ? problem(503, e.message) : answerError(e, complain)
      }
    })
  return app
}
