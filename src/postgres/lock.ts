import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { StartError } from './error.ts'

const read = (path: string) => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}

/** When a process began, in words only good for comparing; null when there is no such process. */
function birth(pid: number): string | null {
  if (!existsSync('/proc/self/stat')) {
    const said = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' })
    return said.stdout?.trim() || null
  }
  const stat = read(`/proc/${pid}/stat`)
  if (stat === null) return null
  // The name in brackets may itself hold spaces and brackets; the fields after it may not.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  if (fields[0] === 'Z') return null
  return `${read('/proc/sys/kernel/random/boot_id')?.trim()} ${fields[19]}`
}

/** What a process was started with, or '' when it is gone (or a zombie). */
export function commandOf(pid: number): string {
  if (existsSync('/proc/self/cmdline'))
    return read(`/proc/${pid}/cmdline`)?.replaceAll('\0', ' ').trim() ?? ''
  return spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? ''
}

/**
 * One holder per path, by process id and birth, so that a killed holder holds nothing.
 * Returns the release, which may be called from a process's exit handler.
 */
export function takeLock(path: string, taken: (pid: number) => string): () => void {
  const mine = JSON.stringify({ pid: process.pid, born: birth(process.pid) })
  const draft = `${path}.${randomBytes(6).toString('hex')}`
  writeFileSync(draft, mine, { mode: 0o600 })
  try {
    for (let tries = 0; tries < 20; tries++) {
      try {
        // A link appears with its content or not at all, and never over another.
        linkSync(draft, path)
        return () => rmSync(path, { force: true })
      } catch (e) {
        if ((e as NodeJS.ErrnoException).code !== 'EEXIST') throw e
      }
      const theirs = read(path)
      if (theirs === null) continue
      const holder = parse(theirs)
      if (holder && birth(holder.pid) === holder.born) throw new StartError(taken(holder.pid))
      // Take away exactly the lock that was judged dead: between the look and the move another may have come.
      const aside = `${draft}.dead`
      try {
        renameSync(path, aside)
        if (read(aside) !== theirs) linkSync(aside, path)
      } catch {
        // Somebody was quicker; look again.
      }
      rmSync(aside, { force: true })
    }
    throw new StartError(taken(0))
  } finally {
    rmSync(draft, { force: true })
  }
}

function parse(text: string): { pid: number; born: string } | null {
  try {
    const { pid, born } = JSON.parse(text) as { pid: unknown; born: unknown }
    return typeof pid === 'number' && typeof born === 'string' ? { pid, born } : null
  } catch {
    return null
  }
}
