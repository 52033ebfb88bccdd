import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { type Db, openDb, openPool, regions } from '#kernel'
import { migrate, startPostgres } from '#postgres'
import { findIds, type Wanted } from '#search'
import { vector } from '#words'
import { migrations } from '../src/schema.ts'

/** Sizes one after another on one database; YIWANG_BENCH_NOTICES stops earlier. */
const SIZES = [10_000, 100_000, 1_000_000]
const ROUNDS = 12
const SHAPES = 6000
const things =
  '彩色超声诊断仪 多参数监护仪 便携式计算机 台式计算机 黑白激光打印机 办公椅 会议桌 壁挂式空调机 校园物业管理 课桌椅 道路养护 供暖锅炉 图书 实验室设备 消防车 信息系统运维 食堂食材 保安服务 印刷服务 公务用车 草原防火物资 应急物资 太阳能路灯 视频监控 呼吸机 输液泵 口腔椅 电子白板 林业有害生物防治 污水处理设备'.split(
    ' ',
  )
const buyers =
  '青城医院 第三中学 公安局 教育局 交通运输局 卫生健康委员会 林业和草原局 水务局 财政局 人民法院 农牧局 气象局 博物馆 师范大学 铁路小学'.split(
    ' ',
  )
const kinds = [
  '采购意向公告',
  '招标公告',
  '竞争性磋商公告',
  '询价公告',
  '更正公告',
  '中标结果公告',
  '成交结果公告',
  '合同公告',
  '验收结果公告',
]
const methods = ['公开招标', '竞争性磋商', '询价', '竞争性谈判', '单一来源采购']
const counties = regions.filter((r) => r.tier === '旗县区').map((r) => r.code)
const questions: Wanted[] = [
  { q: '监护仪' },
  { q: '笔记本' },
  { q: '青城医院 监护仪' },
  { q: '采购' },
  { q: '物业管理 第三中学', kind: '合同公告' },
  { q: '呼吸机', region: counties[3] },
  { q: '空调 中标', kind: '中标结果公告' },
  { q: 'N4711' },
  { q: '消防车', least: 10_000_000 },
  { kind: '合同公告', region: counties[7], method: '公开招标' },
]
const quantile = (xs: readonly number[], q: number) => {
  const s = [...xs].sort((a, b) => a - b)
  return Math.round((s[Math.min(s.length - 1, Math.floor(s.length * q))] ?? 0) * 100) / 100
}
const pick = <T>(list: readonly T[], n: number) => list[n % list.length] as T
/** A few thousand texts as notices have them; each notice is one of them with a number of its own. */
const shapes = () =>
  Array.from({ length: SHAPES }, (_, i) => {
    const thing = pick(things, i * 7 + Math.floor(i / 30))
    const kind = pick(kinds, i * 5 + Math.floor(i / 9))
    const title = `${pick(buyers, i)}${thing}采购项目${kind}`
    const body = `${title}的潜在供应商应在政府采购一张网获取采购文件，预算金额${(i * 7919) % 9_000_000}元，${pick(things, i + 3)}，${thing}${(i % 50) + 1}台，满足使用要求，含安装、培训、三年质保。联系人王静，地址呼和浩特市新城区。`
    return {
      kind,
      title,
      method: pick(methods, i),
      words: vector([
        ['A', title],
        ['B', kind],
        ['C', body],
      ]),
    }
  })
async function fill(db: Db, from: number, to: number, made: ReturnType<typeof shapes>) {
  const project = '00000000-0000-7000-8000-000000000009'
  for (let at = from; at < to; at += 10_000) {
    const rows = Array.from({ length: Math.min(10_000, to - at) }, (_, k) => {
      const i = at + k
      const s = pick(made, i * 31 + Math.floor(i / SHAPES))
      return {
        n: i,
        kind: s.kind,
        title: `${s.title} N${i}`,
        method: s.method,
        region: pick(counties, i * 13),
        amount: 1_000_000 + ((i * 104_729) % 900_000_000),
        words: `${s.words} 'n${i}':900A`,
      }
    })
    // The index alone is filled: what is measured asks nothing of the notices' own table but the page's twenty rows.
    await sql`with r as (select *, gen_random_uuid() as id, timestamptz '2020-01-01' + n * interval '3 minutes' as at
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(n int, kind text, title text, method text, region text, amount bigint, words text)),
      s as (insert into kernel.subject (id, noun, process, title, region, state, since, law_on, open)
        select id, '公告', ${project}, title, region, '已发布', at, at::date, true from r),
      n as (insert into disclosure.notice (id, kind, subject, process, ocid, project_no, title, region, publisher, content, sha256, published)
        select id, kind, id, ${project}, 'x', 'x', title, region, 'x', '{}', repeat('0', 64), at from r)
      insert into disclosure.found (notice, process, kind, region, published, method, category, items, amount, words)
      select id, ${project}, kind, region, at, method, '货物', '{}', amount, words::tsvector from r`.execute(
      db,
    )
  }
}
/**
 * Search from 10,000 to 1,000,000 notices: the house's ranked search with its filters, the newest-first form, and beside them the
 * same words by LIKE on the title (no index) and by trigrams on the title, interleaved in one run. Milliseconds. LIKE and
 * trigrams see titles only and know no other names for a thing: they are a floor for the work, not for the answers.
 */
export async function bench() {
  const most = Number(process.env['YIWANG_BENCH_NOTICES'] ?? SIZES.at(-1))
  const dataDir = mkdtempSync(join(tmpdir(), 'yiwang-bench-'))
  const postgres = await startPostgres({ dataDir, durable: false })
  const pool = openPool(postgres.url, 2)
  const out: Record<string, unknown> = {}
  try {
    await migrate(pool, migrations())
    const db = openDb(pool)
    await sql`insert into library.org (id, kind, name, uscc, region, address, phone, in_charge) values
      ('00000000-0000-7000-8000-000000000001', '采购人', '测速采购人', '91150100MA0000000X', '150100', '-', '-', '-')`.execute(
      db,
    )
    await sql`insert into library.project (id, ocid, no, title, buyer, region, category, began) values
      ('00000000-0000-7000-8000-000000000009', 'x', 'x', 'x', '00000000-0000-7000-8000-000000000001', '150100', '货物', current_date)`.execute(
      db,
    )
    await sql`create extension if not exists pg_trgm`.execute(db)
    const made = shapes()
    let have = 0
    for (const size of SIZES.filter((s) => s <= most)) {
      const began = performance.now()
      await sql`drop index if exists disclosure.notice_trgm`.execute(db)
      await fill(db, have, size, made)
      have = size
      await sql`create index notice_trgm on disclosure.notice using gin (title gin_trgm_ops)`.execute(
        db,
      )
      await sql`select gin_clean_pending_list('disclosure.found_words')`.execute(db)
      await sql`vacuum analyze disclosure.found`.execute(db)
      await sql`vacuum analyze disclosure.notice`.execute(db)
      const filled = performance.now() - began
      const like = (w: Wanted, trigram: boolean) =>
        db.transaction().execute(async (tx) => {
          // The planner would take the trigram index for LIKE as well: the floor is LIKE without it.
          if (!trigram) await sql`set local enable_bitmapscan = off`.execute(tx)
          const words = (w.q ?? '').split(' ').filter(Boolean)
          const where = [
            ...words.map((x) => sql`title ilike ${`%${x}%`}`),
            ...(w.kind ? [sql`kind = ${w.kind}`] : []),
            ...(w.region ? [sql`region = ${w.region}`] : []),
          ]
          return (
            await sql`select id from disclosure.notice where ${sql.join(where, sql` and `)} order by published desc limit 20`.execute(
              tx,
            )
          ).rows.length
        })
      const ask = (order: '相关' | '最新') => (w: Wanted) =>
        db
          .transaction()
          .execute(async (tx) => (await findIds(tx, { ...w, order, limit: 20 }))?.length ?? 0)
      const ways = {
        ranked: ask('相关'),
        newest: ask('最新'),
        like: (w: Wanted) => like(w, false),
        trigram: (w: Wanted) => like(w, true),
      }
      const times: Record<string, number[]> = {}
      const found: Record<string, number> = {}
      const slowest = { ms: 0, question: '' }
      for (let i = 0; i < ROUNDS; i++)
        for (const w of questions)
          for (const [name, way] of Object.entries(ways)) {
            // LIKE over a million rows takes seconds: three rounds say enough.
            if (name === 'like' && i > 3) continue
            const t = performance.now()
            const n = await way(w)
            const ms = performance.now() - t
            if (i === 0) continue
            times[name] = [...(times[name] ?? []), ms]
            if (name === 'ranked' && ms > slowest.ms)
              Object.assign(slowest, { ms: Math.round(ms), question: JSON.stringify(w) })
            if (i === 1) found[name] = (found[name] ?? 0) + n
          }
      out[String(size)] = {
        fillSeconds: Math.round(filled / 100) / 10,
        ...Object.fromEntries(
          Object.entries(times).map(([k, xs]) => [
            k,
            { medianMs: quantile(xs, 0.5), p95Ms: quantile(xs, 0.95), answers: found[k] },
          ]),
        ),
        slowest,
      }
      process.stderr.write(`${size}: ${JSON.stringify(out[String(size)])}\n`)
    }
    return { questions: questions.length, ...out }
  } finally {
    await pool.end()
    await postgres.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}
