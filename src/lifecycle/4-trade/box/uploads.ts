import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import {
  type Ask,
  type Db,
  Malformed,
  NotFound,
  newId,
  partBytes,
  Refused,
  refusal,
  rfc3339,
  suiteOf,
  ts,
  type World,
} from '#kernel'
import type { Entry, Upload } from './store.ts'
import * as store from './store.ts'

/** One organisation's bytes standing in uploads not yet committed (△). */
const QUOTA = 1024 ** 3
/** One bid's ciphertext (△): 200 MB with room. */
const LARGEST = 512 * 1024 ** 2
/** An upload that nobody touched and nobody committed for this long is cleared away (△). */
const ORPHAN_MS = 7 * 86_400_000
const place = (world: World, id: string) => join(world.dataDir, 'sealed', id.slice(-2), id)

export async function beginUpload(
  ask: Ask,
  i: { box: string; size: number },
): Promise<Upload & { part: number }> {
  const owner = ask.actor.org
  if (owner === null) throw new NotFound('标箱')
  const box = await store.boxOf(ask.tx, i.box)
  // One after another for one organisation, so that the quota counts what the other request adds.
  await sql`select pg_advisory_xact_lock(hashtextextended(${owner}, 4))`.execute(ask.tx)
  const standing = await store.pendingBytes(ask.tx, owner)
  if (i.size > LARGEST || standing + i.size > QUOTA)
    throw new Refused([
      refusal(
        '上传不得超过限额',
        i.size > LARGEST
          ? `密文${i.size}字节，一份最多${LARGEST / 1024 ** 2}MB`
          : `本单位尚未提交的上传已有${standing}字节，加上这一份超过${QUOTA / 1024 ** 3}GB`,
        { cure: '压缩附件，或先提交、放弃未完成的上传' },
      ),
    ])
  const u: Upload = {
    id: newId<'upload'>(ask.now),
    box: box.id,
    owner,
    size: i.size,
    received: 0,
    parts: '',
    began: ask.now,
    touched: ask.now,
    entry: null,
  }
  await store.addUpload(ask.tx, u)
  return { ...u, part: partBytes(await suiteOf(box.suite)) }
}
/** How far an upload of this organisation has come. */
export async function uploadState(ask: Ask, id: string) {
  const u = await store.uploadOf(ask.tx, id)
  if (u.owner !== ask.actor.org) throw new NotFound('上传')
  return { id: u.id, box: u.box, size: u.size, received: u.received, touched: rfc3339(u.touched) }
}

/**
 * One part: whole, in its place, and with the digest it is said to have. On disk and flushed before the database says so, so
 * what was acknowledged is there; a part that comes twice is acknowledged twice and written once.
 */
export async function addPart(
  { db, world }: { db: Db; world: World },
  i: { id: string; owner: string | null; offset: number; digest: string; bytes: Buffer },
): Promise<{ received: number }> {
  return db.transaction().execute(async (tx) => {
    const u = await store.uploadOf(tx, i.id, true)
    if (u.owner !== i.owner || u.entry !== null) throw new NotFound('上传')
    const box = await store.boxOf(tx, u.box)
    const s = await suiteOf(box.suite)
    const full = partBytes(s)
    const algorithm = box.suite === 'GM-1' ? 'sm3' : 'sha256'
    const actual = createHash(algorithm).update(i.bytes).digest('hex')
    if (actual !== i.digest.toLowerCase())
      throw new Malformed(422, '这一片在路上有改动，请重传这一片')
    if (i.offset % full !== 0 || i.bytes.length !== Math.min(full, u.size - i.offset))
      throw new Malformed(400, `每片须为${full}字节，最后一片为所余字节`)
    if (i.offset < u.received) {
      const had = u.parts.slice((i.offset / full) * 64, (i.offset / full) * 64 + 64)
      if (had !== actual) throw new Malformed(409, '这一片已收到，内容却不同；请重新封存后上传')
      return { received: u.received }
    }
    if (i.offset > u.received) throw new Malformed(409, `请从第${u.received}字节续传`)
    const path = place(world, u.id)
    await mkdir(join(path, '..'), { recursive: true })
    const file = await open(path, i.offset === 0 ? 'w' : 'r+', 0o600)
    try {
      await file.write(i.bytes, 0, i.bytes.length, i.offset)
      await file.datasync()
    } finally {
      await file.close()
    }
    const received = u.received + i.bytes.length
    await store.setUpload(tx, u.id, {
      received,
      parts: u.parts + actual,
      touched: world.now(),
    })
    return { received }
  })
}
/** 放弃一次上传；已归入投标的，随投标撤回。 */
export async function discard(ask: Ask, id: string): Promise<void> {
  await store.removeUpload(ask.tx, id)
  // A file whose row is gone is nobody's; the sweep takes it, even when this transaction does not commit.
  await sql`insert into trade.sweep (upload, at) values (${id}, ${ts(ask.now)})`.execute(ask.tx)
}
export async function dropUpload(ask: Ask, id: string): Promise<void> {
  const u = await store.uploadOf(ask.tx, id, true)
  if (u.owner !== ask.actor.org || u.entry !== null) throw new NotFound('上传')
  await discard(ask, id)
}

/** Clear away what nobody committed, and the files of what was withdrawn. Returns how many files went. */
export async function sweep(db: Db, world: World): Promise<number> {
  await db.transaction().execute(async (tx) => {
    const before = (world.now() - ORPHAN_MS) as Upload['touched']
    for (const u of await store.orphansBefore(tx, before)) {
      await store.removeUpload(tx, u.id)
      await sql`insert into trade.sweep (upload, at) values (${u.id}, ${ts(world.now())})`.execute(
        tx,
      )
    }
  })
  // Transactions, because a bare connection stands before the second wall and sees nothing.
  const { rows } = await db
    .transaction()
    .execute((tx) => sql<{ upload: string }>`select upload from trade.sweep limit 500`.execute(tx))
  for (const { upload } of rows) await rm(place(world, upload), { force: true })
  const gone = rows.map((r) => r.upload)
  await db
    .transaction()
    .execute((tx) => sql`delete from trade.sweep where upload = any(${gone})`.execute(tx))
  return rows.length
}

/** The ciphertext as it lies, in pieces; or a stretch of it. */
export function bodyOf(world: World, e: Pick<Entry, 'ciphertext' | 'upload'>) {
  const { ciphertext, upload } = e
  return {
    stream: (): AsyncIterable<Uint8Array> | Iterable<Uint8Array> =>
      ciphertext !== null
        ? [ciphertext]
        : createReadStream(place(world, upload ?? ''), { highWaterMark: 1024 * 1024 }),
    async read(offset: number, length: number): Promise<Uint8Array> {
      if (ciphertext !== null) return ciphertext.subarray(offset, offset + length)
      const file = await open(place(world, upload ?? ''), 'r')
      try {
        const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, offset)
        return buffer.subarray(0, bytesRead)
      } finally {
        await file.close()
      }
    },
  }
}
