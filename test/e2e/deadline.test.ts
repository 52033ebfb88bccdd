import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  type Actor,
  askAs,
  at,
  checkReceipt,
  type Instant,
  instant,
  newId,
  openSession,
  sealBid,
  system,
} from '#kernel'
import { freshStage } from '#testing'
import { boxFor } from '#trade/box'
import { bidders, internationalSuite } from '../../bench/bidders.ts'
import type { Stage } from '../../src/demo/run.ts'
import { Trade } from '../../src/demo/trade.ts'
import { verifyUrl } from '../../src/verify/index.ts'
import { type House, house, shiftTo } from '../support/process.ts'

/**
 * 截止前后 kill -9：先传密文、临近截止才提交，一再重试。停得久的，截止依规顺延并公布；停得短的，照旧截止。答复过的一件不少，
 * 晚到的一件不算，先后以流水为准。
 */
const DAY = '2026-03-06'
const DEADLINE = at(DAY, 9, 30)
const EACH = 12
let s: Stage
let h: House | undefined
beforeAll(async () => {
  s = await freshStage()
  internationalSuite(s)
  await s.clock.to('2026-03-02')
})
afterAll(async () => {
  await h?.kill()
  await s?.stop()
})
const sleep = (ms: number) => new Promise((r) => setTimeout(r, ms))
interface Bidder {
  readonly actor: Actor
  cookie: string
  readonly key: string
  readonly body: string
  outcome: { status: number; text: string } | null
  last?: string
}
const session = (actor: Actor, now: Instant) =>
  s.app.db.transaction().execute(async (tx) => {
    const more = { position: null, factor: null, proved: now, agent: 'test', address: '127.0.0.1' }
    return `yw_session=${(await openSession(tx, actor, now, more)).token}`
  })

test('两次 kill -9：一次停了十一分钟、跨过截止，一次马上又起来', async () => {
  const t = await new Trade(s.player(), s.clock, s.cast, {
    title: '断电截止采购',
    method: '竞争性谈判',
    category: '货物',
    budget: '900000.00',
    item: {
      code: 'A02320500',
      name: '监护仪',
      quantity: 10,
      unit: '台',
      requirement: '满足使用。',
    },
  }).prepared({ ground: '技术复杂或者性质特殊，不能确定详细规格或者具体要求' })
  await t.published(DAY, 9, DAY)
  await s.clock.to(DAY, 9, 20)
  const box = await s.app.db
    .transaction()
    .execute((tx) => boxFor(askAs(s.app.world, tx, system), t.lot, '投标'))
  let shift = shiftTo(at(DAY, 9, 21))
  const first = await house(s, { shift })
  h = first
  const port = Number(new URL(first.url).port)
  const send = (path: string, cookie: string, init: RequestInit) =>
    fetch(first.url + path, {
      ...init,
      headers: { 'content-type': 'application/json', cookie, ...init.headers },
      signal: AbortSignal.timeout(5000),
    })

  const all: Bidder[] = []
  for (const { actor, cookie } of await bidders(s, 2 * EACH)) {
    const { envelope, ciphertext } = await sealBid({
      suite: box.suite,
      k: box.k,
      custodians: box.params.custodians.map((c) => c.publicKey),
      context: { box: box.digest, bidder: actor.org ?? '', part: box.part },
      data: { price: '880000.00' },
    })
    const begun = await send('/api/box/beginUpload', cookie, {
      method: 'POST',
      body: JSON.stringify({ box: box.id, size: ciphertext.length }),
    })
    const { id: upload } = (await begun.json()) as { id: string }
    const digest = createHash('sha256').update(ciphertext).digest('hex')
    const put = await send(`/api/box/part?id=${upload}&offset=0&digest=${digest}`, cookie, {
      method: 'PUT',
      body: ciphertext,
    })
    expect(put.status).toBe(200)
    const body = JSON.stringify({ lot: t.lot, envelope, upload })
    all.push({ actor, cookie, key: newId(), body, outcome: null })
  }
  /** One commit at its moment, asked again until somebody answers for good. */
  const commit = async (b: Bidder, wait: number) => {
    await sleep(wait)
    // As long as a loaded machine takes to start the house again.
    const patience = Date.now() + 60_000
    while (b.outcome === null && Date.now() < patience) {
      const res = await send('/api/bid/submit', b.cookie, {
        method: 'POST',
        headers: { 'idempotency-key': b.key },
        body: b.body,
      }).catch(() => null)
      const text = (await res?.text().catch(() => null)) ?? null
      if (res && text !== null && (res.status === 200 || res.status === 422))
        b.outcome = { status: res.status, text }
      else {
        b.last = `${res?.status} ${text}`
        await sleep(100)
      }
    }
  }
  const early = all.slice(0, EACH)
  const late = all.slice(EACH)

  // Four seconds before the deadline; killed one and a half before it; eleven minutes pass before anybody comes back.
  shift = shiftTo(instant(DEADLINE - 4000))
  first.shift(shift)
  const one = early.map((b, n) => commit(b, (n * 4000) / EACH))
  await sleep(2500)
  await first.kill()
  const before = early.filter((b) => b.outcome?.status === 200).length
  const away = 11 * 60_000
  // The database's clock cannot be made to run: the last beat is laid back instead. The house's own clock goes on by itself.
  await s.app.pool.query("update kernel.pulse set db_at = db_at - $1 * interval '1 ms'", [away])
  shift += away
  // A proof older than ten minutes is asked for again.
  for (const b of early) b.cookie = await session(b.actor, instant(Date.now() + shift))
  h = await house(s, { shift, port })
  await Promise.all(one)
  expect(before).toBeGreaterThan(2)
  expect(before).toBeLessThan(EACH)
  expect(early.map((b) => b.outcome?.status ?? b.last)).toEqual(early.map(() => 200))
  const { rows: moved } = await s.app.pool.query<{ deadline: Instant }>(
    'select deadline from trade.tender where id = $1',
    [t.tender],
  )
  const deadline = moved[0]?.deadline ?? DEADLINE
  // A Friday; a day later is a Saturday: on Monday at the same hour.
  expect(deadline).toBeGreaterThan(at('2026-03-09', 9, 40))
  expect(deadline).toBeLessThan(at('2026-03-09', 9, 46))

  // At the new deadline again, and back at once: too short to be an outage.
  for (const b of all) b.cookie = await session(b.actor, instant(deadline - 60_000))
  shift = shiftTo(instant(deadline - 3000))
  h.shift(shift)
  const two = late.map((b, n) => commit(b, (n * 6000) / EACH))
  await sleep(2000)
  await h.kill()
  h = await house(s, { shift, port })
  await Promise.all(two)
  const open = async () =>
    (await s.app.pool.query('select state from kernel.subject where id = $1', [box.id])).rows[0]
      .state === '收件'
  for (let n = 0; n < 200 && (await open()); n++) await sleep(100)
  expect(await open()).toBe(false)

  const accepted = all.filter((b) => b.outcome?.status === 200)
  const refused = all.filter((b) => b.outcome?.status === 422)
  expect(accepted.length + refused.length).toBe(all.length)
  expect(accepted.length).toBeGreaterThan(EACH)
  expect(refused.length).toBeGreaterThan(2)
  const idOf = (b: Bidder) => (JSON.parse(b.outcome?.text ?? '{}') as { id: string }).id
  const { rows } = await s.app.pool.query<{
    id: string
    owner: string
    before: boolean
    intime: boolean
  }>(
    `select b.id, e.owner, j.seq < m.seq as before, b.submitted < $2 as intime from trade.bid b
     join trade.entry e on e.id = b.id join kernel.journal j on j.subject = b.id and j.action = 'submit'
     cross join (select seq from kernel.journal where subject = $3 and action = 'close') m where b.lot = $1`,
    [t.lot, new Date(deadline).toISOString(), box.id],
  )
  // Nothing acknowledged is lost, nothing else is there, nothing late is in time.
  expect(rows.map((r) => r.id).sort()).toEqual(accepted.map(idOf).sort())
  expect(rows.every((r) => r.before && r.intime)).toBe(true)
  for (const b of refused) expect(b.outcome?.text).toContain('截止')

  const { incidents } = (await (await fetch(`${first.url}/incidents.json`)).json()) as {
    incidents: { cause: string; moved: { after: string }[] }[]
  }
  expect(incidents).toHaveLength(1)
  expect(incidents[0]).toMatchObject({ cause: '服务中断' })
  expect(incidents[0]?.moved.map((m) => instant(Date.parse(m.after)))).toEqual([deadline])
  expect(await t.notices()).toEqual(['竞争性谈判公告', '更正公告'])
  const { faults, vkey } = await verified(first.url)
  expect(faults).toEqual([])
  for (const b of accepted) {
    const r = (await (
      await send(`/api/bid/getReceipt?id=${idOf(b)}`, b.cookie, { method: 'GET' })
    ).json()) as { sha256: string; proof: Parameters<typeof checkReceipt>[0] }
    expect(await checkReceipt(r.proof, r.sha256, vkey)).toBe('')
  }
  // Asked again with the key of the first time: the same answer, and nothing new.
  const [b] = accepted
  if (b) {
    const again = await send('/api/bid/submit', b.cookie, {
      method: 'POST',
      headers: { 'idempotency-key': b.key },
      body: b.body,
    })
    expect(await again.text()).toBe(b.outcome?.text)
  }
  expect(h.said()).toBe('')
}, 120_000)
async function verified(url: string) {
  const { faults } = await verifyUrl(url)
  const vkey = (await (await fetch(`${url}/journal/vkey`)).text()).trim()
  return { faults, vkey }
}
