import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { build } from '#app'
import { findOffers } from '#goods'
import { type Db, instant, openDb, openPool } from '#kernel'
import { migrate, startPostgres } from '#postgres'
import { vector } from '#words'
import { migrations } from '../src/schema.ts'

const GOODS = 100_000
const ROUNDS = 15
const brands = ['联想', '华为', '同方', '得力', '晨光', '海尔', '格力', '震旦', '兄弟', '惠普']
const things: [string, string, string][] = [
  ['A02010108', '便携式计算机', '台'],
  ['A02010105', '台式计算机', '台'],
  ['A02021003', '黑白激光打印机', '台'],
  ['A05010301', '办公椅', '把'],
  ['A05010201', '办公桌', '张'],
  ['A05040101', '复印纸', '箱'],
  ['A02061804', '壁挂式空调机', '台'],
  ['A02020400', '多功能一体机', '台'],
  ['A05010202', '会议桌', '张'],
  ['A02010104', '机架式服务器', '台'],
]
const adjectives = [
  '轻薄',
  '商用',
  '节能',
  '静音',
  '彩色',
  '双面',
  '网布',
  '实木',
  '升降',
  '高速',
  '便携',
  '防火',
]
const asked = [
  '笔记本 联想',
  '打印机 双面',
  '办公椅 网布',
  'T7310',
  '空调 格力 静音',
  '服务器 华为',
  '复印纸',
  '会议桌 实木',
  '台式机 商用 同方',
  '一体机 高速',
]
const quantile = (xs: number[], q: number) => {
  const s = [...xs].sort((a, b) => a - b)
  return Math.round((s[Math.min(s.length - 1, Math.floor(s.length * q))] ?? 0) * 100) / 100
}

async function fill(db: Db) {
  const org = '00000000-0000-7000-8000-000000000001'
  const listing = '00000000-0000-7000-8000-000000000002'
  await sql`insert into library.org (id, kind, name, uscc, region, address, phone, in_charge)
    values (${org}, '供应商', '测速供应商', '91150100MA0000000X', '150100', '-', '-', '-')`.execute(
    db,
  )
  await sql`insert into kernel.subject (id, noun, process, title, region, state, since, law_on)
    values (${listing}, '商品上架', ${listing}, '测速', '150100', '在库', now(), current_date)`.execute(
    db,
  )
  await sql`insert into goods.listing (id, supplier, source) values (${listing}, ${org}, '测速')`.execute(
    db,
  )
  for (let at = 0; at < GOODS; at += 5000) {
    const rows = Array.from({ length: 5000 }, (_, k) => {
      const i = at + k
      const [item, thing, unit] = things[i % things.length] as [string, string, string]
      const brand = brands[Math.floor(i / 10) % brands.length] as string
      const name = `${brand}${adjectives[i % 12]}${adjectives[(i * 7 + 3) % 12]}${thing} T${i}`
      return {
        n: i,
        item,
        name,
        brand,
        unit,
        model: `T${i}`,
        price: 10_000 + ((i * 7919) % 900_000),
        words: vector([
          ['A', name],
          ['B', `${thing} ${item}`],
          ['D', '内存 16 硬盘容量 512'],
        ]),
      }
    })
    const json = JSON.stringify(rows)
    await sql`with r as (select * from jsonb_to_recordset(${json}::jsonb) as r(n int, item text, name text, brand text, unit text, model text, price bigint, words text)),
      p as (insert into goods.product (id, item, edition, brand, model, folded)
        select gen_random_uuid(), item, '2022', brand, model, model from r returning id, folded)
      insert into goods.offer (id, listing, supplier, product, sku, item, name, brand, unit, price, regions, words)
      select gen_random_uuid(), ${listing}, ${org}, p.id, r.model, r.item, r.name, r.brand, r.unit, r.price, array['150000'], r.words::tsvector
      from r join p on p.folded = r.model`.execute(db)
  }
}
/**
 * 100,000 goods: the house's search (words, state, rank, price order, product and supplier joined), beside the same question by
 * LIKE on each word and by trigrams on the name, interleaved in one run. Milliseconds. LIKE and trigrams know no other names
 * for a thing, so they answer less: how many they found stands beside. `http` is the same question asked of the server as anybody may ask
 * it (`/api/goods/find`, `findFacets` for the counts beside the list), to the last byte of its answer.
 */
export async function bench() {
  const dataDir = mkdtempSync(join(tmpdir(), 'yiwang-bench-'))
  const postgres = await startPostgres({ dataDir, durable: false })
  const pool = openPool(postgres.url, 2)
  const stops: (() => Promise<void>)[] = []
  try {
    await migrate(pool, migrations())
    const db = openDb(pool)
    const began = performance.now()
    await fill(db)
    const filled = performance.now() - began
    await sql`create extension if not exists pg_trgm`.execute(db)
    await sql`create index offer_trgm on goods.offer using gin (name gin_trgm_ops)`.execute(db)
    await sql`vacuum analyze goods.offer`.execute(db)
    await sql`analyze`.execute(db)
    const app = await build({
      databaseUrl: postgres.url,
      dataDir,
      now: () => instant(Date.now()),
      demo: null,
      complain: (e) => console.error(e),
      everyMs: 0,
    })
    const served = await app.listen(0, '127.0.0.1')
    stops.push(async () => {
      await served.close()
      await app.stop()
    })
    const http = async (op: string, q: string): Promise<Record<string, unknown>> => {
      const res = await fetch(`${served.url}/api/goods/${op}?q=${encodeURIComponent(q)}`)
      if (!res.ok) throw new Error(`${op} ${res.status} ${await res.text()}`)
      return (await res.json()) as Record<string, unknown>
    }
    const like = (words: string[], trigram: boolean) =>
      db.transaction().execute(async (tx) => {
        // The planner would take the trigram index for LIKE as well: the floor is LIKE without it.
        if (!trigram) await sql`set local enable_bitmapscan = off`.execute(tx)
        const where = sql.join(
          words.map((w) => sql`o.name like ${`%${w}%`}`),
          sql` and `,
        )
        return (
          await sql`select o.id, o.name, o.price, p.model, g.name as supplier from goods.offer o
          join goods.product p on p.id = o.product join library.org g on g.id = o.supplier
          where ${where} and o.withdrawn is null and o.listing in (select s.id from kernel.subject s where s.noun = '商品上架' and s.state = '在库')
          order by o.price, o.id limit 20`.execute(tx)
        ).rows.length
      })
    const ways = {
      words: (q: string) =>
        db
          .transaction()
          .execute(async (tx) => (await findOffers(tx, { q, limit: 20 }))?.length ?? 0),
      wordsByPrice: (q: string) =>
        db
          .transaction()
          .execute(
            async (tx) => (await findOffers(tx, { q, limit: 20, order: '价低' }))?.length ?? 0,
          ),
      http: async (q: string) => ((await http('find', q))['offers'] as unknown[]).length,
      httpFacets: async (q: string) => Number((await http('findFacets', q))['total']),
      like: (q: string) => like(q.split(' '), false),
      trigram: (q: string) => like(q.split(' '), true),
    }
    const times: Record<string, number[]> = {}
    const found: Record<string, number> = {}
    for (let i = 0; i < ROUNDS; i++)
      for (const q of asked)
        for (const [name, way] of Object.entries(ways)) {
          const t = performance.now()
          const n = await way(q)
          if (i > 0) times[name] = [...(times[name] ?? []), performance.now() - t]
          if (i === 1) found[name] = (found[name] ?? 0) + n
        }
    return {
      goods: GOODS,
      queries: asked.length,
      fillSeconds: Math.round(filled / 100) / 10,
      ...Object.fromEntries(
        Object.entries(times).map(([k, xs]) => [
          k,
          { medianMs: quantile(xs, 0.5), p95Ms: quantile(xs, 0.95), answers: found[k] },
        ]),
      ),
    }
  } finally {
    for (const stop of stops) await stop()
    await pool.end()
    await postgres.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}
