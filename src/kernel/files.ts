import { createHash, randomUUID } from 'node:crypto'
import { mkdir, open, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { ts } from './db.ts'
import { NotFound } from './flow.ts'
import type { Ask } from './op.ts'

/** Where the bytes with this SHA-256 are kept. */
export const pathOf = (dataDir: string, sha256: string) =>
  join(dataDir, 'files', sha256.slice(0, 2), sha256)

/** Keep bytes under their own SHA-256; on disk and flushed before anyone is told. Same bytes, same file. */
export async function keepFile(
  ask: Ask,
  bytes: Uint8Array,
  about: { type: string; name: string },
): Promise<string> {
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const path = pathOf(ask.world.dataDir, sha256)
  await mkdir(join(path, '..'), { recursive: true })
  const draft = `${path}.${randomUUID()}`
  const file = await open(draft, 'wx')
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(draft, path)
  await sql`insert into kernel.file (sha256, size, type, name, at)
    values (${sha256}, ${bytes.byteLength}, ${about.type}, ${about.name}, ${ts(ask.now)}) on conflict do nothing`.execute(
    ask.tx,
  )
  return sha256
}

/** The bytes, after checking that they still are what their name says. */
export async function readKept(dataDir: string, sha256: string): Promise<Buffer> {
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw new NotFound('文件')
  const bytes = await readFile(pathOf(dataDir, sha256)).catch(() => {
    throw new NotFound('文件')
  })
  if (createHash('sha256').update(bytes).digest('hex') !== sha256)
    throw new Error(`文件 ${sha256} 与其摘要不符`)
  return bytes
}
