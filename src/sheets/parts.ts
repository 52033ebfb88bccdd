/** What an Office file is made of, for whoever reads other ones than tables; light, because a thread loads it anew. */
export { limits, SheetError } from './cell.ts'
export { hear } from './xlsx.ts'
export { kindOf, openZip, type Zip } from './zip.ts'
