import { type Context, Hono } from 'hono'
import { sql } from 'kysely'
import { answerError, Malformed, NotFound, regionOf, type Server, type Tx } from '#kernel'
import { extensions, patchOf } from '#ocds'
import { bulks, formats, isFormat } from './bulk.ts'
import * as store from './store.ts'
import { absolute, envelope, recordOf, releaseAt } from './wire.ts'

const LIMIT = { default: 100, most: 1000 }
const OPEN = { 'access-control-allow-origin': '*' }
export const originOf = (c: Context) => new URL(c.req.url).origin

/** Open data, no key needed: the feed, the records, the extensions, the bulk files. */
export function openData({ db, world, complain }: Server) {
  const app = new Hono()
  const bulk = bulks(db, world.dataDir)
  const read = (run: (tx: Tx) => Promise<Response>) =>
    db
      .transaction()
      .setAccessMode('read only')
      .setIsolationLevel('repeatable read')
      .execute(run)
      .catch((e) => answerError(e, complain))
  const whole = (c: Context, name: string, otherwise: number, most: number): number => {
    const text = c.req.query(name)
    if (text === undefined) return otherwise
    if (!/^(0|[1-9]\d{0,14})$/.test(text))
      throw new Malformed(400, `${name} 须为不小于零的整数，现为“${text.slice(0, 40)}”`)
    const n = Number(text)
    if (n > most) throw new Malformed(400, `${name} 不得大于${most}`)
    return n
  }
  const json = (v: unknown, more: Record<string, string> = {}) =>
    new Response(JSON.stringify(v), {
      headers: { 'content-type': 'application/json; charset=utf-8', ...OPEN, ...more },
    })

  app.get('/ocds/releases', (c) =>
    read(async (tx) => {
      const origin = originOf(c)
      const since = whole(c, 'since', 0, Number.MAX_SAFE_INTEGER)
      const limit = whole(c, 'limit', LIMIT.default, LIMIT.most)
      if (limit === 0) throw new Malformed(400, 'limit 须为1以上')
      const below = await store.projectedBelow(tx)
      if (since > below)
        throw new Malformed(
          400,
          `since=${since} 在将来：现在只到 ${below}。请用上一页 links.next 里的值`,
        )
      const page = await store.releasesFrom(tx, since, limit)
      // A full page ends at its last release; a page that is not full has seen everything there was.
      const next = page.length === limit ? (page.at(-1)?.index ?? since) + 1 : below
      const at = page.at(-1)?.at ?? world.now()
      return json(
        {
          ...envelope(origin, `/ocds/releases?since=${since}&limit=${limit}`, at),
          releases: page.map((r) => releaseAt(r, origin)),
          links: { next: `${origin}/ocds/releases?since=${next}&limit=${limit}` },
        },
        { 'cache-control': 'no-cache' },
      )
    }),
  )
  app.get('/ocds/records/:ocid', (c) =>
    read(async (tx) => {
      const origin = originOf(c)
      const ocid = c.req.param('ocid')
      const list = await store.releasesOf(tx, { ocid })
      const last = list.at(-1)
      if (!last) throw new NotFound('已公开的项目')
      const etag = `"${last.index}"`
      if (c.req.header('if-none-match') === etag)
        return new Response(null, { status: 304, headers: { etag, ...OPEN } })
      return json(
        {
          ...envelope(origin, `/ocds/records/${encodeURIComponent(ocid)}`, last.at),
          records: [recordOf(list, origin)],
        },
        { etag, 'cache-control': 'no-cache' },
      )
    }),
  )
  app.get('/ocds/extensions/:id/:file', (c) =>
    read(async () => {
      const e = extensions.find((x) => x.id === c.req.param('id') && x.url === null)
      if (!e) throw new NotFound('扩展')
      const cache = { 'cache-control': 'public, max-age=3600' }
      if (c.req.param('file') === 'release-schema.json') return json(patchOf(e), cache)
      if (c.req.param('file') !== 'extension.json') throw new NotFound('扩展')
      return json(
        absolute(
          {
            name: { zh: '政府采购一张网', en: 'Yiwang' },
            description: {
              zh: '每条发布在公开流水中的位置，文件摘要，开标，评审名次。',
              en: 'Where a release stands in the public journal, digests of documents, the opening of bids, the places of an evaluation.',
            },
            documentationUrl: { zh: `${originOf(c)}/ocds` },
            compatibility: ['1.1'],
            schemas: ['release-schema.json'],
          },
          originOf(c),
        ),
        cache,
      )
    }),
  )
  app.get('/ocds/bulk/:year/:file', async (c) => {
    try {
      const [, region = '', format = ''] = /^(\d{6})\.(.+)$/.exec(c.req.param('file')) ?? []
      const year = /^20\d\d$/.test(c.req.param('year')) ? Number(c.req.param('year')) : Number.NaN
      if (Number.isNaN(year) || !regionOf(region) || !isFormat(format))
        throw new Malformed(
          404,
          `没有这个文件。网址是 /ocds/bulk/{年}/{行政区划}.{${Object.keys(formats).join('、')}}`,
        )
      const file = await bulk(year, region, format, originOf(c))
      if (!file) throw new NotFound(`${year}年该地区的数据`)
      const headers = { etag: file.etag, 'cache-control': 'no-cache', ...OPEN }
      if (c.req.header('if-none-match') === file.etag) {
        await file.body.cancel()
        return new Response(null, { status: 304, headers })
      }
      return new Response(file.body, {
        headers: {
          ...headers,
          'content-type': formats[format],
          'content-length': String(file.size),
          'content-disposition': `attachment; filename="yiwang-${year}-${region}.${format}"`,
        },
      })
    } catch (e) {
      return answerError(e, complain)
    }
  })
  return app
}
/** What there is to fetch, for the page that says so. */
export async function openDataSummary(tx: Tx) {
  const { rows } = await sql<{ releases: number; processes: number }>`
    select count(*)::int as releases, count(distinct process)::int as processes from disclosure.release`.execute(
    tx,
  )
  return { ...(rows[0] ?? { releases: 0, processes: 0 }), years: await store.yearsOf(tx) }
}
