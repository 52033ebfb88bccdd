#!/usr/bin/env node
// npm run simulate -- --seed S --lifecycles N --json : whole lifecycles from a seed, under faults; exit 1 on a broken invariant.
import { fileURLToPath } from 'node:url'
import { register } from 'tsx/esm/api'

register({ tsconfig: fileURLToPath(new URL('../tsconfig.json', import.meta.url)) })
await import('../src/simulation/cli.ts')
