import { searchBench } from './shelf.ts'

/** 100,000 goods: what a league's mall holds. */
export const bench = () => searchBench(100_000, 15)
