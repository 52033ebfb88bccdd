import { Hono } from 'hono'
import { takeOut } from '#identity/privacy'
import type { Sequencer } from '#journal'
import { actorOf, answerError, askAs, Malformed, type Server, sessionToken, system } from '#kernel'
import { bundleOf } from './make.ts'

const nobody = { ...system, role: '访客', name: '访客', region: '' }
/** `GET /api/evidence/bundle?ocid=`: public for everyone, complete for those entitled; the same file `yiwang verify` reads. */
export function evidenceRoutes({ db, world, complain }: Server, sequencer: Sequencer) {
  const app = new Hono()
  app.get('/api/evidence/bundle', async (c) => {
    try {
      const ocid = c.req.query('ocid') ?? ''
      if (!/^[\w-]{1,100}$/.test(ocid)) throw new Malformed(400, '请给出项目的 ocid')
      const token = sessionToken(c)
      const actor = (token === null ? null : await actorOf(db, token, world)) ?? nobody
      const text = await db
        .transaction()
        .setIsolationLevel('repeatable read')
        .execute((tx) => bundleOf(askAs(world, tx, actor), { ocid }, sequencer.signers.std.vkey))
      // The public part is everybody's; what somebody signed in takes is written down before it leaves.
      if (actor.person !== null)
        await db.transaction().execute((tx) =>
          takeOut(askAs(world, tx, actor), {
            what: '证据包',
            format: 'json',
            filter: { 项目: ocid },
            rows: 1,
            personal: [],
            purpose: '',
          }),
        )
      return new Response(text, {
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'cache-control': 'no-store',
          'content-disposition': `attachment; filename="${ocid}.bundle.json"`,
        },
      })
    } catch (e) {
      return answerError(e, complain)
    }
  })
  return app
}
