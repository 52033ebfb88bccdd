#!/usr/bin/env node
// `npm start`: build the workbench when it is missing or older than its source, then serve with the demonstration region.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const newest = (dir) =>
  readdirSync(dir, { recursive: true }).reduce(
    (t, f) => Math.max(t, statSync(join(dir, String(f))).mtimeMs),
    0,
  )
const built = join(root, 'dist/web/index.html')
if (
  existsSync(join(root, 'src/web/vite.config.ts')) &&
  (!existsSync(built) || statSync(built).mtimeMs < newest(join(root, 'src/web')))
) {
  process.stdout.write('正在构建工作台……\n')
  for (const config of ['src/web/vite.config.ts', 'src/web/offline/vite.config.ts']) {
    const { status } = spawnSync(
      join(root, 'node_modules/.bin/vite'),
      ['build', '--config', config, '--logLevel', 'warn'],
      { cwd: root, stdio: 'inherit' },
    )
    if (status !== 0) process.exit(2)
  }
}
process.env.YIWANG_DEMO ??= '1'
process.argv.push('start')
await import('./yiwang.js')
