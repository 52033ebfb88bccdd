import { createReadStream, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { open, rename, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { openPool } from '#kernel'
import { StartError } from '#postgres'
import { FORMAT, MANIFEST, type Manifest, sealManifest } from './manifest.ts'
import { linesOf, sequencesOf, tablesOf } from './tables.ts'
import { newKey, writePart } from './vault.ts'

export interface Making {
  readonly databaseUrl: string
  readonly dataDir: string
  readonly to: string
  readonly passphrase: string
  readonly now: () => string
  readonly say: (text: string) => void
}
/** What stands beside the database and cannot be made again: keys, files, sealed bodies. Bulk files are made anew. */
function besides(dataDir: string): string[] {
  const keys = readdirSync(dataDir).filter((f) => f.endsWith('.key'))
  const under = ['files', 'sealed'].flatMap((top) =>
    existsSync(join(dataDir, top))
      ? readdirSync(join(dataDir, top), { recursive: true, withFileTypes: true })
          .filter((f) => f.isFile())
          .map((f) => join(f.parentPath, f.name).slice(dataDir.length + 1))
      : [],
  )
  return [...keys, ...under.filter((f) => !f.startsWith(join('files', 'drafts')))].sort()
}
/**
 * A whole region in a new folder: every table in one snapshot, while the service goes on; then the files that snapshot can
 * name. It is put in its place when it is whole and on the disk; killed before that, it leaves a folder ending in `.part`.
 */
export async function makeBackup(o: Making): Promise<Manifest> {
  if (existsSync(o.to)) throw new StartError(`${o.to} 已经在了；请用一个新文件夹`)
  const draft = `${o.to}.part`
  rmSync(draft, { recursive: true, force: true })
  mkdirSync(join(draft, 'tables'), { recursive: true, mode: 0o700 })
  mkdirSync(join(draft, 'files'), { mode: 0o700 })
  const { key, wrapped } = newKey(o.passphrase)
  const pool = openPool(o.databaseUrl, 1)
  const client = await pool.connect()
  try {
    await client.query('set statement_timeout = 0')
    await client.query('begin isolation level repeatable read read only')
    const { rows: migrations } = await client.query<{ name: string; sha256: string }>(
      `select name, sha256 from public.kernel_migrations where name <> 'walls' order by name`,
    )
    const { rows: at } = await client.query<{ size: number; note: string }>(
      'select size, note from kernel.checkpoint order by size desc limit 1',
    )
    const { rows: leaves } = await client.query<{ size: number }>(
      'select count(*) as size from kernel.leaf',
    )
    const note = at[0]?.note ?? ''
    const tables: Manifest['tables'] = []
    for (const [i, t] of (await tablesOf(client)).entries()) {
      let rows = 0
      const name = `tables/${String(i).padStart(3, '0')}`
      const lines = linesOf(client, t, (n) => {
        rows = n
      })
      const part = await writePart(key, name, join(draft, name), lines)
      tables.push({ name: t.name, rows, part })
    }
    o.say(`数据：${tables.length}张表，${tables.reduce((n, t) => n + t.rows, 0)}行`)
    // Numbers are drawn outside transactions, so after the rows: a number too high is never wrong, one too low is.
    const sequences = await sequencesOf(client)
    await client.query('commit')
    const files: Manifest['files'] = []
    for (const [i, path] of besides(o.dataDir).entries()) {
      const from = join(o.dataDir, path)
      // Swept away since it was listed: the snapshot may still name it, and a restored service sweeps it as well.
      if ((await stat(from).catch(() => null)) === null) continue
      const name = `files/${String(i).padStart(6, '0')}`
      files.push({
        path,
        part: await writePart(key, name, join(draft, name), createReadStream(from)),
      })
    }
    o.say(`文件和密钥：${files.length}个`)
    const manifest: Manifest = {
      format: FORMAT,
      at: o.now(),
      migrations,
      journal: { size: leaves[0]?.size ?? 0, root: note.split('\n')[2] ?? '', note },
      tables,
      sequences,
      files,
      key: wrapped,
    }
    const file = await open(join(draft, MANIFEST), 'wx', 0o600)
    await file.writeFile(sealManifest(manifest, key))
    await file.sync()
    await file.close()
    await rename(draft, o.to)
    return manifest
  } finally {
    client.release(true)
    await pool.end()
  }
}
