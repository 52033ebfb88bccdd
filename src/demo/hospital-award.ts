import { accountOf, lotOf, marks, type Tendered } from './hospital-facts.ts'
import { pay } from './hospital-perform.ts'
import type { Player, SimClock } from './player.ts'
import { signReports } from './reports.ts'
export async function awarding(p: Player, clock: SimClock, t: Tendered): Promise<string[]> {
  const one = lotOf(t, 1)
  const two = lotOf(t, 2)
  const agent = p.as('guo')
  await p.step('开始评审（第1包）', '郭敏', () => agent.lot.convene({ id: one }))
  await p.step('开始评审（第2包）', '郭敏', () => agent.lot.convene({ id: two }))
  await clock.to('2026-05-08', 14)
  await p.refused('评委未签署就汇总', '评委全部签署后方可汇总', () => agent.lot.report({ id: one }))
  await reviewing(p)
  await clock.to('2026-05-09', 10)
  await p.refused('客观分不一致就汇总', '客观评审因素评分须一致', () =>
    agent.lot.report({ id: one }),
  )
  await p.step('退回复核客观分', '郭敏', () =>
    agent.lot.recheck({ id: one, reason: '“同类业绩”客观分不一致' }),
  )
  await reviewing(p, true)
  await p.step('汇总并出具评审报告（第1包）', '郭敏', () => agent.lot.report({ id: one }))
  await p.step('汇总并出具评审报告（第2包）', '郭敏', () => agent.lot.report({ id: two }))
  for (const lot of [one, two]) await signReports(p, lot)
  await clock.to('2026-05-12', 9)
  const head = p.as('wuyun')
  const table = (await head.lot.get({ id: one })).sections.find(
    (s: { title: string }) => s.title === '评审结果',
  )?.rows as { name: string }[]
  const bids = (await head.lot.get({ id: one })).data.bids as { id: string; supplier: string }[]
  const bidOf = (place: number) => bids.find((b) => b.supplier === table[place]?.name)?.id ?? ''
  await p.refused('不按排序定标', '应当按中标候选人顺序确定中标人', () =>
    head.lot.award({ id: one, bid: bidOf(1), reason: '价格更低' }),
  )
  await p.step('确认中标人（第1包）', '乌云', () =>
    head.lot.award({ id: one, bid: bidOf(0), reason: '同意评标委员会意见' }),
  )
  await p.refused('还有一包未定标就公告结果', '各包都有结果方可公告', () =>
    agent.tender.announce({ id: t.tenderId }),
  )
  // The second lot is left alone: after five working days the first-ranked is deemed confirmed, by the clock.
  await clock.to('2026-05-18', 9)
  await p.step('发布中标结果公告，发出中标通知书', '郭敏', () =>
    agent.tender.announce({ id: t.tenderId }),
  )
  await clock.to('2026-05-20', 9)
  const contracts: string[] = []
  for (const lot of [one, two]) contracts.push(await contract(p, lot, contracts.length === 0))
  return contracts
}
async function reviewing(p: Player, again = false) {
  let first = !again
  let n = 0
  for (const account of ['daibiao', ...Array.from({ length: 10 }, (_, i) => `expert${i + 1}`)]) {
    const me = p.as(account)
    const mine = (await me.review.list()) as { id: string; state: string; title: string }[]
    // The first lot first: the two were handed out in one instant, and any other order is as good to the list.
    for (const { id, state } of mine.toSorted((a, b) => (a.title < b.title ? -1 : 1))) {
      if (state !== '评审中') continue
      const { sheet } = (await me.review.get({ id })).data as {
        sheet: { bids: { id: string; name: string }[] }
      }
      for (const [i, bid] of sheet.bids.entries()) {
        const m = marks[accountOf[bid.name] ?? ''] ?? {
          technical: 0,
          plan: 0,
          service: 0,
          record: 0,
        }
        // One member, one bid, one objective item astray: the report will find it.
        const astray = !again && first && i === 0 ? 2 : 0
        const scores = {
          technical: m.technical,
          plan: m.plan + (n % 3) * 0.5,
          service: m.service - (n % 2) * 0.5,
          record: m.record - astray,
        }
        const conformity = { s1: { passed: true, reason: '' }, s2: { passed: true, reason: '' } }
        if (first && i === 0) {
          await p.refused('打分超出分值', '评分不得超出分值范围', () =>
            me.review.score({ id, bid: bid.id, scores: { ...scores, plan: 10.5 }, conformity }),
          )
          await p.refused('没评完就签署', '评委应当对每份投标文件逐项评审', () =>
            me.review.sign({ id }),
          )
        }
        await me.review.score({ id, bid: bid.id, scores, conformity })
      }
      await p.step('签署评审意见', account, () => me.review.sign({ id }))
      first = false
    }
    n++
  }
}
async function contract(p: Player, lot: string, tryUnlawful: boolean): Promise<string> {
  const buyer = p.as('wang')
  const { data } = await buyer.lot.get({ id: lot })
  const result = (await buyer.lot.get({ id: lot })).sections.find(
    (s: { title: string }) => s.title === '评审结果',
  )?.rows[0] as { name: string }
  const bid = (data.bids as { supplier: string; price: string }[]).find(
    (b) => b.supplier === result.name,
  )
  if (!bid) throw new Error('没有中标人')
  const fen = Number(bid.price.replace('.', ''))
  const first = Math.floor(fen * 0.3)
  const text = (n: number) => `${Math.trunc(n / 100)}.${String(n % 100).padStart(2, '0')}`
  const terms = {
    award: data.award,
    amount: bid.price,
    schedule: [
      { name: '预付款', amount: text(first), condition: '合同备案后' },
      { name: '尾款', amount: text(fen - first), condition: '验收合格后' },
    ],
    payee: { name: bid.supplier, bank: '中国工商银行示范支行', account: '6222020409000012345' },
  }
  if (tryUnlawful) {
    await p.refused('合同高于中标金额', '合同金额不得超过中标金额', () =>
      buyer.contract.draft({ ...terms, amount: text(fen + 1) }),
    )
    await p.refused('尾款不以验收为条件', '末期付款须以验收合格为条件', () =>
      buyer.contract.draft({
        ...terms,
        schedule: terms.schedule.map((s) => ({ ...s, condition: '合同备案后' })),
      }),
    )
    await p.refused('收款户不是中标人', '收款户须为中标供应商', () =>
      buyer.contract.draft({ ...terms, payee: { ...terms.payee, name: '某贸易公司' } }),
    )
  }
  const { id } = await p.step('由中标生成合同', '王静', () => buyer.contract.draft(terms))
  const supplier = accountOf[bid.supplier] ?? ''
  await p.step('供应商签署合同', supplier, () => p.as(supplier).contract.signSupplier({ id }))
  await p.step('采购人签署合同（冻结转合同占用，差额释放）', '乌云', () =>
    p.as('wuyun').contract.signBuyer({ id }),
  )
  if (tryUnlawful)
    await p.refused('合同未备案就付款', '无合同不支付', () => pay(p, id, 0, `99${'0'.repeat(18)}`))
  await p.step('发布合同公告', '王静', () => buyer.contract.publish({ id }))
  await p.step('合同备案', '王静', () => buyer.contract.file({ id }))
  return id
}
