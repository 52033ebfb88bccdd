export { startIndexer } from './actions.ts'
export { cursorIn, isPlain, type Search, searchApi, searchNotices, zSearch } from './api.ts'
export { checkIndex, checkTexts } from './check.ts'
export {
  type Figure,
  figures,
  type ItemPrices,
  type Paid,
  pricedItems,
  pricesOfItem,
  yearsWithNotices,
} from './figures.ts'
export { type Gist, gistOf, textOf } from './model.ts'
export { countFound, filesOf, findIds, foundAfter, lastSeq, RANKED, type Wanted } from './store.ts'
