import { searchBench } from './shelf.ts'

/** 1,000,000 offers: more than the region has. `OFFERS` makes it smaller. */
export const bench = () => searchBench(Number(process.env['OFFERS'] ?? 1_000_000), 12, 2)
