import { at, type Instant, instant } from '#kernel'
import type { Cast } from './cast.ts'
import { answerAll, signInAll } from './committee.ts'
import { DEADLINE, ecmo, iso, lotOf, MOVED, type Tendered, ultrasound } from './hospital-facts.ts'
import { type Offer, plainBid, seal, tenderDocument } from './papers.ts'
import type { Player, SimClock } from './player.ts'

export async function tendering(
  p: Player,
  clock: SimClock,
  cast: Cast,
  { process, planId }: { process: string; planId: string },
) {
  const agent = p.as('guo')
  await clock.to('2026-03-10')
  const { id } = await p.step('委托代理机构', '王静', () =>
    p.as('wang').tender.entrust({
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
  const [first, ...others] = good.lots
  const corrected = {
    ...good,
    lots: [
      {
        ...first,
        items: first?.items.map((i) => ({
          ...i,
          requirement: i.requirement.replace('膜式氧合器', '膜式氧合器（国产或进口均可）'),
        })),
      },
      ...others,
    ],
  }
  const correct = (more: object) =>
    agent.tender.correct({
      id,
      subjectOf: '采购文件',
      reason: '根据提问细化第1包技术要求',
      affects: true,
      // What changed is not typed again: the two versions are compared clause by clause.
      document: corrected,
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

async function submitBid(p: Player, account: string, lot: string, offer: Offer) {
  const view = (await p.as(account).lot.get({ id: lot })).data.seal
  return p.as(account).bid.submit({ lot, ...(await seal(view, plainBid(offer))) })
}

export async function opening(p: Player, clock: SimClock, t: Tendered) {
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
}
export async function drawing(p: Player, clock: SimClock, cast: Cast, t: Tendered) {
  const one = lotOf(t, 1)
  const agent = p.as('guo')
  await p.step('抽取评审专家', '郭敏', () => agent.tender.draw({ id: t.tenderId, need: 4 }))
  await p.refused('前一次没抽完又抽', '抽取须一次做完', () =>
    agent.tender.draw({ id: t.tenderId, need: 4 }),
  )
  await clock.toInstant(instant(clock.now() + 1))
  await clock.toInstant(instant(clock.now() + 61_000))
  await p.step('电话通知专家，一人不能参加', '系统', () => answerAll(p, 1))
  await p.step('专家签到，姓名启封', '专家', () => signInAll(p))
  await p.refused('没有理由又抽一次', '重新抽取须写明理由', () =>
    agent.tender.draw({ id: t.tenderId, need: 4 }),
  )
  await p.refused('评委四人就开始评审', '评标委员会应当为五人以上单数，专家不少于三分之二', () =>
    agent.lot.convene({ id: one }),
  )
  await p.refused('选定两年前任职于投标人的专家', '评审专家应当回避', () =>
    agent.tender.select({ id: t.tenderId, person: cast.people['hantao'], reason: '专业对口' }),
  )
  await p.step('委派采购人代表', '乌云', () =>
    p.as('wuyun').tender.appoint({
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
