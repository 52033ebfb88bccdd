import { at, type Day, type Instant, rfc3339 } from '#kernel'
import type { Cast } from './cast.ts'
import { frontOf, plainBid, seal } from './papers.ts'
import type { Player, SimClock } from './player.ts'
import { members, signReports } from './reports.ts'

/** One purchase by any method: what differs is said here, the rest is the same for all. */
export interface Spec {
  readonly title: string
  readonly method: string
  readonly category: '货物' | '服务' | '工程'
  readonly budget: string
  readonly item: { code: string; name: string; quantity: number; unit: string; requirement: string }
  readonly document?: Record<string, unknown>
  readonly requirement?: Record<string, unknown>
  /** Used of the same budget line by several purchases; else each gets its own. */
  readonly line?: string
}
export const yuanOf = (fen: number) =>
  `${Math.trunc(fen / 100)}.${String(Math.round(fen % 100)).padStart(2, '0')}`
export const fenOf = (yuan: string) => Math.round(Number(yuan) * 100)
let docs = 100

/** The papers of a small purchase, by method: lowest price, or a hundred points. */
export const documentFor = (s: Spec, scoring: boolean) => ({
  ...frontOf(),
  overview: `采购${s.item.name}${s.item.quantity}${s.item.unit}。`,
  performance: '合同签订后30日内，采购人指定地点。',
  consortium: false,
  documentPrice: '0.00',
  bidBond: '0.00',
  performanceBondPercent: 0,
  method: scoring ? '综合评分法' : '最低价',
  priceWeight: scoring ? (s.category === '服务' ? 20 : 40) : 0,
  smePercent: 10,
  smeSharePercent: 4,
  qualifications: [{ key: 'q1', kind: '法定', text: '满足《政府采购法》第二十二条规定的条件。' }],
  substantial: [{ key: 's1', text: '质保或服务期不少于一年' }],
  criteria: scoring
    ? [
        {
          key: 'technical',
          name: '技术方案',
          kind: '技术',
          max: s.category === '服务' ? 60 : 40,
          objective: false,
          steps: '方案完整、针对性强的得高分；一般的得中等分；较差的得低分。',
        },
        {
          key: 'record',
          name: '同类业绩',
          kind: '商务',
          max: 20,
          objective: true,
          steps: '近三年每一份同类合同得10分，最多20分。',
        },
      ]
    : [],
  clauses: ['标的、数量、单价以成交供应商的响应文件为准。', '验收合格后付清。'],
  lots: [
    {
      no: 1,
      title: s.item.name,
      budget: s.budget,
      ceiling: null,
      coreProduct: s.category === '货物' ? s.item.name : '',
      items: [s.item],
    },
  ],
  ...s.document,
})

export class Trade {
  readonly p: Player
  readonly clock: SimClock
  readonly cast: Cast
  readonly spec: Spec
  requirement = ''
  project = ''
  plan = ''
  tender = ''
  lot = ''
  constructor(p: Player, clock: SimClock, cast: Cast, spec: Spec) {
    this.p = p
    this.clock = clock
    this.cast = cast
    this.spec = spec
  }
  get buyer() {
    return this.p.as('wang')
  }
  get head() {
    return this.p.as('wuyun')
  }
  get agent() {
    return this.p.as('guo')
  }
  async line(amount = this.spec.budget): Promise<string> {
    const no = String(++docs)
    const { id } = await this.p.as('caizheng').budget.receive({
      name: this.spec.title.replace('采购', '购置'),
      org: this.cast.orgs['hospital'],
      year: 2026,
      docNo: `呼财预指〔2026〕${no}号`,
      proCode: `15010004900200${no}196`.padEnd(21, '0').slice(0, 21),
      fundType: '111',
      expFunc: '2100201',
      depEco: '31003',
      govEco: '50601',
      amount,
    })
    return id
  }
  /** The wish, in draft. */
  async wish(): Promise<this> {
    const s = this.spec
    const r = await this.buyer.requirement.draft({
      lineId: s.line ?? (await this.line()),
      title: s.title,
      category: s.category,
      method: s.method,
      reason: '符合该方式的适用情形。',
      summary: `${s.item.name}${s.item.quantity}${s.item.unit}。`,
      budget: s.budget,
      items: [{ ...s.item, budget: s.budget }],
      surveyed: true,
      reviewedByCounsel: true,
      forSme: false,
      ...s.requirement,
    })
    this.requirement = r.id
    this.project = (await this.buyer.requirement.get({ id: r.id })).process
    return this
  }
  async want(): Promise<this> {
    if (this.requirement === '') await this.wish()
    await this.buyer.requirement.submit({ id: this.requirement })
    await this.head.requirement.confirm({ id: this.requirement })
    return this
  }
  async planned(exemption = '临床急需，年初未能预见。'): Promise<this> {
    const wanted = { amount: this.spec.budget, orgForm: '分散采购', exemption } as const
    if (this.plan === '')
      this.plan = (await this.buyer.plan.draft({ project: this.project, ...wanted })).id
    else await this.buyer.plan.revise({ id: this.plan, ...wanted })
    await this.buyer.plan.submit({ id: this.plan })
    await this.head.plan.file({ id: this.plan })
    return this
  }
  async entrusted(): Promise<this> {
    this.tender = (
      await this.buyer.tender.entrust({
        plan: this.plan,
        agency: this.cast.orgs['agency'],
        scope: '采购全过程代理',
        reason: '熟悉同类项目。',
      })
    ).id
    await this.agent.tender.accept({ id: this.tender })
    return this
  }
  write(change: Record<string, unknown> = {}) {
    const { method } = this.spec
    const scoring = ['公开招标', '邀请招标', '竞争性磋商', '合作创新采购'].includes(
      this.spec.method,
    )
    return this.agent.tender.write({
      id: this.tender,
      document: {
        ...documentFor(this.spec, scoring),
        ...(method === '单一来源' ? { method: '协商' } : {}),
        ...change,
      },
    })
  }
  async confirmed(): Promise<this> {
    await this.agent.tender.submit({ id: this.tender })
    await this.head.tender.confirm({ id: this.tender })
    return this
  }
  /** From the wish to a document that the purchaser confirmed. */
  async prepared(change: Record<string, unknown> = {}): Promise<this> {
    await this.want()
    await this.planned()
    await this.entrusted()
    await this.write(change)
    return this.confirmed()
  }
  publish(deadline: Instant, supplyEnds: Day) {
    return this.agent.tender.publish({
      id: this.tender,
      deadline: rfc3339(deadline),
      supplyEnds,
      place: '本系统网上开标大厅',
    })
  }
  async published(day: Day, hour: number, supplyEnds: Day): Promise<this> {
    await this.publish(at(day, hour, 30), supplyEnds)
    this.lot = (await this.agent.tender.get({ id: this.tender })).data.lots[0].id
    return this
  }
  invite(way: string, need: number, names: readonly (readonly [string, string])[], more = {}) {
    return this.agent.tender.shortlist({
      id: this.tender,
      way,
      need,
      candidates: names.map(([key, by]) => ({
        supplier: this.cast.orgs[key],
        by,
        reason: '具备供货能力，近三年无不良记录。',
      })),
      watchers: ['王静', '乌云'],
      ...more,
    })
  }
  /** A sealed response as this supplier writes it. */
  async respond(account: string, price: string, change: Record<string, unknown> = {}) {
    const { item } = this.spec
    const unit = yuanOf(Math.floor(fenOf(price) / item.quantity))
    const view = (await this.p.as(account).lot.get({ id: this.lot })).data.seal
    const plain = {
      ...plainBid({
        name: item.name,
        brand: account,
        model: 'A-1',
        quantity: item.quantity,
        unitPrice: unit,
        price,
        sme: 'none',
      }),
      substantial: { s1: '一年' },
      ...change,
    }
    return this.p.as(account).bid.submit({ lot: this.lot, ...(await seal(view, plain)) })
  }
  /** A sealed price of the round that is open. */
  async quote(account: string, price: string) {
    const { round } = (await this.p.as(account).lot.get({ id: this.lot })).data
    const { item } = this.spec
    const plain = {
      price,
      items: [{ name: item.name, unitPrice: yuanOf(Math.floor(fenOf(price) / item.quantity)) }],
    }
    return this.p.as(account).quote.submit({ round: round.id, ...(await seal(round.seal, plain)) })
  }
  /** Experts by name and the purchaser's representative: an odd number, two thirds of them experts. */
  async group(experts: number, representative = true): Promise<this> {
    for (let n = 1; n <= experts; n++)
      await this.agent.tender.select({
        id: this.tender,
        person: this.cast.people[`expert${n}`],
        reason: '专业对口，经主管预算单位同意。',
      })
    if (representative)
      await this.head.tender.appoint({
        id: this.tender,
        person: this.cast.people['daibiao'],
        reason: '使用科室负责人',
      })
    return this
  }
  open() {
    return this.agent.lot.open({ id: this.lot })
  }
  async bids(): Promise<{ id: string; supplier: string; price: string | null; state: string }[]> {
    return (await this.agent.lot.get({ id: this.lot })).data.bids
  }
  async qualify(unfit: readonly string[] = []) {
    const { data } = await this.buyer.lot.get({ id: this.lot })
    return this.buyer.lot.qualify({
      id: this.lot,
      verdicts: (data.bids as { id: string; supplier: string; state: string }[])
        .filter((b) => b.state === '已开启')
        .flatMap((b) =>
          (data.qualifications as { key: string }[]).map((q) => ({
            bid: b.id,
            item: q.key,
            passed: !unfit.includes(b.supplier),
            reason: unfit.includes(b.supplier) ? '资格证明已过期' : '',
          })),
        ),
    })
  }
  /** Every member looks at every response; `unfit` names those that the group finds not conforming. */
  async judge(sign: boolean, unfit: readonly string[] = [], marks: Record<string, number> = {}) {
    for (const account of members) {
      const me = this.p.as(account)
      for (const { id, state } of (await me.review.list()) as { id: string; state: string }[]) {
        if (state !== '评审中') continue
        const { data } = await me.review.get({ id })
        if (data['lot'] !== this.lot) continue
        const { sheet } = data as {
          sheet: {
            bids: { id: string; name: string }[]
            criteria: { key: string; max: number; formula?: object }[]
            substantial: { key: string }[]
          }
        }
        for (const bid of sheet.bids)
          await me.review.score({
            id,
            bid: bid.id,
            scores: Object.fromEntries(
              sheet.criteria
                .filter((c) => c.formula === undefined)
                .map((c) => [c.key, Math.min(c.max, marks[bid.name] ?? c.max / 2)]),
            ),
            conformity: Object.fromEntries(
              sheet.substantial.map((x) => [
                x.key,
                unfit.includes(bid.name)
                  ? { passed: false, reason: '未响应' }
                  : { passed: true, reason: '' },
              ]),
            ),
          })
        if (sign) await me.review.sign({ id })
      }
    }
  }
  /** Talks with each that still takes part, one after the other. */
  async talks(
    but: readonly string[] = [],
    record: Record<string, string> = { 情况: '就技术要求和合同条款逐项谈判。' },
  ) {
    for (const b of await this.bids())
      if (b.state === '已开启' && !but.includes(b.supplier))
        await this.agent.lot.talk({ id: this.lot, bid: b.id, record })
  }
  callFinal(deadline: Instant) {
    return this.agent.lot.callFinal({ id: this.lot, deadline: rfc3339(deadline) })
  }
  /** The report comes of the signed reviews; whoever judged then signs it, unless a story leaves that to itself. */
  async report(signed = true) {
    const done = await this.agent.lot.report({ id: this.lot })
    if (signed) await signReports(this.p, this.lot)
    return done
  }
  /** In the order of their places; two may share one. */
  async places(): Promise<{ place: number; name: string }[]> {
    const view = await this.agent.lot.get({ id: this.lot })
    return view.sections.find((s: { title: string }) => s.title === '评审结果')?.rows ?? []
  }
  async ranking(): Promise<string[]> {
    return (await this.places()).map((r) => r.name)
  }
  async award(name: string) {
    const bid = (await this.bids()).find((b) => b.supplier === name)
    return this.head.lot.award({ id: this.lot, bid: bid?.id, reason: '同意小组意见' })
  }
  announce() {
    return this.agent.tender.announce({ id: this.tender })
  }
  fail(grounds: string) {
    return this.agent.lot.fail({ id: this.lot, grounds, explanation: '依法终止。' })
  }
  async notices(): Promise<string[]> {
    // Newest first and all of them: the index of words follows a moment later.
    const found = await this.p.get('/api/disclosure/list?limit=100')
    const { notices } = (await found.json()) as { notices: { kind: string; title: string }[] }
    return notices
      .filter((n) => n.title.includes(this.spec.title))
      .map((n) => n.kind)
      .reverse()
  }
}
