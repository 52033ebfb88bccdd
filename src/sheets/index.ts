export {
  type Cell,
  columnName,
  type Fault,
  type Limits,
  limits,
  type Row,
  SheetError,
} from './cell.ts'
export { readSheet } from './read.ts'
export { type Column, csvStream, type Value, xlsxStream } from './write.ts'
