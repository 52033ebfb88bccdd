import { createHash, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { flows } from '#flows'
import {
  askAs,
  checkReceipt,
  fromBase64,
  instant,
  openBid,
  readAs,
  type SealedHead,
  sealedBytes,
  sealParts,
  system,
  toHex,
} from '#kernel'
import { unwrapAll } from '#outside'
import { cookieOf, encodings, filesUnder, freshStage, reasons } from '#testing'
import { boxFor, closeBox, holdBox, sweep } from '#trade/box'
import { demoKeys } from '../../../demo/cast.ts'
import { ecmo, MOVED, ultrasound } from '../../../demo/hospital-facts.ts'
import { planning } from '../../../demo/hospital-plan.ts'
import { tendering } from '../../../demo/hospital-tender.ts'
import { type Offer, plainBid, seal } from '../../../demo/papers.ts'
import type { Player } from '../../../demo/player.ts'
import type { Stage } from '../../../demo/run.ts'

/** 一箱密封投标的一生：截止前谁也读不到，截止后同时启封，谁的错由谁承担。 */
let s: Stage
let p: Player
let one = ''
let two = ''
const canary = () => `金丝雀${randomBytes(12).toString('hex')}`
const canaries: string[] = []
const marked = (o: Offer) => {
  const word = canary()
  canaries.push(word)
  return { ...plainBid(o), contact: word }
}
const viewOf = async (who: string, lot: string) => (await p.as(who).lot.get({ id: lot })).data.seal
const inDb = <T>(run: (ask: ReturnType<typeof askAs>) => Promise<T>) =>
  s.app.db.transaction().execute((tx) => run(askAs(s.app.world, tx, system)))

beforeAll(async () => {
  s = await freshStage()
  p = s.player()
  const ids = await planning(p, s.clock, s.cast, true)
  const t = await tendering(p, s.clock, s.cast, ids)
  one = t.lots.find((l) => l.no === 1)?.id ?? ''
  two = t.lots.find((l) => l.no === 2)?.id ?? ''
  await s.clock.to('2026-05-06', 14)
}, 120_000)
afterAll(() => s.stop())

test('提交得到回执，本机核对得出；换一个摘要、换一把公钥都核对不出', async () => {
  const sealed = await seal(await viewOf('kangda', two), marked(ultrasound['kangda'] as Offer))
  const r = await p.as('kangda').bid.submit({ lot: two, ...sealed })
  await s.app.settle()
  const { proof } = await p.as('kangda').bid.getReceipt({ id: r.id })
  const vkey = (await (await fetch(`${s.url}/journal/vkey`)).text()).trim()
  expect(await checkReceipt(proof, r.sha256, vkey)).toBe('')
  expect(await checkReceipt(proof, '0'.repeat(64), vkey)).toContain('摘要')
  expect(await checkReceipt({ ...proof, index: proof.index - 1 }, r.sha256, vkey)).not.toBe('')
  expect(await checkReceipt({ ...proof, salt: 'AAAA' }, r.sha256, vkey)).not.toBe('')
  const other = vkey.replace(/.(?==*$)/, (c) => (c === 'A' ? 'B' : 'A'))
  expect(await checkReceipt(proof, r.sha256, other)).not.toBe('')
  const checks = await p.as('kangda').bid.getRehearsal({ id: r.id })
  expect(checks.map((c: { cause: string }) => c.cause)).toEqual(['', '', '', '', ''])
  expect(await reasons(p.as('huarui').bid.getReceipt({ id: r.id }))).toContain('404')
})
test('别人的信封、改过的信封、别的包的信封，一概不收', async () => {
  const view = await viewOf('kangda', one)
  const sealed = await seal(view, marked(ecmo['kangda'] as Offer))
  const rule = '未按要求加密的投标文件应当拒收'
  expect(await reasons(p.as('huarui').bid.submit({ lot: one, ...sealed }))).toContain(rule)
  const envelope = sealed.envelope as unknown as Record<string, unknown>
  for (const change of [
    { k: 2 },
    { length: 8192 },
    { body: 'AAAA' },
    { extra: 1 },
    { shares: sealed.envelope.shares.slice(1) },
  ])
    expect(
      await reasons(
        p.as('kangda').bid.submit({ ...sealed, lot: one, envelope: { ...envelope, ...change } }),
      ),
    ).toContain(rule)
  const flipped = Buffer.from(sealed.ciphertext, 'base64')
  flipped[9] = (flipped[9] ?? 0) ^ 1
  expect(
    await reasons(
      p.as('kangda').bid.submit({ ...sealed, lot: one, ciphertext: flipped.toString('base64') }),
    ),
  ).toContain(rule)
  expect(await reasons(p.as('kangda').bid.submit({ lot: two, ...sealed }))).not.toBe('')
  await p.as('kangda').bid.submit({ lot: one, ...sealed })
})
let big: SealedHead & { id: string; upload: string }
test('大的投标先传后交：一片一片，断了接着传，错的一片不收；配额与归属都看', async () => {
  const view = await viewOf('huarui', one)
  const attachment = randomBytes(2_500_000)
  const files = [
    {
      name: '技术方案.pdf',
      type: 'application/pdf',
      size: attachment.length,
      bytes: () => [attachment],
    },
  ]
  const sealing = { ...view, data: marked(ecmo['huarui'] as Offer), files }
  const size = await sealedBytes(sealing)
  const u = await p.as('huarui').box.beginUpload({ box: view.box, size })
  const cookie = await cookieOf(s.url, 'huarui')
  const put = (offset: number, digest: string, body: Uint8Array<ArrayBuffer>, as = cookie) =>
    fetch(`${s.url}/api/box/part?id=${u.id}&offset=${offset}&digest=${digest}`, {
      method: 'PUT',
      headers: { cookie: as, 'content-type': 'application/octet-stream' },
      body,
    })
  const run = sealParts(sealing)
  let offset = 0
  let head: SealedHead
  const stranger = await cookieOf(s.url, 'kangda')
  for (;;) {
    const next = await run.next()
    if (next.done) {
      head = next.value
      break
    }
    const { bytes, digest } = next.value
    expect((await put(offset, '0'.repeat(64), bytes)).status).toBe(422)
    expect((await put(offset, toHex(digest), bytes, stranger)).status).toBe(404)
    if (offset > 0) expect((await put(offset + 7, toHex(digest), bytes)).status).toBe(400)
    expect((await put(offset, toHex(digest), bytes)).status).toBe(200)
    // The answer was lost and the part comes again.
    expect((await put(offset, toHex(digest), bytes)).status).toBe(200)
    offset += bytes.length
    expect((await p.as('huarui').box.getUpload({ id: u.id })).received).toBe(offset)
  }
  expect(offset).toBe(size)
  const commit = { lot: one, envelope: head.envelope, upload: u.id }
  expect(JSON.stringify(commit).length).toBeLessThan(3000)
  expect(await reasons(p.as('kangda').bid.submit({ ...commit, lot: two }))).not.toBe('')
  const r = await p.as('huarui').bid.submit(commit)
  big = { ...head, id: r.id, upload: u.id }
  const content = await openBid({
    suite: view.suite,
    context: view.context,
    envelope: head.envelope,
    seed: fromBase64(head.seed),
    body: [
      new Uint8Array(
        await (
          await fetch(`${s.url}/api/bid/ciphertext?id=${r.id}`, { headers: { cookie } })
        ).arrayBuffer(),
      ),
    ],
  })
  expect(content.files[0]?.size).toBe(attachment.length)
  expect(
    await reasons(p.as('huarui').box.beginUpload({ box: view.box, size: 600_000_000 })),
  ).toContain('限额')
})
test('没有人要的上传七日后清走，文件一并清走；已提交的不动', async () => {
  const view = await viewOf('saihan', one)
  const u = await p.as('saihan').box.beginUpload({ box: view.box, size: 4112 })
  await p.as('saihan').box.dropUpload({ id: u.id })
  expect(await sweep(s.app.db, s.app.world)).toBe(1)
  expect(await reasons(p.as('saihan').box.getUpload({ id: u.id }))).toContain('404')
  expect((await p.as('huarui').box.getUpload({ id: big.upload })).received).toBeGreaterThan(0)
})
test('撤回的随即销毁，之后可以再交', async () => {
  const submit = async () =>
    p.as('saihan').bid.submit({
      lot: one,
      ...(await seal(await viewOf('saihan', one), marked(ecmo['saihan'] as Offer))),
    })
  const r = await submit()
  await p.as('saihan').bid.withdraw({ id: r.id })
  const gone = await s.app.pool.query('select from trade.entry where id = $1', [r.id])
  expect(gone.rowCount).toBe(0)
  // Valid in form and sealed as it should be, but the content is no bid: that is the bidder's own doing.
  await p.as('saihan').bid.replace({
    id: r.id,
    ...(await seal(await viewOf('saihan', one), { price: '一百元' })),
  })
  await p.as('mengyi').bid.submit({
    lot: one,
    ...(await seal(await viewOf('mengyi', one), marked(ecmo['mengyi'] as Offer))),
  })
})
test('金丝雀：截止前，数据库、文件、各岗位的回答里，十种写法一个也找不到', async () => {
  const { rows } = await s.app.pool.query<{ t: string }>(
    `select format('%I.%I', schemaname, tablename) as t from pg_tables where schemaname not in ('pg_catalog','information_schema')`,
  )
  const seen: Buffer[] = []
  for (const { t } of rows) {
    const dump = await s.app.pool.query(
      `select coalesce(string_agg(x::text, E'\\n'), '') as all from ${t} x`,
    )
    seen.push(Buffer.from(dump.rows[0].all))
    if (t === 'trade.entry') {
      const raw = await s.app.pool.query(
        'select ciphertext from trade.entry where ciphertext is not null',
      )
      seen.push(...raw.rows.map((r: { ciphertext: Buffer }) => r.ciphertext))
    }
  }
  seen.push(
    ...filesUnder(s.app.world.dataDir)
      .filter((f) => !f.includes('postgres'))
      .map((f) => readFileSync(f)),
  )
  for (const who of [
    'wang',
    'wuyun',
    'guo',
    'caizheng',
    'quting',
    'huarui',
    'beichen',
    'expert1',
    'guoku',
  ]) {
    const cookie = await cookieOf(s.url, who)
    for (const path of [
      `/api/lot/get?id=${one}`,
      `/api/lot/get?id=${two}`,
      `/api/box/list`,
      `/api/bid/list`,
      `/api/inbox/list`,
      `/api/lot/list`,
      `/metrics`,
      `/journal/tile/entries/000.p/200`,
    ]) {
      const res = await fetch(s.url + path, { headers: { cookie } })
      const text = await res.text()
      seen.push(Buffer.from(text))
      // The number of bidders and their names are secrets too, to everyone but themselves.
      if (who !== 'huarui' && path.startsWith('/api/lot/get')) {
        expect(text).not.toMatch(/"bids"|sealedSet":"/)
        for (const name of ['康达', '华瑞', '赛罕医械']) expect(text).not.toContain(name)
      }
    }
  }
  expect(canaries.length).toBeGreaterThanOrEqual(5)
  for (const word of canaries)
    for (const form of encodings(word))
      for (const where of seen) expect(where.includes(form)).toBe(false)
  // The search itself finds what is there: the first canary, planted.
  const word = canaries[0] ?? ''
  const planted = Buffer.concat([gzipSync('x'), Buffer.from(word)])
  expect(planted.includes(encodings(word)[0] ?? '')).toBe(true)
})
test('截止以前：保管人取不到份额，开标被拒，平台与公证机构也不放', async () => {
  const box = await inDb((ask) => boxFor(ask, one, '投标'))
  for (const who of ['wuyun', 'guo', 'caizheng'])
    expect(await reasons(p.as(who).box.getShares({ id: box.id }))).toContain(
      '截止以前任何人不得解密',
    )
  expect(await reasons(p.as('guo').lot.open({ id: one }))).toContain('开标应当在截止的同一时间进行')
  expect((await s.app.pool.query('select from trade.release')).rowCount).toBe(0)
})
test('第二道墙：忘了写条件的查询，截止前各岗位数不出箱内几份，投标人只见自己的', async () => {
  const seen = (role: string, org: string) =>
    readAs(
      s.app.db,
      flows,
      { person: null, name: '甲', role, org, orgName: '', region: '150100' },
      async (tx) => {
        const { rows } = await sql<{ box: number; entry: number; others: number }>`
          select (select count(*)::int from trade.box) as box, (select count(*)::int from trade.entry) as entry,
            (select count(*)::int from trade.entry where owner <> ${org})
            + (select count(*)::int from trade.upload where owner <> ${org})
            + (select count(*)::int from trade.release) + (select count(*)::int from trade.recovery)
            + (select count(*)::int from trade.sweep) as others`.execute(tx)
        return rows[0]
      },
    )
  const { kangda = '', hospital = '', agency = '', fin150100 = '' } = s.cast.orgs
  expect(await seen('供应商经办', kangda)).toEqual({ box: 2, entry: 2, others: 0 })
  for (const [role, org] of [
    ['采购人审核', hospital],
    ['代理经办', agency],
    ['财政监管', fin150100],
  ] as const)
    expect(await seen(role, org)).toEqual({ box: 2, entry: 0, others: 0 })
})
test('封箱等着已经在办的，不等后来的：先后以事务的次序为准', async () => {
  await s.clock.toInstant(instant(MOVED - 1))
  const box = await inDb((ask) => boxFor(ask, two, '投标'))
  const order: string[] = []
  let letGo = () => {}
  const held = new Promise<void>((r) => {
    letGo = r
  })
  let entered = () => {}
  const inside = new Promise<void>((r) => {
    entered = r
  })
  const commit = inDb(async (ask) => {
    expect((await holdBox(ask, box.id)).state).toBe('收件')
    entered()
    await held
    order.push('提交')
  })
  await inside
  const close = inDb((ask) => closeBox(ask, box.id)).then(() => order.push('封箱'))
  await new Promise((r) => setTimeout(r, 200))
  expect(order).toEqual([])
  letGo()
  await Promise.all([commit, close])
  expect(order).toEqual(['提交', '封箱'])
  const sealed = await seal(await viewOf('huarui', two), marked(ultrasound['huarui'] as Offer))
  // It had arrived in time, and its turn came after the marker: late, and told so.
  const said = await reasons(p.as('huarui').bid.submit({ lot: two, ...sealed }))
  expect(said).toContain('逾期送达')
  expect(said).toContain('封箱之后')
})
test('截止以后：一名保管人的假份额被指名；够三份才启封，一起启封，坏的不连累好的', async () => {
  await s.clock.to('2026-05-08', 9, 31)
  const box = await inDb((ask) => boxFor(ask, one, '投标'))
  // What lies with us went bad after the receipt: nobody's wrong sealing.
  const bad = await s.app.pool.query(
    `update trade.entry set ciphertext = set_byte(ciphertext, 40, get_byte(ciphertext, 40) # 1)
     where box = $1 and owner = $2 returning id`,
    [box.id, s.cast.orgs['mengyi']],
  )
  const waiting = await p.as('caizheng').box.getShares({ id: box.id })
  const { privateKey } = demoKeys('fin150100', waiting.suite)
  const shares = await unwrapAll(waiting.suite, privateKey, waiting.shares)
  const forged = shares.map((x) => ({ ...x, share: randomBytes(32).toString('base64') }))
  expect(await reasons(p.as('caizheng').box.release({ id: box.id, shares: forged }))).toMatch(
    /份额须与投标人封存时的承诺相符.*呼和浩特市财政局/,
  )
  // Without a person's share there are two of three: refused, and it says who is missing.
  const cookie = await cookieOf(s.url, 'guo')
  const open = () =>
    fetch(`${s.url}/api/lot/open`, {
      method: 'POST',
      headers: { cookie, 'content-type': 'application/json' },
      body: JSON.stringify({ id: one }),
    })
  const early = await open()
  const text = await early.text()
  expect(early.status).toBe(422)
  expect(text).toContain('份额到齐方可启封')
  expect(text).toContain('呼和浩特市财政局')
  expect((await p.as('guo').lot.get({ id: one })).data.bids).toBeUndefined()
  await p.as('caizheng').box.release({ id: box.id, shares })
  expect(await reasons(p.as('caizheng').box.release({ id: box.id, shares }))).toContain('只放一次')
  expect((await open()).status).toBe(200)
  const { bids } = (await p.as('guo').lot.get({ id: one })).data as {
    bids: { id: string; state: string; price: string | null; whose: string | null }[]
  }
  const state = (id: string) => bids.find((b) => b.id === id)
  expect(bids.map((b) => b.state).sort()).toEqual(['已开启', '已开启', '无法开启', '无法开启'])
  expect(state(bad.rows[0].id)?.whose).toBe('非投标人原因')
  expect(bids.filter((b) => b.whose === '投标人原因')).toHaveLength(1)
  expect(state(big.id)?.price).toBe(ecmo['huarui']?.price)
})
test('附件开标后可取：投标人、采购人、代理机构取得到，别的供应商取不到', async () => {
  const get = async (who: string) =>
    fetch(`${s.url}/api/bid/attachment?id=${big.id}&no=0`, {
      headers: { cookie: await cookieOf(s.url, who) },
    })
  for (const who of ['huarui', 'wang', 'guo']) {
    const res = await get(who)
    expect(res.status).toBe(200)
    expect((await res.arrayBuffer()).byteLength).toBe(2_500_000)
    expect(res.headers.get('content-disposition')).toContain('attachment')
  }
  for (const who of ['kangda', 'beichen', 'zhao']) expect((await get(who)).status).toBe(404)
  // 目录写明大小与摘要，与取到的一致。
  const digest = createHash('sha256').update(Buffer.from(await (await get('wang')).arrayBuffer()))
  const row = { name: '技术方案.pdf', size: 2_500_000, sha256: digest.digest('hex') }
  const listed = async (
    view: Promise<{ sections: { title: string; rows?: object[] }[] }>,
    title: string,
  ) => (await view).sections.find((x) => x.title === title)?.rows
  expect(await listed(p.as('huarui').bid.get({ id: big.id }), '附件')).toMatchObject([row])
  expect(await listed(p.as('wang').lot.get({ id: one }), '各家附件')).toMatchObject([row])
  expect(await listed(p.as('kangda').lot.get({ id: one }), '各家附件')).toBeUndefined()
})
test('第二包只有一家：份额一份也不放出', async () => {
  expect(await reasons(p.as('guo').lot.open({ id: two }))).toContain('投标人不足三家')
  const box = await inDb((ask) => boxFor(ask, two, '投标'))
  expect(await reasons(p.as('caizheng').box.getShares({ id: box.id }))).toContain('不予启封')
  const { rows } = await s.app.pool.query(
    'select count(*)::int as n from trade.release r join trade.entry e on e.id = r.entry where e.box = $1',
    [box.id],
  )
  expect(rows[0].n).toBe(0)
})
