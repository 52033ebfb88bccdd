import { createHash, randomUUID } from 'node:crypto'
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Hono } from 'hono'
import { sql } from 'kysely'
import { z } from 'zod'
import { type Server, sameOrigin, sessionToken } from './api.ts'
import { ts } from './db.ts'
import { pathOf } from './files.ts'
import { NotFound } from './flow.ts'
import { newId } from './id.ts'
import type { Ask } from './op.ts'
import { answerError, Malformed } from './problem.ts'
import { actorOf } from './session.ts'

export interface Upload {
  readonly id: string
  readonly sha256: string
  readonly name: string
  readonly size: number
}
/** Ours (△): a table of goods is smaller; bids have an address of their own. */
export const MAX_UPLOAD = 200 * 2 ** 20
/** At once, one person; a day old, a draft nobody finished. */
const AT_ONCE = 3
const STALE_MS = 24 * 3_600_000

const zName = z
  .string()
  .min(1, '没有文件名')
  .max(200, '文件名过长')
  .refine((s) => !/[\p{Cc}/\\]/u.test(s), { message: '文件名含有不允许的字符' })

/**
 * POST /api/upload?name=价格表.xlsx with the bytes as the body: streamed to disk under a limit while its SHA-256 is taken,
 * flushed, then named by it. Answers {id, sha256, name, size}; ops take the id and ask `uploadOf`, which knows only one's own.
 */
export function uploadRoutes({ db, world, complain }: Server, max = MAX_UPLOAD) {
  const drafts = join(world.dataDir, 'files', 'drafts')
  const going = new Map<string, number>()
  const app = new Hono()
  app.post('/api/upload', async (c) => {
    let draft: string | undefined
    let counted: string | undefined
    try {
      sameOrigin(c)
      const token = sessionToken(c)
      const actor = token === null ? null : await actorOf(db, token, world)
      if (!actor?.person) throw new Malformed(401, '请先登录，或登录已过期')
      const person = actor.person
      const name = zName.safeParse(c.req.query('name') ?? '')
      if (!name.success) throw new Malformed(400, name.error.issues[0]?.message ?? '文件名不对')
      const tooLarge = () => new Malformed(413, `文件过大，最多${Math.floor(max / 2 ** 20)}MB`)
      if (Number(c.req.header('content-length') ?? 0) > max) throw tooLarge()
      if ((going.get(person) ?? 0) >= AT_ONCE)
        throw new Malformed(429, `同时上传的文件不超过${AT_ONCE}个，请等前面的传完`)
      counted = person
      going.set(person, (going.get(person) ?? 0) + 1)
      await mkdir(drafts, { recursive: true })
      draft = join(drafts, randomUUID())
      const file = await open(draft, 'wx')
      const hash = createHash('sha256')
      let size = 0
      try {
        if (c.req.raw.body)
          for await (const chunk of c.req.raw.body) {
            size += chunk.byteLength
            if (size > max) throw tooLarge()
            hash.update(chunk)
            await file.write(chunk)
          }
        await file.sync()
      } finally {
        await file.close()
      }
      if (size === 0) throw new Malformed(400, '文件是空的')
      const sha256 = hash.digest('hex')
      const path = pathOf(world.dataDir, sha256)
      await mkdir(join(path, '..'), { recursive: true })
      await rename(draft, path)
      draft = undefined
      const now = world.now()
      const upload: Upload = { id: newId(now), sha256, name: name.data, size }
      await db.transaction().execute(async (tx) => {
        await sql`insert into kernel.file (sha256, size, type, name, at)
          values (${sha256}, ${size}, ${c.req.header('content-type') ?? 'application/octet-stream'}, ${upload.name}, ${ts(now)}) on conflict do nothing`.execute(
          tx,
        )
        await sql`insert into kernel.upload (id, person, sha256, name, at)
          values (${upload.id}, ${person}, ${sha256}, ${upload.name}, ${ts(now)})`.execute(tx)
      })
      return c.json(upload)
    } catch (e) {
      // Whoever hung up is no fault of ours.
      const gone = c.req.raw.signal.aborted || (e as { code?: string }).code === 'ECONNRESET'
      return answerError(gone ? new Malformed(400, '上传中断了，请重传') : e, complain)
    } finally {
      if (draft) await rm(draft, { force: true })
      if (counted) going.set(counted, (going.get(counted) ?? 1) - 1)
    }
  })
  return app
}
/** What this person uploaded, and nobody else's. Throws NotFound. */
export async function uploadOf(ask: Ask, id: string): Promise<Upload> {
  const { rows } = await sql<Upload>`select u.id, u.sha256, u.name, f.size from kernel.upload u
    join kernel.file f on f.sha256 = u.sha256 where u.id = ${id} and u.person = ${ask.actor.person}`.execute(
    ask.tx,
  )
  if (!rows[0]) throw new NotFound('上传的文件')
  return rows[0]
}
/** Drafts of uploads that never ended, a day after; called once at the start. */
export async function sweepDrafts(dataDir: string, wall: number): Promise<void> {
  const dir = join(dataDir, 'files', 'drafts')
  for (const f of await readdir(dir).catch(() => [] as string[]))
    if (wall - (await stat(join(dir, f))).mtimeMs > STALE_MS)
      await rm(join(dir, f), { force: true })
}
