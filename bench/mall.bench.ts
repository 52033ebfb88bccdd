import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { at, newId, openSession } from '#kernel'
import { goods } from '../src/demo/goods.ts'
import { type Stage, stage } from '../src/demo/run.ts'

const ORDERS = Number(process.env['ORDERS'] ?? 200)
const WATCHERS = Number(process.env['WATCHERS'] ?? 2000)
const LANES = 8

/** Every statement that the service sends while `run` runs, in its order: one list per connection. */
async function recorded(run: () => Promise<unknown>) {
  const sent: { client: object; text: string; values: unknown[] }[] = []
  const proto = pg.Client.prototype as unknown as { query: (...a: unknown[]) => unknown }
  const real = proto.query
  proto.query = function (this: object, ...a: unknown[]) {
    const [q, v] = a as [string | { text: string; values?: unknown[] }, unknown[] | undefined]
    sent.push(
      typeof q === 'string'
        ? { client: this, text: q, values: v ?? [] }
        : { client: this, text: q.text, values: q.values ?? v ?? [] },
    )
    return real.apply(this, a)
  }
  try {
    await run()
  } finally {
    proto.query = real
  }
  return sent
}

/** Complete direct orders: search, compare, order with its budget frozen, approval, the supplier's acceptance; all by HTTP. */
async function orders(s: Stage) {
  const p = s.player()
  await goods(p, s.clock)
  await s.clock.toInstant(at('2026-05-06', 9))
  const lines: string[] = []
  for (let i = 0; i < LANES; i++)
    lines.push(
      (
        await p.as('caizheng').budget.receive({
          name: `指标${i}`,
          org: s.cast.orgs['hospital'],
          year: 2026,
          docNo: `基准〔2026〕${i}号`,
          proCode: '1'.repeat(21),
          fundType: '111',
          expFunc: '2100201',
          depEco: '31003',
          govEco: '50601',
          amount: '900000.00',
        })
      ).id as string,
    )
  const one = async (line: string) => {
    const [paper] = (await p.as('wang').goods.find({ q: '复印纸 A4', order: '价低' })).offers
    const [seen] = await p.as('wang').shelf.getComparison({ offers: paper.id })
    const { id } = await p.as('wang').order.place({
      lines: [{ offer: paper.id, quantity: 1, price: seen.price, line }],
      place: '信息科',
      contact: '王静',
      phone: '0471-6500000',
      days: 7,
    })
    await p.as('wuyun').order.approve({ id })
    await p.as('mengyi').order.accept({ id, bank: '中国银行', account: '6222020409000012345' })
  }
  await one(lines[0] ?? '')
  // Twice: what both say is what stands (who, what, whose money); what only the second says was born in it.
  const before = await recorded(() => one(lines[0] ?? ''))
  const sent = await recorded(() => one(lines[0] ?? ''))
  const times: number[] = []
  let next = 0
  const began = performance.now()
  await Promise.all(
    lines.map(async (line) => {
      while (next++ < ORDERS) {
        const from = performance.now()
        await one(line)
        times.push(performance.now() - from)
      }
    }),
  )
  const seconds = (performance.now() - began) / 1000
  times.sort((a, b) => a - b)
  return {
    perSecond: Math.round((times.length / seconds) * 10) / 10,
    p50Ms: Math.round(times[Math.floor(times.length / 2)] ?? 0),
    p99Ms: Math.round(times[Math.floor(times.length * 0.99)] ?? 0),
    orders: times.length,
    statements: sent.length,
    floor: await floor(s, lines, before, sent),
  }
}
type Sent = Awaited<ReturnType<typeof recorded>>
const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g
/** Numbers of purchases, orders, contracts: counted up each time. */
const NUMBER = /150100-2026-\d{6}/g
const all = (sent: Sent, what: RegExp) =>
  new Set(JSON.stringify(sent.map((x) => x.values)).match(what) ?? [])
const except = (xs: ReadonlySet<string>, ys: ReadonlySet<string>) =>
  [...xs].filter((x) => !ys.has(x))
/**
 * The same statements by the same number of connections with nothing around them; each time under ids and numbers of their own, and each
 * connection on a budget line of its own, as the buyers are. A statement that fails would be a floor that did less: they are counted, and the
 * reasons said.
 */
async function floor(s: Stage, lines: readonly string[], before: Sent, sent: Sent) {
  const pool = new pg.Pool({ connectionString: s.databaseUrl, max: LANES })
  const ids = except(all(sent, UUID), all(before, UUID))
  const numbers = except(all(sent, NUMBER), all(before, NUMBER))
  const copyOf = (k: number, lane: number) => {
    const born = new Map<string, string>([
      ...ids.map((id) => [id, randomUUID()] as const),
      ...numbers.map((n) => [n, `150100-2026-${k}`] as const),
      [lines[0] ?? '', lines[lane] ?? ''],
    ])
    const other = (text: string) =>
      text.replace(UUID, (x) => born.get(x) ?? x).replace(NUMBER, (x) => born.get(x) ?? x)
    const copied = (v: unknown): unknown =>
      typeof v === 'string' ? other(v) : Array.isArray(v) ? v.map(copied) : v
    return copied
  }
  let next = 0
  let failed = 0
  const reasons = new Map<string, number>()
  const began = performance.now()
  await Promise.all(
    Array.from({ length: LANES }, async (_, lane) => {
      const c = await pool.connect()
      while (next++ < ORDERS) {
        const mine = copyOf(1_000_000 + next, lane)
        for (const { text, values } of sent)
          try {
            await c.query(text, values.map(mine))
          } catch (e) {
            failed++
            const why = `${(e as Error).message}：${text.replaceAll(/\s+/g, ' ').slice(0, 60)}`
            reasons.set(why, (reasons.get(why) ?? 0) + 1)
            await c.query('rollback').catch(() => {})
          }
      }
      c.release()
    }),
  )
  const seconds = (performance.now() - began) / 1000
  await pool.end()
  return {
    perSecond: Math.round((ORDERS / seconds) * 10) / 10,
    failedStatements: failed,
    ...(failed > 0 ? { reasons: Object.fromEntries(reasons) } : {}),
  }
}

/** One live auction with as many watchers as bidders. */
async function auction(s: Stage) {
  const p = s.player()
  const line = (
    await p.as('caizheng').budget.receive({
      name: '竞价',
      org: s.cast.orgs['hospital'],
      year: 2026,
      docNo: '基准〔2026〕90号',
      proCode: '2'.repeat(21),
      fundType: '111',
      expFunc: '2100201',
      depEco: '31003',
      govEco: '50601',
      amount: '90000000000.00',
    })
  ).id
  const CEILING = 9_000_000_000_000
  const { id } = await p.as('wang').auction.draft({
    title: '基准竞价',
    line,
    kind: '网上竞价',
    manner: '降价',
    item: 'A05040101',
    needs: '复印纸',
    attributes: [],
    quantity: 1,
    unit: '箱',
    ceiling: '90000000000.00',
    minutes: 600,
    place: '信息科',
    contact: '王静',
    phone: '0471-6500000',
    days: 7,
    reason: '基准',
  })
  await p.as('wuyun').auction.approve({ id })
  // Suppliers with one offer each, as if they had come in by their own tables.
  const rows = Array.from({ length: WATCHERS }, (_, n) => ({
    n,
    org: newId(),
    listing: newId(),
    offer: newId(),
    person: newId(),
  }))
  const json = JSON.stringify(rows)
  const from = (rest: string) =>
    `jsonb_to_recordset($1::jsonb) as r(n int, org uuid, listing uuid, offer uuid, person uuid)${rest}`
  const { pool } = s.app
  await pool.query(
    `insert into library.org (id, kind, name, uscc, region, address, phone, in_charge, words)
     select r.org, '供应商', '基准供应商' || r.n, 'BENCH' || lpad(r.n::text, 13, '0'), '150100', '地址' || r.n, '电话' || r.n, '负责人' || r.n, '' from ${from('')}`,
    [json],
  )
  await pool.query(
    `insert into kernel.subject (id, noun, process, title, region, parties, state, since, law_on, open)
     select r.listing, '商品上架', r.listing, '基准', '150100', '{}', '在库', now(), '2026-01-01', true from ${from('')}`,
    [json],
  )
  await pool.query(
    `insert into goods.listing (id, supplier, source, rows) select r.listing, r.org, '基准', 1 from ${from('')}`,
    [json],
  )
  await pool.query(
    `insert into goods.offer (id, listing, supplier, product, sku, item, name, brand, unit, price, regions, words)
     select r.offer, r.listing, r.org, (select id from goods.product where item = 'A05040101' limit 1), '1', 'A05040101', '复印纸', '示例乙', '箱', 11800, '{150000}', ''
     from ${from('')}`,
    [json],
  )
  const bidders = await s.app.db.transaction().execute(async (tx) => {
    const out = []
    for (const r of rows) {
      const { token } = await openSession(
        tx,
        {
          person: r.person,
          name: '甲',
          role: '供应商经办',
          org: r.org,
          orgName: `基准供应商${r.n}`,
          region: '150100',
        },
        s.clock.now(),
        { position: null, factor: null, proved: s.clock.now(), agent: '', address: '' },
      )
      out.push({ cookie: `yw_session=${token}`, offer: r.offer })
    }
    return out
  })
  const dir = mkdtempSync(join(tmpdir(), 'yiwang-bench-'))
  const file = join(dir, 'plan.json')
  writeFileSync(
    file,
    JSON.stringify({ url: s.url, auction: id, ceiling: CEILING, bidders, lanes: LANES }),
  )
  const text = await new Promise<string>((done, fail) => {
    const child = spawn(process.execPath, ['--import', 'tsx', 'bench/mall-driver.ts', file], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let out = ''
    child.stdout.on('data', (c) => {
      out += String(c)
    })
    child.on('error', fail)
    child.on('close', () => done(out))
  })
  rmSync(dir, { recursive: true, force: true })
  const d = JSON.parse(text) as {
    accepted: number[]
    refused: number
    broken: number
    seconds: number
    unheard: number
    p50: number
    p99: number
  }
  const { rows: kept } = await pool.query<{ id: number; seq: number }>(
    `select b.id, j.seq from mall.auction_bid b join kernel.journal j on j.subject = b.quote where b.auction = $1 order by b.id`,
    [id],
  )
  const stored = new Set(kept.map((k) => k.id))
  return {
    watchers: WATCHERS,
    accepted: d.accepted.length,
    refusedByStep: d.refused,
    broken: d.broken,
    perSecond: Math.round((d.accepted.length / d.seconds) * 10) / 10,
    acceptedToSeenMs: { p50: d.p50, p99: d.p99 },
    watchersThatMissedTheLast: d.unheard,
    lost: d.accepted.filter((a) => !stored.has(a)).length,
    unacknowledged: kept.length - d.accepted.length,
    orderIsTheJournals: kept.every((k, n) => n === 0 || k.seq > (kept[n - 1]?.seq ?? 0)),
  }
}

export async function bench() {
  const s = await stage((e) => console.error(e))
  try {
    return { directOrders: await orders(s), auction: await auction(s) }
  } finally {
    await s.stop()
  }
}
