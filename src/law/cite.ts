import type { Citation } from '#kernel'
import type { readTexts } from './catalogue.ts'

/** Words that occur in that article; test/law proves it against the texts. */
export const cite = (law: keyof typeof readTexts, article: string, quote: string): Citation => ({
  law,
  article,
  quote,
  mark: '✔',
})
/** A text that was not read in full: no words of it are quoted, and its mark is shown to the reader. */
export const citeMarked = (
  law: string,
  article: string,
  mark: '✔' | '◐' | '✎' | '△',
): Citation => ({
  law,
  article,
  quote: '',
  mark,
})
