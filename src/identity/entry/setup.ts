import { z } from 'zod'
import { hashPassword } from '#identity/factors'
import {
  activated,
  bootstrap,
  codeDigest,
  demandPassword,
  demandQuiet,
  holdersOf,
  issueCode,
  knock,
  logEvent,
  personOf,
  setPerson,
  takeActivation,
  tooMany,
  zAccount,
  zName,
} from '#identity/people'
import { type Ask, askAs, type Instant, instant, Malformed, system, type World } from '#kernel'
import { administrators } from '#law'
import type { Where } from './enter.ts'

export const zActivate = z.strictObject({
  code: z.string().min(10, '启用码不完整').max(60).meta({ title: '启用码' }),
  password: z.string().min(1, '不能为空').max(200).meta({ title: '新口令' }),
  account: zAccount.optional(),
  name: zName.optional(),
})
const ENROL_MS = 30 * 60_000
const enrolUntil = (now: Instant) => instant(now + ENROL_MS)

/**
 * A code makes an account one's own: choose a password, and within half an hour a first factor. An initial code makes the first
 * administrator of its kind. Nothing is used up by a password that will not do.
 */
export async function activate(
  { db, world }: Where,
  input: z.output<typeof zActivate>,
  address: string,
): Promise<{ account: string; name: string; role: string | null }> {
  const r = await db.transaction().execute(async (tx) => {
    await demandQuiet(tx, address, world.now())
    const ask = askAs(world, tx, system)
    const taken = await takeActivation(tx, codeDigest(input.code), ask.now)
    if (!taken)
      return (await knock(tx, address, ask.now))
        ? new Malformed(401, '启用码不对、已用过或已过期，请向管理员重新领取')
        : tooMany()
    let id = taken.person
    if (id === null) {
      const { account, name } = input
      if (!account || !name)
        throw new Malformed(400, '首位管理员请填写账号和姓名', [
          ...(account ? [] : [{ path: 'account', message: '没有填' }]),
          ...(name ? [] : [{ path: 'name', message: '没有填' }]),
        ])
      id = await bootstrap(ask, taken.role ?? '', { account, name, password: input.password })
      await setPerson(tx, id, { mayEnrol: enrolUntil(ask.now) })
    } else {
      const p = await personOf(tx, id, 'update')
      if (p.disabled) throw new Malformed(401, '启用码不对、已用过或已过期，请向管理员重新领取')
      demandPassword(input.password, p)
      await setPerson(tx, id, {
        password: await hashPassword(input.password),
        passwordAt: ask.now,
        mayEnrol: enrolUntil(ask.now),
      })
      await activated(ask, id)
    }
    const p = await personOf(tx, id)
    await logEvent(tx, ask.now, {
      person: id,
      name: p.name,
      kind: '启用',
      said: taken.role ? `以初始码任首位${taken.role}` : '以启用码设定口令',
    })
    return { account: p.account, name: p.name, role: taken.role }
  })
  if (r instanceof Malformed) throw r
  return r
}
/**
 * Initial codes for the three administrators, each for another pair of hands. On the first start those that nobody holds;
 * `again` issues all three for an operator at the machine, when nobody can sign in any more, and says so in the log.
 */
export async function initialCodes(
  world: World,
  tx: Ask['tx'],
  again: boolean,
): Promise<{ role: string; code: string }[]> {
  const ask = askAs(world, tx, system)
  const out: { role: string; code: string }[] = []
  for (const role of administrators)
    if (again || (await holdersOf(tx, role)) === 0)
      out.push({ role, code: await issueCode(ask, { role }) })
  if (again)
    await logEvent(tx, ask.now, {
      person: null,
      name: '运维人员',
      kind: '初始码',
      said: '在服务器上重新签发了三员初始码',
    })
  return out
}
