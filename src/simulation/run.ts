import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { dice, ProblemError } from '#kernel'
import { startPostgres } from '#postgres'
import { invariants } from './invariants.ts'
import { Life } from './life.ts'
import { type Broken, emptyDatabase, Region, Trace } from './region.ts'

export interface Simulated {
  readonly seed: string
  readonly lifecycles: number
  readonly trace: string
  readonly events: number
  readonly endings: Readonly<Record<string, number>>
  readonly requests: number
  readonly refusals: number
  readonly connectionsCut: number
  readonly repeated: number
  readonly restarts: number
  readonly invariants: readonly { name: string; checked: number; broken: number }[]
  readonly broken: readonly Broken[]
  readonly seconds: number
}
/** Purchases of one region, one after the other: a year has room for so many. */
const PER_REGION = 15
const told = [
  '断了连接的办理不说办成',
  '同一请求再来一次，答复相同、不再生效',
  '没有意料之外的故障',
  '依法的每一步都办得成',
  '不该办的都办不成',
] as const

/** Whole lifecycles from a seed: same seed, same trace. `url` is a server on which databases may be made; its own when left out. */
export async function simulate(o: {
  seed: string
  lifecycles: number
  server?: { url: string; urlOf: (database: string) => string }
  say?: (text: string) => void
}): Promise<Simulated> {
  const began = performance.now()
  const dir = mkdtempSync(join(tmpdir(), 'yiwang-simulate-'))
  const own = o.server ? null : await startPostgres({ dataDir: dir, durable: false })
  const server = o.server ?? (own as { url: string; urlOf: (d: string) => string })
  const d = dice(`${o.seed}`)
  const trace = new Trace()
  const endings: Record<string, number> = {}
  const checked = new Map(invariants.map((i) => [i.name, { checked: 0, broken: 0 }]))
  const broken: Broken[] = []
  const sum = { requests: 0, refusals: 0, faults: 0, repeats: 0, restarts: 0 }
  try {
    for (let from = 0; from < o.lifecycles; from += PER_REGION) {
      const name = `sim_${process.pid}_${from}_${Math.round(began)}`
      await emptyDatabase(server.url, name)
      const r = await Region.open(server.urlOf(name), d.of(`region ${from}`), trace)
      try {
        for (let n = from; n < Math.min(from + PER_REGION, o.lifecycles); n++) {
          r.life = n + 1
          const ending = await new Life(r, d.of(`life ${n}`), n + 1).play().catch((e: unknown) => {
            // What the law allows was turned down: said as broken, and the other purchases go on.
            if (!(e instanceof ProblemError)) throw e
            r.fail(told[3], e.message)
            return '没有走完'
          })
          endings[ending] = (endings[ending] ?? 0) + 1
          await r.app.settle()
          for (const i of invariants) {
            const found = await i.check(r.app.pool, r.app.world.flows)
            const c = checked.get(i.name) as { checked: number; broken: number }
            c.checked++
            c.broken += found.length
            for (const said of found.slice(0, 5)) r.fail(i.name, said)
          }
          trace.note(`${n + 1} ${ending}`)
          o.say?.(`第${n + 1}笔：${ending}`)
        }
      } finally {
        broken.push(...r.broken)
        for (const k of ['requests', 'refusals', 'faults', 'repeats', 'restarts'] as const)
          sum[k] += r[k]
        await r.close()
      }
    }
  } finally {
    await own?.stop()
    rmSync(dir, { recursive: true, force: true })
  }
  const named = new Set<string>([...checked.keys(), ...told.slice(0, 4)])
  const watched = told.map((name) => ({
    name,
    checked:
      name === told[0]
        ? sum.faults
        : name === told[1]
          ? sum.repeats
          : name === told[3]
            ? o.lifecycles
            : sum.requests,
    broken: broken.filter((b) =>
      name === told[4] ? !named.has(b.invariant) : b.invariant === name,
    ).length,
  }))
  return {
    seed: o.seed,
    lifecycles: o.lifecycles,
    trace: trace.digest(),
    events: trace.lines,
    endings,
    requests: sum.requests,
    refusals: sum.refusals,
    connectionsCut: sum.faults,
    repeated: sum.repeats,
    restarts: sum.restarts,
    invariants: [...[...checked].map(([name, c]) => ({ name, ...c })), ...watched],
    broken,
    seconds: Math.round((performance.now() - began) / 100) / 10,
  }
}
