import { startPostgres } from '/work/main/src/kernel/postgres/index.ts'
import pg from 'pg'
const dir = process.argv[2]!
const t0 = performance.now()
const s = await startPostgres({ dataDir: dir, durable: process.argv[3] !== 'soft', tcp: process.argv[4] === 'tcp' })
console.log('start', Math.round(performance.now() - t0), s.url)
const c = new pg.Client(s.url); await c.connect()
console.log((await c.query("select current_user, version(), show_trgm.x from (select 1 x) show_trgm")).rows)
await c.query('create extension if not exists pg_trgm')
console.log((await c.query("select show_trgm('政府采购'), upper('é'), current_setting('lc_ctype'), current_setting('shared_memory_type')")).rows)
await c.end()
if (process.argv.includes('stay')) await new Promise(() => setInterval(() => {}, 1e6))
const t1 = performance.now(); await s.stop(); console.log('stop', Math.round(performance.now() - t1))
