import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  instant,
  makeCertificate,
  makeKeyFile,
  makeRevocationList,
  newKeys,
  openKeyFile,
  pem,
  proofText,
  type Signer,
} from '#kernel'
import { freshStage } from '#testing'
import { caller } from '../../../test/support/calls.ts'
import { demoKeyFile } from '../../demo/certificates.ts'
import type { Stage } from '../../demo/run.ts'

/** 数字证书：安全管理员定信任谁，本人登记，凭私钥登录；过期、吊销、冒用、重放，都不成。 */
let s: Stage
const faults: unknown[] = []
beforeAll(async () => {
  s = await freshStage((e) => faults.push(e))
}, 60_000)
afterAll(() => s?.stop())
const { call, signIn, as } = caller(() => s.url)
const origin = () => s.url
const DAY = 86_400_000

const ca = newKeys()
const its = { C: 'CN', O: '某数字证书公司', CN: '某数字证书公司' }
let serials = 100
async function issue(
  name: string,
  over: { begins?: number; ends?: number; use?: 'sign' | 'encrypt'; by?: string } = {},
): Promise<Signer & { serial: string }> {
  const keys = newKeys()
  const bytes = makeCertificate(
    {
      serial: (serials++).toString(16),
      subject: { C: 'CN', CN: name },
      issuer: its,
      begins: s.clock.now() - DAY,
      ends: s.clock.now() + 30 * DAY,
      publicKey: keys.publicKey,
      use: 'sign',
      ...over,
    },
    over.by ?? ca.privateKey,
  )
  const signer = await openKeyFile(await makeKeyFile(bytes, keys, 'kl', 1000), 'kl')
  return { ...signer, serial: signer.certificate.serial }
}
/** What the page does: take a challenge, sign it, send it back. */
async function bind(
  cookie: string,
  signer: Signer,
  over: { challenge?: string; signature?: string } = {},
) {
  const started = await call('security/startCertificate', {}, cookie, { origin: origin() })
  expect(started.status, JSON.stringify(started.body)).toBe(200)
  const challenge = over.challenge ?? String(started.body['challenge'])
  const text = proofText({ purpose: '登记', origin: origin(), challenge })
  return call(
    'security/keepCertificate',
    {
      ticket: started.body['ticket'],
      certificate: pem('CERTIFICATE', signer.certificate.bytes),
      signature: over.signature ?? (await signer.sign(text)),
    },
    cookie,
    { origin: origin() },
  )
}
interface Half {
  ticket: string
  methods: string[]
  certificate?: { challenge: string; fingerprints: string[] }
}
const half = async (account: string) => {
  const r = await call('session/signIn', { account, password: 'yiwang-demo-2026' }, '', {
    origin: origin(),
  })
  return r.body as unknown as Half
}
async function answer(
  h: Half,
  signer: Signer,
  over: { challenge?: string; purpose?: '登录' | '再次验证'; origin?: string; flip?: boolean } = {},
) {
  const text = proofText({
    purpose: over.purpose ?? '登录',
    origin: over.origin ?? origin(),
    challenge: over.challenge ?? h.certificate?.challenge ?? '',
  })
  const signature = await signer.sign(text)
  const last = signature.at(-1) === '0' ? '1' : '0'
  return {
    ticket: h.ticket,
    method: 'certificate',
    response: {
      fingerprint: signer.certificate.fingerprint,
      signature: over.flip ? signature.slice(0, -1) + last : signature,
    },
  }
}
const second = (body: object) => call('session/secondFactor', body)

let issuerId = ''
describe('信任谁', () => {
  const root = (by = ca) =>
    pem(
      'CERTIFICATE',
      makeCertificate(
        {
          serial: '01',
          subject: its,
          issuer: its,
          begins: s.clock.now() - DAY,
          ends: s.clock.now() + 3000 * DAY,
          publicKey: by.publicKey,
          use: 'issue',
        },
        by.privateKey,
      ),
    )
  test('只有安全管理员能列入信任；个人证书、读不懂的文件、重复的都不行', async () => {
    expect((await call('issuer/trust', { certificate: root() }, await as('xitong'))).status).toBe(
      422,
    )
    const anquan = await as('anquan')
    for (const [file, why] of [
      ['不是证书', '没有证书'],
      [pem('CERTIFICATE', (await issue('某人')).certificate.bytes), 'CA 标记'],
    ]) {
      const r = await call('issuer/trust', { certificate: file }, anquan)
      expect([r.status, JSON.stringify(r.body)]).toEqual([
        422,
        expect.stringContaining(String(why)),
      ])
    }
    const file = root()
    const r = await call('issuer/trust', { certificate: file }, anquan)
    expect(r.body['state'], JSON.stringify(r.body)).toBe('受信')
    issuerId = String(r.body['id'])
    expect((await call('issuer/trust', { certificate: file }, anquan)).status).toBe(422)
  })
})

describe('登记', () => {
  let cookie = ''
  beforeAll(async () => {
    cookie = await as('mengyi')
  })
  test.each<[string, () => Promise<Signer>, string]>([
    ['已过期', () => issue('斯琴', { ends: s.clock.now() - 1000 }), '证书已过期'],
    ['尚未生效', () => issue('斯琴', { begins: s.clock.now() + DAY }), '证书尚未生效'],
    ['加密证书', () => issue('斯琴', { use: 'encrypt' }), '不是签名证书'],
    ['别的颁发机构用同一个名称', () => issue('斯琴', { by: newKeys().privateKey }), '不是受信任的'],
    ['写着别人的名字', () => issue('刘洋'), '与您的姓名和任职单位都不符'],
  ])('%s，不能登记', async (_, make, why) => {
    const r = await bind(cookie, await make())
    expect([r.status, r.body['detail']]).toEqual([422, expect.stringContaining(why)])
  })
  test('没有私钥：别人的签名、别的挑战，都不能登记', async () => {
    const mine = await issue('斯琴')
    expect((await bind(cookie, mine, { signature: 'ab'.repeat(64) })).status).toBe(422)
    expect((await bind(cookie, mine, { challenge: 'x' })).status).toBe(422)
  })
  test('写着本单位名称的机构证书可以登记；一张证书只属于一个账号', async () => {
    const ours = await issue('内蒙古蒙医科技有限公司')
    expect((await bind(cookie, ours)).body['codes']).toHaveLength(10)
    expect((await bind(cookie, ours)).body['detail']).toContain('已经登记过')
    const other = await bind(await as('tumd'), ours)
    expect(other.body['detail']).toContain('与您的姓名和任职单位都不符')
    await call('security/dropCertificate', { fingerprint: ours.certificate.fingerprint }, cookie)
    expect((await signIn('mengyi')).cookie, '删了唯一的因素，又只要口令').not.toBe('')
  })
})

describe('登录', () => {
  let mine: Signer & { serial: string }
  let another: Signer & { serial: string }
  beforeAll(async () => {
    mine = await issue('张帆')
    another = await issue('刘洋')
    expect((await bind(await as('saihan'), mine)).status).toBe(200)
    expect((await bind(await as('huarui'), another)).status).toBe(200)
  })
  test('口令之后，签一次挑战就进来；票据用过即废', async () => {
    const h = await half('saihan')
    expect(h.methods[0]).toBe('certificate')
    const body = await answer(h, mine)
    const r = await second(body)
    expect([r.status, r.cookie === '']).toEqual([200, false])
    expect((await second(body)).status, '同一答复再交一次').toBe(401)
    const list = await call('security/get', undefined, r.cookie)
    expect(JSON.stringify(list.body['certificates'])).toContain('有效')
  })
  test.each<[string, (h: Half) => Promise<object>]>([
    ['重放：上一张票的签名', async (h) => answer(h, mine, { challenge: 'B'.repeat(43) })],
    ['改了一位的签名', (h) => answer(h, mine, { flip: true })],
    ['别人的证书', (h) => answer(h, another)],
    ['为再次验证签的', (h) => answer(h, mine, { purpose: '再次验证' })],
    ['在别的网站签的', (h) => answer(h, mine, { origin: 'https://yiwang.example' })],
    ['没登记过的证书', async (h) => answer(h, await issue('张帆'))],
    [
      '乱写的',
      async (h) => ({ ticket: h.ticket, method: 'certificate', response: { fingerprint: 'x' } }),
    ],
  ])('%s，进不来', async (_, make) => {
    const h = await half('saihan')
    const r = await second(await make(h))
    expect([r.status, r.cookie]).toEqual([401, ''])
    expect((await second(await answer(h, mine))).status, '同一张票，本人仍可再试').toBe(200)
  })
  test('再次验证也用它，口令不再顶用', async () => {
    const cookie = (await second(await answer(await half('saihan'), mine))).cookie
    const asked = await call('session/askProof', {}, cookie, { origin: origin() })
    const h = asked.body as unknown as Half
    expect(h.methods).toEqual(['certificate'])
    const word = { ticket: h.ticket, method: 'password', password: 'yiwang-demo-2026' }
    expect((await call('session/prove', word, cookie)).status).toBe(401)
    const proof = await answer(h, mine, { purpose: '再次验证' })
    expect((await call('session/prove', proof, cookie)).status).toBe(200)
  })
  test('吊销列表一到，会话当场没有，证书再也进不来；旧列表不能把它救回来', async () => {
    const cookie = (await second(await answer(await half('saihan'), mine))).cookie
    const anquan = await as('anquan')
    const list = (revoked: string[], at: number, by = ca.privateKey) =>
      pem(
        'X509 CRL',
        makeRevocationList(
          {
            issuer: its,
            number: '01',
            made: at,
            next: at + 30 * DAY,
            revoked: revoked.map((serial) => ({ serial, at })),
          },
          by,
        ),
      )
    const publish = (text: string, who = anquan) =>
      call('issuer/publish', { id: issuerId, list: text }, who)
    const now = s.clock.now() - 5000
    const forged = await publish(list([mine.serial], now, newKeys().privateKey))
    expect(JSON.stringify(forged.body)).toContain('签名')
    expect((await publish(list([mine.serial], now), await as('xitong'))).status).toBe(422)
    const waiting = await half('saihan')
    expect((await publish(list([mine.serial], now))).status).toBe(200)
    expect((await call('session/get', undefined, cookie)).status).toBe(401)
    expect((await second(await answer(waiting, mine))).status, '走到一半的也不行').toBe(401)
    expect((await half('saihan')).methods).toEqual(['recovery'])
    expect((await publish(list([], now - 1000))).status, '更早的列表').toBe(422)
    expect((await publish(list([], now + 2000))).status, '解除挂失：更新的列表上没有它').toBe(200)
    expect((await half('saihan')).methods[0]).toBe('certificate')
    const shown = await call(`issuer/get?id=${issuerId}`, undefined, anquan)
    expect(JSON.stringify(shown.body)).toContain('现行列表签发于')
  })
  test('停止信任颁发机构：它签的都不认', async () => {
    const cookie = (await second(await answer(await half('saihan'), mine))).cookie
    const end = { id: issuerId, reason: '机构停业' }
    expect((await call('issuer/end', end, await as('anquan'))).status).toBe(200)
    expect((await call('session/get', undefined, cookie)).status).toBe(401)
    expect((await half('saihan')).methods).toEqual(['recovery'])
    const audit = JSON.stringify((await call('audit/list', undefined, await as('shenji'))).body)
    expect(audit).toContain('停止信任：某数字证书公司')
  })
})
test('证书到期的那一刻起，就不能登录', async () => {
  const holder = { account: 'beichen', name: '周强', unit: '包头北辰家具有限公司' }
  const signer = await openKeyFile(await demoKeyFile(holder, 'kl'), 'kl')
  expect((await bind(await as('beichen'), signer)).status).toBe(200)
  const h = await half('beichen')
  expect((await second(await answer(h, signer))).status).toBe(200)
  await s.clock.toInstant(instant(signer.certificate.ends))
  expect((await half('beichen')).methods).toEqual(['recovery'])
})
test('以上没有一次成了系统故障', () => expect(faults).toEqual([]))
