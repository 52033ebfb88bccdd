import { createHash } from 'node:crypto'
import { createWriteStream, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve, sep } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import { ORIGIN } from '#journal'
import { openPool } from '#kernel'
import {
  append,
  type Edge,
  ed25519Signer,
  ed25519Verifier,
  emptyEdge,
  leafHash,
  openCheckpoint,
  sameBytes,
  sha256,
} from '#merkle'
import { type Migration, migrate, StartError } from '#postgres'
import { type Manifest, openManifest } from './manifest.ts'
import { insertLines, tablesOf } from './tables.ts'
import { BackupBroken, checkPart, readPart } from './vault.ts'

export interface Restoring {
  readonly from: string
  readonly databaseUrl: string
  readonly dataDir: string
  readonly passphrase: string
  readonly migrations: readonly Migration[]
  /** A signed checkpoint of this journal that somebody else kept: a note, or a monitor's state. */
  readonly checkpoint: string | null
  /** Told to go back behind that checkpoint all the same. */
  readonly allowRollback: boolean
  readonly say: (text: string) => void
}
/** Puts a backup where nothing is. Every part is checked before anything is written; the rows come in one transaction. */
export async function restoreBackup(o: Restoring): Promise<Manifest> {
  const { manifest, key } = openManifest(o.from, o.passphrase)
  const digests = new Map(
    o.migrations.map((m) => [m.name, createHash('sha256').update(m.sql).digest('hex')]),
  )
  for (const m of manifest.migrations) {
    const ours = digests.get(m.name)
    if (ours === undefined)
      throw new BackupBroken(
        `备份的数据库结构更新（${m.name}），这个版本不认识；请用做备份的版本或更新的版本恢复`,
      )
    if (ours !== m.sha256) throw new BackupBroken(`数据库结构 ${m.name} 与备份时不同，不能恢复`)
  }
  const parts = [...manifest.tables.map((t) => t.part), ...manifest.files.map((f) => f.part)]
  for (const p of parts) await checkPart(p, join(o.from, p.name))
  o.say(`备份完好：${parts.length}个部分与清单相符`)
  if (existsSync(o.dataDir) && readdirSync(o.dataDir).some((f) => f.endsWith('.key')))
    throw new StartError(`数据目录 ${o.dataDir} 里已有密钥；请恢复到空的数据目录`)

  const pool = openPool(o.databaseUrl, 2)
  try {
    await demandEmpty(pool)
    const wanted = new Set(manifest.migrations.map((m) => m.name))
    await migrate(
      pool,
      o.migrations.filter((m) => wanted.has(m.name)),
    )
    const client = await pool.connect()
    try {
      await client.query('set statement_timeout = 0; set lock_timeout = 0')
      await client.query('begin')
      await fill(client, manifest, key, o)
      await judgeJournal(client, manifest, key, o)
      await client.query('commit')
    } catch (e) {
      await client.query('rollback')
      throw e
    } finally {
      client.release()
    }
    // The keys come last: a data folder with keys is one that was restored whole.
    const last = (f: { path: string }) => (f.path.endsWith('.key') ? 1 : 0)
    for (const f of [...manifest.files].sort((a, b) => last(a) - last(b))) {
      const to = resolve(o.dataDir, f.path)
      if (!to.startsWith(resolve(o.dataDir) + sep))
        throw new BackupBroken(`清单里的路径 ${f.path} 越界`)
      mkdirSync(dirname(to), { recursive: true })
      const mode = f.path.endsWith('.key') ? 0o600 : 0o644
      await readPart(key, f.part.name, join(o.from, f.part.name), (source) =>
        pipeline(source, createWriteStream(to, { mode })),
      )
    }
    await migrate(pool, o.migrations)
  } finally {
    await pool.end()
  }
  return manifest
}
/** Nobody's data is written over; what an earlier, broken-off restore left behind is cleared away. */
async function demandEmpty(pool: pg.Pool) {
  for (const table of ['kernel.journal', 'library.org', 'library.person']) {
    const { rows } = await pool.query<{ there: boolean }>(
      'select to_regclass($1) is not null as there',
      [table],
    )
    if (!rows[0]?.there) continue
    const { rowCount } = await pool.query(`select from ${table} limit 1`)
    if (rowCount) throw new StartError('目标库里已有数据；请恢复到空库')
  }
  const { rows } = await pool.query<{ name: string }>(
    `select nspname as name from pg_namespace where nspname !~ '^(pg_|information_schema$|public$)'`,
  )
  for (const { name } of rows) await pool.query(`drop schema ${JSON.stringify(name)} cascade`)
  await pool.query('drop table if exists public.kernel_migrations')
}
async function fill(client: pg.ClientBase, m: Manifest, key: Buffer, o: Restoring) {
  const tables = await tablesOf(client)
  for (const t of tables) await client.query(`alter table ${t.name} disable trigger user`)
  // What migrations themselves wrote stands in the backup as well.
  for (const t of [...tables].reverse()) await client.query(`delete from ${t.name}`)
  let rows = 0
  for (const t of tables) {
    const kept = m.tables.find((x) => x.name === t.name)
    if (!kept) throw new BackupBroken(`备份里没有表 ${t.name}`)
    let n = 0
    await readPart(key, kept.part.name, join(o.from, kept.part.name), async (source) => {
      n = await insertLines(client, t, source)
    })
    if (n !== kept.rows) throw new BackupBroken(`表 ${t.name} 应有${kept.rows}行，读出${n}行`)
    rows += n
  }
  for (const s of m.sequences)
    await client.query('select setval($1, $2, $3)', [s.name, s.last, s.called])
  // What was deferred is judged now: a table with a judgement pending cannot be altered.
  await client.query('set constraints all immediate')
  for (const t of tables) await client.query(`alter table ${t.name} enable trigger user`)
  o.say(`数据：${tables.length}张表，${rows}行`)
}
/** The tree grown again from the entries, against the backup's own checkpoint and one that was kept elsewhere. */
async function judgeJournal(client: pg.ClientBase, m: Manifest, key: Buffer, o: Restoring) {
  let seed = ''
  const kept = m.files.find((f) => f.path === 'journal.key')
  if (!kept) throw new BackupBroken('备份里没有流水的签名密钥')
  await readPart(key, kept.part.name, join(o.from, kept.part.name), async (source) => {
    for await (const chunk of source) seed += chunk.toString('utf8')
  })
  const { vkey } = ed25519Signer(ORIGIN, new Uint8Array(Buffer.from(seed, 'base64')))
  const read = (note: string) => openCheckpoint(note, ORIGIN, [ed25519Verifier(vkey)])
  const own = m.journal.note === '' ? null : read(m.journal.note)
  let elsewhere: { size: number; root: Uint8Array } | null = null
  if (o.checkpoint !== null)
    try {
      elsewhere = read(noteIn(o.checkpoint))
    } catch (e) {
      throw new StartError(`给出的检查点不是这条流水签的：${(e as Error).message}`)
    }
  const size = m.journal.size
  let edge: Edge = emptyEdge
  let root: Uint8Array | null = null
  const stops = new Map<number, Uint8Array>()
  for (const c of [own, elsewhere]) if (c) stops.set(c.size, c.root)
  const points = [...new Set([...stops.keys(), size])]
    .filter((n) => n <= size)
    .sort((a, b) => a - b)
  const BATCH = 5000
  for (const point of points)
    while (edge.size < point || root === null) {
      const upTo = Math.min(point, edge.size + BATCH)
      const { rows } = await client.query<{ leaf: string; seen: Buffer }>(
        `select j.leaf, l.sha256 as seen from kernel.leaf l join kernel.journal j using (seq)
         where l.index >= $1 and l.index < $2 order by l.index`,
        [edge.size, upTo],
      )
      if (rows.length !== upTo - edge.size) throw new BackupBroken('流水有缺号')
      const hashes = rows.map((r) => leafHash(sha256, new Uint8Array(Buffer.from(r.leaf))))
      if (hashes.some((h, i) => !sameBytes(h, new Uint8Array(rows[i]?.seen ?? Buffer.alloc(0)))))
        throw new BackupBroken('有一条流水与它的摘要不符')
      const grown = append(sha256, edge, hashes)
      edge = grown.edge
      root = grown.root
      const said = stops.get(edge.size)
      if (said && !sameBytes(said, root))
        throw new BackupBroken(`流水到第${edge.size}条的树根与签过的检查点不符：过去被改过`)
      if (edge.size === point) break
    }
  o.say(`流水：${size}条，树根重算相符`)
  if (elsewhere && elsewhere.size > size) {
    const short = `备份的流水有${size}条，别处见证过的检查点有${elsewhere.size}条：恢复会丢掉${elsewhere.size - size}条已经公开的事`
    if (!o.allowRollback)
      throw new StartError(
        `${short}。请找更新的备份；确实没有的，加 --allow-rollback，并按 docs/operations.md 公告`,
      )
    o.say(`注意：${short}（已按 --allow-rollback 继续）`)
  } else if (!elsewhere)
    o.say('注意：没有给出别处保存的检查点（--checkpoint），看不出这份备份是不是旧的')
}
/** A note as it is, or the one in a monitor's state. */
const noteIn = (path: string): string => {
  const text = readFileSync(
    existsSync(join(path, 'state.json')) ? join(path, 'state.json') : path,
    'utf8',
  )
  return text.startsWith('{') ? String((JSON.parse(text) as { note?: unknown }).note) : text
}
