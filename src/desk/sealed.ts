import { Readable } from 'node:stream'
import { type Context, Hono } from 'hono'
import {
  type Actor,
  actorOf,
  answerError,
  Malformed,
  NotFound,
  type Server,
  sameOrigin,
  sessionToken,
} from '#kernel'
import type { Printer } from '#papers'
import { addPart, attachmentFor, ciphertextFor } from '#tender'
import { documentRoutes } from './document.ts'
import { reportRoutes } from './report.ts'

const LARGEST_PART = 2 * 1024 * 1024
/** One range of bytes (RFC 9110 §14); null for what cannot be answered. */
export function rangeIn(text: string, size: number): { from: number; length: number } | null {
  const m = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(text)
  if (!m || (m[1] === '' && m[2] === '')) return null
  const from = m[1] === '' ? Math.max(0, size - Number(m[2])) : Number(m[1])
  const to = m[1] === '' || m[2] === '' ? size - 1 : Math.min(Number(m[2]), size - 1)
  return from <= to && from < size ? { from, length: to - from + 1 } : null
}

/** Bytes that are no JSON: parts of a sealed bid on their way in, attachments and reports on their way out. */
export function sealedRoutes(server: Server, printer: Printer) {
  const { db, world, complain, failed } = server
  const app = new Hono()
  const guard = (c: Context, run: (actor: Actor) => Promise<Response>) =>
    (async () => {
      const token = sessionToken(c)
      const actor = token ? await actorOf(db, token, world) : null
      if (!actor) throw new Malformed(401, '请先登录，或登录已过期')
      return run(actor)
    })().catch((e) => {
      const answer = answerError(e, complain)
      if (answer.status >= 500 && c.req.method === 'PUT') failed?.('box.part')
      return answer
    })
  const idOf = (c: Context) => {
    const id = c.req.query('id') ?? ''
    if (!/^[0-9a-f-]{36}$/.test(id)) throw new NotFound('上传')
    return id
  }
  /** One part of an upload, as raw bytes: `id`, `offset`, and the digest of the part in the box's hash, hexadecimal. */
  app.put('/api/box/part', (c) =>
    guard(c, async (actor) => {
      sameOrigin(c)
      const offset = Number(c.req.query('offset'))
      const digest = c.req.query('digest') ?? ''
      if (!Number.isSafeInteger(offset) || offset < 0 || !/^[0-9a-f]{64}$/i.test(digest))
        throw new Malformed(400, '须写明 offset 与 digest')
      const length = Number(c.req.header('content-length') ?? Number.NaN)
      if (!(length > 0 && length <= LARGEST_PART))
        throw new Malformed(413, '一片过大或没有写明长度')
      const bytes = Buffer.from(await c.req.arrayBuffer())
      const answer = await addPart(
        { db, world },
        { id: idOf(c), owner: actor.org, offset, digest, bytes },
      )
      return Response.json(answer, { headers: { 'cache-control': 'no-store' } })
    }),
  )
  const stream = (
    bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
    more: Record<string, string>,
  ) =>
    new Response(Readable.toWeb(Readable.from(bytes)) as ReadableStream, {
      headers: {
        'cache-control': 'no-store',
        'content-type': 'application/octet-stream',
        'content-security-policy': "default-src 'none'; sandbox",
        ...more,
      },
    })
  /** One's own ciphertext again: for the rehearsal, in which the bidder's browser opens what really lies here. */
  app.get('/api/bid/ciphertext', (c) =>
    guard(c, async (actor) =>
      stream(await db.transaction().execute((tx) => ciphertextFor(tx, world, actor, idOf(c))), {}),
    ),
  )
  /** An attachment of an opened bid. Never shown in place: it is somebody else's file. */
  app.get('/api/bid/attachment', (c) =>
    guard(c, async (actor) => {
      const at = Number(c.req.query('no'))
      const { file, bytes } = await db
        .transaction()
        .execute((tx) => attachmentFor(tx, world, actor, idOf(c), at))
      const shared = {
        'accept-ranges': 'bytes',
        'x-content-type-options': 'nosniff',
        'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
      }
      // A page of a large paper is a few pieces of it: only those are read and decrypted.
      const asked = c.req.header('range')
      if (asked !== undefined) {
        const range = rangeIn(asked, file.size)
        if (range === null)
          return new Response(null, {
            status: 416,
            headers: { ...shared, 'content-range': `bytes */${file.size}` },
          })
        const { from, length } = range
        const part = stream(bytes(from, length), {
          ...shared,
          'content-length': String(length),
          'content-range': `bytes ${from}-${from + length - 1}/${file.size}`,
        })
        return new Response(part.body, { status: 206, headers: part.headers })
      }
      return stream(bytes(), {
        ...shared,
        'content-length': String(file.size),
      })
    }),
  )
  app.route('/', reportRoutes(server, printer))
  app.route('/', documentRoutes(server, printer))
  return app
}
