import { build } from '#app'
import {
  askAs,
  at,
  type Day,
  dayOf,
  type Instant,
  instant,
  openPool,
  showDay,
  system,
} from '#kernel'
import { calendarEnds } from '#law'
import { StartError } from '#postgres'
import { addInstance, clearBroken, holdFilling, instanceOf, markLoaded } from '#training'
import { PASSWORD } from '../demo/cast.ts'
import { digestOf, generate, linesOf, type Size } from './generate.ts'
import { load, standing } from './load.ts'
import { shelve } from './shelves.ts'

export interface SeedOptions {
  readonly databaseUrl: string
  readonly dataDir: string
  readonly seed: string
  readonly pace: number
  readonly from: Day
  readonly size?: Size
  readonly offers?: number
  readonly complain: (e: unknown, about?: string) => void
  readonly say: (s: string) => void
}
export interface Seeded {
  readonly seed: string
  readonly digest: string
  readonly seconds: number
  readonly counts: Readonly<Record<string, number>>
  readonly journal: number
}
/** The first working months of the last year whose calendar is published: the clock may run on from there. */
export const usualStart = `${calendarEnds.slice(0, 4)}-03-02` as Day

/** A training region on an empty database: made from a word, brought in by the doors of its libraries, compared with what was made. */
export async function seed(o: SeedOptions): Promise<Seeded> {
  const began = performance.now()
  const clock = at(o.from, 8, 30)
  const release = await holdFilling(o.databaseUrl)
  try {
    await prepare(o)
    return await fill(o, clock, began)
  } finally {
    await release()
  }
}
async function fill(o: SeedOptions, clock: Instant, began: number): Promise<Seeded> {
  const app = await build({
    ...o,
    now: () => clock,
    demo: { password: PASSWORD },
    everyMs: 0,
    filling: true,
  })
  try {
    await addInstance(app.pool, {
      kind: '培训',
      seed: o.seed,
      pace: o.pace,
      ends: at(calendarEnds, 23, 59),
      at: clock,
    }).catch((e: Error) => {
      throw new StartError(`${e.message}；培训区须在空库上建`)
    })
    const made = generate(o.seed, o.size)
    const digest = digestOf(linesOf(made))
    let last = 0
    const tell = (what: string, done: number, total: number) => {
      if (done < total && performance.now() - last < 1000) return
      last = performance.now()
      o.say(`${((last - began) / 1000).toFixed(1).padStart(6)}秒　${what} ${done}/${total}`)
    }
    await load(app.db, app.world, (tx) => askAs(app.world, tx, system), made, tell)
    const there = digestOf(await app.db.transaction().execute(standing))
    if (there !== digest) throw new Error(`库里的与生成的不一致：${there} ≠ ${digest}`)
    const offers = await shelve(app, made, o.seed, o.offers ?? 20_000, tell)
    await app.settle()
    const { rows } = await app.pool.query<{ n: number }>('select count(*) as n from kernel.leaf')
    const journal = rows[0]?.n ?? 0
    tell('流水', journal, journal)
    await app.pool.query('analyze')
    await markLoaded(app.pool, digest)
    return {
      seed: o.seed,
      digest,
      seconds: Math.round((performance.now() - began) / 100) / 10,
      counts: {
        财政部门和国库: made.offices.length,
        采购人: made.purchasers.length,
        供应商: made.suppliers.length,
        代理机构: made.agencies.length,
        评审专家: made.experts.length,
        商品: offers,
      },
      journal,
    }
  } finally {
    await app.stop()
  }
}
async function prepare({ databaseUrl, say }: SeedOptions) {
  const pool = openPool(databaseUrl, 1)
  try {
    const before = await instanceOf(pool)
    if (before?.loaded)
      throw new StartError(
        `这个库已是${before.kind}区（种子“${before.seed}”）；换一个 YIWANG_DATA 或 DATABASE_URL 再建`,
      )
    if (await clearBroken(pool)) say('上次没有装完，已清掉重来')
  } finally {
    await pool.end()
  }
}
/** What was typed after `yiwang seed`, judged before anything is touched. */
export function seedArguments(
  args: readonly string[],
): Pick<SeedOptions, 'seed' | 'pace' | 'from'> {
  const after = (name: string, otherwise: string) => {
    const i = args.indexOf(name)
    return i < 0 ? otherwise : (args[i + 1] ?? '')
  }
  const word = after('--seed', String(dayOf(instant(Date.now()))))
  if (!/^[\p{L}\p{N}_.-]{1,64}$/u.test(word))
    throw new StartError('--seed 须为1至64个字母、数字、汉字或 _ . -')
  const pace = after('--pace', '60')
  if (!/^\d+$/.test(pace) || Number(pace) < 1 || Number(pace) > 1440)
    throw new StartError(`--pace 须为1至1440的整数（时钟快多少倍），得到“${pace}”`)
  const from = after('--from', usualStart)
  if (!/^\d{4}-\d{2}-\d{2}$/.test(from) || from > calendarEnds || from < '2020-03-02')
    throw new StartError(
      `--from 须为2020-03-02至${calendarEnds}之间的日期（${showDay(calendarEnds)}以后的日历没有公布）`,
    )
  return { seed: word, pace: Number(pace), from: from as Day }
}
