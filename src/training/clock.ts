import type pg from 'pg'
import { type Instant, instant } from '#kernel'
import { onward } from './store.ts'

/**
 * A clock that runs `pace` times as fast as the wall's, goes on from where it stood when the process last ran, and stands
 * still at `ends`. The database holds it, so that a leap ordered in a transaction is a leap when that has committed, and none
 * otherwise. One process per training region.
 */
export async function startTrainingClock(
  pool: pg.Pool,
  { pace, ends }: { pace: number; ends: Instant | null },
  complain: (e: unknown, about: string) => void,
  everyMs = 200,
) {
  let base = await onward(pool, instant(0))
  let since = performance.now()
  const now = (): Instant => {
    const at = instant(base + Math.floor((performance.now() - since) * pace))
    return ends !== null && at > ends ? ends : at
  }
  let running: Promise<unknown> = Promise.resolve()
  const look = async () => {
    const at = await onward(pool, now())
    if (at <= now()) return
    base = at
    since = performance.now()
  }
  const loop = setInterval(() => {
    running = running.then(look).catch((e) => complain(e, '培训时钟'))
  }, everyMs)
  return {
    now,
    look,
    async stop() {
      clearInterval(loop)
      await running
      await onward(pool, now())
    },
  }
}
export type TrainingClock = Awaited<ReturnType<typeof startTrainingClock>>
