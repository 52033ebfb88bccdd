import { createHash } from 'node:crypto'
import { type Context, Hono } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { sql } from 'kysely'
import { z } from 'zod'
import { askAs } from './clock.ts'
import { type Db, ts } from './db.ts'
import { Conflict } from './flow.ts'
import { parseJson } from './json.ts'
import { type Actor, type AnyOp, type Ask, entrusted, isQuery, type Ops, type World } from './op.ts'
import { answerError, Malformed, problem } from './problem.ts'
import { demandProof, type Held, sessionOf } from './session.ts'
import { readAs } from './wall.ts'
import { checked } from './wrong.ts'

const MAX_BODY = 256 * 1024
const nobody: Actor = {
  person: null,
  name: '访客',
  role: '访客',
  org: null,
  orgName: '',
  region: '',
}

class DryRun extends Error {}

export async function bodyOf(c: Context, max: number): Promise<string> {
  const length = Number(c.req.header('content-length') ?? 0)
  const tooLarge = () => new Malformed(413, `内容过大，最多${Math.floor(max / 1024)}KB`)
  if (length > max) throw tooLarge()
  // A stated length is enforced by the HTTP parser, so the whole may be taken at once; only a body without one is counted as it comes.
  if (c.req.header('content-length') !== undefined)
    return decoded(Buffer.from(await c.req.arrayBuffer()))
  const chunks: Uint8Array[] = []
  let size = 0
  if (c.req.raw.body)
    for await (const chunk of c.req.raw.body) {
      size += chunk.byteLength
      if (size > max) throw tooLarge()
      chunks.push(chunk)
    }
  return decoded(Buffer.concat(chunks))
}
function decoded(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new Malformed(400, '请求内容不是 UTF-8 文字')
  }
}

const SESSION = 'yw_session'
const secure = (c: Context) =>
  new URL(c.req.url).protocol === 'https:' || c.req.header('x-forwarded-proto') === 'https'
export const sessionToken = (c: Context) => cookieOf(c, SESSION)
export const giveSession = (c: Context, token: string) =>
  giveCookie(c, SESSION, token, token === '' ? 0 : undefined)
/** For this site alone, out of reach of scripts; over https bound to the host by its name. */
export const giveCookie = (c: Context, name: string, value: string, maxAge?: number) =>
  setCookie(c, name, value, {
    path: '/',
    httpOnly: true,
    sameSite: 'Lax',
    secure: secure(c),
    ...(secure(c) ? { prefix: 'host' as const } : {}),
    ...(maxAge === undefined ? {} : { maxAge }),
  })
export const cookieOf = (c: Context, name: string) =>
  getCookie(c, secure(c) ? `__Host-${name}` : name) ?? null

/** A page of another site may not make this browser act: the cookie is not enough. */
export function sameOrigin(c: Context) {
  const origin = c.req.header('origin')
  if (
    origin !== undefined &&
    (!URL.canParse(origin) || new URL(origin).host !== c.req.header('host'))
  )
    throw new Malformed(403, '请求来自其他网站')
}

export interface Server {
  readonly db: Db
  readonly world: World
  readonly complain: (e: unknown) => void
  /** An act was refused by a fault of ours: which. */
  readonly failed?: (address: string) => void
}

/** One request, one transaction, one answer. */
export function serve(api: Ops, { db, world, complain, failed }: Server) {
  const app = new Hono()
  for (const [module, ops] of Object.entries(api))
    for (const [name, o] of Object.entries(ops))
      app.on(isQuery(name) ? 'GET' : 'POST', `/api/${module}/${name}`, async (c) => {
        try {
          return await (isQuery(name) ? ask(c, o, module) : act(c, o, module, name))
        } catch (e) {
          const answer = answerError(e, complain)
          if (answer.status >= 500 && !isQuery(name)) failed?.(`${module}.${name}`)
          return answer
        }
      })
  app.all('/api/:module/:op', (c) => {
    const { module, op } = c.req.param()
    return api[module]?.[op]
      ? problem(405, `请用 ${isQuery(op) ? 'GET' : 'POST'} 方法`)
      : problem(404, '没有这个接口')
  })
  app.all('/api/*', () => problem(404, '没有这个接口'))
  return app

  async function actorFor(
    c: Context,
    o: AnyOp,
    module: string,
    dry = false,
  ): Promise<(Held & { origin: string }) | null> {
    const token = sessionToken(c)
    const now = world.now()
    const held = token === null ? null : await sessionOf(db, token, world)
    if (held === null && !o.public) throw new Malformed(401, '请先登录，或登录已过期')
    const actor = held?.actor
    if (o.by && actor && !o.by.includes(actor.role))
      throw new Malformed(403, `须由${o.by.join('或')}办理，您的岗位是${actor.role}`)
    if (actor?.behalf) {
      const nouns = world.flows.filter((f) => f.module === module).map((f) => f.noun)
      if ((nouns.length > 0 || o.by || o.stepUp) && !nouns.some((n) => entrusted(actor, n)))
        throw new Malformed(403, `${actor.behalf.name}的授权不含这类事项，请切回本人岗位`)
    }
    if (o.stepUp && held && !dry)
      demandProof({ actor: held.actor, now, world, session: { ...held, origin: '' } })
    // What is only tried asks for nothing: rules are judged live while somebody still types.
    return (
      held && { ...held, ...(dry ? { proved: now } : {}), origin: c.req.header('origin') ?? '' }
    )
  }
  function encode(o: AnyOp, answer: unknown) {
    return JSON.stringify(z.encode(o.output, answer))
  }
  function send(text: string) {
    return new Response(text, {
      headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
    })
  }

  async function ask(c: Context, o: AnyOp, module: string) {
    const query: Record<string, string> = {}
    for (const [k, v] of Object.entries(c.req.queries())) {
      if (v.length > 1) throw new Malformed(400, `参数“${k}”出现了两次`)
      query[k] = v[0] as string
    }
    const input = checked(o.input, query)
    const held = await actorFor(c, o, module)
    const actor = held?.actor ?? nobody
    // Questions see what the asker may see and nothing else; acts judge rules on facts their taker may not see, and answer a receipt.
    const answer = await readAs(db, world.flows, actor, (tx) =>
      o.run(askAs(world, tx, actor, held ?? undefined), input),
    )
    return send(encode(o, answer))
  }

  async function act(c: Context, o: AnyOp, module: string, name: string) {
    const address = `${module}.${name}`
    sameOrigin(c)
    // The moment of arrival decides about lateness, not the moment the body was read or the lock was had.
    const arrived = world.now()
    const dry = c.req.query('dry') === '1'
    let held = await actorFor(c, o, module, dry)
    if (!/^application\/json\b/i.test(c.req.header('content-type') ?? ''))
      throw new Malformed(415, '请求须为 application/json')
    const began = performance.now()
    const text = await bodyOf(c, o.maxBody ?? MAX_BODY)
    // A body that trickles in must not carry a session past its revocation.
    if (performance.now() - began > 500) held = await actorFor(c, o, module, dry)
    const actor = held?.actor ?? nobody
    let raw: unknown
    try {
      raw = parseJson(text || '{}')
    } catch (e) {
      throw new Malformed(400, (e as Error).message)
    }
    const input = checked(o.input, raw)
    const key = c.req.header('idempotency-key')
    if (key !== undefined && !/^[\x21-\x7e]{1,200}$/.test(key))
      throw new Malformed(400, 'Idempotency-Key 须为1至200个可见字符')
    const run = (tx: Ask['tx']) =>
      o.run({ ...askAs(world, tx, actor, held ?? undefined), now: arrived }, input)
    if (dry) {
      // Rules judged live: everything is tried and nothing is kept.
      await db
        .transaction()
        .execute(async (tx) => {
          await run(tx)
          throw new DryRun()
        })
        .catch((e) => {
          if (!(e instanceof DryRun)) throw e
        })
      return send('{"ok":true}')
    }
    if (key === undefined || actor.person === null)
      return send(encode(o, await db.transaction().execute(run)))
    const digest = createHash('sha256').update(`${address}\n${text}`).digest()
    return send(
      await db.transaction().execute(async (tx) => {
        const claimed = await sql`insert into kernel.idempotency (actor, key, body, at)
          values (${actor.person}, ${key}, ${digest}, ${ts(arrived)}) on conflict do nothing`.execute(
          tx,
        )
        if (claimed.numAffectedRows === 0n) {
          const { rows } = await sql<{
            body: Buffer
            answer: string
          }>`select body, answer from kernel.idempotency
            where actor = ${actor.person} and key = ${key}`.execute(tx)
          const before = rows[0]
          if (!before) throw new Conflict('同一请求正在办理，请稍后再试')
          if (!before.body.equals(digest))
            throw new Malformed(422, '这个 Idempotency-Key 已用于另一个请求，请换一个')
          return before.answer
        }
        const answer = encode(o, await run(tx))
        await sql`update kernel.idempotency set answer = ${answer}
          where actor = ${actor.person} and key = ${key}`.execute(tx)
        return answer
      }),
    )
  }
}

/** A JSON Schema as OpenAPI 3.1 and the workbench's forms read it. */
export function jsonSchema(schema: z.ZodType) {
  const known = schemas.get(schema)
  if (known) return known
  const made = z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
    target: 'draft-2020-12',
  })
  schemas.set(schema, made)
  return made
}
// A schema is declared once and asked for with every record it is part of: converting one takes longer than the record.
const schemas = new WeakMap<z.ZodType, z.core.ZodStandardJSONSchemaPayload<z.ZodType>>()

export const openapi = (api: Ops, more: Record<string, object>) => ({
  openapi: '3.1.0',
  info: {
    title: '政府采购一张网 Yiwang',
    version: '1',
    license: { name: 'MulanPSL-2.0', identifier: 'MulanPSL-2.0' },
  },
  servers: [{ url: '/' }],
  components: {
    securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: SESSION } },
    schemas: { Problem: problemSchema },
  },
  paths: {
    ...Object.fromEntries(
      Object.entries(api).flatMap(([module, ops]) =>
        Object.entries(ops).map(([name, o]) => [
          `/api/${module}/${name}`,
          { [isQuery(name) ? 'get' : 'post']: describe(module, name, o) },
        ]),
      ),
    ),
    ...more,
  },
})
const problemSchema = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    issues: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          path: { type: 'string' },
          field: { type: 'string' },
          message: { type: 'string' },
        },
        required: ['path', 'message'],
      },
    },
    refusals: { type: 'array', items: { type: 'object' } },
  },
}
const bad = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
})
function describe(module: string, name: string, o: AnyOp) {
  const input = jsonSchema(o.input) as { properties?: Record<string, object>; required?: string[] }
  return {
    operationId: `${module}.${name}`,
    summary: o.title,
    tags: [module],
    security: o.public ? [] : [{ session: [] }],
    ...(isQuery(name)
      ? {
          parameters: Object.entries(input.properties ?? {}).map(([p, schema]) => ({
            name: p,
            in: 'query',
            required: input.required?.includes(p) ?? false,
            schema,
          })),
        }
      : {
          parameters: [
            {
              name: 'Idempotency-Key',
              in: 'header',
              required: false,
              schema: { type: 'string', maxLength: 200 },
            },
          ],
          requestBody: { required: true, content: { 'application/json': { schema: input } } },
        }),
    responses: {
      200: {
        description: '办理成功',
        content: { 'application/json': { schema: jsonSchema(o.output) } },
      },
      400: bad('请求格式有误'),
      ...(o.public ? {} : { 401: bad('请先登录') }),
      404: bad('没有找到'),
      409: bad('与他人的办理冲突'),
      ...(isQuery(name) ? {} : { 422: bad('依规不能办理：逐条列出规则、依据、事实和改法') }),
    },
  }
}
