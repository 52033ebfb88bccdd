import { askAs, type Db, subjectOf, system, type World } from '#kernel'
import { lotFlow } from '#trade/tender'
import { giveBox } from './actions.ts'
import * as store from './store.ts'

/**
 * After an upgrade: rounds that began when prices had one keeper get a box, and what was handed in goes back to be sealed
 * again; it cannot be moved over, for only whoever opens it could. One transaction each; nothing to do on any later start.
 */
export async function boxOldRounds(db: Db, world: World): Promise<number> {
  const waiting = await db.transaction().execute((tx) => store.boxless(tx))
  let done = 0
  for (const round of waiting)
    await db.transaction().execute(async (tx) => {
      const ask = askAs(world, tx, system)
      const lot = await subjectOf(tx, lotFlow, round.lot, 'update')
      if (round.deadline <= ask.now || lot.state === '已废标') return
      await giveBox(ask, round, lot, 1)
      done++
    })
  return done
}
