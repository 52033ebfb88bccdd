import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import type { Instant } from '#kernel'
import type { Stage } from '../../src/demo/run.ts'

export interface House {
  readonly url: string
  readonly pid: number
  /** What it complained of. */
  readonly said: () => string
  /** Sets its clock forward, as nobody can whose process it is not. */
  readonly shift: (to: number) => void
  readonly kill: () => Promise<void>
}
type Served = Pick<Stage, 'databaseUrl' | 'app'>
interface Asked {
  readonly port?: number
  readonly settings?: Record<string, unknown>
}
/**
 * A real server process on the stage's database and files, to be killed with -9 and measured from outside. Its clock runs
 * with the wall's, `shift` milliseconds away from it; a later process of the same `shift` goes on in the same time.
 */
export const house = (s: Served, { shift, ...o }: Asked & { shift: number }): Promise<House> =>
  standby(s, o).go(shift)
/** A process that has read its program and touched nothing yet: reading it is most of a start, and can be done meanwhile. */
export function standby(
  s: Served,
  o: Asked,
): { go: (shift: number) => Promise<House>; kill: () => Promise<void> } {
  const asked = {
    databaseUrl: s.databaseUrl,
    dataDir: s.app.world.dataDir,
    port: o.port ?? 0,
    settings: o.settings ?? {},
  }
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', 'test/support/server.ts', JSON.stringify(asked)],
    { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] },
  )
  let out = ''
  let faults = ''
  child.stderr?.on('data', (d) => {
    faults += String(d)
  })
  const ready = new Promise<House>((done, fail) => {
    child.stdout?.on('data', (d) => {
      out += String(d)
      const url = /ready (\S+)/.exec(out)?.[1]
      if (url)
        done({
          url,
          pid: child.pid ?? 0,
          said: () => faults,
          shift: (to) => child.send(to),
          kill: () => killed(child),
        })
    })
    child.once('exit', () => fail(new Error(`服务没有起来：${faults}`)))
  })
  // One that nobody called is killed, and that is nobody's fault.
  ready.catch(() => undefined)
  return {
    go: (shift) => {
      child.send(shift)
      return ready
    },
    kill: () => killed(child),
  }
}
const killed = (c: ChildProcess) =>
  new Promise<void>((done) => {
    if (c.exitCode !== null || c.signalCode !== null) return done()
    c.once('exit', () => done())
    c.kill('SIGKILL')
  })
export const shiftTo = (at: Instant) => at - Date.now()

/** Peak resident memory of a process in MB since `freshPeak`; Linux. */
export const peakMb = (pid: number) =>
  Math.round(
    Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024,
  )
export const freshPeak = (pid: number) => writeFileSync(`/proc/${pid}/clear_refs`, '5')
/** The browser's processes that hold pages and their workers. */
export function renderersOf(browserPid: number): number[] {
  const children = (pid: number): number[] => {
    try {
      return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
        .split(' ')
        .filter(Boolean)
        .map(Number)
        .flatMap((c) => [c, ...children(c)])
    } catch {
      return []
    }
  }
  return children(browserPid).filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('--type=renderer')
    } catch {
      return false
    }
  })
}
