import { acceptanceApi, deliveryApi } from '#acceptance'
import { approvalApi, objectionApi } from '#approval'
import { api as budget } from '#budget'
import { api as contract } from '#contract'
import { api as disclosure, resultOps } from '#disclosure'
import { goodsApi, listingApi } from '#goods'
import { issuerApi } from '#identity/certificate'
import { delegationApi } from '#identity/delegation'
import { auditApi, entranceApi, securityApi } from '#identity/entry'
import { accountApi, appointmentApi, peopleApi } from '#identity/people'
import { holdApi } from '#identity/privacy'
import { intentionApi, requirementApi } from '#intention'
import {
  agencyApi,
  claimApi,
  expertApi,
  intakeApi,
  performanceApi,
  purchaserApi,
  supplierApi,
} from '#libraries'
import { cleaningApi, regulationApi } from '#libraries/regulations'
import { pilotApi, rolloutApi, runningApi } from '#libraries/rollout'
import { catalogueApi, standardApi } from '#libraries/standards'
import {
  alarmApi,
  auctionApi,
  contestApi,
  contestquoteApi,
  frameworkApi,
  frameworkCallApi,
  frameworkMemberApi,
  frameworkQuoteApi,
  frameworkResponseApi,
  orderApi,
  priceApi,
  ratecardApi,
  serviceApi,
  servicebillApi,
  shelfApi,
  themeApi,
  ticketApi,
} from '#mall'
import { paymentApi, settlementApi } from '#payment'
import { api as plan } from '#plan'
import { scoreApi } from '#score'
import { searchApi } from '#search'
import { bulletinApi, dueApi, reservedApi } from '#statement'
import {
  applicationApi,
  bidApi,
  bookingApi,
  boxApi,
  custodyApi,
  drawApi,
  hallApi,
  innovationApi,
  letterApi,
  lotApi,
  prequalApi,
  questionApi,
  quoteApi,
  remoteApi,
  researchApi,
  reviewApi,
  sittingApi,
  tenderApi,
  venueApi,
} from '#tender'
import { trainingApi } from '#training'
import { upwardApi } from '#upward'
import { inboxApi, libraryApi, projectApi } from './desk/api.ts'
import { jobApi } from './desk/jobs.ts'
import { lookApi } from './desk/look.ts'

const ops = {
  inbox: inboxApi,
  project: projectApi,
  library: libraryApi,
  people: peopleApi,
  appointment: appointmentApi,
  account: accountApi,
  purchaser: purchaserApi,
  agency: agencyApi,
  supplier: supplierApi,
  claim: claimApi,
  expert: expertApi,
  performance: performanceApi,
  intake: intakeApi,
  job: jobApi,
  listing: listingApi,
  goods: goodsApi,
  regulation: regulationApi,
  cleaning: cleaningApi,
  standard: standardApi,
  catalogue: catalogueApi,
  delegation: delegationApi,
  issuer: issuerApi,
  security: securityApi,
  audit: auditApi,
  entrance: entranceApi,
  training: trainingApi,
  pilot: pilotApi,
  rollout: rolloutApi,
  running: runningApi,
  budget,
  requirement: requirementApi,
  approval: approvalApi,
  objection: objectionApi,
  intention: intentionApi,
  plan,
  tender: { ...tenderApi, ...resultOps },
  prequal: prequalApi,
  application: applicationApi,
  innovation: innovationApi,
  research: researchApi,
  question: questionApi,
  bid: bidApi,
  box: boxApi,
  custody: custodyApi,
  lot: lotApi,
  quote: quoteApi,
  hall: hallApi,
  draw: drawApi,
  letter: letterApi,
  venue: venueApi,
  remote: remoteApi,
  booking: bookingApi,
  sitting: sittingApi,
  review: reviewApi,
  framework: frameworkApi,
  frameworkResponse: frameworkResponseApi,
  frameworkMember: frameworkMemberApi,
  frameworkCall: frameworkCallApi,
  frameworkQuote: frameworkQuoteApi,
  shelf: shelfApi,
  auction: auctionApi,
  price: priceApi,
  theme: themeApi,
  order: orderApi,
  ratecard: ratecardApi,
  service: serviceApi,
  contest: contestApi,
  contestquote: contestquoteApi,
  servicebill: servicebillApi,
  ticket: ticketApi,
  alarm: alarmApi,
  contract,
  delivery: deliveryApi,
  acceptance: acceptanceApi,
  payment: paymentApi,
  settlement: settlementApi,
  disclosure: { ...disclosure, ...dueApi, ...searchApi },
  reserved: reservedApi,
  bulletin: bulletinApi,
  score: scoreApi,
  upward: upwardApi,
  hold: holdApi,
}
/** Every op of the house: the contract for the web, the tests and other systems. */
export const api = { ...ops, privacy: lookApi(ops) }
export type Api = typeof api
