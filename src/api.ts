import { acceptanceApi, deliveryApi } from '#acceptance'
import { api as budget } from '#budget'
import { api as contract } from '#contract'
import { api as disclosure } from '#disclosure'
import { intentionApi, requirementApi } from '#intention'
import { paymentApi, settlementApi } from '#payment'
import { api as plan } from '#plan'
import { bidApi, boxApi, custodyApi, lotApi, questionApi, reviewApi, tenderApi } from '#tender'
import { inboxApi, libraryApi, projectApi } from './desk/api.ts'

/** Every op of the house: the contract for the web, the tests and other systems. */
export const api = {
  inbox: inboxApi,
  project: projectApi,
  library: libraryApi,
  budget,
  requirement: requirementApi,
  intention: intentionApi,
  plan,
  tender: tenderApi,
  question: questionApi,
  bid: bidApi,
  box: boxApi,
  custody: custodyApi,
  lot: lotApi,
  review: reviewApi,
  contract,
  delivery: deliveryApi,
  acceptance: acceptanceApi,
  payment: paymentApi,
  settlement: settlementApi,
  disclosure,
}
export type Api = typeof api
