import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPostgres } from '#postgres'
import { seed, usualStart } from '../src/seed/command.ts'

/**
 * `yiwang seed` as it is run: the whole training region (12 leagues, 103 banners, 20,000 suppliers, 5,000 experts and the shelves) on an
 * empty database of its own, by the doors of the libraries. To be under two minutes on two cores; `load` says how busy the machine was.
 */
export async function bench() {
  const dataDir = mkdtempSync(join(tmpdir(), 'yiwang-bench-'))
  const postgres = await startPostgres({ dataDir, durable: true })
  const before = loadavg()[0] ?? 0
  try {
    const done = await seed({
      databaseUrl: postgres.url,
      dataDir,
      seed: '测速',
      pace: 1,
      from: usualStart,
      complain: (e) => console.error(e),
      say: () => {},
    })
    return {
      seconds: done.seconds,
      counts: done.counts,
      journal: done.journal,
      cores: availableParallelism(),
      load: { before, after: loadavg()[0] },
    }
  } finally {
    await postgres.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}
