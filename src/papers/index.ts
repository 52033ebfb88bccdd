export type { Paper, PaperSection } from './paper.ts'
export { limits as paperLimits, PaperError, type Printer, startPrinter } from './print.ts'
export { isWide, paperSection } from './section.ts'
