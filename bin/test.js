#!/usr/bin/env node
// Types, lint, the web build, then every test. One closing line says how it went.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

process.chdir(fileURLToPath(new URL('..', import.meta.url)))
let passed = 0
let failed = 0
let skipped = 0
const run = (args) => spawnSync(process.execPath, args, { stdio: 'inherit' }).status ?? 1
const bin = (name) => join('node_modules', '.bin', name)
const step = (name, command, args) => {
  process.stdout.write(`\n== ${name}\n`)
  const { status } = spawnSync(command, args, { stdio: 'inherit' })
  if (status === 0) passed++
  else failed++
}
step('types', bin('tsc'), [])
if (existsSync('src/web/tsconfig.json'))
  step('types of the workbench', bin('tsc'), ['-p', 'src/web'])
step('lint', bin('biome'), ['check', '.'])
if (existsSync('src/web/vite.config.ts'))
  for (const config of ['src/web/vite.config.ts', 'src/web/offline/vite.config.ts'])
    step('workbench', bin('vite'), ['build', '--config', config, '--logLevel', 'warn'])

const dir = mkdtempSync(join(tmpdir(), 'yiwang-report-'))
const report = join(dir, 'report.json')
process.stdout.write('\n== tests\n')
const status = run([
  'node_modules/vitest/vitest.mjs',
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${report}`,
])
if (existsSync(report)) {
  const r = JSON.parse(readFileSync(report, 'utf8'))
  passed += r.numPassedTests
  failed += r.numFailedTests
  skipped += r.numPendingTests + (r.numTodoTests ?? 0)
  if (r.numTotalTests === 0) failed++
  // A file that could not even start counts: its tests are not among the failed ones.
  failed += r.testResults.filter(
    (f) => f.status === 'failed' && f.assertionResults.every((a) => a.status !== 'failed'),
  ).length
} else failed++
if (status !== 0 && failed === 0) failed++
rmSync(dir, { recursive: true, force: true })
process.stdout.write(`\ntests: ${passed} passed, ${failed} failed, ${skipped} skipped\n`)
process.exit(failed === 0 ? 0 : 1)
