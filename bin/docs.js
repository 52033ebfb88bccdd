#!/usr/bin/env node
// Documents that are read from the code: lifecycle diagrams, the access table, the API description.
// `node bin/docs.js` writes them; the test compares.
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { register } from 'tsx/esm/api'

const root = fileURLToPath(new URL('..', import.meta.url))
register({ tsconfig: `${root}tsconfig.json` })
const { generated } = await import('../src/generated.ts')
for (const [file, text] of Object.entries(generated())) writeFileSync(`${root}docs/${file}`, text)
