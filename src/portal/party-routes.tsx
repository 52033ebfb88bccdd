import type { Context, Hono } from 'hono'
import { dayOf, NotFound, problem, regionOf, type Tx, under, type World, yearOf } from '#kernel'
import { agencyFlow, PER_PAGE, purchaserFlow, supplierFlow } from '#libraries'
import { scoreOf } from '#score'
import { aboveOf, endOfYear, FIRST_YEAR, reportDue, saidOf, smeView } from '#statement'
import type { Reader } from './layout.tsx'
import { PartyList, PartyPage, partyData } from './party.tsx'
import { type Party, partyBy, partyKinds, partyList, partyView } from './party-read.ts'
import { SmePage, smeData } from './sme.tsx'

const flows = { purchasers: purchaserFlow, agencies: agencyFlow, suppliers: supplierFlow } as const
interface Tools {
  readonly page: (
    c: Context,
    run: (tx: Tx, reader: Reader) => Promise<unknown>,
  ) => Promise<Response>
  readonly read: <T>(run: (tx: Tx) => Promise<T>) => Promise<T>
  readonly tagged: (
    c: Context,
    type: string,
    text: string,
    more?: Record<string, string>,
  ) => Response
  readonly world: World
  readonly complain: (e: unknown) => void
}
/** 采购人、代理机构、供应商: the lists, a page for each, a purchaser's year of reserved purchases, and the same as data. */
export function partyRoutes(app: Hono, { page, read, tagged, world, complain }: Tools) {
  const data = async (c: Context, run: (tx: Tx) => Promise<unknown>) => {
    try {
      return tagged(c, 'application/json; charset=utf-8', JSON.stringify(await read(run)), {
        'access-control-allow-origin': '*',
        vary: 'Accept-Encoding',
      })
    } catch (e) {
      if (e instanceof NotFound) return problem(404, '没有这个单位')
      complain(e)
      return problem(500, '系统出了故障，已记录')
    }
  }
  const sme = async (tx: Tx, key: string, year: number) => {
    const org = await partyBy(tx, 'purchasers', key)
    if (!org || org.state === '已撤回' || year < FIRST_YEAR || year > yearOf(dayOf(world.now())))
      throw new NotFound('单位')
    return {
      org,
      year,
      above: await aboveOf(tx, org.id, endOfYear(year, dayOf(world.now()))),
      said: await saidOf(tx, org.id, year),
      due: reportDue(year, world.settings),
      ...(await smeView(tx, org, year)),
    }
  }
  app.get('/sme/:key/:year', (c) => {
    const [, year = '0', json] = /^(20\d\d)(\.json)?$/.exec(c.req.param('year')) ?? []
    const key = c.req.param('key')
    if (json) return data(c, async (tx) => smeData(await sme(tx, key, Number(year))))
    return page(c, async (tx, reader) => {
      const today = dayOf(world.now())
      const v = await sme(tx, key, Number(year))
      return <SmePage reader={reader} v={v} today={today} thisYear={yearOf(today)} />
    })
  })
  for (const party of Object.keys(partyKinds) as Party[]) {
    const states: readonly string[] = flows[party].states.filter((s) => s !== '已撤回')
    const asked = (c: Context) => {
      const q = (c.req.query('q') ?? '')
        .replace(/\p{Cc}/gu, ' ')
        .trim()
        .slice(0, 60)
      const region = c.req.query('region') ?? ''
      const state = c.req.query('state') ?? ''
      const n = Number(/^[1-9]\d{0,3}$/.exec(c.req.query('page') ?? '')?.[0] ?? 1)
      return {
        q,
        region: regionOf(region) ? region : '',
        state: states.includes(state) ? state : '',
        page: n,
      }
    }
    const found = (tx: Tx, w: ReturnType<typeof asked>) =>
      partyList(tx, party, { ...w, regions: w.region === '' ? null : under(w.region) })
    const one = async (tx: Tx, key: string) => {
      const org = await partyBy(tx, party, key)
      if (!org || org.state === '已撤回') throw new NotFound('单位')
      const v = await partyView(tx, party, org)
      const score = await scoreOf(tx, partyKinds[party].kind, org.id, dayOf(world.now()), false)
      return { v, score }
    }
    app.get(`/${party}`, (c) =>
      page(c, async (tx, reader) => {
        const wanted = asked(c)
        const props = { reader, party, wanted, states, perPage: PER_PAGE }
        return <PartyList {...props} {...(await found(tx, wanted))} />
      }),
    )
    app.get(`/${party}.json`, (c) =>
      data(c, async (tx) => {
        const { total, rows } = await found(tx, asked(c))
        return {
          total,
          perPage: PER_PAGE,
          rows: rows.map(({ name, uscc, region, state }) => ({ name, uscc, region, state })),
        }
      }),
    )
    app.get(`/${party}/:key`, (c) => {
      const [, key = '', json] = /^(.{1,40}?)(\.json)?$/.exec(c.req.param('key')) ?? []
      if (json)
        return data(c, async (tx) => {
          const { v, score } = await one(tx, key)
          return partyData(party, v, score)
        })
      return page(c, async (tx, reader) => {
        const { v, score } = await one(tx, key)
        const year = yearOf(dayOf(world.now()))
        return <PartyPage reader={reader} party={party} v={v} score={score} year={year} />
      })
    })
  }
}
