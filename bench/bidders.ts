import { type Actor, askAs, newId, openSession, system } from '#kernel'
import { enrolSuppliers, makeUscc } from '#libraries'
import type { stage } from '../src/demo/run.ts'

export type Stage = Awaited<ReturnType<typeof stage>>
/** That many suppliers in the library, with somebody who acts for each and a session of his, without the sign-in; the cookie as a browser would send it. */
export async function bidders(
  s: Stage,
  count: number,
): Promise<{ actor: Actor; cookie: string }[]> {
  const out: { actor: Actor; cookie: string }[] = []
  for (let from = 0; from < count; from += 500)
    await s.app.db.transaction().execute(async (tx) => {
      const some = Array.from({ length: Math.min(500, count - from) }, (_, k) => from + k)
      const ids = await enrolSuppliers(
        askAs(s.app.world, tx, system),
        some.map((i) => ({
          name: `供应商${i}`,
          uscc: makeUscc('91', '150100', `B${String(i).padStart(7, '0')}`),
          region: '150100',
          address: '测速',
          phone: '0471-0000000',
          scale: '小型',
          inCharge: `供应商${i}`,
        })),
      )
      for (const [k, i] of some.entries()) {
        const name = `供应商${i}`
        const actor: Actor = {
          person: newId(),
          name,
          role: '供应商经办',
          org: ids[k] ?? '',
          orgName: name,
          region: '150100',
        }
        const now = s.clock.now()
        const { token } = await openSession(tx, actor, now, {
          position: null,
          factor: null,
          proved: now,
          agent: 'bench',
          address: '127.0.0.1',
        })
        out.push({ actor, cookie: `yw_session=${token}` })
      }
    })
  return out
}
/** Boxes placed from now on use P-256 and AES: sealing ten thousand bids as input must not take the hour. */
export const internationalSuite = (s: Stage) =>
  Object.defineProperty(s.app.world, 'settings', {
    value: { ...s.app.world.settings, 国密套件: false },
  })
