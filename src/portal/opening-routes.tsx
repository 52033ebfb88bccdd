import { Hono } from 'hono'
import { noticesOfProcess } from '#disclosure'
import { askAs, NotFound, type Server, subjectOf, system } from '#kernel'
import { projectOf } from '#libraries'
import { roomOf, tenderFlow } from '#tender'
import { OpeningPage, openingScript, openingScriptName } from './opening.tsx'
import { CSP, missing, type Site } from './site.tsx'

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const nobody = { ...system, role: '访客', name: '访客', region: '' }
/** Notices that call for bids, under whatever name the method gives them. */
const CALLS = /^(招标|竞争性谈判|竞争性磋商|询价|合作创新采购)公告$/
const RESULTS = /^(中标|成交)结果公告$/

/** 开标现场 without a sign-in; asked as a visitor, through the same veil as everybody. */
export function openingRoutes({ world }: Server, { page, tagged }: Site) {
  const app = new Hono()
  app.get('/openings/:id', async (c) => {
    const res = await page(c, async (tx, reader) => {
      const id = c.req.param('id')
      if (!ID.test(id)) missing()
      const ask = askAs(world, tx, nobody)
      const room = await roomOf(ask, id)
      const s = await subjectOf(tx, tenderFlow, id)
      if (s.process === null) throw new NotFound('采购项目')
      const notices = await noticesOfProcess(tx, s.process)
      const call = notices.find((n) => CALLS.test(n.kind))
      const result = notices.find((n) => RESULTS.test(n.kind))
      const { ocid } = await projectOf(tx, { id: s.process })
      return (
        <OpeningPage
          reader={reader}
          room={room}
          notice={call?.id ?? null}
          result={result?.id ?? null}
          ocid={ocid}
        />
      )
    })
    res.headers.set('content-security-policy', `${CSP}; script-src 'self'`)
    return res
  })
  app.get(openingScriptName, (c) =>
    tagged(c, 'text/javascript; charset=utf-8', openingScript, {
      'cache-control': 'public, max-age=31536000, immutable',
    }),
  )
  return app
}
