import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type App, build } from '#app'
import { askAs, at, type Dice, openPool, rfc3339, system } from '#kernel'
import { type Cast, PASSWORD, registerCast } from '../demo/cast.ts'
import { Player, type SimClock, simClock } from '../demo/player.ts'
import { guardConnections, light } from './fuse.ts'

export interface Broken {
  readonly invariant: string
  readonly life: number
  readonly said: string
}
/** Everything that happened, as bytes that do not depend on ids, salts or the speed of the machine. */
export class Trace {
  readonly #hash = createHash('sha256')
  lines = 0
  note(line: string) {
    this.#hash.update(`${line}\n`)
    this.lines++
  }
  digest = () => this.#hash.copy().digest('hex')
}
const IDS = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g

/** One region on a database of its own, under a clock of its own, whose processes and connections may be killed. */
export class Region {
  readonly trace: Trace
  readonly clock: SimClock
  readonly player: Player
  readonly broken: Broken[] = []
  life = 0
  faults = 0
  repeats = 0
  restarts = 0
  requests = 0
  refusals = 0
  app!: App
  cast!: Cast
  readonly #url: string
  readonly #dir: string
  readonly #dice: Dice
  private constructor(url: string, dir: string, dice: Dice, trace: Trace) {
    this.#url = url
    this.#dir = dir
    this.#dice = dice
    this.trace = trace
    this.clock = simClock(at('2026-03-02', 8), async () => {
      await this.app?.settle()
    })
    this.player = new Player((path, init) => this.#fetch(path, init), this.clock)
  }
  static async open(url: string, dice: Dice, trace: Trace): Promise<Region> {
    guardConnections()
    const r = new Region(
      url,
      mkdtempSync(join(tmpdir(), 'yiwang-simulate-')),
      dice.of('faults'),
      trace,
    )
    await r.#start()
    r.cast = await r.app.db
      .transaction()
      .execute((tx) => registerCast(askAs(r.app.world, tx, system)))
    return r
  }
  async #start() {
    this.app = await build({
      databaseUrl: this.#url,
      dataDir: this.#dir,
      now: () => this.clock.now(),
      demo: { password: PASSWORD },
      // What a cut connection makes the house complain of was meant; anything else breaks the run.
      complain: (e) => {
        const said = e instanceof Error ? e.message : String(e)
        if (!/连接|Connection|not queryable|terminated/.test(said))
          this.fail('没有意料之外的故障', said)
      },
      everyMs: 0,
    })
  }
  /** The process is gone, and another comes up on what the database holds. */
  async restart() {
    this.restarts++
    this.trace.note('restart')
    await this.app.stop()
    await this.#start()
  }
  fail(invariant: string, said: string) {
    this.broken.push({ invariant, life: this.life, said })
  }
  async #fetch(path: string, init: RequestInit): Promise<Response> {
    this.requests++
    const send = () => this.app.http.request(`http://127.0.0.1${path}`, init)
    const keyed = new Headers(init.headers).has('idempotency-key')
    let res: Response
    let how = ''
    if (keyed && this.#dice.percent(4)) {
      // The first answer is lost; whoever asked asks again with the same key, as a browser does.
      const fuse = { left: this.#dice.below(24), afterCommit: this.#dice.percent(30), blown: false }
      light(fuse)
      const first = await send()
      light(null)
      if (fuse.blown) {
        this.faults++
        how = fuse.afterCommit ? ' !after' : ' !cut'
        if (first.ok && !fuse.afterCommit)
          this.fail('断了连接的办理不说办成', `${path} ${first.status}`)
        // As a browser waits before it asks again: the pool has to hear that its connection is gone.
        await new Promise((heard) => setTimeout(heard, 30))
        res = await send()
      } else res = first
    } else res = await send()
    if (keyed && res.ok && this.#dice.percent(10)) {
      this.repeats++
      const once = await res.clone().text()
      const again = await (await send()).text()
      if (once !== again)
        this.fail('同一请求再来一次，答复相同、不再生效', `${path}：${again.slice(0, 200)}`)
    }
    if (res.status >= 500) this.fail('没有意料之外的故障', `${path} ${res.status}`)
    let why = ''
    if (res.status === 422) {
      this.refusals++
      const body = (await res.clone().json()) as { refusals?: { rule: string }[] }
      why = (body.refusals ?? [])
        .map((r) => r.rule)
        .sort()
        .join('|')
    }
    this.trace.note(
      `${rfc3339(this.clock.now())} ${path.replace(IDS, '*').replace(/\?.*/, '')} ${res.status} ${why}${how}`,
    )
    return res
  }
  async close() {
    await this.app.stop()
    rmSync(this.#dir, { recursive: true, force: true })
  }
}
/** A new, empty database on the same server. */
export async function emptyDatabase(url: string, name: string): Promise<void> {
  const admin = openPool(url, 1)
  try {
    await admin.query(`create database ${name}`)
  } finally {
    await admin.end()
  }
}
