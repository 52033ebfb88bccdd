import { en } from './en.ts'
import { draft } from './mn.ts'
import { type Key, zh } from './zh.ts'

export type { Key } from './zh.ts'
export const languages = { zh: '中文', en: 'English', mn: 'ᠮᠣᠩᠭᠣᠯ' } as const
export type Language = keyof typeof languages
export const isLanguage = (s: string | undefined): s is Language =>
  s !== undefined && s in languages
/** As the html element names it: Mongolian here is the traditional script. */
export const tags: Readonly<Record<Language, string>> = { zh: 'zh-CN', en: 'en', mn: 'mn-Mong' }
const said: Readonly<Record<Language, Readonly<Partial<Record<Key, string>>>>> = {
  zh,
  en,
  mn: draft,
}

/** What to say in a language; where it has no word that stands, the Chinese one. */
export const say = (lang: Language, key: Key, ...put: readonly (string | number)[]): string =>
  (said[lang][key] ?? zh[key]).replace(/\{(\d)\}/g, (_, n) => String(put[Number(n)] ?? ''))
