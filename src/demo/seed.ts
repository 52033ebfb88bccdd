import { type App, build } from '#app'
import { askAs, at, openPool, system } from '#kernel'
import { addInstance, clearBroken, holdFilling, markLoaded } from '#training'
import { PASSWORD, registerCast } from './cast.ts'
import { duties } from './duties.ts'
import { frameworkAsked, frameworkInForce } from './framework.ts'
import { goods } from './goods.ts'
import { hospital } from './hospital.ts'
import { living } from './living.ts'
import { mall } from './mall.ts'
import { Player, simClock } from './player.ts'
import { registering } from './registering.ts'
import { rulebook } from './rulebook.ts'
import { services } from './services.ts'
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
    const parts: readonly (readonly [string, () => Promise<unknown>])[] = [
      ['商品上架', () => goods(player, clock)],
      ['法规与标准', () => rulebook(player, clock)],
      ['一笔采购，从指标到归档', () => hospital(player, clock, cast)],
      ['框架协议征集', () => frameworkAsked(player)],
      ['一笔不足三家的采购', () => shortfall(player, clock, cast)],
      ['框架协议的第二阶段', () => frameworkInForce(player, cast)],
      ['各种采购方式', () => varied(player, clock, cast)],
      ['正在办的采购', () => living(player, clock, cast)],
      ['登记和推广', () => registering(player)],
      ['一场谈判', () => negotiating(player, clock, cast)],
      ['依法留存与痕迹', () => duties(player, clock, cast)],
      ['电子卖场', () => mall(player, clock, cast)],
      ['定点服务', () => services(player, cast)],
    ]
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
