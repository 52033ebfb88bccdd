import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { instant } from '#kernel'
import { outbound, sign } from '#outside'
import { freshStage } from '#testing'
import type { Stage } from '../../../demo/run.ts'
import { Trade } from '../../../demo/trade.ts'
import { hookSender } from './index.ts'
import { mailAddress, nextLook } from './model.ts'

const text = (raw: string) => {
  const [head = '', ...rest] = raw.split('\r\n\r\n')
  const body = rest.join('\r\n\r\n')
  return {
    head: head.replace(/\r\n\s+/g, ' '),
    body: /base64/i.test(head)
      ? Buffer.from(body, 'base64').toString('utf8')
      : Buffer.from(
          body
            .replace(/=\r\n/g, '')
            .replace(/=([0-9A-F]{2})/g, (_, h: string) =>
              String.fromCharCode(Number.parseInt(h, 16)),
            ),
          'latin1',
        ).toString('utf8'),
  }
}

/** Real SMTP, a real receiver of webhooks, a real purchase: what a reader and a program get. */
describe('订阅与报送', () => {
  let s: Stage
  let smtp: SMTPServer
  let receiver: Server
  let hookPort = 0
  const faults: unknown[] = []
  const mails: { to: string; head: string; body: string }[] = []
  const hooks: { headers: Record<string, unknown>; body: string }[] = []
  let refuse = 0
  let answers = true
  const form = (path: string, fields: Record<string, string>, more: Record<string, string> = {}) =>
    fetch(s.url + path, {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers: more,
      redirect: 'manual',
    })
  const linkIn = (m: { body: string } | undefined, what: string) =>
    new RegExp(`https://zfcg\\.example\\.cn(/alerts/${what}\\?t=\\S+)`).exec(m?.body ?? '')?.[1] ??
    ''
  const later = async (minutes: number) => {
    await s.clock.toInstant(instant(s.clock.now() + minutes * 60_000))
    await s.app.settleOutbox()
  }
  const publish = async (title: string) => {
    const trade = new Trade(s.player(), s.clock, s.cast, {
      title,
      method: '竞争性谈判',
      category: '货物',
      budget: '680000.00',
      item: {
        code: 'A02320500',
        name: '便携式超声',
        quantity: 4,
        unit: '台',
        requirement: '满足临床使用。',
      },
    })
    await trade.prepared({
      ground: '技术复杂或者性质特殊，不能确定详细规格或者具体要求',
      negotiable: [{ key: 'n1', part: '技术要求', text: '整机续航不少于2小时' }],
    })
    await trade.published('2026-08-12', 9, '2026-08-10')
    await s.app.settle()
  }
  beforeAll(async () => {
    smtp = new SMTPServer({
      authOptional: true,
      disabledCommands: ['AUTH', 'STARTTLS'],
      onRcptTo(_, __, done) {
        if (refuse > 0) {
          refuse -= 1
          const e = new Error('稍后再试') as Error & { responseCode: number }
          e.responseCode = 451
          done(e)
        } else done()
      },
      onData(stream, session, done) {
        let raw = ''
        stream.on('data', (b: Buffer) => {
          raw += b.toString('latin1')
        })
        stream.on('end', () => {
          mails.push({ to: session.envelope.rcptTo.map((r) => r.address).join(), ...text(raw) })
          done()
        })
      },
    })
    await new Promise<void>((done) => smtp.listen(0, '127.0.0.1', done))
    receiver = createServer((req, res) => {
      let body = ''
      req.on('data', (b) => {
        body += b
      })
      req.on('end', () => {
        hooks.push({ headers: req.headers, body })
        const { challenge } = JSON.parse(body) as { challenge?: string }
        res.statusCode = answers ? 200 : 503
        res.end(challenge ?? '')
      })
    })
    await new Promise<void>((done) => receiver.listen(0, '127.0.0.1', done))
    hookPort = (receiver.address() as AddressInfo).port
    s = await freshStage((e) => faults.push(e), {
      smtp: {
        url: `smtp://127.0.0.1:${(smtp.server.address() as AddressInfo).port}`,
        from: 'zfcg@example.cn',
      },
      origin: 'https://zfcg.example.cn',
      outbound: { resolve: async () => ['127.0.0.1'], allows: (ip) => ip === '127.0.0.1' },
    })
    await s.clock.to('2026-08-03', 9)
  }, 120_000)
  afterAll(async () => {
    expect(faults).toEqual([])
    await s.stop()
    receiver.close()
    await new Promise<void>((done) => smtp.close(() => done()))
  })

  test('先来一封确认信，点了页面上的按钮才算；没有确认以前什么也不送', async () => {
    const res = await form(`/alerts?q=${encodeURIComponent('超声')}&region=150100`, {
      email: 'Reader@Example.CN',
      webhook: '',
      pace: 'soon',
    })
    expect(res.status).toBe(200)
    await s.app.settleOutbox()
    expect(mails).toHaveLength(1)
    expect(mails[0]?.to).toBe('Reader@example.cn')
    expect(mails[0]?.body).toContain('“超声”，呼和浩特市')
    const link = linkIn(mails[0], 'confirm')
    expect(await (await fetch(s.url + link)).text()).toContain(
      '<button type="submit">确认订阅</button>',
    )
    const { rows } = await s.app.pool.query('select confirmed from disclosure.alert')
    expect(rows).toEqual([{ confirmed: null }])
    expect(
      (
        await form(
          link.replace(/t=(.)/, (_, c) => `t=${c === 'x' ? 'y' : 'x'}`),
          {},
        )
      ).status,
    ).toBe(404)
    expect((await form(link, {})).status).toBe(200)
    expect((await form(link, {})).status).toBe(200)
  })
  test('回调网址回答了确认码才算', async () => {
    const res = await form('/alerts?kind=竞争性谈判公告', {
      email: '',
      webhook: `http://hooks.example:${hookPort}/in`,
      pace: 'soon',
    })
    const secret = /这一次：([\w-]{32})/.exec(await res.text())?.[1] ?? ''
    await s.app.settleOutbox()
    const [h] = hooks
    expect(JSON.parse(h?.body ?? '{}')).toMatchObject({ type: 'confirm' })
    expect(h?.headers['x-yiwang-signature']).toBe(
      sign(secret, String(h?.headers['x-yiwang-timestamp']), h?.body ?? ''),
    )
    const { rows } = await s.app.pool.query(
      'select count(*)::int as n from disclosure.alert where confirmed is not null',
    )
    expect(rows).toEqual([{ n: 2 }])
  })
  test('新公告各送各的，只送一次；对方暂时不收就重试，一件不丢', async () => {
    refuse = 1
    answers = false
    await publish('便携式超声采购')
    // Looked at, sent, and turned away by both; a minute later and more, again.
    await later(6)
    expect(mails).toHaveLength(1)
    expect(JSON.parse(hooks.at(-1)?.body ?? '{}')).toMatchObject({ type: 'notices' })
    answers = true
    await later(10)
    expect(mails).toHaveLength(2)
    const letters = mails.slice(1)
    const said = letters.map((m) => m.body).join('\n')
    expect(said).toContain('便携式超声采购')
    const ids = [...said.matchAll(/\/notices\/([0-9a-f-]{36})/g)].map((m) => m[1])
    expect(new Set(ids).size).toBe(ids.length)
    expect(letters[0]?.head).toMatch(/List-Unsubscribe-Post: List-Unsubscribe=One-Click/i)
    const told = hooks
      .map((h) => JSON.parse(h.body) as { type: string; notices?: { kind: string }[] })
      .filter((b) => b.type === 'notices')
    expect(told.at(-1)?.notices?.map((n) => n.kind)).toEqual(['竞争性谈判公告'])
    const before = [mails.length, hooks.length]
    await later(30)
    expect([mails.length, hooks.length]).toEqual(before)
  })
  test('培训区什么也不向外发送', async () => {
    const { rows } = await s.app.pool.query(
      `select id, kind, key, body, tries from outside.outbox where kind = '回调' limit 1`,
    )
    const before = hooks.length
    const training = { ...s.app.world, training: { pace: 60, ends: null } }
    expect(rows).toHaveLength(1)
    expect(
      await hookSender(s.app.db, training, { ...outbound, allows: () => true }).send(rows[0]),
    ).toEqual({ refused: '培训区不向外发送' })
    expect(hooks.length).toBe(before)
  })
  test('一键退订：不登录，POST 即退，地址不留', async () => {
    const link = linkIn(mails.at(-1), 'leave')
    expect((await fetch(s.url + link)).status).toBe(200)
    expect((await form(link, { 'List-Unsubscribe': 'One-Click' })).status).toBe(200)
    const { rows } = await s.app.pool.query(
      `select count(*)::int as n from disclosure.alert where email is not null`,
    )
    expect(rows).toEqual([{ n: 0 }])
    const n = mails.length
    await publish('另一批便携式超声采购')
    await later(20)
    expect(mails).toHaveLength(n)
  })
  test.each([
    [{ email: 'a@b.cn\r\nbcc: x@y.cn', webhook: '' }, '邮箱地址不对'],
    [{ email: 'x@localhost', webhook: '' }, '邮箱地址不对'],
    [{ email: '', webhook: '' }, '须填一个'],
    [{ email: 'a@b.cn', webhook: 'https://x.cn/' }, '须填一个'],
    [{ email: '', webhook: 'http://127.0.0.1:5432/' }, '内部地址'],
    [{ email: '', webhook: 'http://169.254.169.254/' }, '内部地址'],
    [{ email: '', webhook: 'file:///etc/passwd' }, 'https://'],
  ])('%j 说清楚为什么不行', async (fields, want) => {
    const res = await form('/alerts', { ...fields, pace: 'soon' })
    expect(res.status).toBe(422)
    expect(await res.text()).toContain(want)
  })
  test('同一个地址没确认以前不能再三来要；同一来处一小时有数', async () => {
    const statuses: number[] = []
    for (let i = 0; i < 4; i++)
      statuses.push(
        (await form('/alerts', { email: 'victim@example.cn', webhook: '', pace: 'daily' })).status,
      )
    expect(statuses).toEqual([200, 200, 200, 422])
    for (let i = 0; i < 12; i++)
      statuses.push(
        (await form('/alerts', { email: `p${i}@example.cn`, webhook: '', pace: 'daily' })).status,
      )
    expect(statuses.at(-1)).toBe(422)
  })
  test('每份公告都报送；对方停机不误本系统发布，恢复以后补齐，对账两清', async () => {
    const p = s.player()
    expect((await p.as('caizheng').upward.list({ state: '待送' })).parcels).toEqual([])
    await s.app.pool.query('update outside.central_state set down = true')
    await publish('停机时的便携式超声采购')
    await s.app.settleOutbox()
    const waiting = (await p.as('caizheng').upward.list({ state: '待送' })).parcels
    expect(waiting.length).toBeGreaterThan(0)
    expect(waiting[0]?.fault).toContain('没有应答')
    expect((await fetch(`${s.url}/notices/${waiting[0]?.notice}`)).status).toBe(200)
    await p.refused('停机时对账', '对方没有应答', () =>
      p.as('caizheng').upward.getDifferences({ days: 366 }),
    )
    await s.app.pool.query('update outside.central_state set down = false')
    await p.as('caizheng').upward.resend({ id: waiting[0]?.id ?? '' })
    await later(10)
    const done = await p.as('caizheng').upward.list({})
    expect(done.counts).toEqual({ 已送达: done.parcels.length })
    expect((await p.as('caizheng').upward.getDifferences({ days: 366 })).differences).toEqual([])
    await s.app.pool.query(`delete from outside.central_notice where ref = $1`, [
      waiting[0]?.notice,
    ])
    expect((await p.as('caizheng').upward.getDifferences({ days: 366 })).differences).toMatchObject(
      [{ notice: waiting[0]?.notice, what: '对方没有' }],
    )
  })
})
test('一个地址只有一种写法', () => {
  expect(mailAddress(' A@B.CN ')).toBe('A@b.cn')
  for (const bad of [
    '',
    'a',
    '@b.cn',
    'a@b',
    'a b@c.cn',
    'a@b..cn',
    'a@-b.cn',
    `${'a'.repeat(65)}@b.cn`,
    'a@b.cn,c@d.cn',
    '<a@b.cn>',
  ])
    expect(mailAddress(bad)).toBeNull()
})
test('每天八点：八点以前在当天，以后在次日', () => {
  const at = (iso: string) => instant(Date.parse(iso))
  expect(nextLook(at('2026-08-03T07:59:00+08:00'), true)).toBe(at('2026-08-03T08:00:00+08:00'))
  expect(nextLook(at('2026-08-03T08:00:00+08:00'), true)).toBe(at('2026-08-04T08:00:00+08:00'))
  expect(nextLook(at('2026-08-03T08:00:00+08:00'), false)).toBe(at('2026-08-03T08:05:00+08:00'))
})
