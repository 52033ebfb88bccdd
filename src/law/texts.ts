import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { AnyFlow, Citation } from '#kernel'
import { catalogue, type LawText } from './catalogue.ts'
import { groundsOf } from './grounds.ts'
import { methods } from './methods.ts'
import { type Param, params } from './params.ts'

/** One article, or the heading of a chapter. */
export type Line =
  | { readonly chapter: string }
  | { readonly article: string; readonly text: string }
export interface Citing {
  readonly title: string
  readonly about: string
}
const read = new Map<string, readonly Line[]>()
/** The articles of a text as carried in data/law; empty where only its citations are. */
export function articlesOf(law: string): readonly Line[] {
  if (catalogue[law] === undefined) return []
  const known = read.get(law)
  if (known) return known
  const path = fileURLToPath(new URL(`../../data/law/${law}.md`, import.meta.url))
  const lines: Line[] = existsSync(path)
    ? readFileSync(path, 'utf8')
        .split('\n')
        .flatMap((l): Line[] => {
          const article = /^(第[一二三四五六七八九十百零]+条) (.*)$/.exec(l)
          if (article) return [{ article: article[1] as string, text: article[2] as string }]
          return l.startsWith('## ') ? [{ chapter: l.slice(3) }] : []
        })
    : []
  read.set(law, lines)
  return lines
}
/** Every rule, number and method of the house that rests on a text, by article. */
export function citingOf(law: string, flows: readonly AnyFlow[]): Map<string, Citing[]> {
  const out = new Map<string, Citing[]>()
  const add = (cites: readonly Citation[], title: string, about: string) => {
    for (const c of cites)
      if (c.law === law) {
        const list = out.get(c.article) ?? []
        if (!list.some((x) => x.title === title && x.about === about)) list.push({ title, about })
        out.set(c.article, list)
      }
  }
  for (const [name, p] of Object.entries(params as Record<string, Param>))
    for (const v of p.periods) add([v.cite], name, '期限、数额与比例')
  for (const [name, m] of Object.entries(methods))
    add(m.cites as readonly Citation[], name, '采购方式')
  for (const [method, grounds] of Object.entries(groundsOf))
    for (const g of grounds ?? []) add(g.cites, g.title, `${method}的法定情形`)
  for (const f of flows) {
    add(f.dutyCites, '岗位与次序', f.noun)
    for (const s of Object.values(f.steps))
      for (const r of s.rules ?? []) add(r.cites, r.title, f.noun)
  }
  return out
}
export const lawTexts = (): { short: string; text: LawText; carried: boolean }[] =>
  Object.entries(catalogue).map(([short, text]) => ({
    short,
    text,
    carried: articlesOf(short).length > 0,
  }))
