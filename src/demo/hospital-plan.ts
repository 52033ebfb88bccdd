import type { Cast } from './cast.ts'
import { line } from './hospital-facts.ts'
import { requirement } from './papers.ts'
import type { Player, SimClock } from './player.ts'

export async function planning(p: Player, clock: SimClock, cast: Cast, plan: boolean) {
  const buyer = p.as('wang')
  const head = p.as('wuyun')
  await clock.to('2026-03-02')
  const { id: lineId } = await p.step('下达预算指标', '王晓东（财政）', () =>
    p.as('caizheng').budget.receive(line(cast.orgs['hospital'] ?? '', '8000000.00', '31')),
  )
  await clock.to('2026-03-03')
  const wish = requirement(lineId)
  const draft = await p.step('编制采购需求', '王静', () => buyer.requirement.draft(wish))
  const id = draft.id
  const again = (change: object) => {
    const { lineId: _, ...body } = wish
    return buyer.requirement.revise({ ...body, id, ...change })
  }
  const items = (budget: string) => [{ ...wish.items[0], budget }, ...wish.items.slice(1)]
  await again({ budget: '8450000.00', items: items('4900000.00') })
  await p.refused('需求预算超出指标', '无预算不采购', () => buyer.requirement.submit({ id }))
  await again({ budget: '7500000.00' })
  await p.refused('标的合计与预算不符', '预算与明细一致', () => buyer.requirement.submit({ id }))
  await again({ method: '竞争性磋商' })
  await p.refused('755万元的货物改用磋商', '达到公开招标数额应当公开招标', () =>
    buyer.requirement.submit({ id }),
  )
  await again({})
  await p.step('提交需求审查', '王静', () => buyer.requirement.submit({ id }))
  await p.refused('编制人自己审查', '职责', () => buyer.requirement.confirm({ id }))
  await p.refused('需求未审查就生成意向', '意向须依据已确定的需求', () =>
    buyer.intention.draft({ requirement: id, month: '2026-04', note: '' }),
  )
  await clock.to('2026-03-04')
  await p.step('审查采购需求', '乌云', () => head.requirement.confirm({ id }))
  const process: string = (await buyer.requirement.get({ id })).process
  await clock.to('2026-03-05')
  const intention = await p.step('生成采购意向', '王静', () =>
    buyer.intention.draft({ requirement: id, month: '2026-03', note: '' }),
  )
  await p.refused('预计采购时间早于公开满三十日', '意向公开不得晚于采购活动开始前三十日', () =>
    head.intention.publish({ id: intention.id }),
  )
  await buyer.intention.revise({ id: intention.id, month: '2026-04', note: '' })
  const early = await buyer.plan.draft({
    project: process,
    amount: '7550000.00',
    orgForm: '分散采购',
  })
  await p.refused('没有公开意向就报计划', '采购意向应当公开', () =>
    buyer.plan.submit({ id: early.id }),
  )
  await p.step('公开采购意向', '乌云', () => head.intention.publish({ id: intention.id }))
  if (!plan) return { process, lineId, planId: early.id as string }
  await clock.to('2026-03-09')
  const revise = (amount: string) =>
    buyer.plan.revise({ id: early.id, amount, orgForm: '分散采购' })
  await revise('8100000.00')
  await p.refused('计划超出指标余额', '无预算不采购', () => buyer.plan.submit({ id: early.id }))
  await revise('7600000.00')
  await p.refused('计划超出审查过的需求', '计划不得超过采购需求的预算', () =>
    buyer.plan.submit({ id: early.id }),
  )
  await revise('7550000.00')
  await p.step('提交采购计划', '王静', () => buyer.plan.submit({ id: early.id }))
  await p.step('审核并备案采购计划（自动受理，冻结指标）', '乌云', () =>
    head.plan.file({ id: early.id }),
  )
  return { process, lineId, planId: early.id as string }
}
