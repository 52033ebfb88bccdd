import { type App, build } from '#app'
import { askAs, at, openPool, system } from '#kernel'
import { addInstance, clearBroken, holdFilling, markLoaded } from '#training'
import { PASSWORD, registerCast } from './cast.ts'
import { partsOf } from './parts.ts'
import { Player, simClock } from './player.ts'

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
  const release = await holdFilling(o.databaseUrl)
  try {
    if (!(await seeded(o))) await fill(o)
  } finally {
    await release()
  }
}
async function fill(o: Parameters<typeof seedDemo>[0]): Promise<void> {
  o.say('首次启动：正在装入演示区……')
  let app: App | undefined
  const clock = simClock(at('2026-03-01', 8), async () => {
    await app?.settle()
  })
  app = await build({
    ...o,
    now: () => clock.now(),
    demo: { password: PASSWORD },
    everyMs: 0,
    filling: true,
  })
  const running = app
  try {
    await addInstance(app.pool, { kind: '演示', seed: '', pace: 1, ends: null, at: clock.now() })
    const cast = await running.db
      .transaction()
      .execute((tx) => registerCast(askAs(running.world, tx, system)))
    const player = new Player(
      (path, init) => running.http.request(`http://127.0.0.1${path}`, init),
      clock,
    )
    const parts = partsOf(player, clock, cast)
    for (const [i, [what, play]] of parts.entries()) {
      const began = performance.now()
      await play()
      o.say(
        `  ${i + 1}/${parts.length} ${what}（${((performance.now() - began) / 1000).toFixed(1)}秒）`,
      )
    }
    await running.settle()
    await markLoaded(app.pool, '')
  } finally {
    await running.stop()
  }
}
async function seeded({
  databaseUrl,
  say,
}: {
  databaseUrl: string
  say: (s: string) => void
}): Promise<boolean> {
  const pool = openPool(databaseUrl, 1)
  try {
    if (await clearBroken(pool)) say('上次没有装完，已清掉重来')
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
