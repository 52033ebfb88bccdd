import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { flows } from '#flows'
import pkg from '../package.json' with { type: 'json' }
import { api } from '../src/api.ts'

/** The rules of the house, as a test: what no compiler and no linter would notice. */
const doors: Record<string, string> = pkg.imports
const files = (readdirSync('src', { recursive: true }) as string[]).filter((f) => /\.tsx?$/.test(f))
const importsOf = (text: string) => [...text.matchAll(/from '([^']+)'/g)].map((m) => m[1] as string)
const stageOf = (path: string, otherwise: number) =>
  // The mall trades: it stands beside the fourth stage, may call what lies above it there, and later stages may call it.
  Number(path.match(/lifecycle\/(\d)/)?.[1] ?? (/(^|\/)mall\//.test(path) ? 4 : otherwise))
/** The libraries share a mechanism and a few neighbours; none of them enters the whole floor by its front door. */
const rooms = Object.keys(doors).filter((d) => /^#libraries\//.test(d))
const inHouse = (file: string) =>
  /^(kernel|law|identity|libraries|lifecycle|mall|outside)\//.test(file)

test.each(files.filter((f) => !f.startsWith('web/')))('%s', (file) => {
  const text = readFileSync(`src/${file}`, 'utf8')
  expect(text.split('\n').length, 'a file fits in one sitting').toBeLessThanOrEqual(400)
  for (const to of importsOf(text)) {
    if (inHouse(file) && !file.endsWith('.test.ts'))
      expect(
        to.startsWith('..') &&
          !to.endsWith('.json') &&
          !file.startsWith('kernel/') &&
          !file.startsWith('law/'),
        `${to}: other modules are entered by their door`,
      ).toBe(false)
    if (!to.startsWith('#') || file.endsWith('.test.ts')) continue
    const door = doors[to] ?? ''
    if (/^(lifecycle|mall)\//.test(file) && /\/(lifecycle|mall)\//.test(door))
      expect(stageOf(door, 0), `${to}: only upstream may be called`).toBeLessThanOrEqual(
        stageOf(file, 99),
      )
    if (file.startsWith('kernel/'))
      expect(to, 'the kernel knows nothing of procurement').toMatch(/^#kernel$/)
    if (file.startsWith('law/')) expect(to).toBe('#kernel')
    if (file.startsWith('libraries/'))
      expect(
        [
          '#kernel',
          '#law',
          '#words',
          '#sheets',
          '#identity/people',
          ...rooms,
          // Goods stand on the others: who sells, and under which item of the catalogue.
          ...(file.startsWith('libraries/goods/') ? ['#libraries'] : []),
        ],
        'floors import downward, and a room of the libraries only the rooms it names',
      ).toContain(to)
    if (file.startsWith('identity/'))
      expect(to, 'floors import downward').toMatch(/^#(kernel|law|identity\/\w+)$/)
  }
})
test("一行的头尾没有全角空格：JSX 会把它连同换行一起去掉，写成 {'　'}", () => {
  const lost = files
    .filter((f) => f.endsWith('.tsx'))
    .flatMap((f) =>
      readFileSync(`src/${f}`, 'utf8')
        .split('\n')
        .flatMap((line, i) => (/^ *\u3000|\u3000 *$/.test(line) ? [`${f}:${i + 1}`] : [])),
    )
  expect(lost).toEqual([])
})
test.each(files.filter((f) => f.endsWith('/model.ts')))(
  '%s 是纯的：没有等待，没有时钟，没有随机',
  (file) => {
    expect(readFileSync(`src/${file}`, 'utf8')).not.toMatch(
      /\bawait\b|Date\.now|new Date\(|Math\.random|randomBytes/,
    )
  },
)
test.each(flows.map((f) => [f.noun, f] as const))(
  '%s：每一步都有接口，每个到时办法都有这一步',
  (_, f) => {
    const ops = (api as Record<string, Record<string, unknown>>)[f.module] ?? {}
    for (const [action, step] of Object.entries(f.steps)) {
      const machine = step.by.every((r: string) => r === '系统')
      if (!step.inner && !machine)
        expect(Object.keys(ops), `${f.module}.${action}`).toContain(action)
      for (const s of [...step.from, step.to]) expect(f.states).toContain(s)
    }
    for (const action of Object.values(f.onDue)) expect(Object.keys(f.steps)).toContain(action)
    const reached = new Set(Object.values(f.steps).map((s) => s.to))
    for (const s of f.states) expect(reached, `没有一步走到“${s}”`).toContain(s)
  },
)
test('不许可的，都说得出怎么办：没有一处把 cure 留空', () => {
  const empty = files.flatMap((f) =>
    (
      readFileSync(`src/${f}`, 'utf8').match(/\bcure:\s*([^\n`]*[?:]\s*)?(''|"")\s*[,})\n]/g) ?? []
    ).map((line) => `${f} ${line}`),
  )
  expect(empty).toEqual([])
})
