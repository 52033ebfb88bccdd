import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { commandOf } from './lock.ts'

/** The address of the embedded server that runs on this folder now; null when none does. For tools that stand beside a running service. */
export function runningPostgres(dataDir: string): string | null {
  const home = join(dataDir, 'postgres')
  if (!existsSync(home)) return null
  const major = readdirSync(home).find((f) => /^\d+$/.test(f))
  const data = major && join(realpathSync(home), major)
  const note = data && join(data, 'postmaster.pid')
  if (!note || !existsSync(note)) return null
  const [pid = '', , , port = '', socket = '', host = ''] = readFileSync(note, 'utf8').split('\n')
  if (!commandOf(Number(pid)).includes(`postgres -D ${data} `)) return null
  const password = readFileSync(join(home, 'password'), 'utf8')
  return `postgresql://yiwang:${password}@${socket ? encodeURIComponent(socket) : host}:${port}/yiwang?sslmode=disable`
}
