export type { Paper, PaperSection } from './paper.ts'
export { limits as paperLimits, PaperError, type Printer, startPrinter } from './print.ts'
export { isWide, numeral, paperSection } from './section.ts'
export { wordOf } from './word.ts'
