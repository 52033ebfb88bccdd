import type { Context, Hono } from 'hono'
import { sql } from 'kysely'
import { pricesByItem, templateOf } from '#goods'
import {
  type AnyFlow,
  dayOf,
  type Instant,
  isDay,
  regionName,
  regionOf,
  type Tx,
  type World,
} from '#kernel'
import { articlesOf, catalogue, citingOf, lawTexts, rulesInForce } from '#law'
import { childrenOf, findItems } from '#libraries'
import {
  cleaningRegister,
  cleaningsOf,
  diff,
  findDocs,
  type Listed,
  piecesOfDoc,
  repealOf,
  searchArticles,
  versionsOf,
} from '#libraries/regulations'
import { centralTold, itemTold, limitsOn, settingsTold } from '#libraries/standards'
import { CataloguePage, CentralPage, ItemPage, SettingsPage } from './catalogue.tsx'
import { grouped, LawPage } from './law.tsx'
import { CleaningPage, DiffPage, DocPage } from './law-doc.tsx'
import { LawIndex, LawTextPage } from './law-text.tsx'
import type { Reader } from './layout.tsx'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const TOP = '150000'
const PER_PAGE = 20
export interface Pages {
  readonly world: World
  readonly flows: readonly AnyFlow[]
  readonly missing: () => never
  readonly page: (
    c: Context,
    run: (tx: Tx, reader: Reader) => Promise<unknown>,
  ) => Promise<Response>
  readonly file: (c: Context, type: string, run: (tx: Tx) => Promise<string>) => Promise<Response>
}
const word = (c: Context, name: string, most = 100) =>
  (c.req.query(name) ?? '')
    .replace(/\p{Cc}/gu, ' ')
    .trim()
    .slice(0, most)
const numbered = (c: Context, name: string) =>
  Math.min(200, Number(/^[1-9]\d{0,3}$/.exec(c.req.query(name) ?? '')?.[0] ?? 1))

/** The law desk: rules, texts, documents, cleaning, settings, catalogue. */
export function lawPages(app: Hono, { world, flows, missing, page, file }: Pages): void {
  const dayIn = (c: Context) => {
    const asked = c.req.query('on') ?? ''
    return isDay(asked) ? asked : dayOf(world.now())
  }
  const public_ = async (tx: Tx, id: string): Promise<Listed> =>
    (UUID.test(id) ? (await findDocs(tx, { id })).docs[0] : undefined) ?? missing()
  const docPage = async (tx: Tx, reader: Reader, doc: Listed) => {
    const { rows } = await sql<{ at: Instant; action: string; org: string; index: number | null }>`
      select j.at, j.action, j.org_name as org, l.index from kernel.journal j left join kernel.leaf l on l.seq = j.seq
      where j.subject = ${doc.id} and j.noun = '政策文件' order by j.seq limit 200`.execute(tx)
    const steps = flows.find((f) => f.noun === '政策文件')?.steps ?? {}
    return (
      <DocPage
        reader={reader}
        doc={doc}
        pieces={await piecesOfDoc(tx, doc.id)}
        citing={citingOf(doc.docNo, flows)}
        cleanings={await cleaningsOf(tx, doc.id)}
        repeal={await repealOf(tx, doc.id)}
        versions={await versionsOf(tx, doc.id)}
        history={rows.map((r) => ({ ...r, name: steps[r.action]?.name ?? r.action }))}
      />
    )
  }
  app.get('/law', (c) =>
    page(c, async (_, reader) => {
      const on = dayIn(c)
      const place = c.req.query('region') ?? ''
      const region = regionOf(place) ? place : TOP
      const nounOf = (module: string) =>
        flows.find((f) => f.module === module)?.noun ?? '各环节通用'
      return (
        <LawPage
          reader={reader}
          on={on}
          region={region}
          groups={grouped(rulesInForce(on, region, flows), nounOf)}
          of={c.req.query('of')}
          page={numbered(c, 'page')}
        />
      )
    }),
  )
  app.get('/law/texts', (c) =>
    page(c, async (tx, reader) => {
      const q = word(c, 'q')
      const repealed = c.req.query('repealed') === '1'
      const at = numbered(c, 'page')
      const docsAt = numbered(c, 'docs')
      const { docs, total } = await findDocs(tx, {
        limit: PER_PAGE,
        offset: (docsAt - 1) * PER_PAGE,
      })
      return (
        <LawIndex
          reader={reader}
          search={
            q === ''
              ? null
              : {
                  q,
                  repealed,
                  page: at,
                  found: await searchArticles(tx, q, {
                    repealed,
                    limit: PER_PAGE,
                    offset: (at - 1) * PER_PAGE,
                  }),
                }
          }
          texts={lawTexts().map((t) => ({
            ...t,
            rules: [...citingOf(t.short, flows).values()].reduce((n, l) => n + l.length, 0),
          }))}
          docs={docs}
          total={total}
          page={docsAt}
        />
      )
    }),
  )
  app.get('/law/cleaning', (c) =>
    page(c, async (tx, reader) => (
      <CleaningPage reader={reader} list={await cleaningRegister(tx)} />
    )),
  )
  app.get('/law/settings', (c) =>
    page(c, async (tx, reader) => (
      <SettingsPage
        reader={reader}
        settings={await settingsTold({ tx, today: dayOf(world.now()) })}
      />
    )),
  )
  app.get('/law/doc/:id/diff/:other', (c) =>
    page(c, async (tx, reader) => {
      const after = await public_(tx, c.req.param('id'))
      const before = await public_(tx, c.req.param('other'))
      return (
        <DiffPage
          reader={reader}
          before={before}
          after={after}
          changes={diff(await piecesOfDoc(tx, before.id), await piecesOfDoc(tx, after.id))}
        />
      )
    }),
  )
  app.get('/law/doc/:file', (c) => {
    const [id = '', kind] = c.req.param('file').split('.')
    if (kind === 'txt')
      return file(c, 'text/plain; charset=utf-8', async (tx) => {
        const d = await public_(tx, id)
        return `${d.title}\n${d.docNo}\n\n${d.body}\n`
      })
    if (kind === 'json')
      return file(c, 'application/json; charset=utf-8', async (tx) => {
        const { body: _, since: __, due: ___, ...d } = await public_(tx, id)
        return JSON.stringify({
          ...d,
          articles: await piecesOfDoc(tx, id),
          cleanings: await cleaningsOf(tx, id),
          repeal: (await repealOf(tx, id)) ?? null,
        })
      })
    return page(c, async (tx, reader) =>
      kind === undefined ? docPage(tx, reader, await public_(tx, id)) : missing(),
    )
  })
  // By the name that rules cite: a document that is in the library in full is better than a text known by its number only.
  app.get('/law/:short', (c) =>
    page(c, async (tx, reader) => {
      const short = c.req.param('short')
      const { docs } = await findDocs(tx, { docNo: short, limit: 1 })
      if (docs[0]) return docPage(tx, reader, docs[0])
      return (
        <LawTextPage
          reader={reader}
          short={short}
          text={catalogue[short] ?? missing()}
          lines={articlesOf(short)}
          citing={citingOf(short, flows)}
        />
      )
    }),
  )
  app.get('/catalogue', (c) =>
    page(c, async (_, reader) => {
      const q = word(c, 'q', 60)
      return (
        <CataloguePage
          reader={reader}
          q={q}
          found={q === '' ? null : findItems(q)}
          roots={childrenOf(null)}
        />
      )
    }),
  )
  app.get('/catalogue/central', (c) =>
    page(c, async (tx, reader) => {
      const on = dayIn(c)
      return (
        <CentralPage
          reader={reader}
          on={on}
          central={await centralTold(tx, on)}
          limits={limitsOn(on)}
        />
      )
    }),
  )
  app.get('/catalogue/:code', (c) =>
    page(c, async (tx, reader) => {
      const code = c.req.param('code')
      const on = dayIn(c)
      return (
        <ItemPage
          reader={reader}
          on={on}
          told={await itemTold({ tx }, code, on)}
          attributes={code.startsWith('A') ? templateOf(code) : []}
          prices={(await pricesByItem(tx, code, TOP, dayOf(world.now()))).map((r) => ({
            ...r,
            region: r.region === TOP ? '全区' : regionName(r.region),
          }))}
        />
      )
    }),
  )
}
