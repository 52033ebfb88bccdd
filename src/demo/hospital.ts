import { at, type Instant, instant } from '#kernel'
import type { Cast } from './cast.ts'
import { type Offer, plainBid, requirement, seal, tenderDocument } from './papers.ts'
import type { Player, SimClock } from './player.ts'

const line = (org: string, amount: string, no: string) => ({
  name: '医疗设备购置',
  org,
  year: 2026,
  docNo: `呼财预指〔2026〕${no}号`,
  proCode: '150100049002000003196',
  fundType: '111',
  expFunc: '2100201',
  depEco: '31003',
  govEco: '50601',
  amount,
})
const DEADLINE = at('2026-04-28', 9, 30)
const MOVED = at('2026-05-08', 9, 30)
const iso = (t: Instant) => new Date(t).toISOString()

const accountOf: Record<string, string> = {
  北京康达医疗器械有限公司: 'kangda',
  沈阳华瑞影像设备有限公司: 'huarui',
  呼和浩特赛罕医械有限公司: 'saihan',
  内蒙古蒙医科技有限公司: 'mengyi',
}
type Offers = Record<string, Offer>
const ecmo: Offers = {
  kangda: {
    name: '体外膜肺氧合系统(ECMO)',
    brand: '康达',
    model: 'KD-E900',
    quantity: 2,
    unitPrice: '1890000.00',
    price: '3780000.00',
    sme: 'none',
  },
  huarui: {
    name: '体外膜肺氧合系统(ECMO)',
    brand: '华瑞',
    model: 'HR-EC7',
    quantity: 2,
    unitPrice: '1845000.00',
    price: '3690000.00',
    sme: 'none',
  },
  saihan: {
    name: '体外膜肺氧合系统(ECMO)',
    brand: '赛罕',
    model: 'SH-200',
    quantity: 2,
    unitPrice: '1900000.00',
    price: '3800000.00',
    sme: 'all',
  },
  mengyi: {
    name: '体外膜肺氧合系统(ECMO)',
    brand: '蒙医',
    model: 'MY-E1',
    quantity: 2,
    unitPrice: '1870000.00',
    price: '3740000.00',
    sme: 'all',
  },
}
const ultrasound: Offers = {
  kangda: {
    name: '彩色多普勒超声诊断系统',
    brand: '康达',
    model: 'KD-U8',
    quantity: 1,
    unitPrice: '3390000.00',
    price: '3390000.00',
    sme: 'none',
  },
  huarui: {
    name: '彩色多普勒超声诊断系统',
    brand: '华瑞',
    model: 'HR-US9',
    quantity: 1,
    unitPrice: '3280000.00',
    price: '3280000.00',
    sme: 'none',
  },
  saihan: {
    name: '彩色多普勒超声诊断系统',
    brand: '赛罕',
    model: 'SH-U5',
    quantity: 1,
    unitPrice: '3350000.00',
    price: '3350000.00',
    sme: 'all',
  },
  mengyi: {
    name: '彩色多普勒超声诊断系统',
    brand: '蒙医',
    model: 'MY-U1',
    quantity: 1,
    unitPrice: '3300000.00',
    price: '3300000.00',
    sme: 'all',
  },
}
/** Marks of the members, by bidder; subjective ones vary a little from member to member. */
const marks: Record<string, { technical: number; plan: number; service: number; record: number }> =
  {
    kangda: { technical: 38, plan: 8, service: 10, record: 8 },
    huarui: { technical: 40, plan: 9, service: 11, record: 8 },
    saihan: { technical: 36, plan: 7, service: 11, record: 4 },
    mengyi: { technical: 34, plan: 6, service: 9, record: 4 },
  }

/** How far to play: a demonstration region shows purchases in several states. */
export type Until = '意向' | '计划' | '招标' | '开标' | '合同' | '归档'
const order: Until[] = ['意向', '计划', '招标', '开标', '合同', '归档']

/** 一笔真实的采购，从指标到归档；每一步由该办的人经 HTTP 办理，每一步也试一次不该办的。 */
export async function hospital(
  p: Player,
  clock: SimClock,
  cast: Cast,
  until: Until = '归档',
): Promise<{ process: string; contracts: string[]; lineId: string }> {
  const reach = (u: Until) => order.indexOf(until) >= order.indexOf(u)
  const ids = await planning(p, clock, cast, reach('计划'))
  const out = { process: ids.process, contracts: [] as string[], lineId: ids.lineId }
  if (!reach('招标')) return out
  const t = await tendering(p, clock, cast, ids)
  if (!reach('开标')) return out
  await opening(p, clock, cast, t)
  if (!reach('合同')) return out
  out.contracts = await awarding(p, clock, t)
  if (reach('归档')) await performing(p, clock, out.contracts)
  return out
}

async function planning(p: Player, clock: SimClock, cast: Cast, plan: boolean) {
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

async function tendering(
  p: Player,
  clock: SimClock,
  cast: Cast,
  { process, planId }: { process: string; planId: string },
) {
  const agent = p.as('guo')
  await clock.to('2026-03-10')
  const { id } = await p.step('委托代理机构', '王静', () =>
    p
      .as('wang')
      .tender.entrust({
        plan: planId,
        agency: cast.orgs['agency'],
        scope: '招标全过程代理',
        reason: '医疗设备招标经验丰富，近两年无不良记录。',
      }),
  )
  await p.step('接受委托', '郭敏', () => agent.tender.accept({ id }))
  await clock.to('2026-03-12')
  const good = tenderDocument()
  const write = (change: object) => agent.tender.write({ id, document: { ...good, ...change } })
  const unlawful = async (name: string, rule: string, change: object) => {
    await write(change)
    await p.refused(name, rule, () => agent.tender.submit({ id }))
  }
  await unlawful('招标文件收费250元', '电子招标文件应当免费', { documentPrice: '250.00' })
  await unlawful('投标保证金超过2%', '投标保证金不得超过预算的2%', { bidBond: '151000.01' })
  await unlawful('履约保证金12%', '履约保证金不得超过合同金额的10%', { performanceBondPercent: 12 })
  await unlawful('价格分29分', '价格分权重不得低于下限', { priceWeight: 29 })
  await unlawful('总分一百零一分', '评审因素分值合计须为一百分', { priceWeight: 31 })
  await unlawful('小微扣除5%', '小微企业价格扣除比例须在法定幅度内', { smePercent: 5 })
  await unlawful('最高限价高于预算', '最高限价不得超过预算', {
    lots: [{ ...good.lots[0], ceiling: '4000000.01' }, good.lots[1]],
  })
  await p.step('编写招标文件', '郭敏', () => write({}))
  await p.step('送采购人确认文件', '郭敏', () => agent.tender.submit({ id }))
  await clock.to('2026-03-13')
  await p.step('确认招标文件', '乌云', () => p.as('wuyun').tender.confirm({ id }))
  const publish = (deadline: Instant, supplyEnds = '2026-04-14') =>
    agent.tender.publish({ id, deadline: iso(deadline), supplyEnds, place: '本系统网上开标大厅' })
  await clock.to('2026-03-20')
  await p.refused('意向公开不满三十日就发公告', '采购意向公开不得少于三十日', () =>
    publish(at('2026-04-20', 9, 30), '2026-03-27'),
  )
  await clock.to('2026-04-07', 8, 30)
  await p.refused('等标期少一日', '等标期不得少于二十日', () => publish(at('2026-04-26', 9, 30)))
  await p.refused('开标定在劳动节', '开标不安排在休息日', () => publish(at('2026-05-01', 9, 30)))
  await p.refused('文件只提供四个工作日', '招标文件提供期限不得少于五个工作日', () =>
    publish(DEADLINE, '2026-04-13'),
  )
  await p.step('发布招标公告', '郭敏', () => publish(DEADLINE))
  const lots: { id: string; no: number }[] = (await agent.tender.get({ id })).data.lots

  await clock.to('2026-04-09', 10)
  const q = await p.step('供应商提问', '刘洋', () =>
    p.as('huarui').question.ask({ tender: id, text: '第1包是否接受国产膜式氧合器？' }),
  )
  await clock.to('2026-04-10', 10)
  await p.step('答复所有供应商', '郭敏', () =>
    agent.question.answer({ id: q.id, answer: '接受，本项目不限定产地。' }),
  )
  await clock.to('2026-04-16', 10)
  const correct = (more: object) =>
    agent.tender.correct({
      id,
      subjectOf: '采购文件',
      reason: '根据提问细化第1包技术要求',
      affects: true,
      changes: [
        {
          item: '第1包技术要求',
          before: '配套膜式氧合器与变温水箱',
          after: '配套膜式氧合器（国产或进口均可）与变温水箱',
        },
      ],
      ...more,
    })
  const no = await p.refused(
    '离截止十二日更正而不顺延',
    '澄清或者修改可能影响投标文件编制的，应当在截止十五日前',
    () => correct({}),
  )
  if (no.suggest !== '2026-05-06') throw new Error(`顺延建议应为5月6日，得到${no.suggest}`)
  await p.refused('更正时提前截止', '更正不得提前投标截止时间', () =>
    correct({ newDeadline: iso(at('2026-04-27', 9, 30)) }),
  )
  await p.refused('借更正改变资格条件', '澄清或者修改不得改变采购标的和资格条件', () =>
    correct({
      newDeadline: iso(MOVED),
      document: {
        ...good,
        qualifications: [
          ...good.qualifications,
          { key: 'q3', kind: '特定', text: '在本市设有分公司。' },
        ],
      },
    }),
  )
  await p.step('发布更正公告，截止时间依规顺延', '郭敏', () => correct({ newDeadline: iso(MOVED) }))
  return { tenderId: id as string, lots, process }
}
type Tendered = Awaited<ReturnType<typeof tendering>>

async function submitBid(p: Player, account: string, lot: string, offer: Offer) {
  const view = (await p.as(account).lot.get({ id: lot })).data.seal
  return p.as(account).bid.submit({ lot, ...(await seal(view, plainBid(offer))) })
}
const lotOf = (t: Tendered, no: number) => t.lots.find((l) => l.no === no)?.id ?? ''

async function opening(p: Player, clock: SimClock, cast: Cast, t: Tendered) {
  const one = lotOf(t, 1)
  const two = lotOf(t, 2)
  const agent = p.as('guo')
  await clock.to('2026-05-06', 14)
  for (const who of ['kangda', 'huarui', 'saihan', 'mengyi']) {
    await p.step('提交投标文件（密封）', who, () =>
      submitBid(p, who, two, ultrasound[who] as Offer),
    )
    if (who !== 'mengyi')
      await p.step('提交投标文件（密封）', who, () =>
        submitBid(p, who, one, { ...(ecmo[who] as Offer) }),
      )
  }
  const mine = (await p.as('saihan').bid.list()).find((b: { title: string }) =>
    b.title.includes('第1包'),
  )
  await p.step('撤回投标文件', 'saihan', () => p.as('saihan').bid.withdraw({ id: mine.id }))
  await clock.to('2026-05-07', 16)
  const view = (await p.as('saihan').lot.get({ id: one })).data.seal
  await p.step('更换投标文件', 'saihan', async () =>
    p
      .as('saihan')
      .bid.replace({ id: mine.id, ...(await seal(view, plainBid(ecmo['saihan'] as Offer))) }),
  )
  await p.refused('提前开标', '开标应当在截止的同一时间进行', () => agent.lot.open({ id: one }))
  await clock.toInstant(instant(MOVED - 1))
  await p.step('截止前一毫秒提交', 'mengyi', () =>
    submitBid(p, 'mengyi', one, ecmo['mengyi'] as Offer),
  )
  const late = await seal(
    (await p.as('mengyi').lot.get({ id: one })).data.seal,
    plainBid(ecmo['mengyi'] as Offer),
  )
  const his = (await p.as('mengyi').bid.list()).find((b: { title: string }) =>
    b.title.includes('第1包'),
  )
  await clock.toInstant(instant(MOVED + 1))
  await p.refused('晚一毫秒更换投标', '投标截止前方可补充、修改或者撤回', () =>
    p.as('mengyi').bid.replace({ id: his.id, ...late }),
  )
  await p.refused('晚一毫秒提交投标', '逾期送达的投标文件应当拒收', () =>
    p.as('beichen').bid.submit({ lot: one, ...late }),
  )
  await p.refused('截止后提问', '提问与答复须在投标截止前', () =>
    p.as('beichen').question.ask({ tender: t.tenderId, text: '能否再宽限一日？' }),
  )
  await clock.to('2026-05-08', 9, 31)
  await p.step('开标（第1包）', '郭敏', () => agent.lot.open({ id: one }))
  await p.step('开标（第2包）', '郭敏', () => agent.lot.open({ id: two }))
  await qualify(p, one, [])
  await qualify(p, two, ['内蒙古蒙医科技有限公司'])
  await p.step('抽取评审专家', '郭敏', () => agent.tender.draw({ id: t.tenderId, need: 4 }))
  await p.refused('评委四人就开始评审', '评标委员会应当为五人以上单数，专家不少于三分之二', () =>
    agent.lot.convene({ id: one }),
  )
  await p.refused('选定两年前任职于投标人的专家', '评审专家应当回避', () =>
    agent.tender.select({ id: t.tenderId, person: cast.people['hantao'], reason: '专业对口' }),
  )
  await p.step('委派采购人代表', '乌云', () =>
    p
      .as('wuyun')
      .tender.appoint({
        id: t.tenderId,
        person: cast.people['daibiao'],
        reason: '设备使用科室负责人',
      }),
  )
}
async function qualify(p: Player, lot: string, unfit: string[]) {
  const buyer = p.as('wang')
  const { data } = await buyer.lot.get({ id: lot })
  const bids = data.bids as { id: string; supplier: string }[]
  const verdicts = bids.flatMap((b) =>
    (data.qualifications as { key: string }[]).map((q) => {
      const no = q.key === 'q2' && unfit.includes(b.supplier)
      return {
        bid: b.id,
        item: q.key,
        passed: !no,
        reason: no ? '投标产品的医疗器械注册证已过有效期' : '',
      }
    }),
  )
  if (unfit.length === 0)
    await p.refused('资格审查漏了一项', '资格审查须逐家逐项', () =>
      buyer.lot.qualify({ id: lot, verdicts: verdicts.slice(1) }),
    )
  await p.step('资格审查', '王静', () => buyer.lot.qualify({ id: lot, verdicts }))
}

async function awarding(p: Player, clock: SimClock, t: Tendered): Promise<string[]> {
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
    for (const { id, state } of (await me.review.list()) as { id: string; state: string }[]) {
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
async function pay(
  p: Player,
  contractId: string,
  instalment: number,
  invoice: string,
  change: object = {},
) {
  const { data } = await p.as('wang').contract.get({ id: contractId })
  return p.as('wang').payment.apply({
    contract: contractId,
    instalment,
    amount: data.schedule[instalment].amount,
    invoice,
    invoiceDay: '2026-05-26',
    payee: data.payee,
    ...change,
  })
}

async function performing(p: Player, clock: SimClock, contracts: string[]) {
  await clock.to('2026-05-27', 9)
  const buyer = p.as('wang')
  const head = p.as('wuyun')
  for (const [n, id] of contracts.entries()) {
    const invoice = (i: number) => `26150100${String(n)}${String(i).padStart(11, '0')}`
    const { sections } = await buyer.contract.get({ id })
    const item = sections.find((s: { title: string }) => s.title === '标的').rows[0] as {
      name: string
      quantity: number
    }
    const name = sections
      .find((s: { title: string }) => s.title === '合同')
      .fields.find((f: { label: string }) => f.label.startsWith('供应商')).value as string
    const who = accountOf[name] ?? ''
    if (n === 0) {
      await p.refused('付款超过约定', '按合同约定的付款安排支付', () =>
        pay(p, id, 0, invoice(9), { amount: '1.00' }),
      )
      await p.refused('换了收款账户', '收款户须与合同一致', () =>
        pay(p, id, 0, invoice(8), { payee: { name, bank: '某银行', account: '6222000000000001' } }),
      )
      await p.refused('未验收就付尾款', '以验收为条件的款项，验收合格后支付', () =>
        pay(p, id, 1, invoice(7)),
      )
      await p.refused('未验收就结项', '无验收不结项', () =>
        buyer.settlement.settle({ contract: id }),
      )
    }
    const first = await p.step('申请预付款', '王静', () => pay(p, id, 0, invoice(1)))
    await p.step('审核并送国库', '乌云', () => head.payment.approve({ id: first.id }))
    await clock.toInstant(instant(clock.now() + 60_000))
    if (n === 0)
      await p.refused('同一期再付一次', '按合同约定的付款安排支付', () => pay(p, id, 0, invoice(2)))
    if (n === 0)
      await p.refused('多送一台', '交货须与合同标的一致', () =>
        p
          .as(who)
          .delivery.deliver({
            contract: id,
            place: '医院设备库',
            items: [{ name: item.name, quantity: item.quantity + 1 }],
          }),
      )
    const d = await p.step('交货', who, () =>
      p
        .as(who)
        .delivery.deliver({
          contract: id,
          place: '医院设备库',
          items: [
            {
              name: item.name,
              quantity: item.quantity,
              serials: Array.from({ length: item.quantity }, (_, i) => `SN2026${n}${i}`),
            },
          ],
        }),
    )
    const report = (members: object[], clauses: object[]) =>
      buyer.acceptance.begin({
        contract: id,
        members,
        clauses,
        opinion: '设备到货完整，安装调试合格，技术指标逐项达到合同要求。',
      })
    const group = [
      { name: '王静', role: '采购人' },
      { name: '林峰', role: '专业人员' },
      { name: '何芳', role: '第三方' },
    ]
    const clauses = [
      { text: `${item.name}：技术参数`, kind: '技术', met: true, note: '逐项测试达标' },
      { text: `${item.name}：安装培训`, kind: '服务', met: true, note: '已完成' },
    ]
    if (n === 0)
      await p.refused('还没收货就验收', '收货齐全后方可验收', () => report(group, clauses))
    await p.step('收货', '王静', () => buyer.delivery.receive({ id: d.id }))
    if (n === 0) {
      await p.refused('验收组两人', '验收组三人以上单数', () => report(group.slice(1), clauses))
      await p.refused(
        '验收书没有写到标的',
        '验收书应当包括每一项技术、服务、安全标准的履约情况',
        () => report(group, [{ text: '总体良好', kind: '技术', met: true, note: '' }]),
      )
    }
    const r = await p.step('出具验收书', '王静', () => report(group, clauses))
    await p.step('验收合格', '乌云', () => head.acceptance.pass({ id: r.id }))
    await p.step('供应商确认验收', who, () => p.as(who).acceptance.signSupplier({ id: r.id }))
    if (n === 0)
      await p.refused('没付清就结项', '款项付清方可结项', () =>
        buyer.settlement.settle({ contract: id }),
      )
    const last = await p.step('申请尾款', '王静', () => pay(p, id, 1, invoice(3)))
    await p.step('审核并送国库', '乌云', () => head.payment.approve({ id: last.id }))
    await clock.toInstant(instant(clock.now() + 60_000))
    const s = await p.step('申请结项', '王静', () => buyer.settlement.settle({ contract: id }))
    await p.step('审核结项', '乌云', () => head.settlement.close({ id: s.id }))
    await p.step('归档', '王静', () => buyer.settlement.archive({ id: s.id }))
  }
}
