import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { z } from 'zod'
import { bindCertificate, dropCertificate } from '#identity/certificate'
import { colleaguesOf, kindsFor, ofPerson } from '#identity/delegation'
import {
  addPasskey,
  dropPasskey,
  dropTotp,
  factorsOf,
  hashPassword,
  newRecoveryCodes,
  openTicket,
  passkeyOptions,
  spendTicket,
  startTotp,
  totpIs,
  tryTicket,
} from '#identity/factors'
import {
  demandPassword,
  invitationsOf,
  logEvent,
  type Person,
  personOf,
  setPerson,
} from '#identity/people'
import {
  type Ask,
  asHouse,
  closeSessionsOf,
  type Instant,
  Malformed,
  op,
  rfc3339,
  ts,
  zText,
} from '#kernel'
import { standingOf } from '#law'
import { type Line, line, zLine } from './audit.ts'
import { hasFactor } from './enter.ts'
import { linksOf, unlink } from './unified.ts'

const noticeKinds = ['新设备', '锁定', '因素', '口令', '启用', '初始码', '代办']
const own = '只答本人的'
const none = z.strictObject({})
const zOk = z.strictObject({ ok: z.literal(true) })
const ok = { ok: true } as const
const instantOf = (t: Instant | null) => (t === null ? null : rfc3339(t))
const me = async (ask: Ask): Promise<Person> => {
  if (ask.actor.person === null) throw new Malformed(401, '请先登录，或登录已过期')
  return personOf(ask.tx, ask.actor.person, 'update')
}
/** To look, nothing is locked: a question may not change a row. */
const meNow = async (ask: Ask): Promise<Person> => {
  if (ask.actor.person === null) throw new Malformed(401, '请先登录，或登录已过期')
  return personOf(ask.tx, ask.actor.person)
}
const told = (ask: Ask, p: Person, kind: string, said: string) =>
  logEvent(ask.tx, ask.now, { person: p.id, name: p.name, kind, said })

async function get(ask: Ask) {
  const p = await meNow(ask)
  // Whether a certificate still stands depends on its issuer, which is no record of this person's.
  const f = await asHouse(ask, () => factorsOf(ask.tx, p.id))
  const sessions = await sql<{
    id: string
    began: Instant
    seen: Instant
    agent: string
    address: string
    factor: string | null
  }>`select id, began, seen, agent, address, factor from kernel.session
    where person = ${p.id} and ends > ${ts(ask.now)} order by seen desc limit 50`.execute(ask.tx)
  const notices = await sql<Line>`select * from identity.event where person = ${p.id}
    and kind in (${sql.join(noticeKinds)}) order by seq desc limit 30`.execute(ask.tx)
  const delegations = await asHouse(ask, () => ofPerson(ask.tx, p.id))
  const mayDelegate = standingOf(ask.actor.role)?.delegable === true && !ask.actor.behalf
  return {
    name: p.name,
    account: p.account,
    passwordAt: instantOf(p.passwordAt),
    demo: p.demo,
    needsFactor: standingOf(ask.actor.role)?.secondFactor === true,
    totp: f.totp,
    codesLeft: f.codesLeft,
    passkeys: f.passkeys.map((k) => ({
      id: k.id,
      name: k.name,
      made: rfc3339(k.made),
      lastUsed: instantOf(k.lastUsed),
    })),
    certificates: f.certificates.map((c) => ({
      fingerprint: c.fingerprint,
      subject: c.subject,
      issuer: c.issuer,
      serial: c.serial,
      made: rfc3339(c.made),
      ends: rfc3339(c.ends),
      lastUsed: instantOf(c.lastUsed),
      standing: c.fallen ?? (c.ends <= ask.now ? '已过期' : '有效'),
    })),
    unified: (await linksOf(ask.tx, p.id)).map((l) => ({
      issuer: l.issuer,
      made: rfc3339(l.made),
    })),
    sessions: sessions.rows.map((s) => ({
      id: s.id,
      began: rfc3339(s.began),
      seen: rfc3339(s.seen),
      agent: s.agent,
      address: s.address,
      factor: s.factor,
      here: s.id === ask.session?.id,
    })),
    notices: notices.rows.map((n) => ({ ...line(n), fresh: n.seq > p.noticed })),
    invitations: (await invitationsOf(ask.tx, p.id)).map((i) => ({
      id: i.id,
      role: i.role,
      org: i.org ?? '',
      since: rfc3339(i.since),
    })),
    delegations: delegations.map((d) => ({
      id: d.id,
      given: d.principal === p.id,
      other: d.principal === p.id ? d.delegateName : d.principalName,
      role: d.role,
      org: d.orgName ?? '',
      nouns: [...d.nouns],
      begins: rfc3339(d.begins),
      ends: rfc3339(d.ends),
      state: d.state,
      reason: d.reason,
    })),
    colleagues:
      mayDelegate && ask.actor.org !== null ? await colleaguesOf(ask.tx, ask.actor.org, p.id) : [],
    kinds: mayDelegate ? kindsFor(ask.world, ask.actor.role) : [],
  }
}
const zMine = z.strictObject({
  name: z.string(),
  account: z.string(),
  passwordAt: z.string().nullable(),
  demo: z.boolean(),
  needsFactor: z.boolean(),
  totp: z.boolean(),
  codesLeft: z.number(),
  passkeys: z.array(
    z.strictObject({
      id: z.string(),
      name: z.string(),
      made: z.string(),
      lastUsed: z.string().nullable(),
    }),
  ),
  certificates: z.array(
    z.strictObject({
      fingerprint: z.string(),
      subject: z.string(),
      issuer: z.string(),
      serial: z.string(),
      made: z.string(),
      ends: z.string(),
      lastUsed: z.string().nullable(),
      standing: z.string(),
    }),
  ),
  unified: z.array(z.strictObject({ issuer: z.string(), made: z.string() })),
  sessions: z.array(
    z.strictObject({
      id: z.string(),
      began: z.string(),
      seen: z.string(),
      agent: z.string(),
      address: z.string(),
      factor: z.string().nullable(),
      here: z.boolean(),
    }),
  ),
  notices: z.array(zLine.extend({ fresh: z.boolean() })),
  invitations: z.array(
    z.strictObject({ id: z.string(), role: z.string(), org: z.string(), since: z.string() }),
  ),
  delegations: z.array(
    z.strictObject({
      id: z.string(),
      given: z.boolean(),
      other: z.string(),
      role: z.string(),
      org: z.string(),
      nouns: z.array(z.string()),
      begins: z.string(),
      ends: z.string(),
      state: z.string(),
      reason: z.string(),
    }),
  ),
  colleagues: z.array(z.strictObject({ id: z.string(), name: z.string(), role: z.string() })),
  kinds: z.array(z.string()),
})

async function confirmTotp(ask: Ask, code: string) {
  const p = await me(ask)
  if (!(await totpIs(ask.tx, ask.world, p.id, code, ask.now, true)))
    throw new Malformed(422, '动态口令不对，请等下一个再试')
  await told(ask, p, '因素', '添加了动态口令')
  return { codes: await newRecoveryCodes(ask.tx, ask.world, p.id) }
}
async function startPasskey(ask: Ask) {
  const p = await me(ask)
  const origin = ask.session?.origin ?? ''
  if (!URL.canParse(origin)) throw new Malformed(400, '请在浏览器里办理')
  const options = await passkeyOptions(ask.tx, p, origin)
  const ticket = await openTicket(
    ask.tx,
    'passkey',
    p.id,
    { challenge: options.challenge, origin },
    ask.now,
  )
  return { options: options as unknown as Record<string, unknown>, ticket }
}
async function keepPasskey(ask: Ask, i: { ticket: string; name: string; response?: unknown }) {
  const p = await me(ask)
  const t = await tryTicket<{ challenge: string; origin: string }>(
    ask.tx,
    'passkey',
    i.ticket,
    ask.now,
  )
  if (t?.person !== p.id) throw new Malformed(422, '这一步已过期，请重新添加')
  const kept = await addPasskey(ask.tx, p, { ...t.data, ...i, response: i.response, now: ask.now })
  if (!kept) throw new Malformed(422, '通行密钥没有通过核对，请重新添加')
  await spendTicket(ask.tx, i.ticket)
  await told(ask, p, '因素', `添加了通行密钥“${i.name}”`)
  const f = await factorsOf(ask.tx, p.id)
  return { codes: f.codesLeft === 0 ? await newRecoveryCodes(ask.tx, ask.world, p.id) : [] }
}
async function startCertificate(ask: Ask) {
  const p = await me(ask)
  const origin = ask.session?.origin ?? ''
  if (!URL.canParse(origin)) throw new Malformed(400, '请在浏览器里办理')
  const challenge = randomBytes(32).toString('base64url')
  return {
    challenge,
    ticket: await openTicket(ask.tx, 'certificate', p.id, { challenge, origin }, ask.now),
  }
}
async function keepCertificate(
  ask: Ask,
  i: { ticket: string; certificate: string; signature: string },
) {
  const p = await me(ask)
  const t = await tryTicket<{ challenge: string; origin: string }>(
    ask.tx,
    'certificate',
    i.ticket,
    ask.now,
  )
  if (t?.person !== p.id) throw new Malformed(422, '这一步已过期，请重新登记')
  const fault = await bindCertificate(ask, p, i, { purpose: '登记', ...t.data })
  if (fault) throw new Malformed(422, fault)
  await spendTicket(ask.tx, i.ticket)
  const f = await factorsOf(ask.tx, p.id)
  return { codes: f.codesLeft === 0 ? await newRecoveryCodes(ask.tx, ask.world, p.id) : [] }
}
type Which = 'totp' | { passkey: string } | { certificate: string }
async function drop(ask: Ask, which: Which) {
  const p = await me(ask)
  const f = await factorsOf(ask.tx, p.id)
  const certificates = f.certificates.filter(
    (c) =>
      c.fallen === null &&
      c.ends > ask.now &&
      !(which !== 'totp' && 'certificate' in which && which.certificate === c.fingerprint),
  ).length
  const others = which !== 'totp' && 'certificate' in which ? 0 : 1
  const left = f.passkeys.length + (f.totp ? 1 : 0) - others + certificates
  if (left < 1 && standingOf(ask.actor.role)?.secondFactor && !p.demo)
    throw new Malformed(422, '您的岗位须有第二因素：请先添加另一个，再删这一个')
  let what = '动态口令'
  if (which === 'totp') await dropTotp(ask.tx, p.id)
  else if ('passkey' in which) {
    what = '一个通行密钥'
    if (!(await dropPasskey(ask.tx, p.id, which.passkey)))
      throw new Malformed(404, '没有这个通行密钥')
  } else {
    what = '一张数字证书'
    if (!(await dropCertificate(ask.tx, p.id, which.certificate)))
      throw new Malformed(404, '没有这张证书')
  }
  await told(ask, p, '因素', `删除了${what}`)
  return ok
}
async function changePassword(ask: Ask, password: string) {
  const p = await me(ask)
  if (p.demo) throw new Malformed(422, '演示账号的口令是公开的，不能修改')
  demandPassword(password, p)
  await setPerson(ask.tx, p.id, {
    password: await hashPassword(password),
    passwordAt: ask.now,
  })
  await closeSessionsOf(ask.tx, p.id, ask.session?.id)
  await told(ask, p, '口令', '修改了口令，其他会话都已退出')
  return ok
}
async function endSession(ask: Ask, id: string) {
  const r =
    await sql`delete from kernel.session where id = ${id} and person = ${ask.actor.person}`.execute(
      ask.tx,
    )
  if (r.numAffectedRows !== 1n) throw new Malformed(404, '没有这个会话')
  return ok
}

const limits = `${own}安全设置`
const stepUp = true as const
const zCodes = z.strictObject({ codes: z.array(z.string()) })
/** 我的安全：what one person may see and change of how one signs in. */
// biome-ignore format: a table reads as a table
export const securityApi = {
  get:            op({ title: '我的安全', limits, input: none, output: zMine, run: get }),
  changePassword: op({ title: '修改口令', limits, stepUp, input: z.strictObject({ password: z.string().min(1).max(200).meta({ title: '新口令' }) }), output: zOk, run: (ask, i) => changePassword(ask, i.password) }),
  startTotp:      op({ title: '添加动态口令', limits, stepUp, input: none, output: z.strictObject({ uri: z.string(), secret: z.string() }), run: async (ask) => { const p = await me(ask); if ((await factorsOf(ask.tx, p.id)).totp) throw new Malformed(422, '已有动态口令，请先删除原来的'); return startTotp(ask.tx, ask.world, p) } }),
  confirmTotp:    op({ title: '确认动态口令', limits, stepUp, input: z.strictObject({ code: z.string().max(12).meta({ title: '六位动态口令' }) }), output: zCodes, run: (ask, i) => confirmTotp(ask, i.code) }),
  dropTotp:       op({ title: '删除动态口令', limits, stepUp, input: none, output: zOk, run: (ask) => drop(ask, 'totp') }),
  startPasskey:   op({ title: '添加通行密钥', limits, stepUp, input: none, output: z.strictObject({ options: z.record(z.string(), z.unknown()), ticket: z.string() }), run: startPasskey }),
  keepPasskey:    op({ title: '登记通行密钥', limits, stepUp, input: z.strictObject({ ticket: z.string().max(100), name: zText(40).meta({ title: '名称' }), response: z.unknown() }), output: zCodes, run: keepPasskey }),
  dropPasskey:    op({ title: '删除通行密钥', limits, stepUp, input: z.strictObject({ id: z.string().max(1000) }), output: zOk, run: (ask, i) => drop(ask, { passkey: i.id }) }),
  startCertificate: op({ title: '登记数字证书', limits, stepUp, input: none, output: z.strictObject({ challenge: z.string(), ticket: z.string() }), run: startCertificate }),
  keepCertificate:  op({ title: '登记数字证书：证明持有私钥', limits, stepUp, input: z.strictObject({ ticket: z.string().max(100), certificate: z.string().max(30_000), signature: z.string().regex(/^[0-9a-f]{128}$/) }), output: zCodes, run: keepCertificate }),
  dropCertificate:  op({ title: '删除数字证书', limits, stepUp, input: z.strictObject({ fingerprint: z.string().regex(/^[0-9a-f]{64}$/) }), output: zOk, run: (ask, i) => drop(ask, { certificate: i.fingerprint }) }),
  dropUnified:    op({ title: '解除统一身份关联', limits, stepUp, input: none, output: zOk, run: async (ask) => { const p = await me(ask); if (!(await unlink(ask.tx, p.id))) throw new Malformed(404, '没有关联'); await told(ask, p, '因素', '解除了统一身份认证的关联'); return ok } }),
  renewCodes:     op({ title: '重新生成恢复码', limits, stepUp, input: none, output: zCodes, run: async (ask) => { const p = await me(ask); const f = await factorsOf(ask.tx, p.id); if (!hasFactor(f)) throw new Malformed(422, '先添加一种第二因素'); await told(ask, p, '因素', '重新生成了恢复码，原来的作废'); return { codes: await newRecoveryCodes(ask.tx, ask.world, p.id) } } }),
  endSession:     op({ title: '退出一个会话', limits, input: z.strictObject({ id: z.uuid() }), output: zOk, run: (ask, i) => endSession(ask, i.id) }),
  endOthers:      op({ title: '退出其他会话', limits, input: none, output: zOk, run: async (ask) => { await closeSessionsOf(ask.tx, (await me(ask)).id, ask.session?.id); return ok } }),
  read:           op({ title: '通知已读', limits, input: none, output: zOk, run: async (ask) => { const p = await me(ask); const { rows } = await sql<{ top: number | null }>`select max(seq) as top from identity.event where person = ${p.id}`.execute(ask.tx); await setPerson(ask.tx, p.id, { noticed: rows[0]?.top ?? 0 }); return ok } }),
}
