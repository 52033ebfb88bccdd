import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { generated } from '../src/generated.ts'

test.each(Object.entries(generated()))(
  'docs/%s 与代码一致（node bin/docs.js 重写）',
  (file, text) => {
    expect(readFileSync(`docs/${file}`, 'utf8')).toBe(text)
  },
)
