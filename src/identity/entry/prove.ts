import { z } from 'zod'
import { factorsOf, openTicket, passwordIs, spendTicket, tryTicket } from '#identity/factors'
import { demandQuiet, knock, locked, logEvent, personOf, tooMany, tried } from '#identity/people'
import { closeSessionsOf, type Held, Malformed, proveSession } from '#kernel'
import {
  type Asked,
  challenges,
  type From,
  factorIs,
  hasFactor,
  methodNames,
  type Where,
} from './enter.ts'

export const zProve = z.strictObject({
  ticket: z.string().min(20).max(100),
  method: z.enum(['password', 'totp', 'passkey', 'certificate']),
  password: z.string().max(200).optional(),
  code: z.string().max(40).optional(),
  response: z.unknown().optional(),
})
/** What this person can show once more: the factors when there are any, else the password. */
export async function askProof({ db, world }: Where, held: Held, from: From) {
  const person = held.actor.person ?? ''
  return db.transaction().execute(async (tx) => {
    const f = await factorsOf(tx, person)
    const { shown, kept } = await challenges(tx, person, f, from, world.now())
    return {
      ...shown,
      methods: shown.methods.length > 0 ? shown.methods : ['password'],
      ticket: await openTicket(tx, 'prove', person, { session: held.id, ...kept }, world.now()),
    }
  })
}
/** 再次验证：counted like a sign-in; a lock throws out every session, for whoever sits here does not know. */
export async function prove(
  { db, world }: Where,
  held: Held,
  input: z.output<typeof zProve>,
  address: string,
): Promise<void> {
  const now = world.now()
  const person = held.actor.person ?? ''
  const known = await db.transaction().execute(async (tx) => {
    await demandQuiet(tx, address, now)
    return personOf(tx, person)
  })
  const password =
    input.method === 'password' && (await passwordIs(known.password, input.password ?? ''))
  const r = await db.transaction().execute(async (tx) => {
    const t = await tryTicket<Asked & { session: string }>(tx, 'prove', input.ticket, now)
    if (t?.person !== person || t.data.session !== held.id)
      return new Malformed(401, '这一步已过期或已用过，请再试一次')
    const f = await factorsOf(tx, person)
    const ok =
      input.method === 'password'
        ? password && !hasFactor(f)
        : await factorIs(
            tx,
            world,
            person,
            { ...input, method: input.method },
            '再次验证',
            t.data,
            now,
          )
    const count = await tried(tx, known.account, ok ? 'right' : 'wrong', now)
    if (count.locks) await closeSessionsOf(tx, person)
    if (count.locked || count.locks) return locked()
    if (!ok) {
      if (!(await knock(tx, address, now))) return tooMany()
      await logEvent(tx, now, {
        person,
        name: known.name,
        kind: '登录失败',
        said: '再次验证没有通过',
      })
      return new Malformed(401, '验证没有通过，请看清后再试')
    }
    await spendTicket(tx, input.ticket)
    await proveSession(
      tx,
      held.id,
      now,
      input.method === 'password' ? null : methodNames[input.method],
    )
    return null
  })
  if (r) throw r
}
