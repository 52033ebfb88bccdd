import { buffer } from 'node:stream/consumers'
import { at } from '#kernel'
import { xlsxStream } from '#sheets'
import { bidPapers } from './attached.ts'
import type { Cast } from './cast.ts'
import { committee } from './committee.ts'
import { type Offer, plainBid, seal, tenderDocument } from './papers.ts'
import type { Player, SimClock } from './player.ts'
import { book, close, convene, venues } from './remote.ts'
import { members, signReports } from './reports.ts'

/** What each purchase under way is about; every one stops in another state, so that every desk has something to do. */
interface Wish {
  key: string
  title: string
  item: string
  quantity: number
  budget: string
  code: string
  no: string
}
const wishes = {
  review: {
    key: 'review',
    title: '病房监护仪采购',
    item: '多参数监护仪',
    quantity: 20,
    budget: '960000.00',
    code: 'A02320500',
    no: '52',
  },
  plan: {
    key: 'plan',
    title: '移动X射线机采购',
    item: '移动式X射线机',
    quantity: 2,
    budget: '1700000.00',
    code: 'A02320500',
    no: '53',
  },
  open: {
    key: 'open',
    title: '手术室内窥镜系统采购',
    item: '内窥镜系统',
    quantity: 3,
    budget: '4680000.00',
    code: 'A02320500',
    no: '54',
  },
  scoring: {
    key: 'scoring',
    title: '血液透析机采购',
    item: '血液透析机',
    quantity: 12,
    budget: '2160000.00',
    code: 'A02322100',
    no: '55',
  },
  contract: {
    key: 'contract',
    title: '呼吸机采购',
    item: '有创呼吸机',
    quantity: 6,
    budget: '1980000.00',
    code: 'A02322100',
    no: '56',
  },
} satisfies Record<string, Wish>
type Going = {
  wish: Wish
  requirement: string
  process: string
  plan: string
  tender: string
  lot: string
}

const money = (fen: number) =>
  `${Math.trunc(fen / 100)}.${String(Math.round(fen % 100)).padStart(2, '0')}`
const fenOf = (yuan: string) => Number(yuan.replace('.', ''))

/** A table that goes out with one notice, so that searching in attachments has something to find. */
async function configuration(p: Player): Promise<string> {
  const rows = [
    ['主机', '4K 超高清图像处理器', '含光源与冷光导光束'],
    ['镜体', '腹腔镜镜体 30 度', '可高温高压灭菌'],
    ['气腹机', '流量不低于 40 升每分钟', '带加温'],
  ]
  const titles = ['部件', '规格', '要求'].map((title) => ({ title }))
  return p.upload('guo', '配置清单.xlsx', await buffer(xlsxStream('配置清单', titles, rows)))
}
/** Purchases under way in the autumn of 2026, played by their own people. */
/** `meanwhile` is what else of the demonstration happens between September and October. */
export async function living(
  p: Player,
  clock: SimClock,
  cast: Cast,
  meanwhile: () => Promise<void> = async () => undefined,
): Promise<void> {
  const buyer = p.as('wang')
  const head = p.as('wuyun')
  const agent = p.as('guo')

  const want = async (wish: Wish): Promise<Going> => {
    const line = await p.as('caizheng').budget.receive({
      name: wish.title.replace('采购', '购置'),
      org: cast.orgs['hospital'],
      year: 2026,
      docNo: `呼财预指〔2026〕${wish.no}号`,
      proCode: `1501000490020000${wish.no}196`.padEnd(21, '0').slice(0, 21),
      fundType: '111',
      expFunc: '2100201',
      depEco: '31003',
      govEco: '50601',
      amount: wish.budget,
    })
    const r = await buyer.requirement.draft({
      lineId: line.id,
      title: wish.title,
      category: '货物',
      method: '公开招标',
      reason: '标的通用，市场竞争充分。',
      summary: `${wish.item}${wish.quantity}台，含安装、培训和三年质保。`,
      budget: wish.budget,
      items: [
        {
          code: wish.code,
          name: wish.item,
          quantity: wish.quantity,
          unit: '台',
          budget: wish.budget,
          requirement: '满足临床使用，含安装、培训。',
        },
      ],
      surveyed: false,
      reviewedByCounsel: false,
      forSme: false,
    })
    await buyer.requirement.submit({ id: r.id })
    return {
      wish,
      requirement: r.id,
      process: (await buyer.requirement.get({ id: r.id })).process,
      plan: '',
      tender: '',
      lot: '',
    }
  }
  const intend = async (g: Going, month: string) => {
    await head.requirement.confirm({ id: g.requirement })
    const i = await buyer.intention.draft({ requirement: g.requirement, month, note: '' })
    await head.intention.publish({ id: i.id })
  }
  const plan = async (g: Going) => {
    g.plan = (
      await buyer.plan.draft({ project: g.process, amount: g.wish.budget, orgForm: '分散采购' })
    ).id
    await buyer.plan.submit({ id: g.plan })
  }
  const prepare = async (g: Going) => {
    await head.plan.file({ id: g.plan })
    g.tender = (
      await buyer.tender.entrust({
        plan: g.plan,
        agency: cast.orgs['agency'],
        scope: '招标全过程代理',
        reason: '熟悉医疗设备招标。',
      })
    ).id
    await agent.tender.accept({ id: g.tender })
    await agent.tender.write({
      id: g.tender,
      document: {
        ...tenderDocument(),
        overview: `采购${g.wish.item}${g.wish.quantity}台。`,
        bidBond: '0.00',
        ...(g.wish.key === wishes.open.key
          ? { attachments: [{ title: '配置清单', file: await configuration(p) }] }
          : {}),
        lots: [
          {
            no: 1,
            title: g.wish.item,
            budget: g.wish.budget,
            ceiling: null,
            coreProduct: g.wish.item,
            items: [
              {
                code: g.wish.code,
                name: g.wish.item,
                quantity: g.wish.quantity,
                unit: '台',
                requirement: '满足临床使用，含安装、培训。',
              },
            ],
          },
        ],
      },
    })
    await agent.tender.submit({ id: g.tender })
    await head.tender.confirm({ id: g.tender })
  }
  const publish = async (g: Going, deadline: number, supplyEnds: string) => {
    await agent.tender.publish({
      id: g.tender,
      deadline: new Date(deadline).toISOString(),
      supplyEnds,
      place: '本系统网上开标大厅',
    })
    g.lot = (await agent.tender.get({ id: g.tender })).data.lots[0].id
  }
  const bid = async (g: Going, account: string, brand: string, share: number) => {
    const price =
      Math.round((fenOf(g.wish.budget) * share) / 100 / g.wish.quantity) * 100 * g.wish.quantity
    const offer: Offer = {
      name: g.wish.item,
      brand,
      model: `${brand}-26`,
      quantity: g.wish.quantity,
      unitPrice: money(price / g.wish.quantity),
      price: money(price),
      sme: account === 'saihan' ? 'all' : 'none',
    }
    const view = (await p.as(account).lot.get({ id: g.lot })).data.seal
    // The purchase that experts are at work on has papers to read; its index leads to their pages.
    const [paper] = g.wish.key === wishes.scoring.key ? await bidPapers(brand, [offer]) : []
    const plain = { ...plainBid(offer), ...(paper ? { index: paper.index } : {}) }
    await p
      .as(account)
      .bid.submit({ lot: g.lot, ...(await seal(view, plain, paper ? [paper.file] : [])) })
  }
  const evaluate = async (g: Going, remote: string | null) => {
    await agent.lot.open({ id: g.lot })
    const { data } = await buyer.lot.get({ id: g.lot })
    await buyer.lot.qualify({
      id: g.lot,
      verdicts: (data.bids as { id: string }[]).flatMap((b) =>
        (data.qualifications as { key: string }[]).map((q) => ({
          bid: b.id,
          item: q.key,
          passed: true,
          reason: '',
        })),
      ),
    })
    await committee(p, clock, { tender: g.tender, need: 4 })
    await head.tender.appoint({
      id: g.tender,
      person: cast.people['daibiao'],
      reason: '使用科室负责人',
    })
    if (remote !== null) await convene(p, remote)
    await agent.lot.convene({ id: g.lot })
  }

  await clock.to('2026-09-01')
  const open = await want(wishes.open)
  const scoring = await want(wishes.scoring)
  const contract = await want(wishes.contract)
  for (const g of [open, scoring, contract]) await intend(g, '2026-10')
  await clock.to('2026-09-07')
  for (const g of [open, scoring, contract]) {
    await plan(g)
    await prepare(g)
  }
  await meanwhile()
  await clock.to('2026-10-12', 8, 30)
  const rooms = await venues(p, cast)
  const closes = at('2026-11-10', 9, 30)
  for (const g of [scoring, contract]) await publish(g, closes, '2026-10-20')
  await clock.to('2026-11-09', 15)
  for (const g of [scoring, contract]) {
    await bid(g, 'kangda', '康达', 0.93)
    await bid(g, 'huarui', '华瑞', 0.91)
    await bid(g, 'saihan', '赛罕', 0.95)
  }
  await clock.to('2026-11-10', 9, 31)
  await evaluate(scoring, null)
  // 异地评审: one site in another league, from seats to signatures within the hour.
  const remote = await book(p, {
    tender: contract.tender,
    starts: at('2026-11-10', 9, 40),
    main: rooms['home'] as string,
    sub: rooms['away'] as string,
    confirmed: true,
  })
  await clock.to('2026-11-10', 9, 40)
  await evaluate(contract, remote)
  await scoreAll(p, contract)
  await agent.lot.report({ id: contract.lot })
  await signReports(p, contract.lot)
  await close(p, remote)
  await clock.to('2026-11-12')
  const ranked = (await head.lot.get({ id: contract.lot })).sections.find(
    (s: { title: string }) => s.title === '评审结果',
  ).rows[0].name as string
  const won = (
    (await head.lot.get({ id: contract.lot })).data.bids as {
      id: string
      supplier: string
      price: string
    }[]
  ).find((b) => b.supplier === ranked)
  await head.lot.award({ id: contract.lot, bid: won?.id, reason: '同意评标委员会意见' })
  await agent.tender.announce({ id: contract.tender })
  await clock.to('2026-11-16')
  const price = won?.price ?? '0.00'
  const first = Math.floor(fenOf(price) * 0.3)
  const { id } = await buyer.contract.draft({
    award: (await buyer.lot.get({ id: contract.lot })).data.award,
    amount: price,
    schedule: [
      { name: '预付款', amount: money(first), condition: '合同备案后' },
      { name: '尾款', amount: money(fenOf(price) - first), condition: '验收合格后' },
    ],
    payee: { name: ranked, bank: '中国工商银行示范支行', account: '6222020409000012345' },
  })
  const supplier =
    {
      北京康达医疗器械有限公司: 'kangda',
      沈阳华瑞影像设备有限公司: 'huarui',
      呼和浩特赛罕医械有限公司: 'saihan',
    }[ranked] ?? 'kangda'
  await p.as(supplier).contract.signSupplier({ id })
  await publish(open, at('2026-12-08', 9, 30), '2026-11-24')
  // Asked for, not answered yet: something on the other keeper's list.
  await book(p, {
    tender: open.tender,
    starts: at('2026-12-08', 10),
    main: rooms['home'] as string,
    sub: rooms['centre'] as string,
    confirmed: false,
  })
  await clock.to('2026-11-18', 10)
  await p
    .as('huarui')
    .question.ask({ tender: open.tender, text: '是否接受4K以上分辨率的国产主机？' })
  await p.as('mengyi').question.ask({ tender: open.tender, text: '培训可否安排在科室进行？' })
  const planned = await want(wishes.plan)
  await intend(planned, '2026-12')
  await clock.to('2026-11-20', 10)
  await plan(planned)
  await clock.to('2026-11-23', 16)
  await want(wishes.review)
}
async function scoreAll(p: Player, g: Going) {
  const marks: Record<string, Record<string, number>> = {
    康达: { technical: 38, plan: 8, service: 10, record: 8 },
    华瑞: { technical: 40, plan: 9, service: 11, record: 8 },
    赛罕: { technical: 36, plan: 7, service: 10.5, record: 4 },
  }
  for (const account of members) {
    const me = p.as(account)
    for (const { id, state, title } of (await me.review.list()) as {
      id: string
      state: string
      title: string
    }[]) {
      if (state !== '评审中' || !title.includes(g.wish.title)) continue
      const { sheet } = (await me.review.get({ id })).data as {
        sheet: { bids: { id: string; name: string }[] }
      }
      for (const bid of sheet.bids) {
        const brand = Object.keys(marks).find((b) => bid.name.includes(b)) ?? '赛罕'
        await me.review.score({
          id,
          bid: bid.id,
          scores: marks[brand],
          conformity: { s1: { passed: true, reason: '' }, s2: { passed: true, reason: '' } },
        })
      }
      await me.review.sign({ id })
    }
  }
}
