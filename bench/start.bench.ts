import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** (b) From `yiwang start` to ready: the first start (initdb, schema, demonstration played) and later ones; memory after. */
export async function bench() {
  const dir = mkdtempSync(join(tmpdir(), 'yiwang-bench-'))
  const once = () =>
    new Promise<{ ms: number; rssMiB: number }>((done, fail) => {
      const began = performance.now()
      const c = spawn(process.execPath, ['bin/yiwang.js', 'start'], {
        env: { ...process.env, PORT: '0', YIWANG_DEMO: '1', YIWANG_DATA: dir, LOG_LEVEL: 'error' },
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      let text = ''
      c.stdout.on('data', (d: Buffer) => {
        text += d.toString()
        if (!text.includes('Yiwang is ready') || c.killed) return
        const ms = Math.round(performance.now() - began)
        const rss = Number(
          /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${c.pid}/status`, 'utf8'))?.[1] ?? 0,
        )
        c.once('exit', () => done({ ms, rssMiB: Math.round(rss / 1024) }))
        c.kill('SIGTERM')
      })
      c.once('error', fail)
    })
  try {
    const first = await once()
    const later = [await once(), await once(), await once()]
    const mid = [...later].sort((a, b) => a.ms - b.ms)[1]
    return {
      firstStartMs: first.ms,
      laterStartMs: mid?.ms,
      ratio: Math.round((first.ms / (mid?.ms ?? 1)) * 10) / 10,
      serverMiBAfterDemonstration: first.rssMiB,
      serverMiBLater: mid?.rssMiB,
    }
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}
