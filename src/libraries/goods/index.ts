export { delist, importJob, listings as listingStory, putUp } from './actions.ts'
export { goodsApi, listingApi } from './api.ts'
export {
  type Evidence,
  evidenceOf,
  hallFacts,
  offersById,
  ownOffers,
  serves,
  shelves,
  slipped,
} from './evidence.ts'
export { type Certificate, listingFlow } from './model.ts'
export { certified, endedOf, facetsOf, findOffers, type Offer, type Wanted } from './search.ts'
export {
  certificatesOf,
  faults as listingFaults,
  listingOf,
  offerOf,
  pricesByItem,
  pricesOf,
} from './store.ts'
export { type Attribute, headings, templateOf } from './template.ts'
