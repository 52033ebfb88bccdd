import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { noticesByIds, wire } from '#disclosure'
import {
  type Ask,
  askAs,
  type Db,
  instant,
  type Loop,
  newId,
  Refused,
  refusal,
  rfc3339,
  startLoop,
  system,
  type World,
} from '#kernel'
import {
  Barred,
  type Mail,
  type Outbound,
  outbound,
  type Parcel,
  post,
  postWebhook,
  readTarget,
  type Sender,
  type Sent,
} from '#outside'
import { foundAfter, lastSeq, type Wanted } from '#search'
import { bounds, mailAddress, nextLook } from './model.ts'
import * as store from './store.ts'

export const MAIL = '邮件'
export const HOOK = '回调'
const mac = (world: World, what: string) =>
  createHmac('sha256', world.masterKey).update(`alert/${what}`).digest('base64url').slice(0, 32)
/** A word only the reader's letter holds: which alert, and that it was we who wrote it. */
export const ticket = (world: World, use: 'confirm' | 'leave', id: string) =>
  `${id}.${mac(world, `${use}/${id}`)}`
export function alertIn(world: World, use: 'confirm' | 'leave', t: string): string | null {
  const [id = '', given = ''] = t.split('.')
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) return null
  const want = Buffer.from(mac(world, `${use}/${id}`))
  const got = Buffer.from(given)
  return want.length === got.length && timingSafeEqual(want, got) ? id : null
}

export interface Subscribing {
  readonly query: Wanted
  readonly label: string
  readonly email: string
  readonly webhook: string
  readonly daily: boolean
  readonly origin: string
  /** Where the request came from. */
  readonly client: string
}
/**
 * Ask to be told. Nothing but one question goes to the address until whoever reads there says yes. Answers the webhook's
 * secret, once. Throws Refused.
 */
export async function subscribe(
  ask: Ask,
  s: Subscribing,
): Promise<{ id: string; secret: string | null }> {
  const no = (because: string, cure: string, field: string) => {
    throw new Refused([refusal('订阅', because, { cure, field })])
  }
  const hook = s.webhook.trim()
  if ((s.email.trim() === '') === (hook === ''))
    no('邮箱和回调网址须填一个，也只填一个', '填写其中一个', 'email')
  const email = hook === '' ? mailAddress(s.email) : null
  if (hook === '' && email === null) no('邮箱地址不对', '写成 name@example.com 的样子', 'email')
  if (hook !== '')
    try {
      if (hook.length > 500) throw new Barred('网址过长')
      readTarget(hook)
    } catch (e) {
      if (!(e instanceof Barred)) throw e
      no(e.message, '换一个公开的网址', 'webhook')
    }
  const client = mac(ask.world, `client/${s.client}`)
  const webhook = hook === '' ? null : hook
  await store.forget(ask.tx, instant(ask.now - bounds.confirmWithinMs))
  const n = await store.counts(ask.tx, { client, email, webhook, now: ask.now })
  if (n.place >= bounds.perPlaceAnHour) no('一小时内建立的订阅太多', '请过一小时再试', 'email')
  if (n.waiting >= bounds.unconfirmedEach)
    no('这个地址还有订阅没有确认', '请先到信箱里确认，或者两天以后再试', 'email')
  if (n.held >= bounds.confirmedEach)
    no(`这个地址已有${bounds.confirmedEach}个订阅`, '请先退订不用的', 'email')
  const id = newId(ask.now)
  const secret = webhook === null ? null : randomBytes(24).toString('base64url')
  await store.add(ask.tx, {
    id,
    query: s.query,
    label: s.label,
    email,
    webhook,
    secret,
    origin: s.origin,
    daily: s.daily,
    client,
    made: ask.now,
  })
  await post(ask.tx, {
    kind: webhook === null ? MAIL : HOOK,
    key: `confirm:${id}`,
    body: { alert: id, confirm: true },
    at: ask.now,
  })
  return { id, secret }
}
/** The reader says yes: from now on. False when the alert is gone. */
export async function confirm(ask: Ask, id: string): Promise<boolean> {
  const a = await store.alertOf(ask.tx, id)
  if (a === null) return false
  if (a.confirmed === null) await store.confirm(ask.tx, id, await lastSeq(ask.tx), ask.now)
  return true
}
export const leave = (ask: Ask, id: string) => store.remove(ask.tx, id)

/** One alert whose time has come: what is new goes into the outbox in the transaction that remembers it was. */
const look = (db: Db, world: World): Promise<boolean> =>
  db.transaction().execute(async (tx) => {
    const ask = askAs(world, tx, system)
    const a = await store.takeDue(tx, ask.now)
    if (a === null) return false
    const found = await foundAfter(tx, a.query, a.seq, bounds.perLetter, ask.now)
    const last = found.at(-1)
    if (last)
      await post(tx, {
        kind: a.email === null ? HOOK : MAIL,
        key: `${a.id}:${last.seq}`,
        body: { alert: a.id, notices: found.map((f) => f.notice) },
        at: ask.now,
      })
    // A full letter is followed by the next at once.
    await store.looked(
      tx,
      a.id,
      last?.seq ?? a.seq,
      found.length === bounds.perLetter ? ask.now : nextLook(ask.now, a.daily),
    )
    return true
  })
export const startAlerts = (
  db: Db,
  world: World,
  complain: (e: unknown, about: string) => void,
  everyMs: number,
): Loop => startLoop(() => look(db, world), { everyMs, about: '订阅', complain })

const listed = (db: Db, p: Parcel) => {
  const ids = Array.isArray(p.body['notices']) ? (p.body['notices'] as string[]) : []
  return db.transaction().execute((tx) => noticesByIds(tx, ids))
}
const alertFor = (db: Db, p: Parcel) =>
  db.transaction().execute((tx) => store.alertOf(tx, String(p.body['alert'])))
const GONE: Sent = { done: { left: true } }

/** In a letter nobody has asked for yet, a stranger's words are words only: no address, nothing to press, and not many. */
const plainly = (label: string) => label.replace(/[^\p{L}\p{N}\s，。、“”（）-]/gu, ' ').slice(0, 60)
export const mailSender = (db: Db, world: World, mail: Mail): Sender => ({
  tries: 10,
  async send(p) {
    const a = await alertFor(db, p)
    // Left in the meantime: nothing more is sent.
    if (a?.email == null) return GONE
    const leaving = `${a.origin}/alerts/leave?t=${ticket(world, 'leave', a.id)}`
    const confirming = p.body['confirm'] === true
    const notices = confirming ? [] : await listed(db, p)
    const letter = confirming
      ? {
          subject: '确认订阅：政府采购一张网',
          text: `有人用这个邮箱订阅了政府采购公告：${plainly(a.label)}。\n\n是您本人的，请打开下面的网址确认，两天内有效：\n${a.origin}/alerts/confirm?t=${ticket(world, 'confirm', a.id)}\n\n不是您本人的，不必理会，不会再有来信。\n`,
        }
      : {
          subject: `${notices.length}份新公告：${a.label}`,
          text: `${notices.map((n) => `${n.title}\n${n.kind}　${n.publisher}　${rfc3339(n.published).slice(0, 10)}\n${a.origin}/notices/${n.id}\n`).join('\n')}\n您订阅的是：${a.label}\n不再收取：${leaving}\n`,
        }
    try {
      await mail.send({
        id: p.id,
        to: a.email,
        ...letter,
        headers: confirming
          ? { 'auto-submitted': 'auto-generated' }
          : {
              'auto-submitted': 'auto-generated',
              'list-unsubscribe': `<${leaving}>`,
              'list-unsubscribe-post': 'List-Unsubscribe=One-Click',
            },
      })
      return { done: { at: rfc3339(world.now()) } }
    } catch (e) {
      const { responseCode, message } = e as { responseCode?: number; message?: string }
      const why = `邮件服务器：${message ?? '没有应答'}`
      return responseCode !== undefined && responseCode >= 500 ? { refused: why } : { failed: why }
    }
  },
})
/** A webhook proves it wants the letters by giving the challenge back. */
export const hookSender = (db: Db, world: World, out: Outbound = outbound): Sender => ({
  tries: 12,
  async send(p) {
    // What is practised stays in the house (decision 0029): letters go to the sandbox, nothing goes to other people's machines.
    if (world.training) return { refused: '培训区不向外发送' }
    const a = await alertFor(db, p)
    if (a?.webhook == null || a.secret === null) return GONE
    const confirming = p.body['confirm'] === true
    const challenge = ticket(world, 'confirm', a.id)
    const body = JSON.stringify(
      confirming
        ? { type: 'confirm', label: a.label, challenge }
        : {
            type: 'notices',
            label: a.label,
            notices: (await listed(db, p)).map(({ ...n }) => ({
              ...wire(n),
              content: undefined,
              url: `${a.origin}/notices/${n.id}`,
            })),
            leave: `${a.origin}/alerts/leave?t=${ticket(world, 'leave', a.id)}`,
          },
    )
    try {
      const timestamp = String(Math.floor(world.now() / 1000))
      const r = await postWebhook(
        { url: a.webhook, secret: a.secret, id: p.id, timestamp, body },
        out,
      )
      if (r.status === 410) {
        await db.transaction().execute((tx) => store.remove(tx, a.id))
        return { refused: '对方答410，已退订' }
      }
      if (r.status < 200 || r.status > 299) return { failed: `对方答${r.status}` }
      if (confirming) {
        if (!r.body.includes(challenge)) return { refused: '对方没有回答确认码' }
        await db.transaction().execute((tx) => confirm(askAs(world, tx, system), a.id))
      }
      return { done: { status: r.status, at: rfc3339(world.now()) } }
    } catch (e) {
      if (e instanceof Barred) return { refused: e.message }
      return { failed: `没有送到：${(e as Error).message.slice(0, 200)}` }
    }
  },
})
