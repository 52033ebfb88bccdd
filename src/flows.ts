import { deliveryFlow, reportFlow } from '#acceptance'
import { lineFlow } from '#budget'
import { contractFlow } from '#contract'
import { noticeFlow } from '#disclosure'
import { intentionFlow, requirementFlow } from '#intention'
import type { AnyFlow } from '#kernel'
import { requestFlow, settlementFlow } from '#payment'
import { planFlow } from '#plan'
import { bidFlow, boxFlow, keyFlow, lotFlow, questionFlow, reviewFlow, tenderFlow } from '#tender'

/** Every life story, by stage: the inbox, the spine, the access table and the diagrams are read from here. */
export const stages: readonly { name: string; flows: readonly AnyFlow[] }[] = [
  { name: '预算', flows: [lineFlow] },
  { name: '意向', flows: [requirementFlow, intentionFlow] },
  { name: '计划', flows: [planFlow] },
  {
    name: '交易',
    flows: [tenderFlow, questionFlow, keyFlow, boxFlow, bidFlow, lotFlow, reviewFlow],
  },
  { name: '合同', flows: [contractFlow] },
  { name: '验收', flows: [deliveryFlow, reportFlow] },
  { name: '支付', flows: [requestFlow] },
  { name: '公开', flows: [noticeFlow] },
  { name: '监督', flows: [settlementFlow] },
]
export const flows: readonly AnyFlow[] = stages.flatMap((s) => s.flows)
