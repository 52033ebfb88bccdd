import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { forms } from '#disclosure'
import { flows } from '#flows'
import type { Citation } from '#kernel'
import { catalogue, methods, type Param, params, roles } from '#law'

/** Every citation of the house: parameters, methods, the rules of every step, the forms of notices. */
const cites: Citation[] = [
  ...Object.values(params as Record<string, Param>).flatMap((p) => p.periods.map((v) => v.cite)),
  ...Object.values(methods).flatMap((m) => m.cites as readonly Citation[]),
  ...flows.flatMap((f) => [
    ...f.dutyCites,
    ...Object.values(f.steps).flatMap((s) =>
      (s.rules ?? []).flatMap((r: { cites: readonly Citation[] }) => r.cites),
    ),
  ]),
  ...Object.values(forms).flatMap((f) => f.cites),
]
// Those inside functions, which no list reaches, are read from the source.
for (const file of readdirSync('src', { recursive: true }) as string[])
  if (/\.tsx?$/.test(file) && !file.endsWith('.test.ts'))
    for (const m of readFileSync(`src/${file}`, 'utf8').matchAll(
      /\bcite\(\s*'([^']+)',\s*'([^']+)',\s*'([^']+)',?\s*\)/g,
    ))
      cites.push({ law: m[1] ?? '', article: m[2] ?? '', quote: m[3] ?? '' })
const unique = [...new Map(cites.map((c) => [`${c.law} ${c.article} ${c.quote}`, c])).values()]
const dir = new URL('../../../shared/law-texts/', import.meta.url)
const here = existsSync(dir)

test('没有一条规则没有依据，角色都有去处', () => {
  for (const f of flows)
    for (const [name, s] of Object.entries(f.steps)) {
      for (const r of s.rules ?? [])
        expect(r.cites.length, `${f.noun}.${name} ${r.title}`).toBeGreaterThan(0)
      for (const role of s.by) expect(Object.keys(roles)).toContain(role)
    }
})
test('全文核对过的引文不为空，其余不冒充引文', () => {
  for (const c of unique) {
    if (catalogue[c.law as keyof typeof catalogue]?.mark === '✔')
      expect(c.quote, `${c.law} ${c.article}`).not.toBe('')
    else expect(c.quote, `${c.law} ${c.article}`).toBe('')
  }
})
test.each(Object.entries(params as Record<string, Param>))('%s 的时段先后有序、不重叠', (_, p) => {
  for (const [i, v] of p.periods.entries()) {
    const next = p.periods[i + 1]
    if (v.until) expect(v.from < v.until).toBe(true)
    if (next) expect(v.until !== undefined && v.until <= next.from).toBe(true)
  }
})
describe.skipIf(!here)('法条原文里确有所引的字（../shared/law-texts 在场时核对）', () => {
  test.each(unique.filter((c) => c.quote !== '').map((c) => [c.law, c.article, c.quote] as const))(
    '《%s》%s“%s”',
    (law, article, quote) => {
      const text = readFileSync(new URL(`${law}.md`, dir), 'utf8')
      const line = article.startsWith('第')
        ? text.split('\n').find((l) => l.startsWith(`${article} `))
        : text.split('\n').filter((l) => l.includes(quote))[0]
      expect(line ?? '').toContain(quote)
    },
  )
})
