import { expect } from 'vitest'
import { flows } from '#flows'
import { askAs, isQuery, type Subject, subjectsOfProcess, system } from '#kernel'
import { api } from '../../src/api.ts'
import type { Player } from '../../src/demo/player.ts'
import type { Stage } from '../../src/demo/run.ts'

/** One purchase: its process and its tender. */
export interface Walked {
  readonly process: string
  readonly tender: string
}
/** Every question that needs nothing but a name or an id of this purchase, and the public site. */
async function addresses(s: Stage, t: Walked): Promise<string[]> {
  const subjects: Subject[] = await s.app.db
    .transaction()
    .execute((tx) => subjectsOfProcess(askAs(s.app.world, tx, system), t.process))
  const { rows } = await s.app.pool.query<{ ocid: string }>(
    'select ocid from library.project where id = $1',
    [t.process],
  )
  const ocid = rows[0]?.ocid ?? ''
  const lists = Object.entries(api).flatMap(([module, ops]) =>
    Object.entries(ops)
      .filter(
        ([name, o]) =>
          !['goods', 'library'].includes(module) && isQuery(name) && o.input.safeParse({}).success,
      )
      .map(([name]) => `/api/${module}/${name}`),
  )
  const records = subjects.flatMap((x) => {
    const module = flows.find((f) => f.noun === x.noun)?.module ?? ''
    return [`/api/${module}/get?id=${x.id}`]
  })
  const notices = subjects.filter((x) => x.noun === '公告').map((x) => x.id)
  return [
    ...lists,
    ...records,
    `/api/project/get?id=${t.process}`,
    `/api/hall/getRoom?tender=${t.tender}`,
    `/api/evidence/bundle?ocid=${ocid}`,
    '/api/lot/sheet.csv',
    '/api/review/sheet.json',
    '/',
    '/notices',
    `/openings/${t.tender}`,
    `/search?q=${encodeURIComponent('金丝雀')}`,
    `/projects/${ocid}`,
    '/feed.atom',
    '/ocds/releases',
    `/ocds/records/${ocid}`,
    ...notices.flatMap((id) => [`/notices/${id}`, `/notices/${id}.json`]),
  ]
}
export type Seen = Map<string, string>
/** Which account read which word, and where first. */
export async function walk(
  s: Stage,
  p: Player,
  t: Walked,
  everybody: readonly string[],
  words: readonly string[],
): Promise<Map<string, Seen>> {
  const all = await addresses(s, t)
  const seen = new Map<string, Seen>(words.map((w) => [w, new Map()]))
  for (const who of everybody) {
    let next = 0
    await Promise.all(
      Array.from({ length: 4 }, async () => {
        for (let i = next++; i < all.length; i = next++) {
          const path = all[i] as string
          const res = who === '' ? await p.get(path) : await p.getAs(who, path)
          const text = await res.text()
          expect(res.status, `${who} ${path} ${text.slice(0, 200)}`).toBeLessThan(500)
          for (const w of words)
            if (text.includes(w) && !seen.get(w)?.has(who)) seen.get(w)?.set(who, path)
        }
      }),
    )
  }
  return seen
}
/** Those who may read it, and of them those who must. */
export function judge(
  phase: string,
  word: string,
  seen: Seen,
  may: readonly string[],
  must: readonly string[] = may,
) {
  const wrong = [...seen]
    .filter(([who]) => !may.includes(who))
    .map(([who, where]) => `${who || '未登录'} 在 ${where}`)
  expect(wrong, `${phase}：“${word}”不该被看到`).toEqual([])
  expect(
    must.filter((who) => !seen.has(who)),
    `${phase}：“${word}”本该看得到`,
  ).toEqual([])
}
