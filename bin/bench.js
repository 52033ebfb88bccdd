#!/usr/bin/env node
// npm run bench [NAME] -- --json : every benchmark, or one.
import { readdirSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { register } from 'tsx/esm/api'

const root = fileURLToPath(new URL('..', import.meta.url))
process.chdir(root)
register({ tsconfig: `${root}tsconfig.json` })
const args = process.argv.slice(2)
const json = args.includes('--json')
const names = args.filter((a) => !a.startsWith('-'))
const all = readdirSync('bench')
  .filter((f) => f.endsWith('.bench.ts'))
  .map((f) => f.replace('.bench.ts', ''))
const wanted = names.length > 0 ? names : all
for (const n of wanted)
  if (!all.includes(n)) {
    process.stderr.write(`没有“${n}”；有：${all.join('、')}\n`)
    process.exit(2)
  }
const out = {}
for (const n of wanted) {
  const { bench } = await import(pathToFileURL(`${root}bench/${n}.bench.ts`).href)
  out[n] = await bench()
  if (!json) process.stdout.write(`${n}\n${JSON.stringify(out[n], null, 2)}\n`)
}
if (json) process.stdout.write(`${JSON.stringify(out, null, 2)}\n`)
process.exit(0)
