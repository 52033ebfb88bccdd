import { afterAll, beforeAll, expect, test } from 'vitest'
import { at, instant } from '#kernel'
import { freshStage } from '#testing'
import { device, registerVenues, seatsOf, slot } from '../../../../test/support/remote.ts'
import { answerAll, committee, signInAll } from '../../../demo/committee.ts'
import { DEADLINE, ecmo, lotOf, type Tendered } from '../../../demo/hospital-facts.ts'
import { planning } from '../../../demo/hospital-plan.ts'
import { tendering } from '../../../demo/hospital-tender.ts'
import { plainBid, seal } from '../../../demo/papers.ts'
import type { Player } from '../../../demo/player.ts'
import type { Stage } from '../../../demo/run.ts'

/** 异地评标一天：订席、确认、到席、开场、断线、换席、改期、收场、签记录。 */
let s: Stage
let p: Player
let t: Tendered
let lot = ''
let remote = ''
const venues: Record<string, string> = {}
const faults: unknown[] = []
const EXPERTS = ['daibiao', ...Array.from({ length: 10 }, (_, i) => `expert${i + 1}`)]
const wait = (minutes: number) => s.clock.toInstant(instant(s.clock.now() + minutes * 60_000))
const sites = (sub = 2) => [
  { venue: venues['main'], kind: '主会场', seats: 4 },
  { venue: venues['sub'], kind: '分会场', seats: sub },
]
const state = async () => (await p.as('guo').remote.get({ id: remote })).state as string
const seated = new Map<string, { id: string }>()
const mine = (account: string) => seatsOf(p, account, remote)
async function beats(but: readonly string[] = []) {
  const said = []
  for (const [account, x] of seated)
    if (!but.includes(account)) said.push((await p.as(account).sitting.beat({ id: x.id })).state)
  return said.at(-1) ?? ''
}
async function cut(minutes: number, who: readonly string[]) {
  for (let i = 0; i < 2; i++) {
    await beats(who)
    await wait(0.5)
  }
  expect(await state()).toBe('已暂停')
  await wait(minutes - 1)
  await beats(who)
}

beforeAll(async () => {
  s = await freshStage((e) => faults.push(e))
  p = s.player()
  Object.assign(venues, await registerVenues(p, s.cast))
  t = await tendering(p, s.clock, s.cast, await planning(p, s.clock, s.cast, true))
  lot = lotOf(t, 1)
}, 120_000)
afterAll(() => s.stop())

test('场所在本地区、由在库代理机构管理；别处的财政部门登记不了', async () => {
  const venue = {
    name: '甲',
    address: '乙',
    region: '150100',
    keeper: s.cast.orgs['agency'],
    seats: 2,
  }
  await p.refused('旗县登记盟市的场所', '场所登记在本地区或下级地区', () =>
    p.as('tuoxian').venue.register(venue),
  )
  await p.refused('供应商管理场所', '场所由在库的代理机构（含集中采购机构）管理', () =>
    p.as('caizheng').venue.register({ ...venue, keeper: s.cast.orgs['kangda'] }),
  )
})
test('订席：主分会场各不相同，席位够，时间在评审日；一次订下或一席不订', async () => {
  const plan = (over: object) =>
    p.as('guo').remote.plan({ tender: t.tenderId, ...slot('2026-05-08'), sites: sites(), ...over })
  const rule = '异地评审须有一个主会场和至少一个分会场，场所各不相同'
  await p.refused('没有分会场', rule, () =>
    plan({ sites: [sites()[0], { ...sites()[0], kind: '备用' }] }),
  )
  await p.refused('席位不够', '预订的席位须有空', () => plan({ sites: sites(4) }))
  await p.refused('早于评审日', '席位的时间须在公告的评审日，且尚未过去', () =>
    plan(slot('2026-05-06')),
  )
  expect((await s.app.pool.query('select 1 from trade.booking')).rowCount).toBe(0)
  await expect(
    p.as('suya').remote.plan({ tender: t.tenderId, ...slot('2026-05-08'), sites: sites() }),
  ).rejects.toThrow('没有这项内容')
  remote = (await plan({})).id
  // 自己的场所当场确认，别家的等对方。
  expect(await state()).toBe('待确认席位')
  const free = (await p.as('guo').venue.listFree(slot('2026-05-08'))) as {
    id: string
    free: number
  }[]
  expect(free.find((v) => v.id === venues['sub'])?.free).toBe(1)
  expect(free.find((v) => v.id === venues['main'])?.free).toBe(4)
  await p.refused('再安排一次', '一个项目安排一次异地评审', () => plan({}))
})
test('会场确认：逾期作废，改订后由管理单位确认；预订人不能替人确认；看不到是哪个项目', async () => {
  const open = async (who: string) =>
    ((await p.as(who).booking.list()) as { id: string; state: string; title: string }[]).find(
      (b) => b.state === '待确认',
    )
  const first = await open('suya')
  expect(first?.title).toContain('2席')
  expect(JSON.stringify(await p.as('suya').booking.get({ id: first?.id }))).not.toContain('ECMO')
  await p.refused('预订人替会场确认', '席位由场所的管理单位确认、谢绝和签记录', () =>
    p.as('guo').booking.confirm({ id: first?.id }),
  )
  await wait(60 * 24 * 7)
  expect((await p.as('guo').booking.get({ id: first?.id })).state).toBe('逾期未确认')
  await p.as('guo').remote.rebook({ id: remote, ...slot('2026-05-08'), sites: sites() })
  await p.as('suya').booking.confirm({ id: (await open('suya'))?.id })
  expect(await state()).toBe('待开场')
  await p.refused('有预订的停用', '有席位预订的场所不得停用', () =>
    p.as('caizheng').venue.suspend({ id: venues['sub'], reason: '检修' }),
  )
})
test('没有开场，评不了；评委到席自检，红的坐不下，身份由会场核验', async () => {
  await s.clock.to('2026-05-07', 10)
  for (const [who, price] of [
    ['kangda', '3600000.00'],
    ['huarui', '3700000.00'],
    ['saihan', '3650000.00'],
  ] as const) {
    const view = (await p.as(who).lot.get({ id: lot })).data.seal
    const offer = {
      ...(ecmo[who] as (typeof ecmo)['kangda']),
      price,
      unitPrice: price,
      quantity: 1,
    }
    await p.as(who).bid.submit({ lot, ...(await seal(view, plainBid(offer as never))) })
  }
  expect(DEADLINE).toBeLessThan(at('2026-05-08', 10))
  await s.clock.toInstant(at('2026-05-08', 9, 31))
  await p.as('guo').lot.open({ id: lot })
  const { data } = await p.as('wang').lot.get({ id: lot })
  await p.as('wang').lot.qualify({
    id: lot,
    verdicts: (data.bids as { id: string }[]).flatMap((b) =>
      (data.qualifications as { key: string }[]).map((q) => ({
        bid: b.id,
        item: q.key,
        passed: true,
        reason: '',
      })),
    ),
  })
  await p
    .as('guo')
    .lot.fail({ id: lotOf(t, 2), grounds: '投标人或合格投标人不足三家', explanation: '无人投标' })
  expect(await committee(p, s.clock, { tender: t.tenderId, need: 4 })).toBe('已完成')
  await p
    .as('wuyun')
    .tender.appoint({ id: t.tenderId, person: s.cast.people['daibiao'], reason: '使用科室' })
  await p.refused('没开场就评', '安排了异地评审的，开场后开始评审', () =>
    p.as('guo').lot.convene({ id: lot }),
  )
  await p.refused('没人到席就开场', '评委全部到席、设备合格、身份经核验方可开场', () =>
    p.as('guo').remote.start({ id: remote }),
  )
  let n = 0
  for (const account of EXPERTS) {
    const m = (await p.as(account).sitting.listMine())[0]
    if (!m) {
      await expect(
        p.as(account).sitting.sit({ remote, booking: remote, seat: 1, device }),
      ).rejects.toThrow('没有这项内容')
      continue
    }
    const site = m.sites.find((x: { kind: string; seats: number[] }) =>
      n < 4 ? x.kind === '主会场' : x.kind === '分会场',
    )
    const input = { remote, booking: site.booking, seat: site.seats[0] }
    if (n === 0) {
      await p.refused('没有摄像头', '席位设备自检合格方可到席', () =>
        p.as(account).sitting.sit({ ...input, device: { ...device, camera: false } }),
      )
      await p.refused('别处的席位', '所坐的须是为本项目订下而空着的席位', () =>
        p.as(account).sitting.sit({ ...input, seat: 9, device }),
      )
    }
    const { id } = await p.as(account).sitting.sit({ ...input, device })
    seated.set(account, { id })
    const keeper = site.kind === '主会场' ? 'guo' : 'suya'
    if (n === 4)
      await p.refused('主会场替分会场核验', '身份由席位所在会场的管理单位当面核验', () =>
        p.as('guo').sitting.attest({ id }),
      )
    await p.as(keeper).sitting.attest({ id })
    n++
  }
  expect(n).toBe(5)
  await p.as('guo').remote.start({ id: remote })
  await p.as('guo').lot.convene({ id: lot })
  expect(await state()).toBe('进行中')
})
const scoring = async (account: string) => {
  const me = p.as(account)
  const [r] = (await me.review.list()) as { id: string }[]
  const { sheet } = (await me.review.get({ id: r?.id })).data
  return () =>
    me.review.score({
      id: r?.id,
      bid: sheet.bids[0].id,
      scores: { technical: 38, plan: 8, service: 10, record: 8 },
      conformity: { s1: { passed: true, reason: '' }, s2: { passed: true, reason: '' } },
    })
}
const last = () => [...seated.keys()].at(-1) as string
test('断线不足五分钟：暂停，连上自动继续；其间评不了，评过的都在', async () => {
  const score = await scoring(last())
  await score()
  await cut(1, [last()])
  await p.refused('断线时评分', '异地评审在各席连线期间进行', score)
  await p.refused('没连上就恢复', '各席连线恢复后方可继续', () =>
    p.as('guo').remote.resume({ id: remote }),
  )
  await p.refused('没等够就换席', '断线超过等待时间方可换席或改期', () =>
    p.as('guo').remote.adjourn({ id: remote, reason: '网络不好' }),
  )
  expect(await beats()).toBe('进行中')
  await score()
})
test('断线过了五分钟：等代理机构恢复；过了三十分钟：换席，重新自检核验', async () => {
  await cut(8, [last()])
  expect(await beats()).toBe('已暂停')
  await p.as('guo').remote.resume({ id: remote })
  await cut(32, [last()])
  const view = (await p.as('guo').remote.get({ id: remote })).data as {
    seats: { sitting: string; seat: number; booking: string; link: string }[]
    sites: { booking: string; kind: string; state: string; seats: number[] }[]
  }
  const silent = view.seats.filter((x) => x.link === '断线')
  expect(silent.map((x) => x.sitting)).toEqual([seated.get(last())?.id])
  const sub = view.sites.find((x) => x.kind === '分会场' && x.state === '已确认')
  const swap = (seat: number) =>
    p.as('guo').remote.swap({
      id: remote,
      from: silent[0]?.sitting,
      booking: sub?.booking,
      seat,
      reason: '这一席的线路断了',
    })
  await p.refused('换到没订的席', '改坐的须是订下而空着的席位', () => swap(9))
  const other = sub?.seats.find((n) => n !== silent[0]?.seat) as number
  await swap(other)
  await p.as(last()).sitting.move({ remote, booking: sub?.booking, seat: other, device })
  await p.refused('没核验就恢复', '各席连线恢复后方可继续', () =>
    p.as('guo').remote.resume({ id: remote }),
  )
  await p.as('suya').sitting.attest({ id: seated.get(last())?.id })
  await beats()
  await p.as('guo').remote.resume({ id: remote })
  expect(await state()).toBe('进行中')
})
test('改期：评过的密封留着，改日重新订席、到席、开场', async () => {
  const before = (await s.app.pool.query('select * from trade.score order by 1, 2, 3')).rows
  await cut(32, [last()])
  await p.as('guo').remote.adjourn({ id: remote, reason: '分会场停电' })
  expect(await state()).toBe('已改期')
  await p.as('guo').remote.rebook({ id: remote, ...slot('2026-05-09'), sites: sites() })
  const [b] = ((await p.as('suya').booking.list()) as { id: string; state: string }[]).filter(
    (x) => x.state === '待确认',
  )
  await p.as('suya').booking.confirm({ id: b?.id })
  await p.refused('时间没到就开场', '到预订的时间方可开场', () =>
    p.as('guo').remote.start({ id: remote }),
  )
  await s.clock.to('2026-05-09', 9)
  let n = 0
  for (const account of seated.keys()) {
    const m = await mine(account)
    const site = m?.sites.find((x) => (n < 4 ? x.kind === '主会场' : x.kind === '分会场'))
    await p
      .as(account)
      .sitting.move({ remote, booking: site?.booking, seat: site?.seats[0], device })
    await p.as(n < 4 ? 'guo' : 'suya').sitting.attest({ id: seated.get(account)?.id })
    n++
  }
  await p.as('guo').remote.start({ id: remote })
  expect((await s.app.pool.query('select * from trade.score order by 1, 2, 3')).rows).toEqual(
    before,
  )
})
test('评审中更换评委：席位空出来，补上的人到席核验才评得了', async () => {
  const { id } = ((await p.as('guo').draw.list()) as { id: string }[])[0] as { id: string }
  const { calls } = (await p.as('guo').draw.get({ id })).data as {
    calls: { turn: number; outcome: string }[]
  }
  const seat = calls.find((c) => c.outcome === '已签到')
  await p
    .as('guo')
    .draw.replace({ id, turn: (seat?.turn ?? 0) + 1, cause: '未到', reason: '突发疾病' })
  await answerAll(p)
  expect(await signInAll(p)).toBe('已完成')
  const { rows } = await s.app.pool.query<{ person: string }>(
    'select person from trade.member where gone is null and tender = $1',
    [t.tenderId],
  )
  const fresh = EXPERTS.find(
    (a) => !seated.has(a) && rows.some((r) => r.person === s.cast.people[a]),
  ) as string
  const gone = [...seated.keys()].find((a) => !rows.some((r) => r.person === s.cast.people[a]))
  seated.delete(gone as string)
  await p.refused('没到席就评', '异地评审在各席连线期间进行', await scoring(fresh))
  const m = await mine(fresh)
  const site = m?.sites.find((x) => x.seats.length > 0)
  const sat = await p
    .as(fresh)
    .sitting.sit({ remote, booking: site?.booking, seat: site?.seats[0], device })
  await p.as(site?.kind === '主会场' ? 'guo' : 'suya').sitting.attest({ id: sat.id })
  seated.set(fresh, sat)
})
test('评完收场：记录摘要公开，各会场签齐才结束', async () => {
  await p.refused('没评完就收场', '各包评审报告形成后方可收场', () =>
    p.as('guo').remote.finish({ id: remote }),
  )
  for (const account of seated.keys()) {
    await beats()
    const me = p.as(account)
    for (const { id, state: at } of (await me.review.list()) as { id: string; state: string }[]) {
      if (at !== '评审中') continue
      const { sheet } = (await me.review.get({ id })).data
      for (const b of sheet.bids)
        await me.review.score({
          id,
          bid: b.id,
          scores: { technical: 38, plan: 8, service: 10, record: 8 },
          conformity: { s1: { passed: true, reason: '' }, s2: { passed: true, reason: '' } },
        })
      await me.review.sign({ id })
    }
  }
  await p.as('guo').lot.report({ id: lot })
  await p.as('guo').remote.finish({ id: remote })
  const view = (await p.as('guo').remote.get({ id: remote })).data as {
    sha256: string
    record: { interruptions: { decision: string }[]; sites: { seated: number }[] }
    sites: { booking: string; kind: string; state: string }[]
  }
  expect(view.record.interruptions.map((i) => i.decision)).toEqual([
    '连线恢复，自动继续',
    '连线恢复，代理机构继续',
    '连线恢复，代理机构继续',
    '改期：分会场停电',
  ])
  expect(view.record.sites.reduce((n, x) => n + x.seated, 0)).toBe(5)
  const live = view.sites.filter((x) => x.state === '已确认')
  const main = live.find((x) => x.kind === '主会场')
  const sub = live.find((x) => x.kind === '分会场')
  await p.as('guo').booking.sign({ id: main?.booking })
  expect(await state()).toBe('待签记录')
  await p.refused('替别处签', '席位由场所的管理单位确认、谢绝和签记录', () =>
    p.as('guo').booking.sign({ id: sub?.booking }),
  )
  await p.as('suya').booking.sign({
    id: sub?.booking,
    media: [{ name: '分会场.mp4', sha256: 'a'.repeat(64) }],
  })
  expect(await state()).toBe('已结束')
})
test('收场以后重新评审：另订席位、到席核验才评得了；两场各有签齐的记录', async () => {
  await p.refused('没有重新评审就另订', '一个项目安排一次异地评审', () =>
    p.as('guo').remote.plan({ tender: t.tenderId, ...slot('2026-05-13'), sites: sites() }),
  )
  const grounds = '客观评审因素评分不一致'
  await p.as('guo').lot.reevaluate({ id: lot, grounds, items: [], explanation: '复核发现不一致。' })
  const someone = await scoring([...seated.keys()][0] ?? '')
  await p.refused('原来那场已经收了', '异地评审在各席连线期间进行', someone)
  const first = remote
  const firstRecord = (await p.as('guo').remote.get({ id: first })).data.sha256
  remote = (
    await p.as('guo').remote.plan({ tender: t.tenderId, ...slot('2026-05-13'), sites: sites() })
  ).id
  for (const b of (await p.as('suya').booking.list()) as { id: string; state: string }[])
    if (b.state === '待确认') await p.as('suya').booking.confirm({ id: b.id })
  expect(await state()).toBe('待开场')
  await s.clock.to('2026-05-13', 9)
  for (const account of seated.keys()) {
    const site = (await mine(account))?.sites.find((x) => x.seats.length > 0)
    const where = { remote, booking: site?.booking, seat: site?.seats[0], device }
    const sat = await p.as(account).sitting.sit(where)
    await p.as(site?.kind === '主会场' ? 'guo' : 'suya').sitting.attest({ id: sat.id })
    seated.set(account, sat)
  }
  await p.as('guo').remote.start({ id: remote })
  for (const account of seated.keys()) {
    await beats()
    for (const r of await p.as(account).review.list())
      if (r.state === '评审中') await p.as(account).review.sign({ id: r.id })
  }
  await p.as('guo').lot.report({ id: lot })
  await p.as('guo').remote.finish({ id: remote })
  const sql = `select b.id, b.kind from trade.booking b join kernel.subject k on k.id = b.id where b.remote = $1 and k.state = '已确认'`
  const { rows } = await s.app.pool.query<{ id: string; kind: string }>(sql, [remote])
  for (const x of rows) await p.as(x.kind === '主会场' ? 'guo' : 'suya').booking.sign({ id: x.id })
  expect(await state()).toBe('已结束')
  expect((await p.as('guo').remote.get({ id: first })).data.sha256).toBe(firstRecord)
  expect(faults).toEqual([])
})
