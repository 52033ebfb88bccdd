import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { compiledRelease, Flags, settingsOf, validate } from '#ocds'
import { freshStage } from '#testing'
import { hospital } from '../../src/demo/hospital.ts'
import type { Stage } from '../../src/demo/run.ts'

/** 开放数据：一个项目由意向到结项，每一步公开之事都是一条发布；封存的、个人的，一个字也没有。 */
let s: Stage
let ocid = ''
type Release = { ocid: string; id: string; tag: string[]; journal: { index: number } } & Record<
  string,
  unknown
>
type Page = { releases: Release[]; links: { next: string } }
const get = async <T>(path: string): Promise<T> => {
  // A kept connection may be closed by the server while this process is busy compiling schemas.
  const res = await fetch(path.startsWith('http') ? path : s.url + path, {
    headers: { connection: 'close' },
  })
  if (!res.ok) throw new Error(`${path} 答 ${res.status}：${await res.text()}`)
  return (await res.json()) as T
}
const everything = async (limit = 100) => {
  const out: Release[] = []
  for (let at = `/ocds/releases?limit=${limit}`; ; ) {
    const page = await get<Page>(at)
    if (page.releases.length === 0) return out
    out.push(...page.releases)
    at = page.links.next
  }
}
beforeAll(async () => {
  s = await freshStage()
  await hospital(s.player(), s.clock, s.cast)
  await s.app.settle()
  ocid = (await everything())[0]?.ocid ?? ''
}, 300_000)
afterAll(() => s.stop())

test('由意向到结项，一步一条', async () => {
  const tags = (await everything()).filter((r) => r.ocid === ocid).map((r) => r.tag.join())
  expect(tags[0]).toBe('planning')
  for (const tag of [
    'planningUpdate',
    'tender',
    'tenderAmendment',
    'tenderUpdate',
    'award',
    'contract',
    'implementation',
    'implementationUpdate',
    'contractTermination',
  ])
    expect(tags).toContain(tag)
})
test('发布包、记录包都合于标准，带上扩展也合；有官方模式时官方也说合', async () => {
  const feed = await get<object>('/ocds/releases?limit=30')
  const record = await get<object>(`/ocds/records/${ocid}`)
  for (const p of [feed, record]) {
    const v = validate(p)
    expect(v.faults).toEqual([])
    expect(v.unknown).toEqual([])
    expect(v.extensions).toHaveLength(7)
  }
  const folder = ['../shared/ocds/schema', '../../shared/ocds/schema'].find(existsSync)
  if (!folder) return
  const ajv = new Ajv({ strict: false, validateSchema: false, logger: false })
  ;(addFormats as unknown as (a: Ajv) => void)(ajv)
  const read = (name: string) => {
    const { id, $schema, ...rest } = JSON.parse(readFileSync(`${folder}/${name}.json`, 'utf8'))
    return { $id: id, ...rest }
  }
  for (const n of ['release-schema', 'versioned-release-validation-schema']) ajv.addSchema(read(n))
  for (const [name, p] of [
    ['release-package-schema', feed],
    ['record-package-schema', record],
  ] as const) {
    const ok = ajv.compile(read(name))
    ok(p)
    expect(ok.errors ?? []).toEqual([])
  }
})
test('合并发布说得清全过程：包、投标、中标、合同、付款', async () => {
  const { records } = await get<{
    records: { compiledRelease: Record<string, never>; releases: Release[] }[]
  }>(`/ocds/records/${ocid}`)
  const r = records[0]?.compiledRelease as unknown as {
    tender: {
      status: string
      procurementMethod: string
      lots: unknown[]
      items: { id: string; relatedLot?: string }[]
      enquiries: { author?: unknown }[]
      amendments: unknown[]
      numberOfTenderers: number
    }
    bids: { details: { status: string; value: unknown }[] }
    awards: { status: string; value: { amount: number } }[]
    contracts: {
      status: string
      value: { amount: number }
      implementation: {
        transactions: { value: { amount: number } }[]
        finalValue: { amount: number }
      }
    }[]
    parties: { roles: string[] }[]
  }
  expect(r.tender).toMatchObject({ status: 'complete', procurementMethod: 'open' })
  expect(r.tender.lots.length).toBeGreaterThan(0)
  expect(r.tender.items.length).toBeGreaterThan(0)
  expect(
    r.tender.items.filter((i) => i.relatedLot === undefined),
    '意向里的标的不与采购包里的并列',
  ).toEqual([])
  expect(r.tender.enquiries.length).toBeGreaterThan(0)
  expect(
    r.tender.enquiries.every((e) => !('author' in e)),
    '谁提的问不公开',
  ).toBe(true)
  expect(r.bids.details.length).toBeGreaterThanOrEqual(3)
  expect(r.bids.details.some((b) => b.status === 'valid')).toBe(true)
  expect(r.awards.some((a) => a.status === 'active' && a.value.amount > 0)).toBe(true)
  for (const c of r.contracts) {
    const paid =
      c.implementation.transactions.reduce((a, t) => a + Math.round(t.value.amount * 100), 0) / 100
    expect(c.implementation.finalValue.amount).toBe(paid)
    expect(paid).toBe(c.value.amount)
  }
  expect(r.parties.flatMap((p) => p.roles)).toEqual(
    expect.arrayContaining(['buyer', 'procuringEntity', 'tenderer', 'supplier', 'payer', 'payee']),
  )
  const flags = new Flags(settingsOf(null))
  flags.add(r)
  expect(flags.results().OCID).toEqual(expect.any(Object))
})
test('开标以前没有一家投标人、一个报价；全程没有人名、电话、账号', async () => {
  const all = await everything()
  const opening = await s.app.pool.query<{ index: number }>(
    `select min(l.index) as index from kernel.leaf l join kernel.journal j on j.seq = l.seq where j.noun = '采购包' and j.action = 'open'`,
  )
  const secret = await s.app.pool.query<{ name: string; uscc: string; price: number }>(
    `select o.name, o.uscc, b.price from trade.bid b join library.org o on o.id = b.supplier where b.price is not null`,
  )
  const before = JSON.stringify(all.filter((r) => r.journal.index < Number(opening.rows[0]?.index)))
  expect(before.length).toBeGreaterThan(1000)
  expect(secret.rows.length).toBeGreaterThan(2)
  for (const x of secret.rows) {
    expect(before).not.toContain(x.name)
    expect(before).not.toContain(x.uscc)
    expect(before).not.toContain(`"amount":${Number(x.price) / 100},`)
  }
  const text = JSON.stringify([all, await get(`/ocds/records/${ocid}`)])
  const personal = await s.app.pool.query<{ word: string }>(
    `select name as word from library.person union select phone from library.org union select payee ->> 'account' from contract.contract
     union select payee ->> 'account' from payment.request union select coalesce(invoice, '') from payment.request`,
  )
  const words = personal.rows.map((r) => r.word).filter((w) => w && w.length >= 2)
  expect(words.length).toBeGreaterThan(10)
  for (const w of words) expect(text.includes(w), w).toBe(false)
})
test.each([
  ['since=-1', 'since 须为不小于零的整数'],
  ['since=abc', '现为“abc”'],
  ['since=1e3', '须为'],
  ['since=999999999', '在将来'],
  ['limit=0', 'limit 须为1以上'],
  ['limit=100000', '不得大于1000'],
])('不对的游标：%s', async (query, says) => {
  const res = await fetch(`${s.url}/ocds/releases?${query}`)
  expect(res.status).toBe(400)
  expect(await res.text()).toContain(says)
})
test('没有的项目是 404；记录有 ETag', async () => {
  expect((await fetch(`${s.url}/ocds/records/ocds-none`)).status).toBe(404)
  const first = await fetch(`${s.url}/ocds/records/${ocid}`)
  const again = await fetch(`${s.url}/ocds/records/${ocid}`, {
    headers: { 'if-none-match': first.headers.get('etag') ?? '' },
  })
  expect(again.status).toBe(304)
})
test('自家的扩展在自家网址上', async () => {
  const { extensions } = await get<{ extensions: string[] }>('/ocds/releases?limit=1')
  const ours = extensions.find((u) => u.startsWith(s.url)) ?? ''
  const e = await get<{ schemas: string[] }>(ours)
  const patch = await get<{ properties: object }>(
    ours.replace('extension.json', e.schemas[0] ?? ''),
  )
  expect(patch.properties).toHaveProperty('journal')
})
test('成批文件：四种格式是同一件事，第二次说没有变', async () => {
  const year = new Date(s.app.world.now()).getFullYear()
  const base = `${s.url}/ocds/bulk/${year}/150000`
  const lines = (await (await fetch(`${base}.jsonl`)).text())
    .trim()
    .split('\n')
    .map((l) => JSON.parse(l) as Release)
  expect(lines.map((l) => l.ocid)).toContain(ocid)
  const zipped = gunzipSync(
    Buffer.from(await (await fetch(`${base}.jsonl.gz`)).arrayBuffer()),
  ).toString('utf8')
  expect(
    zipped
      .trim()
      .split('\n')
      .map((l) => JSON.parse(l)),
  ).toEqual(lines)
  const csv = await (await fetch(`${base}.csv`)).text()
  expect(csv.split('\n')[0]).toContain('ocid,')
  expect(csv).toContain(ocid)
  const parquet = await fetch(`${base}.parquet`)
  expect(
    Buffer.from(await parquet.arrayBuffer())
      .subarray(0, 4)
      .toString(),
  ).toBe('PAR1')
  const etag = parquet.headers.get('etag') ?? ''
  expect((await fetch(`${base}.parquet`, { headers: { 'if-none-match': etag } })).status).toBe(304)
  expect((await fetch(`${s.url}/ocds/bulk/1999/150000.csv`)).status).toBe(404)
  expect((await fetch(`${s.url}/ocds/bulk/${year}/150000.exe`)).status).toBe(404)
})
test('三十二人同时写，边写边读：一条不漏，一条不重，次序不乱', async () => {
  const before = await everything()
  const copy = `insert into kernel.journal (subject, process, noun, action, "from", "to", person, person_name, role, org, org_name, region, at, data, leaf)
    select subject, process, noun, action, "from", "to", person, person_name, role, org, org_name, region, at, data, leaf
    from kernel.journal where noun = '澄清提问' and action = 'answer' order by seq limit 1`
  const stop = { now: false }
  const settling = (async () => {
    while (!stop.now) await s.app.settle()
  })()
  const read: Release[] = []
  const reading = (async () => {
    for (let at = `/ocds/releases?limit=3`; ; ) {
      const page = await get<Page>(at)
      read.push(...page.releases)
      at = page.links.next
      if (page.releases.length === 0) {
        if (stop.now && read.length >= before.length + 48) return
        await new Promise((r) => setTimeout(r, 5))
      }
    }
  })()
  await Promise.all(
    Array.from({ length: 32 }, async (_, w) => {
      for (let i = 0; i < 2; i++) {
        const c = await s.app.pool.connect()
        try {
          await c.query('begin')
          await c.query(copy)
          if (w % 4 === 0) await new Promise((r) => setTimeout(r, 20))
          await c.query(i === 1 && w % 2 === 0 ? 'rollback' : 'commit')
        } finally {
          c.release()
        }
      }
    }),
  )
  stop.now = true
  await settling
  await s.app.settle()
  await reading
  const { rows } = await s.app.pool.query<{ id: string }>(
    'select id from disclosure.release order by index',
  )
  expect(rows).toHaveLength(before.length + 48)
  expect(read.map((r) => r.id)).toEqual(rows.map((r) => r.id))
  const r = compiledRelease(read.filter((x) => x.ocid === ocid) as never).release
  expect(r['ocid']).toBe(ocid)
}, 240_000)
