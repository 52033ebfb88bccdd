import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type App, build, type Options } from '#app'
import * as budget from '#budget'
import { noticesOfProcess } from '#disclosure'
import { askAs, at, instant, subjectsOfProcess, system, yuanText } from '#kernel'
import { projectOf } from '#libraries'
import { startPostgres } from '#postgres'
import { verifyUrl } from '../verify/index.ts'
import { type Cast, PASSWORD, registerCast } from './cast.ts'
import { hospital } from './hospital.ts'
import { Player, type RefusalSeen, type SimClock, type StepDone, simClock } from './player.ts'
import { shortfall } from './shortfall.ts'

export interface Played {
  cases: {
    ocid: string
    title: string
    procedure: string
    steps: readonly StepDone[]
    refusals: readonly RefusalSeen[]
    notices: { kind: string; title: string; url: string }[]
    closed: boolean
  }[]
  budget: Record<'appropriated' | 'frozen' | 'contracted' | 'paid' | 'available', string>
  journal: { size: number; root: string; verified: boolean }
}

export interface Stage {
  readonly app: App
  readonly clock: SimClock
  readonly cast: Cast
  readonly url: string
  readonly databaseUrl: string
  readonly player: () => Player
  readonly stop: () => Promise<void>
}
/** A fresh region on a temporary database, over real HTTP on a free port, under a clock of its own. */
export async function stage(
  complain: (e: unknown, about?: string) => void,
  given?: { databaseUrl: string; more?: Partial<Options> },
): Promise<Stage> {
  const dir = mkdtempSync(join(tmpdir(), 'yiwang-demo-'))
  const postgres = given ? null : await startPostgres({ dataDir: dir, durable: false })
  let app: App | undefined
  const clock = simClock(at('2026-03-01', 8), async () => {
    await app?.settle()
  })
  app = await build({
    databaseUrl: given?.databaseUrl ?? postgres?.url ?? '',
    dataDir: dir,
    now: () => clock.now(),
    demo: { password: PASSWORD },
    complain,
    everyMs: 0,
    ...given?.more,
  })
  const running = app
  const cast = await running.db
    .transaction()
    .execute((tx) => registerCast(askAs(running.world, tx, system)))
  const served = await running.listen(0, '127.0.0.1')
  return {
    app: running,
    clock,
    cast,
    url: served.url,
    databaseUrl: given?.databaseUrl ?? postgres?.url ?? '',
    player: () => new Player((path, init) => fetch(served.url + path, init), clock),
    async stop() {
      await served.close()
      await running.stop()
      await postgres?.stop()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

/** The demonstration purchases: one from budget line to archive, one that finds too few bidders. */
export async function demo(s: Stage): Promise<Played> {
  const first = s.player()
  const second = s.player()
  const whole = await hospital(first, s.clock, s.cast)
  const short = await shortfall(second, s.clock, s.cast)
  await s.clock.toInstant(instant(s.clock.now() + 1000))
  const checked = await verifyUrl(s.url)
  return s.app.db.transaction().execute(async (tx) => {
    const ask = askAs(s.app.world, tx, system)
    const told = async (process: string, p: Player) => {
      const project = await projectOf(tx, { id: process })
      const states = (await subjectsOfProcess(ask, process)).map((x) => `${x.noun}：${x.state}`)
      return {
        ocid: project.ocid,
        title: project.title,
        procedure: '公开招标',
        steps: p.steps,
        refusals: p.refusals,
        notices: (await noticesOfProcess(tx, process)).map((n) => ({
          kind: n.kind,
          title: n.title,
          url: `/notices/${n.id}`,
        })),
        // Closed is paid, settled and archived; a tender that failed is closed when its money is free again.
        closed:
          (states.includes('采购计划：已执行') &&
            states.filter((x) => x.startsWith('结项：')).every((x) => x === '结项：已归档')) ||
          states.includes('采购计划：已撤销'),
      }
    }
    const totals = await budget.totals(ask)
    return {
      cases: [await told(whole.process, first), await told(short.process, second)],
      budget: {
        appropriated: yuanText(totals.appropriated),
        frozen: yuanText(totals.frozen),
        contracted: yuanText(totals.committed),
        paid: yuanText(totals.paid),
        available: yuanText(totals.available),
      },
      journal: { size: checked.size, root: checked.root, verified: checked.faults.length === 0 },
    }
  })
}
