import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { instant, permutation } from '#kernel'
import { freshStage } from '#testing'
import { answerAll, signInAll } from '../../../demo/committee.ts'
import type { Tendered } from '../../../demo/hospital-facts.ts'
import { planning } from '../../../demo/hospital-plan.ts'
import { opening, tendering } from '../../../demo/hospital-tender.ts'
import type { Player } from '../../../demo/player.ts'
import type { Stage } from '../../../demo/run.ts'
import { commitmentOf, seedOf } from './permute.ts'

/** 一次抽取从承诺到签到：经真实 HTTP，由各人自己办。 */
let s: Stage
let p: Player
let t: Tendered
const faults: unknown[] = []
beforeAll(async () => {
  s = await freshStage((e) => faults.push(e))
  p = s.player()
  t = await tendering(p, s.clock, s.cast, await planning(p, s.clock, s.cast, true))
}, 120_000)
afterAll(() => s.stop())
const wait = (ms: number) => s.clock.toInstant(instant(s.clock.now() + ms))
const draw = (more: object = {}) => p.as('guo').tender.draw({ id: t.tenderId, need: 4, ...more })
const latest = async () =>
  ((await p.as('guo').draw.list()) as { id: string; state: string }[]).sort((a, b) =>
    a.id < b.id ? 1 : -1,
  )[0] as { id: string; state: string }
const view = async (id: string) => (await p.as('guo').draw.get({ id })).data
const leaves = async (id: string) =>
  (
    await s.app.pool.query<{ action: string; leaf: string }>(
      'select action, leaf from kernel.journal where subject = $1 order by seq',
      [id],
    )
  ).rows

test('开标之前不能抽：不知道投标人是谁', async () => {
  await expect(draw()).rejects.toThrow()
  await opening(p, s.clock, t)
  expect(faults).toEqual([])
})
test('名单不够不抽；承诺一方未揭示的，逾期作废并点名', async () => {
  await p.refused('要十四名', '专家库人数不足', () => draw({ need: 14 }))
  const nonce = randomBytes(32).toString('hex')
  await draw({ commitment: commitmentOf('代理机构', nonce) })
  const { id } = await latest()
  await wait(1)
  await wait(61_000)
  expect((await latest()).state).toBe('待揭示')
  await p.refused('换一个随机数揭示', '揭示须与承诺一致', () =>
    p.as('guo').draw.reveal({ id, nonce: randomBytes(32).toString('hex') }),
  )
  await wait(31 * 60_000)
  expect((await latest()).state).toBe('已作废')
  const last = (await leaves(id)).at(-1)
  expect(JSON.parse(last?.leaf ?? '').open).toEqual({ late: ['代理机构'] })
  await p.refused('没有理由又抽', '重新抽取须写明理由', () => draw())
})
test('承诺、信标、揭示之后，次序由公开数据重算得出', async () => {
  const mine = { agency: randomBytes(32).toString('hex'), buyer: randomBytes(32).toString('hex') }
  await draw({ reason: '上次本机构逾期未揭示', commitment: commitmentOf('代理机构', mine.agency) })
  const { id } = await latest()
  await p.as('wuyun').draw.join({ id, commitment: commitmentOf('采购人', mine.buyer) })
  await p.refused('承诺两次', '一方只承诺一次', () =>
    p.as('wuyun').draw.join({ id, commitment: commitmentOf('采购人', 'f'.repeat(64)) }),
  )
  await wait(1)
  await wait(61_000)
  await p.as('guo').draw.reveal({ id, nonce: mine.agency })
  expect((await latest()).state).toBe('待揭示')
  await p.as('wuyun').draw.reveal({ id, nonce: mine.buyer })
  expect((await latest()).state).toBe('通知中')
  const open = (await leaves(id)).map((l) => ({ action: l.action, ...JSON.parse(l.leaf).open }))
  const commit = open.find((o) => o.action === 'commit')
  const beacon = open.find((o) => o.action === 'beacon')
  const settled = open.find((o) => o.action === 'settle')
  for (const r of settled.reveals as { by: string; nonce: string }[]) {
    const said = [...commit.commits, ...open.filter((o) => o.action === 'join')]
    expect(said.find((c: { by: string }) => c.by === r.by).commitment).toBe(
      commitmentOf(r.by, r.nonce),
    )
  }
  const seed = seedOf({ spec: commit.specHash, beacon: beacon.beacon, reveals: settled.reveals })
  expect(settled.seed).toBe(seed.toString('hex'))
  // The order decides who is called; the house can show it, the public sees the turns.
  const { rows } = await s.app.pool.query<{ turn: number; place: number }>(
    'select turn, place from trade.draw_call where draw = $1 order by turn',
    [id],
  )
  expect(rows.map((r) => r.place)).toEqual(
    permutation(seed, commit.spec.pool.size).slice(0, rows.length),
  )
})
test('电话：一人按2，一人始终不接，下一位顺次补上；全程没有姓名', async () => {
  const { id } = await latest()
  const first = (await (await p.get('/sandbox/phones.json')).json()) as {
    ringing: { about: string; text: string }[]
  }
  expect(first.ringing).toHaveLength(4)
  expect(first.ringing[0]?.text).toContain('参加请按1')
  expect(first.ringing[0]?.text).not.toContain('医院')
  const [a, b, c] = first.ringing.map((r) => r.about) as [string, string, string]
  await p.press(a, '2')
  await p.press(b, '1')
  await p.press(c, '3')
  await p.press(c, '1')
  await expect(p.press(a, '1')).rejects.toThrow('这次通知已经结束')
  await wait(60_000)
  await wait(60_000)
  await wait(10 * 60_000)
  const calls = (await view(id)).calls as { outcome: string; attempt: number }[]
  expect(calls.filter((x) => x.outcome === '不能')).toHaveLength(1)
  expect(calls.filter((x) => x.outcome === '无人接听').length).toBeGreaterThanOrEqual(1)
  expect(calls.find((x) => x.outcome === '无人接听')?.attempt).toBe(3)
  await answerAll(p)
  expect((await latest()).state).toBe('待签到')
  const text = JSON.stringify(await view(id)) + (await leaves(id)).map((l) => l.leaf).join('')
  for (const [account, person] of Object.entries(s.cast.people))
    if (account.startsWith('expert')) expect(text).not.toContain(person)
  for (const name of ['额尔德尼', '张建国', '周丽华']) expect(text).not.toContain(name)
  const bill = await p.as('caizheng').draw.countCosts()
  expect(bill.find((x: { channel: string }) => x.channel === '短信').cost).toMatch(/^\d\.\d\d$/)
})
test('签到启封；不声明无利害关系不行；自行回避的，下一位补上', async () => {
  const { id } = await latest()
  const accounts = Array.from({ length: 10 }, (_, i) => `expert${i + 1}`)
  let tried = false
  for (const account of accounts) {
    const [call] = (await p.as(account).draw.listMine()) as {
      call: string
      maySignIn: boolean
      bidders: string[]
    }[]
    if (!call?.maySignIn || tried) continue
    tried = true
    expect(call.bidders).toContain('北京康达医疗器械有限公司')
    await p.refused('不声明', '签到时须再次声明没有利害关系', () =>
      p.as(account).draw.signIn({ call: call.call, noConflict: false }),
    )
    await p.as(account).draw.recuse({ call: call.call, reason: '曾参与本项目需求论证' })
    const other = accounts.find((x) => x !== account) as string
    await expect(p.as(other).draw.signIn({ call: call.call, noConflict: true })).rejects.toThrow(
      '没有这项内容',
    )
  }
  expect((await latest()).state).toBe('通知中')
  await answerAll(p)
  expect(await signInAll(p)).toBe('已完成')
  expect((await view(id)).seated).toBe(4)
  const { rows } = await s.app.pool.query('select person from trade.member where gone is null')
  expect(rows).toHaveLength(4)
})
test('评委中途更换：走的不再算数，由同一次序的下一位补足', async () => {
  const { id } = await latest()
  const calls = (await view(id)).calls as { turn: number; outcome: string }[]
  const seat = calls.find((c) => c.outcome === '已签到')
  const replace = (turn: number) =>
    p.as('guo').draw.replace({ id, turn: turn + 1, cause: '未到', reason: '突发疾病' })
  await p.refused('更换不在席的', '更换的须是在席评委', () => replace(99))
  await replace(seat?.turn ?? -1)
  await answerAll(p)
  const state = (await latest()).state
  // Ten experts, and some said no: the pool may be used up, and then the record says so.
  expect(['待签到', '人数不足']).toContain(state)
  if (state === '待签到') expect(await signInAll(p)).toBe('已完成')
  expect(faults).toEqual([])
})
test('名单锁在库里：数据库里没有一处明文写着谁在名单上', async () => {
  const { rows } = await s.app.pool.query<{ vault: Buffer }>('select vault from trade.draw')
  for (const { vault } of rows)
    for (const person of Object.values(s.cast.people))
      expect(vault.toString('latin1')).not.toContain(person)
})
