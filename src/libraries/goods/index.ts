export { delist, importJob, listings as listingStory } from './actions.ts'
export { goodsApi, listingApi } from './api.ts'
export {
  type Evidence,
  evidenceOf,
  offersById,
  ownOffers,
  serves,
  shelves,
  slipped,
} from './evidence.ts'
export { type Certificate, listingFlow } from './model.ts'
export {
  addFaults,
  certificatesOf,
  faultsOf,
  findOffers,
  type Offer,
  offerOf,
  pricesByItem,
  pricesOf,
  type Wanted,
} from './store.ts'
export { type Attribute, headings, templateOf } from './template.ts'
