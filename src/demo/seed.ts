import { type App, build } from '#app'
import { askAs, at, openPool, system } from '#kernel'
import { PASSWORD, registerCast } from './cast.ts'
import { goods } from './goods.ts'
import { hospital } from './hospital.ts'
import { living } from './living.ts'
import { mall } from './mall.ts'
import { Player, simClock } from './player.ts'
import { registering } from './registering.ts'
import { shortfall } from './shortfall.ts'
import { negotiating, varied } from './varied.ts'

export { PASSWORD }

/**
 * The demonstration region, once per database: its organisations and people, and purchases in many states, played by them under
 * a clock of 2026, so that every screen has something to show. Everything goes through the same doors as tomorrow's work.
 */
export async function seedDemo(o: {
  databaseUrl: string
  dataDir: string
  complain: (e: unknown, about?: string) => void
  say: (s: string) => void
}): Promise<void> {
  if (await seeded(o.databaseUrl)) return
  o.say('首次启动：正在装入演示区……')
  let app: App | undefined
  const clock = simClock(at('2026-03-01', 8), async () => {
    await app?.settle()
  })
  app = await build({ ...o, now: () => clock.now(), demo: { password: PASSWORD }, everyMs: 0 })
  const running = app
  try {
    const cast = await running.db
      .transaction()
      .execute((tx) => registerCast(askAs(running.world, tx, system)))
    const player = new Player(
      (path, init) => running.http.request(`http://127.0.0.1${path}`, init),
      clock,
    )
    await goods(player, clock)
    await hospital(player, clock, cast)
    await shortfall(player, clock, cast)
    await varied(player, clock, cast)
    await living(player, clock, cast)
    await registering(player)
    await negotiating(player, clock, cast)
    await mall(player, clock, cast)
    await running.settle()
  } finally {
    await running.stop()
  }
}
async function seeded(url: string): Promise<boolean> {
  const pool = openPool(url, 1)
  try {
    const { rows } = await pool.query<{ there: boolean }>(
      `select to_regclass('library.org') is not null as there`,
    )
    if (!rows[0]?.there) return false
    const { rowCount } = await pool.query('select 1 from library.org limit 1')
    return (rowCount ?? 0) > 0
  } finally {
    await pool.end()
  }
}
