import { deliveryFlow, reportFlow } from '#acceptance'
import { approvalFlow, objectionFlow } from '#approval'
import { lineFlow } from '#budget'
import { contractFlow } from '#contract'
import { noticeFlow } from '#disclosure'
import { listingFlow } from '#goods'
import { issuerFlow } from '#identity/certificate'
import { delegationFlow } from '#identity/delegation'
import { accountFlow, appointmentFlow } from '#identity/people'
import { holdFlow } from '#identity/privacy'
import { intentionFlow, requirementFlow } from '#intention'
import type { AnyFlow } from '#kernel'
import {
  agencyFlow,
  claimFlow,
  expertFlow,
  intakeFlow,
  performanceFlow,
  purchaserFlow,
  supplierFlow,
} from '#libraries'
import { cleaningFlow, docFlow } from '#libraries/regulations'
import { pilotFlow, rollFlow, runningFlow } from '#libraries/rollout'
import { changeFlow } from '#libraries/standards'
import {
  alarmFlow,
  auctionFlow,
  billFlow,
  callFlow,
  cardFlow,
  contestFlow,
  sealFlow as contestQuoteFlow,
  frameworkFlow,
  frameworkQuoteFlow,
  memberFlow,
  orderFlow,
  priceFlow,
  responseFlow,
  serviceFlow,
  ticketFlow,
} from '#mall'
import { requestFlow, settlementFlow } from '#payment'
import { planFlow } from '#plan'
import { bulletinFlow, reportFlow as reservedFlow } from '#statement'
import {
  applicationFlow,
  bidFlow,
  bookingFlow,
  boxFlow,
  drawFlow,
  hallFlow,
  incidentFlow,
  innovationFlow,
  keyFlow,
  letterFlow,
  lotFlow,
  prequalFlow,
  questionFlow,
  quoteFlow,
  remoteFlow,
  researchFlow,
  reviewFlow,
  sealerFlow,
  sittingFlow,
  tenderFlow,
  venueFlow,
} from '#tender'

/** Every life story, by stage: the inbox, the spine, the access table and the diagrams are read from here. */
export const stages: readonly { name: string; flows: readonly AnyFlow[] }[] = [
  { name: '预算', flows: [lineFlow] },
  { name: '意向', flows: [requirementFlow, approvalFlow, objectionFlow, intentionFlow] },
  { name: '计划', flows: [planFlow] },
  {
    name: '交易',
    flows: [
      tenderFlow,
      prequalFlow,
      applicationFlow,
      innovationFlow,
      questionFlow,
      keyFlow,
      boxFlow,
      bidFlow,
      lotFlow,
      hallFlow,
      drawFlow,
      letterFlow,
      quoteFlow,
      venueFlow,
      remoteFlow,
      bookingFlow,
      sittingFlow,
      reviewFlow,
      incidentFlow,
      sealerFlow,
      frameworkFlow,
      responseFlow,
      memberFlow,
      callFlow,
      frameworkQuoteFlow,
      auctionFlow,
      priceFlow,
      orderFlow,
      serviceFlow,
      contestFlow,
      contestQuoteFlow,
      billFlow,
    ],
  },
  { name: '合同', flows: [contractFlow, researchFlow] },
  { name: '验收', flows: [deliveryFlow, reportFlow] },
  { name: '支付', flows: [requestFlow] },
  { name: '公开', flows: [noticeFlow, reservedFlow, bulletinFlow] },
  { name: '监督', flows: [settlementFlow] },
]
/** 基础库: registrations, which belong to no one purchase. */
export const registers: readonly AnyFlow[] = [
  purchaserFlow,
  agencyFlow,
  supplierFlow,
  claimFlow,
  expertFlow,
  performanceFlow,
  intakeFlow,
  listingFlow,
  cardFlow,
  docFlow,
  cleaningFlow,
  changeFlow,
]
/** Beside the spine: who may act at all, and who stands in the libraries. */
export const besides: typeof stages = [
  { name: '人员', flows: [appointmentFlow, accountFlow, delegationFlow, issuerFlow, holdFlow] },
  { name: '基础库', flows: registers },
  { name: '推广', flows: [pilotFlow, rollFlow, runningFlow] },
  { name: '卖场监督', flows: [ticketFlow, alarmFlow] },
]
export const flows: readonly AnyFlow[] = [...stages, ...besides].flatMap((s) => s.flows)
