import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { en } from './en.ts'
import { languages, say, tags } from './index.ts'
import { draft, reviewed } from './mn.ts'
import { type Key, zh } from './zh.ts'

const keys = Object.keys(zh) as Key[]
const holes = (s: string) => [...s.matchAll(/\{\d\}/g)].map((m) => m[0]).sort()

test('中文有的，英文一条不缺；两边留的空一样多', () => {
  expect(Object.keys(en).sort()).toEqual([...keys].sort())
  for (const k of keys) {
    expect(en[k].trim(), k).not.toBe('')
    expect(holes(en[k]), k).toEqual(holes(zh[k]))
    expect(en[k], k).not.toMatch(/\p{Script=Han}/u)
  }
})
test('蒙古文只用传统文字；没有的仍是中文，从不空着', () => {
  for (const [k, text] of Object.entries(draft)) {
    expect(keys, k).toContain(k)
    expect(text, k).toMatch(/^[\p{Script=Mongolian}\s\u180e\u202f\d{}]+$/u)
  }
  for (const k of keys) expect(say('mn', k)).not.toBe('')
  for (const k of reviewed) expect(draft).toHaveProperty(k)
})
test('每一条都有页面在用', () => {
  const pages = readdirSync('src/portal')
    .filter((f) => f.endsWith('.tsx'))
    .map((f) => readFileSync(`src/portal/${f}`, 'utf8'))
    .join('\n')
  for (const k of keys) expect(pages, k).toContain(`'${k}'`)
})
test('填得进去；每种文字都有自己的标记', () => {
  expect(say('en', 'left.days', 3)).toBe('In 3 days')
  expect(say('mn', 'left.days', 3)).toBe('还有3天')
  expect(Object.keys(tags)).toEqual(Object.keys(languages))
})
