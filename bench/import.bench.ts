import { createWriteStream, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { jobAbout } from '#kernel'
import { type Value, xlsxStream } from '#sheets'
import { PASSWORD } from '../src/demo/cast.ts'
import { stage } from '../src/demo/run.ts'
import { headings } from '../src/libraries/goods/template.ts'

const GOODS = 100_000
/** One row in a hundred is wrong, so that the report has something to say. */
const WRONG = 100
const titles = headings('A02010108')
function* table(): Generator<Value[]> {
  for (let n = 0; n < GOODS; n++) {
    const v: Record<string, Value> = {
      货号: `NB-${n}`,
      品目编码: 'A02010108',
      名称: `联想轻薄商用便携式计算机 T${n}`,
      品牌: '联想',
      型号: `T${n}`,
      计量单位: '台',
      '单价（元）': n % WRONG === 0 ? '面议' : `${3000 + (n % 2000)}.50`,
      供货地区: n % 2 ? '全区' : '呼和浩特市、包头市',
      处理器: '酷睿 Ultra 5',
      '内存（GB）': n % 3 ? 16 : 32,
      '硬盘容量（GB）': 512,
      '屏幕尺寸（英寸）': 14,
    }
    yield titles.map((t) => v[t] ?? null)
  }
}
/** The statements that put the same rows where they are, with nothing around them; indexes and foreign keys are those of the house. */
const TARGETS = ['product', 'offer', 'price'] as const
async function bare(url: string, listing: string) {
  const db = new pg.Client({ connectionString: url })
  await db.connect()
  try {
    // The same rows under other ids, held in tables without an index: what is written is known beforehand.
    await db.query(`create temp table product as select p.* from goods.product p where p.id in (select product from goods.offer where listing = '${listing}');
      create temp table offer as select * from goods.offer where listing = '${listing}';
      create temp table price as select p.* from goods.price p join offer o on o.id = p.offer;`)
    await db.query(`delete from goods.offer where listing = '${listing}';
      delete from goods.product where id in (select id from pg_temp.product);`)
    const seconds = async (run: () => Promise<unknown>) => {
      const began = performance.now()
      await run()
      return (performance.now() - began) / 1000
    }
    // One statement per table, as far as SQL goes: no row leaves the server.
    const whole = await seconds(async () => {
      for (const t of TARGETS) await db.query(await plain(db, t, ''))
    })
    await db.query(`delete from goods.offer where listing = '${listing}';
      delete from goods.product where id in (select id from pg_temp.product)`)
    // A thousand rows a transaction, as the import commits them.
    await db.query(`alter table pg_temp.offer add n serial; create index on pg_temp.offer (n);
      create index on pg_temp.product (id); create index on pg_temp.price (offer);`)
    const pieces = await seconds(async () => {
      const { rows } = await db.query('select max(n) as n from pg_temp.offer')
      for (let from = 0; from < rows[0].n; from += 1000) {
        const some = `select id from pg_temp.offer where n > ${from} and n <= ${from + 1000}`
        await db.query('begin')
        await db.query(
          await plain(
            db,
            'product',
            `where id in (select product from pg_temp.offer where n > ${from} and n <= ${from + 1000})`,
          ),
        )
        await db.query(await plain(db, 'offer', `where id in (${some})`))
        await db.query(await plain(db, 'price', `where offer in (${some})`))
        await db.query('commit')
      }
    })
    return { whole, pieces }
  } finally {
    await db.end()
  }
}
async function plain(db: pg.Client, table: string, where: string): Promise<string> {
  const { rows } = await db.query(
    `select string_agg(quote_ident(attname), ', ' order by attnum) as c from pg_attribute
     where attrelid = 'goods.${table}'::regclass and attnum > 0 and not attisdropped and attgenerated = ''`,
  )
  return `insert into goods.${table} (${rows[0].c}) select ${rows[0].c} from pg_temp.${table} ${where}`
}
const round = (n: number, to = 10) => Math.round(n * to) / to

/**
 * 100,000 goods from a workbook, end to end over HTTP: upload, read and judged row by row in pieces, the table of faults, handed in, looked
 * at by the machine and found by a buyer. Beside it the same rows written by bare INSERT … SELECT in the same database, whole and a
 * thousand a transaction. `progress` is what the bar showed: how many different values, and whether it ever went back.
 */
export async function bench() {
  const dir = mkdtempSync(join(tmpdir(), 'yiwang-bench-'))
  const s = await stage((e, about) => console.error(about ?? '', e))
  try {
    const file = join(dir, 'goods.xlsx')
    const seconds: Record<string, number> = {}
    const timed = async <T>(name: string, run: () => Promise<T>): Promise<T> => {
      const began = performance.now()
      const r = await run()
      seconds[name] = (performance.now() - began) / 1000
      return r
    }
    await timed('write', () =>
      pipeline(
        xlsxStream(
          '商品',
          titles.map((title) => ({ title })),
          table(),
        ),
        createWriteStream(file),
      ),
    )
    const p = s.player()
    const me = p.as('tumd')
    const { id } = await me.listing.register({ title: '十万件商品' })
    const upload = await timed('upload', () => p.upload('tumd', '十万件.xlsx', readFileSync(file)))
    await me.listing.upload({ id, file: upload })
    const shown: number[] = []
    const peak = { rss: 0 }
    const watch = setInterval(() => {
      peak.rss = Math.max(peak.rss, process.memoryUsage().rss)
      void me.job.find({ about: id }).then((r) => {
        const job = r.job as { done: number; total: number | null } | null
        if (job?.total) shown.push(job.done / job.total)
      })
    }, 250)
    await timed('read', () => s.app.settle())
    clearInterval(watch)
    const job = await s.app.db.transaction().execute((tx) => jobAbout(tx, id))
    const cookie = (
      await fetch(`${s.url}/api/session/signIn`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ account: 'tumd', password: PASSWORD }),
      })
    ).headers
      .getSetCookie()
      .map((c) => c.split(';')[0])
      .join('; ')
    const faults = await timed('faults', async () =>
      (
        await fetch(`${s.url}/api/listing/faults.xlsx?id=${id}`, { headers: { cookie } })
      ).arrayBuffer(),
    )
    await timed('submit', () => me.listing.submit({ id, onlyGood: true }))
    await timed('admit', async () => {
      await s.clock.toInstant(s.clock.now())
    })
    const state = (await me.listing.get({ id })).state
    const found = await timed(
      'found',
      async () => (await me.goods.find({ q: '轻薄 T77777' })).offers.length,
    )
    const floor = await bare(s.databaseUrl, id)
    const rows = GOODS - GOODS / WRONG
    return {
      goods: GOODS,
      fileMb: round(statSync(file).size / 2 ** 20),
      said: job?.note,
      state,
      found,
      faultsKb: Math.round(faults.byteLength / 1024),
      seconds: Object.fromEntries(Object.entries(seconds).map(([k, v]) => [k, round(v)])),
      rowsPerSecond: Math.round(GOODS / (seconds['read'] ?? 1)),
      bareRowsPerSecond: {
        whole: Math.round(rows / floor.whole),
        inThousands: Math.round(rows / floor.pieces),
      },
      timesTheFloor: round((seconds['read'] ?? 0) / floor.pieces),
      progress: {
        seen: new Set(shown.map((x) => Math.floor(x * 100))).size,
        back: shown.some((x, i) => i > 0 && x < (shown[i - 1] ?? 0) - 0.02),
      },
      peakRssMb: Math.round(peak.rss / 2 ** 20),
    }
  } finally {
    await s.stop()
    rmSync(dir, { recursive: true, force: true })
  }
}
