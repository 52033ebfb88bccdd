import { randomBytes } from 'node:crypto'
import { inject } from 'vitest'
import type { Options } from '#app'
import { openPool, ProblemError } from '#kernel'
import { PASSWORD } from '../../src/demo/cast.ts'
import { type Stage, stage } from '../../src/demo/run.ts'

export { bomb } from './bomb.ts'
export { encodings, filesUnder } from './canary.ts'

/** A database of this test's own, with the schema and nothing in it. */
export async function freshDatabase(): Promise<{ url: string; drop: () => Promise<void> }> {
  const adminUrl = inject('postgres')
  const name = `t_${randomBytes(6).toString('hex')}`
  const admin = openPool(adminUrl, 1)
  await admin.query(`create database ${name} template yiwang`)
  const url = adminUrl.replace('/postgres?', `/${name}?`)
  return {
    url,
    async drop() {
      await admin.query(`drop database if exists ${name} with (force)`)
      await admin.end()
    },
  }
}
/** The demonstration's people on a database of one's own, over real HTTP, under a clock of one's own. */
export async function freshStage(
  complain: (e: unknown) => void = (e) => console.error(e),
  more: Partial<Options> = {},
): Promise<Stage> {
  const database = await freshDatabase()
  const s = await stage(complain, { databaseUrl: database.url, more })
  return {
    ...s,
    async stop() {
      await s.stop()
      await database.drop()
    },
  }
}
/** Why a call was turned down, as one line to look words up in; empty when it was not. */
export const reasons = async (run: Promise<unknown>): Promise<string> => {
  try {
    await run
  } catch (e) {
    if (e instanceof ProblemError)
      return JSON.stringify([e.status, e.body.detail, e.body.refusals ?? []])
    throw e
  }
  return ''
}
/** Signs in over HTTP with a demonstration account and answers the cookie. */
export const cookieOf = async (url: string, account: string) => {
  const res = await fetch(`${url}/api/session/signIn`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ account, password: PASSWORD }),
  })
  return res.headers
    .getSetCookie()
    .map((c) => c.split(';')[0])
    .join('; ')
}
export { judge, type Seen, walk } from './walk.ts'
