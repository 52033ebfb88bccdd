import { afterAll, beforeAll, expect, test } from 'vitest'
import { at } from '#kernel'
import { freshStage, judge, walk as look, type Seen } from '#testing'
import { committee } from '../src/demo/committee.ts'
import { ecmo, lotOf, type Tendered } from '../src/demo/hospital-facts.ts'
import { planning } from '../src/demo/hospital-plan.ts'
import { tendering } from '../src/demo/hospital-tender.ts'
import { plainBid, seal } from '../src/demo/papers.ts'
import type { Player } from '../src/demo/player.ts'
import type { Stage } from '../src/demo/run.ts'
import { veils } from '../src/veils.ts'

/**
 * 金丝雀矩阵：a value like no other in each protected place of one purchase; at each phase everybody asks at every address
 * that answers anything, and the value may come back to whom the tables say, and must come back to somebody once it may.
 */
let s: Stage
let p: Player
let t: Tendered
let lot = ''
/** The members of the committee, once it sits: account → name. */
const sitting = new Map<string, string>()
const REASON = '金丝雀评审理由甲乙丙'
const ACCOUNT = '6222027351846209173'
const PRICE = '2300517.00'
/** As the public page of the opening writes it. */
const SHOWN = '2,300,517.00'
const BRAND = '金丝雀牌'
/** The asker's own line in the trail. */
const ASKED = '"name":"提问","who":"刘洋"'
/** The public, two bidders and a supplier who does not bid, purchaser and agency and another of each, finance of the place, beside it and above, treasury, auditor. */
const BASE = [
  '',
  'kangda',
  'huarui',
  'mengyi',
  'wang',
  'zhao',
  'guo',
  'suya',
  'caizheng',
  'chifeng',
  'quting',
  'guoku',
  'shenji',
] as const
const FINANCE = ['caizheng', 'quting']
const HOSTS = ['wang', 'guo', ...FINANCE]
/** An expert who sits on the committee and one who does not, once it is known who does. */
let experts = ['expert1']
const everybody = () => [...BASE, ...experts]
const signedIn = () => everybody().filter((x) => x !== '')

beforeAll(async () => {
  s = await freshStage()
  p = s.player()
  t = await tendering(p, s.clock, s.cast, await planning(p, s.clock, s.cast, true))
  lot = lotOf(t, 1)
  await s.clock.to('2026-05-07', 10)
  for (const [who, price] of [
    ['kangda', PRICE],
    ['huarui', '3500000.00'],
    ['saihan', '3450000.00'],
  ] as const) {
    const view = (await p.as(who).lot.get({ id: lot })).data.seal
    const offer = {
      ...(ecmo[who] as (typeof ecmo)['kangda']),
      price,
      unitPrice: price,
      quantity: 1,
      brand: who === 'kangda' ? BRAND : who,
    }
    await p.as(who).bid.submit({ lot, ...(await seal(view, plainBid(offer as never))) })
  }
  await p.as('kangda').hall.attend({ tender: t.tenderId })
}, 180_000)
afterAll(() => s.stop())

const walk = (words: readonly string[]) =>
  look(s, p, { process: t.process, tender: t.tenderId }, everybody(), words)

test('密封期间：报价、品牌谁也看不到；提问的人只有自己知道', async () => {
  const seen = await walk([PRICE, SHOWN, BRAND, ASKED])
  judge('密封', SHOWN, seen.get(SHOWN) as Seen, [])
  judge('密封', PRICE, seen.get(PRICE) as Seen, [])
  judge('密封', BRAND, seen.get(BRAND) as Seen, [])
  // The one who asked sees himself in the trail; the supervisors see sealed steps of neither questions nor bids.
  judge('密封', '提问人', seen.get(ASKED) as Seen, ['huarui'])
})
test('开标以后：报价当众宣布，公众在开标现场看；投标内容只有本人、主持开标的和监督的财政部门', async () => {
  await s.clock.toInstant(at('2026-05-08', 9, 31))
  await p.as('guo').lot.open({ id: lot })
  const seen = await walk([PRICE, SHOWN, BRAND])
  // Read out to everybody (87号令第四十一条): the public page says it in the reader's form.
  judge('开标', SHOWN, seen.get(SHOWN) as Seen, everybody(), [''])
  judge('开标', PRICE, seen.get(PRICE) as Seen, signedIn(), ['kangda', 'huarui', 'guo', 'wang'])
  judge('开标', BRAND, seen.get(BRAND) as Seen, ['kangda', ...HOSTS], ['kangda'])
})
test('评审期间：评委是谁、怎样评的，只有评委本人知道', async () => {
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
  await p.as('guo').lot.convene({ id: lot })
  let first = ''
  for (const account of ['daibiao', ...Array.from({ length: 10 }, (_, i) => `expert${i + 1}`)]) {
    const me = p.as(account)
    for (const { id } of (await me.review.list()) as { id: string }[]) {
      const { rows } = await s.app.pool.query<{ name: string }>(
        'select name from library.person where id = $1',
        [s.cast.people[account]],
      )
      if (account !== 'daibiao') sitting.set(account, rows[0]?.name ?? '')
      const mark = first === '' && account !== 'daibiao'
      if (mark) first = account
      const { sheet } = (await me.review.get({ id })).data
      for (const b of sheet.bids)
        await me.review.score({
          id,
          bid: b.id,
          scores: { technical: 38, plan: 8, service: 10, record: 8 },
          conformity: {
            s1: { passed: true, reason: mark ? REASON : '' },
            s2: { passed: true, reason: '' },
          },
        })
    }
  }
  experts = [
    first,
    ['expert1', 'expert2', 'expert3', 'expert4', 'expert5', 'expert6'].find(
      (x) => !sitting.has(x),
    ) ?? '',
  ]
  // A name that two people bear says nothing of who sits.
  const { rows: twice } = await s.app.pool.query<{ name: string }>(
    'select name from library.person group by name having count(*) > 1',
  )
  const telling = [...sitting].filter(([, name]) => !twice.some((r) => r.name === name))
  const names = telling.map(([, name]) => name)
  const seen = await walk([REASON, ...names])
  judge('评审', REASON, seen.get(REASON) as Seen, [first])
  for (const [account, name] of telling)
    judge(
      '评审',
      name,
      seen.get(name) as Seen,
      [account, 'shenji'],
      experts.includes(account) ? [account] : [],
    )
}, 240_000)
test('公告以后：结果、评委名单公开，打分的理由仍不公开；合同公告以后，账号只给付款的人', async () => {
  for (const account of ['daibiao', ...sitting.keys()])
    for (const { id, state } of (await p.as(account).review.list()) as {
      id: string
      state: string
    }[])
      if (state === '评审中') await p.as(account).review.sign({ id })
  await p.as('guo').lot.report({ id: lot })
  const { data } = await p.as('wuyun').lot.get({ id: lot })
  const won = (data.bids as { id: string; price: string; supplier: string }[]).find(
    (b) => b.price === PRICE,
  )
  await p.as('wuyun').lot.award({ id: lot, bid: won?.id, reason: '同意评标委员会意见' })
  await p.as('guo').tender.announce({ id: t.tenderId })
  const { id } = await p.as('wang').contract.draft({
    award: (await p.as('wang').lot.get({ id: lot })).data.award,
    amount: PRICE,
    schedule: [
      { name: '预付款', amount: '1000000.00', condition: '合同备案后' },
      { name: '尾款', amount: '1300517.00', condition: '验收合格后' },
    ],
    payee: { name: won?.supplier, bank: '中国工商银行示范支行', account: ACCOUNT },
  })
  await p.as('kangda').contract.signSupplier({ id })
  await p.as('wuyun').contract.signBuyer({ id })
  await p.as('wang').contract.publish({ id })
  await s.app.settle()
  const [name] = [...sitting.values()]
  const seen = await walk([PRICE, BRAND, REASON, ACCOUNT, name ?? ''])
  judge('公告', PRICE, seen.get(PRICE) as Seen, everybody())
  judge('公告', BRAND, seen.get(BRAND) as Seen, everybody(), ['kangda'])
  judge('公告', name ?? '', seen.get(name ?? '') as Seen, everybody())
  // The evidence bundle carries the scores to those who keep the file.
  const [marked] = experts
  judge('公告', REASON, seen.get(REASON) as Seen, [marked ?? '', ...HOSTS], [marked ?? ''])
  judge(
    '合同',
    ACCOUNT,
    seen.get(ACCOUNT) as Seen,
    ['kangda', 'wang', 'wuyun', 'guo', 'bayin'],
    ['kangda', 'wang'],
  )
}, 240_000)
test('表里写的状态就是流程里的，或者说明由哪几种状态合成；每格都写了谁', () => {
  for (const v of veils)
    for (const [name, f] of Object.entries(v.fields)) {
      expect(Object.keys(f.to), `${v.flow.noun}.${name}`).toEqual([...v.phases])
      expect(f.cites.length).toBeGreaterThan(0)
    }
})
