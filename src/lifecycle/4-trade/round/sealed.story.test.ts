import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  agentKeys,
  at,
  type BidEnvelope,
  openBid,
  openPool,
  SealBroken,
  type SuiteName,
  seedOf,
  unwrapShare,
} from '#kernel'
import { unwrapAll } from '#outside'
import { migrate } from '#postgres'
import {
  cookieOf,
  encodings,
  filesUnder,
  freshDatabase,
  freshStage,
  judge,
  reasons,
  type Seen,
  walk,
} from '#testing'
import { demoKeys } from '../../../demo/cast.ts'
import { seal } from '../../../demo/papers.ts'
import type { Player } from '../../../demo/player.ts'
import type { Stage } from '../../../demo/run.ts'
import { Trade } from '../../../demo/trade.ts'
import { migrations } from '../../../schema.ts'
import { boxOldRounds } from './upgrade.ts'

/** 最后报价与投标同一保管：五名保管人三名到齐才开，少一名开不了，丢一把钥匙误不了事。 */
let s: Stage
let p: Player
let t: Trade
const word = `金丝雀${randomBytes(12).toString('hex')}`
/** A price like no other. */
const FIRST = '876543.00'
beforeAll(async () => {
  s = await freshStage()
  p = s.player()
  await s.clock.to('2026-03-02')
  t = await new Trade(p, s.clock, s.cast, {
    title: '监护仪谈判采购',
    method: '竞争性谈判',
    category: '货物',
    budget: '900000.00',
    item: {
      code: 'A02320500',
      name: '监护仪',
      quantity: 10,
      unit: '台',
      requirement: '满足临床使用。',
    },
  }).prepared({ ground: '技术复杂或者性质特殊，不能确定详细规格或者具体要求' })
  await s.clock.to('2026-03-02', 10)
  await t.published('2026-03-06', 9, '2026-03-06')
  for (const who of ['kangda', 'huarui', 'saihan'])
    await t.respond(who, who === 'kangda' ? FIRST : '880000.00')
  await s.clock.to('2026-03-06', 9, 31)
  await t.open()
  await t.group(2)
  await t.agent.lot.convene({ id: t.lot })
  await t.judge(false)
  await t.talks()
  await t.callFinal(at('2026-03-06', 15))
}, 120_000)
afterAll(() => s.stop())

const roundNow = async (who: string) => (await p.as(who).lot.get({ id: t.lot })).data.round
const quote = async (who: string, price: string, changes = '') => {
  const round = await roundNow(who)
  const plain = { price, items: [{ name: '监护仪', unitPrice: '1.00' }], changes }
  return { round: round.id, ...(await seal(round.seal, plain)) }
}
const boxId = async () => (await roundNow('guo')).seal.box as string
const entries = async () =>
  (
    await s.app.pool.query<{ owner: string; envelope: BidEnvelope; ciphertext: Buffer }>(
      'select owner, envelope, ciphertext from trade.entry where box = $1 order by id',
      [await boxId()],
    )
  ).rows
/** Every custodian's private key, in the box's order: three files of people, two secrets of machines. */
const keys = (suite: SuiteName) => [
  demoKeys('hospital', suite),
  demoKeys('agency', suite),
  demoKeys('fin150100', suite),
  agentKeys(s.app.world.masterKey, '平台', suite),
  agentKeys(
    Buffer.from(readFileSync(join(s.app.world.dataDir, 'notary.key'), 'utf8'), 'base64'),
    '公证机构',
    suite,
  ),
]

test('谈判开启后、结果公告前：一家的报价只有本人、主持谈判的和监督的读得到', async () => {
  const hosts = ['guo', 'wang', 'caizheng']
  const seen = await walk(
    s,
    p,
    { process: t.project, tender: t.tender },
    ['', 'kangda', 'huarui', 'mengyi', 'suya', 'chifeng', 'shenji', ...hosts],
    [FIRST],
  )
  judge('谈判', FIRST, seen.get(FIRST) as Seen, ['kangda', ...hosts], ['kangda', 'guo', 'wang'])
})
test('旧版本里正在进行的一轮：升级后设箱，原来的密文退回重封，再交照常', async () => {
  const r = await p.as('kangda').quote.submit(await quote('kangda', '800000.00'))
  // As the version before left it: no box, one key.
  await s.app.pool.query(`update trade.round set box = null where lot = $1`, [t.lot])
  await s.app.pool.query('delete from trade.entry where id = $1', [r.id])
  await s.app.pool.query(
    `update kernel.subject set state = '原封保存', due = null where noun = '标箱' and id in (select id from trade.box where part = '最后报价')`,
  )
  await s.app.pool.query(`update trade.box set part = '旧' where part = '最后报价'`)
  expect(await boxOldRounds(s.app.db, s.app.world)).toBe(1)
  expect(await boxOldRounds(s.app.db, s.app.world)).toBe(0)
  const view = await p.as('kangda').quote.get({ id: r.id })
  expect(view.state).toBe('已撤回')
  expect(JSON.stringify(view.sections)).toContain('请在截止前重新封存提交')
  const { round: _, ...again } = await quote('kangda', '790000.00', word)
  expect((await p.as('kangda').quote.replace({ id: r.id, ...again })).state).toBe('已提交')
  await p.as('huarui').quote.submit(await quote('huarui', '800000.00', word))
  await p.as('saihan').quote.submit(await quote('saihan', '845000.00', word))
})
test('从旧库升级：已截止未开的轮次不许升级，其余的钥匙与密文原样留档', async () => {
  const db = await freshDatabase()
  const pool = openPool(db.url, 2)
  try {
    const { rows } = await pool.query<{ n: string }>(
      `select nspname as n from pg_namespace where nspname !~ '^(pg_|information_schema$|public$)'`,
    )
    await pool.query(rows.map((x) => `drop schema "${x.n}" cascade`).join(';'))
    await pool.query('drop table public.kernel_migrations')
    const all = migrations()
    const last = all.findIndex((m) => m.name.endsWith('box/tables-0001-rounds.sql'))
    await migrate(pool, all.slice(0, last))
    const old = `insert into trade.round values ('00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-00000000000a', 1, '最后报价', 'GM-1', 'k', '{"custodians":1}', $1, '[]', null)`
    // One round without the purchase it belongs to.
    await pool.query('alter table trade.round drop constraint round_lot_fkey')
    await pool.query(
      `insert into kernel.subject (id, noun, process, title, region, parties, state, since, law_on) values ('00000000-0000-7000-8000-00000000000a', '采购包', '00000000-0000-7000-8000-00000000000a', '包', '150100', '{}', '待最后报价', now(), '2026-01-01')`,
    )
    await pool.query(old, ['2020-01-01T00:00:00Z'])
    await expect(migrate(pool, all)).rejects.toThrow('升级前须先开启已经截止的报价轮次')
    await pool.query(`update trade.round set deadline = now() + interval '1 hour'`)
    await migrate(pool, all)
    expect((await pool.query('select custody from trade.kept_round')).rows).toEqual([
      { custody: { custodians: 1 } },
    ])
    expect((await pool.query('select box from trade.round')).rows).toEqual([{ box: null }])
  } finally {
    await pool.end()
    await db.drop()
  }
})
test('截止前：库里、文件里没有报价的一个字，谁也取不到份额', async () => {
  const { rows } = await s.app.pool.query<{ t: string }>(
    `select format('%I.%I', schemaname, tablename) as t from pg_tables where schemaname not in ('pg_catalog','information_schema')`,
  )
  const seen: Buffer[] = []
  for (const { t: table } of rows)
    seen.push(
      Buffer.from(
        (
          await s.app.pool.query(
            `select coalesce(string_agg(x::text, E'\\n'), '') as all from ${table} x`,
          )
        ).rows[0].all,
      ),
    )
  seen.push(...(await entries()).map((e) => e.ciphertext))
  seen.push(
    ...filesUnder(s.app.world.dataDir)
      .filter((f) => !f.includes('postgres'))
      .map((f) => readFileSync(f)),
  )
  for (const form of encodings(word))
    for (const where of seen) expect(where.includes(form)).toBe(false)
  const id = await boxId()
  for (const who of ['wuyun', 'guo', 'caizheng'])
    expect(await reasons(p.as(who).box.getShares({ id }))).toContain('截止以前任何人不得解密')
  expect(
    (
      await s.app.pool.query(
        'select count(*)::int as n from trade.release r join trade.entry e on e.id = r.entry where e.box = $1',
        [id],
      )
    ).rows[0].n,
  ).toBe(0)
})
test('31种合谋：恰好三名以上打得开，两名以下连同整个数据库也打不开', async () => {
  const { seal: view } = await roundNow('guo')
  const all = keys(view.suite)
  const [e] = await entries()
  if (!e) throw new Error('箱内没有报价')
  const context = { ...view.context, bidder: e.owner }
  for (let set = 1; set < 32; set++) {
    const members = [0, 1, 2, 3, 4].filter((n) => set & (1 << n))
    const shares = await Promise.all(
      members.map(async (n) => ({
        no: n + 1,
        bytes: await unwrapShare(
          view.suite,
          all[n]?.privateKey ?? '',
          e.envelope.shares[n]?.wrapped ?? '',
        ),
      })),
    )
    const opened = seedOf(e.envelope, shares)
      .then((seed) =>
        openBid({ suite: view.suite, context, envelope: e.envelope, seed, body: [e.ciphertext] }),
      )
      .then(() => true)
      .catch((x) => (x instanceof SealBroken ? false : Promise.reject(x)))
    expect([members.length, await opened]).toEqual([members.length, members.length >= 3])
    // Whoever claims a smaller number than was agreed gets a seed that is not the one committed to.
    if (members.length === 2)
      await expect(seedOf({ ...e.envelope, k: 2 }, shares)).rejects.toThrow(SealBroken)
  }
})
test('到时封箱；代理机构的钥匙丢了，财政部门、平台、公证机构三份照开', async () => {
  await s.clock.to('2026-03-06', 15, 1)
  const box = await t.agent.box.get({ id: await boxId() })
  expect(box.state).toBe('已封箱')
  const late = await quote('mengyi', '1.00')
  expect(await reasons(p.as('mengyi').quote.submit(late))).toContain('截止')
  const open = async () =>
    fetch(`${s.url}/api/lot/openFinal`, {
      method: 'POST',
      headers: { cookie: await cookieOf(s.url, 'guo'), 'content-type': 'application/json' },
      body: JSON.stringify({ id: t.lot }),
    })
  // The agency lets go of nothing: two machines are one short.
  const short = await open()
  expect(short.status).toBe(422)
  expect(await short.text()).toMatch(/份额到齐方可启封.*尚缺/)
  const waiting = await p.as('caizheng').box.getShares({ id: await boxId() })
  const { privateKey } = demoKeys('fin150100', waiting.suite)
  await p.as('caizheng').box.release({
    id: await boxId(),
    shares: await unwrapAll(waiting.suite, privateKey, waiting.shares),
  })
  expect((await open()).status).toBe(200)
  const { rows } = await s.app.pool.query(
    `select q.price, q.opened->>'changes' as said from trade.quote q join trade.round r on r.id = q.round where r.lot = $1 order by q.price`,
    [t.lot],
  )
  expect(rows).toEqual([79000000, 80000000, 84500000].map((price) => ({ price, said: word })))
})
