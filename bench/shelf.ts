import { mkdtempSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { build } from '#app'
import { findOffers } from '#goods'
import { type Db, instant, openDb, openPool } from '#kernel'
import { migrate, startPostgres } from '#postgres'
import { vector } from '#words'
import { migrations } from '../src/schema.ts'

const brands = ['联想', '华为', '同方', '得力', '晨光', '海尔', '格力', '震旦', '兄弟', '惠普']
const things: [item: string, thing: string, unit: string][] = [
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
const SUPPLIERS = 200
/** Four suppliers sell each product, so that there is something to compare. */
const SELLERS = 4
/** What a million offers with their indexes need, and as much again to be left over. */
const BYTES_EACH = 8_000
/** Stands in a template for the number of a model: cut by the knife like any other, then put in by the database. */
const MODEL = '9999999'

/** Every name there is of brand, adjectives and thing, cut once by the house's own knife; the offers are made of them in one statement each. */
async function fill(db: Db, count: number) {
  const templates = things.flatMap(([item, thing, unit], t) =>
    brands.flatMap((brand, b) =>
      adjectives.map((adjective, a) => {
        const name = `${brand}${adjective}${adjectives[(a * 7 + 3) % 12]}${thing} T${MODEL}`
        return {
          k: (t * brands.length + b) * adjectives.length + a,
          item,
          brand,
          unit,
          name,
          words: vector([
            ['A', name],
            ['B', `${thing} ${item}`],
            ['D', '内存 16 硬盘容量 512'],
          ]),
        }
      }),
    ),
  )
  const products = Math.ceil(count / SELLERS)
  // A million at once takes longer than any question of the house may.
  await sql`set statement_timeout = 0`.execute(db)
  await sql`insert into library.org (id, kind, name, uscc, region, address, phone, in_charge)
    select gen_random_uuid(), '供应商', '测速供应商' || n, '91150100MA' || lpad(n::text, 7, '0') || 'X', '150100', '-', '-', '-'
    from generate_series(1, ${SUPPLIERS}) n`.execute(db)
  await sql`create temp table of as select g.id as org, gen_random_uuid() as listing, row_number() over (order by g.id)::int - 1 as n
    from library.org g where g.name like '测速供应商%'`.execute(db)
  await sql`insert into kernel.subject (id, noun, process, title, region, state, since, law_on, open)
    select listing, '商品上架', listing, '测速', '150100', '在库', now(), current_date, true from of`.execute(
    db,
  )
  await sql`insert into goods.listing (id, supplier, source) select listing, org, '测速' from of`.execute(
    db,
  )
  await sql`create temp table template as select * from jsonb_to_recordset(${JSON.stringify(templates)}::jsonb)
    as r(k int, item text, brand text, unit text, name text, words text)`.execute(db)
  await sql`create temp table made as select gen_random_uuid() as id, n, t.* from generate_series(0, ${products - 1}) n
    join template t on t.k = n % ${templates.length}`.execute(db)
  await sql`insert into goods.product (id, item, edition, brand, model, folded)
    select id, item, '2022', brand, 'T' || n, 'T' || n from made`.execute(db)
  // Indexes are built once over what is there, not a million times.
  await sql`drop index goods.offer_words`.execute(db)
  await sql`insert into goods.offer (id, listing, supplier, product, sku, item, name, brand, unit, price, attributes, regions, words)
    select gen_random_uuid(), f.listing, f.org, m.id, 'T' || m.n, m.item, replace(m.name, ${MODEL}, m.n::text), m.brand, m.unit,
      10000 + (m.n::bigint * 7919 + s * 1301) % 900000, jsonb_build_object('内存（GB）', 8 * (1 + m.n % 4)), array['150000'],
      replace(m.words, ${MODEL}, m.n::text)::tsvector
    from made m cross join generate_series(0, ${SELLERS - 1}) s join of f on f.n = (m.n + s * 37) % ${SUPPLIERS}
    limit ${count}`.execute(db)
  await sql`create index offer_words on goods.offer using gin (words)`.execute(db)
  await sql`drop table made, template, of`.execute(db)
  await sql`create extension if not exists pg_trgm`.execute(db)
  await sql`create index offer_trgm on goods.offer using gin (name gin_trgm_ops)`.execute(db)
  await sql`vacuum analyze goods.offer`.execute(db)
  await sql`analyze`.execute(db)
  await sql`reset statement_timeout`.execute(db)
}
/**
 * So many offers: the house's search (words, state, rank, price order, product and supplier joined), beside the same question by
 * LIKE on each word and by trigrams on the name, interleaved in one run. Milliseconds. LIKE and trigrams know no other names
 * for a thing, so they answer less: how many they found stands beside. `http` is the same question asked of the server as anybody may ask
 * it (`/api/goods/find`, `findFacets` for the counts beside the list, `getComparison` of three of what was found with the evidence of
 * their prices), to the last byte of its answer. LIKE looks at every row, so it is asked `slowly` times and the others `rounds` times.
 */
export async function searchBench(count: number, rounds: number, slowly = rounds) {
  const free = statfsSync(tmpdir())
  if (free.bavail * free.bsize < count * BYTES_EACH)
    throw new Error(`磁盘剩余不足：${count}件商品约需${Math.ceil((count * BYTES_EACH) / 1e9)}GB`)
  const dataDir = mkdtempSync(join(tmpdir(), 'yiwang-bench-'))
  const stops: (() => Promise<unknown>)[] = [
    async () => rmSync(dataDir, { recursive: true, force: true }),
  ]
  try {
    const postgres = await startPostgres({ dataDir, durable: false })
    stops.push(() => postgres.stop())
    const pool = openPool(postgres.url, 2)
    stops.push(() => pool.end())
    await migrate(pool, migrations())
    const db = openDb(pool)
    const began = performance.now()
    await db.connection().execute((c) => fill(c, count))
    const filled = performance.now()
    const size = await sql<{
      bytes: number
    }>`select pg_total_relation_size('goods.offer') as bytes`.execute(db)
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
    const http = async <T>(path: string, query: Record<string, string>): Promise<T> => {
      const res = await fetch(`${served.url}/api/${path}?${new URLSearchParams(query)}`)
      if (!res.ok) throw new Error(`${path} ${res.status} ${await res.text()}`)
      return (await res.json()) as T
    }
    type Found = { offers: { id: string }[] }
    const some = new Map<string, string>()
    for (const q of asked) {
      const { offers } = await http<Found>('goods/find', { q })
      some.set(
        q,
        offers
          .slice(0, 3)
          .map((o) => o.id)
          .join(','),
      )
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
    const found = (q: string, order: '相关' | '价低' | '价高') =>
      db
        .transaction()
        .execute(async (tx) => (await findOffers(tx, { q, limit: 20, order }))?.length ?? 0)
    const ways: Record<string, { times: number; ask: (q: string) => Promise<number> }> = {
      words: { times: rounds, ask: (q) => found(q, '相关') },
      wordsByPrice: { times: rounds, ask: (q) => found(q, '价低') },
      wordsDearestFirst: { times: rounds, ask: (q) => found(q, '价高') },
      http: {
        times: rounds,
        ask: async (q) => (await http<Found>('goods/find', { q })).offers.length,
      },
      httpFacets: {
        times: rounds,
        ask: async (q) => (await http<{ total: number }>('goods/findFacets', { q })).total,
      },
      httpCompared: {
        times: rounds,
        ask: async (q) =>
          (await http<unknown[]>('shelf/getComparison', { offers: some.get(q) ?? '' })).length,
      },
      trigram: { times: rounds, ask: (q) => like(q.split(' '), true) },
      like: { times: slowly, ask: (q) => like(q.split(' '), false) },
    }
    const times: Record<string, number[]> = {}
    const slowest: Record<string, [ms: number, q: string]> = {}
    const answers: Record<string, number> = {}
    // The first round warms what a server that has run for a minute has warm.
    for (let i = 0; i <= rounds; i++)
      for (const q of asked)
        for (const [name, way] of Object.entries(ways)) {
          if (i > way.times) continue
          const t = performance.now()
          const n = await way.ask(q)
          const took = performance.now() - t
          if (i === 1) answers[name] = (answers[name] ?? 0) + n
          if (i === 0) continue
          times[name] = [...(times[name] ?? []), took]
          if (took > (slowest[name]?.[0] ?? 0)) slowest[name] = [took, q]
        }
    return {
      offers: count,
      queries: asked.length,
      fillSeconds: Math.round((filled - began) / 100) / 10,
      gigabytesWithIndexes: Math.round((size.rows[0]?.bytes ?? 0) / 1e7) / 100,
      ...Object.fromEntries(
        Object.entries(times).map(([k, xs]) => [
          k,
          {
            medianMs: quantile(xs, 0.5),
            p95Ms: quantile(xs, 0.95),
            slowest: `${Math.round(slowest[k]?.[0] ?? 0)} ms：${slowest[k]?.[1]}`,
            answers: answers[k],
          },
        ]),
      ),
    }
  } finally {
    for (const stop of stops.reverse()) await stop()
  }
}
