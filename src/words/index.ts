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
