import { type Actor, askAs, newId, openSession, system } from '#kernel'
import { enrolSupplier, makeUscc } from '#libraries'
import type { stage } from '../src/demo/run.ts'

export type Stage = Awaited<ReturnType<typeof stage>>
/** One more supplier of the library, and somebody who acts for it. */
export async function supplier(s: Stage, i: number): Promise<Actor> {
  return s.app.db.transaction().execute(async (tx) => {
    const name = `供应商${i}`
    const org = await enrolSupplier(askAs(s.app.world, tx, system), {
      name,
      uscc: makeUscc('91', '150100', `B${String(i).padStart(7, '0')}`),
      region: '150100',
      address: '测速',
      phone: '0471-0000000',
      scale: '小型',
      inCharge: name,
    })
    return {
      person: newId(),
      name,
      role: '供应商经办',
      org,
      orgName: name,
      region: '150100',
    }
  })
}
/** A session of that person, without the sign-in; the cookie as a browser would send it. */
export async function sessionFor(s: Stage, actor: Actor): Promise<string> {
  const { token } = await s.app.db.transaction().execute((tx) =>
    openSession(tx, actor, s.clock.now(), {
      position: null,
      factor: null,
      proved: s.clock.now(),
      agent: 'bench',
      address: '127.0.0.1',
    }),
  )
  return `yw_session=${token}`
}

/** Boxes placed from now on use P-256 and AES: sealing ten thousand bids as input must not take the hour. */
export const internationalSuite = (s: Stage) =>
  Object.defineProperty(s.app.world, 'settings', {
    value: { ...s.app.world.settings, 国密套件: false },
  })
