import { Jieba } from '@node-rs/jieba'
import { dict } from '@node-rs/jieba/dict.js'
import data from '../../data/synonyms.json' with { type: 'json' }

/**
 * Chinese words for the whole house: what is indexed and what is asked are cut by the same knife. Pure, but for the
 * dictionary that is loaded at first use. The index is a tsvector written out here, not PostgreSQL's own parser, which
 * would take “24v” and “1.5” apart in ways of its own.
 */
let knife: Jieba | undefined
const jieba = () => {
  knife ??= Jieba.withDict(dict)
  return knife
}
/** Characters that people and older files write for others; NFKC leaves them as they are. */
const variants: Readonly<Record<string, string>> = { 釆: '采', 內: '内', 戶: '户', 帳: '账' }
const VARIANT = new RegExp(`[${Object.keys(variants).join('')}]`, 'g')
/** One spelling for everything that reads the same: full width, ligatures, case, variant characters. */
export const fold = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(VARIANT, (c) => variants[c] ?? c)

/** Runs of Han, runs of other letters and digits; a point between digits belongs to the number. */
const RUN = /\p{Script=Han}+|(?:\d+(?:\.\d+)+|(?:(?!\p{Script=Han})[\p{L}\p{M}\p{N}])+)/gu
const HAN = /^\p{Script=Han}/u
const LONGEST = 64
const clip = (s: string) => [...s].slice(0, LONGEST).join('')
/** “rtx3060” is also found by “3060”, “i5-12400” by “i5”. */
const parts = (run: string): string[] => {
  const pieces = run.match(/\d+(?:\.\d+)*|[^\d.]+/g) ?? []
  return pieces.length > 1 ? [run, ...pieces] : [run]
}
/** Without the guesser for unknown words: it guesses by context, and a question has another context than a title. */
const cut = (han: string) => jieba().cut(han, false)
const cutAll = (han: string) => jieba().cutForSearch(han, false)

/** Every word a text should be found by, in order; `letters` adds each Han character for short texts like names. */
export function tokens(text: string, letters = false): string[] {
  const out: string[] = []
  for (const [run] of fold(text).matchAll(RUN))
    if (HAN.test(run)) {
      out.push(...cutAll(run))
      if (letters) out.push(...run)
    } else out.push(...parts(run))
  return out.map(clip)
}

export type Weight = 'A' | 'B' | 'C' | 'D'
const MAX_WORDS = 4000
const lexeme = (word: string) => `'${word.replace(/\\/g, '\\\\').replace(/'/g, "''")}'`
/** A tsvector as text: `${vector([['A', 名称], ['C', 描述]])}::tsvector`. A names are also found by a single character. */
export function vector(fields: readonly (readonly [Weight, string])[]): string {
  const places = new Map<string, string[]>()
  let at = 0
  for (const [weight, text] of fields)
    for (const word of tokens(text, weight === 'A')) {
      at += 1
      const known = places.get(word)
      // PostgreSQL keeps 255 places a word and counts to 16383; ranking needs a handful.
      if (known) {
        if (known.length < 8) known.push(`${Math.min(at, 16_383)}${weight}`)
      } else if (places.size < MAX_WORDS) places.set(word, [`${Math.min(at, 16_383)}${weight}`])
    }
  return [...places].map(([w, p]) => `${lexeme(w)}:${p.join(',')}`).join(' ')
}

/** word → other ways to say it, each as the words it is cut into. */
const synonyms: ReadonlyMap<string, readonly (readonly string[])[]> = new Map(
  data.groups.flatMap((group) => {
    const said = group.map(fold)
    return said.map((s) => [s, said.filter((o) => o !== s).map(asked)] as const)
  }),
)
/** Other names for the same thing, folded; none for what has no other name. */
export const otherNames = (word: string): readonly string[] => named.get(fold(word)) ?? []
const named: ReadonlyMap<string, readonly string[]> = new Map(
  data.groups.flatMap((group) => {
    const said = group.map(fold)
    return said.map((s) => [s, said.filter((o) => o !== s)] as const)
  }),
)
function asked(text: string): string[] {
  const out: string[] = []
  for (const [run] of text.matchAll(RUN)) out.push(...(HAN.test(run) ? cut(run) : [run]))
  return out.map(clip)
}
const one = (word: string): string => {
  // A code or a model is often known by its beginning only.
  if (!HAN.test(word)) return `${lexeme(word)}${word.length > 1 ? ':*' : ''}`
  const inner = [...new Set(cutAll(word))].filter((w) => w !== word)
  return inner.length > 1 ? `(${lexeme(word)} | (${inner.map(lexeme).join(' & ')}))` : lexeme(word)
}
const all = (words: readonly string[]) => words.map(one).join(' & ')
const withSynonyms = (words: readonly string[]): string[] => {
  const out: string[] = []
  for (let i = 0; i < words.length; ) {
    // The longest run of words that has another name: “便携式”+“计算机” is one thing.
    let n = Math.min(4, words.length - i)
    while (n > 1 && !synonyms.has(words.slice(i, i + n).join(''))) n -= 1
    const said = words.slice(i, i + n)
    const others = synonyms.get(said.join('')) ?? []
    out.push(others.length > 0 ? `(${[said, ...others].map(all).join(' | ')})` : all(said))
    i += n
  }
  return out
}
const MOST_ASKED = 16
/**
 * What a person typed, as a tsquery in text; null when nothing in it can be looked for. All words must occur; a piece that
 * begins with “-” must not. Safe for any input: what is not a letter or a digit never reaches the database, and no more
 * than sixteen words do.
 */
export function toQuery(typed: string): string | null {
  const wanted: string[] = []
  const unwanted: string[] = []
  for (const piece of fold(typed.slice(0, 2000)).split(/\s+/)) {
    const words = asked(piece)
    if (piece.startsWith('-')) unwanted.push(...words)
    else wanted.push(...words)
  }
  if (wanted.length === 0) return null
  const uniq = (w: string[]) => [...new Set(w)].slice(0, MOST_ASKED)
  return [...withSynonyms(uniq(wanted)), ...uniq(unwanted).map((w) => `!${lexeme(w)}`)].join(' & ')
}

/** One UTF-16 unit for one, so that a place in the folded text is a place in the text. */
const foldInPlace = (text: string) =>
  Array.from({ length: text.length }, (_, i) => {
    const c = text[i] ?? ''
    const f = fold(c)
    return f.length === 1 ? f : c
  }).join('')
/** What to look for in a text that answers a question: its words, their other names, then the pieces of words. */
function sought(typed: string): { whole: string[]; pieces: string[] } {
  const words: string[] = []
  for (const piece of fold(typed.slice(0, 2000)).split(/\s+/))
    if (!piece.startsWith('-')) words.push(...asked(piece))
  const asTyped = [...new Set(words)].slice(0, MOST_ASKED)
  const others: string[] = []
  for (let i = 0; i < words.length; i++)
    for (let n = 1; n <= 4 && i + n <= words.length; n++)
      for (const said of synonyms.get(words.slice(i, i + n).join('')) ?? [])
        others.push(said.join(''))
  return {
    whole: [...new Set([...asTyped, ...others])],
    pieces: [...new Set(asTyped.flatMap((w) => (HAN.test(w) ? cutAll(w) : [])))].filter(
      (w) => w.length > 1 && !asTyped.includes(w),
    ),
  }
}
export type Mark = readonly [from: number, to: number]
const MOST_MARKS = 200
/** Where in a text the words of a question stand, in order, none over another. */
export function marks(text: string, typed: string): Mark[] {
  const { whole, pieces } = sought(typed)
  const folded = foldInPlace(text)
  const found: Mark[] = []
  const look = (terms: readonly string[]) => {
    for (const t of terms)
      for (
        let at = folded.indexOf(t);
        at >= 0 && found.length < MOST_MARKS;
        at = folded.indexOf(t, at + t.length)
      )
        found.push([at, at + t.length])
  }
  look(whole)
  if (found.length === 0) look(pieces)
  const out: Mark[] = []
  for (const [from, to] of found.sort((a, b) => a[0] - b[0] || b[1] - a[1])) {
    const last = out.at(-1)
    if (last && from <= last[1]) out[out.length - 1] = [last[0], Math.max(last[1], to)]
    else out.push([from, to])
  }
  return out
}
/** A piece of a long text around the place that answers best; null when nothing in it does. */
export function snippet(
  text: string,
  typed: string,
  size = 100,
): { text: string; marks: Mark[] } | null {
  const all = marks(text, typed)
  if (all.length === 0) return null
  let best = 0
  let most = 0
  for (let i = 0, j = 0; i < all.length; i++) {
    while (j < all.length && (all[j] as Mark)[1] - (all[i] as Mark)[0] <= size) j++
    if (j - i > most) {
      most = j - i
      best = i
    }
  }
  const from = Math.max(0, (all[best] as Mark)[0] - Math.floor(size / 4))
  const to = Math.min(text.length, from + size)
  return {
    text: `${from > 0 ? '…' : ''}${text.slice(from, to)}${to < text.length ? '…' : ''}`,
    marks: all
      .filter((m) => m[0] >= from && m[1] <= to)
      .map(([a, b]) => [a - from + (from > 0 ? 1 : 0), b - from + (from > 0 ? 1 : 0)]),
  }
}
