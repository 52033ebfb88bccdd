export { importJob } from './actions.ts'
export { goodsApi, listingApi } from './api.ts'
export { type Certificate, listingFlow } from './model.ts'
export { facetsOf, findOffers, type Offer, type Wanted } from './search.ts'
export {
  certificatesOf,
  faultsOf,
  offerOf,
  pricesByItem,
  pricesOf,
} from './store.ts'
export { type Attribute, headings, templateOf } from './template.ts'
