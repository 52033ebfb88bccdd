import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshStage } from '#testing'
import { caller } from '../../../test/support/calls.ts'
import { PASSWORD } from '../../demo/cast.ts'
import type { Stage } from '../../demo/run.ts'

/** 通行密钥：中间人转来的、为别的网站签的、没有验证本人的、抄来的，都不认。 */
let s: Stage
const faults: unknown[] = []
beforeAll(async () => {
  s = await freshStage((e) => faults.push(e))
}, 60_000)
afterAll(() => s?.stop())
const { call, as } = caller(() => s.url)
const sha256 = (x: Buffer | string) => createHash('sha256').update(x).digest()
const b64 = (x: Buffer) => x.toString('base64url')

/** As much CBOR as an attestation needs: integers, bytes, text, maps. */
function cbor(x: unknown): Buffer {
  const head = (major: number, n: number) =>
    n < 24
      ? Buffer.from([(major << 5) | n])
      : n < 256
        ? Buffer.from([(major << 5) | 24, n])
        : Buffer.from([(major << 5) | 25, n >> 8, n & 255])
  if (typeof x === 'number') return x >= 0 ? head(0, x) : head(1, -1 - x)
  if (Buffer.isBuffer(x)) return Buffer.concat([head(2, x.length), x])
  if (typeof x === 'string') return Buffer.concat([head(3, Buffer.byteLength(x)), Buffer.from(x)])
  const entries = [...(x as Map<unknown, unknown>)]
  return Buffer.concat([
    head(5, entries.length),
    ...entries.flatMap(([k, v]) => [cbor(k), cbor(v)]),
  ])
}
/** An authenticator in software that does whatever it is told, as no honest one would. */
class Authenticator {
  readonly #keys = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  readonly id = randomBytes(16)
  counter = 1
  #data(rp: string, flags: number, more: Buffer = Buffer.alloc(0)) {
    const counter = Buffer.alloc(4)
    counter.writeUInt32BE(this.counter)
    return Buffer.concat([sha256(rp), Buffer.from([flags]), counter, more])
  }
  #client(type: string, challenge: string, origin: string) {
    return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }))
  }
  register(challenge: string, origin: string) {
    const { x = '', y = '' } = this.#keys.publicKey.export({ format: 'jwk' })
    const key = cbor(
      new Map<number, unknown>([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, Buffer.from(x, 'base64url')],
        [-3, Buffer.from(y, 'base64url')],
      ]),
    )
    const length = Buffer.from([0, this.id.length])
    const more = Buffer.concat([Buffer.alloc(16), length, this.id, key])
    const authData = this.#data(new URL(origin).hostname, 0x45, more)
    const attestation = cbor(
      new Map<string, unknown>([
        ['fmt', 'none'],
        ['attStmt', new Map()],
        ['authData', authData],
      ]),
    )
    return {
      id: b64(this.id),
      rawId: b64(this.id),
      type: 'public-key',
      clientExtensionResults: {},
      response: {
        clientDataJSON: b64(this.#client('webauthn.create', challenge, origin)),
        attestationObject: b64(attestation),
      },
    }
  }
  answer(challenge: string, o: { origin: string; rp?: string; flags?: number; type?: string }) {
    const client = this.#client(o.type ?? 'webauthn.get', challenge, o.origin)
    const data = this.#data(o.rp ?? new URL(o.origin).hostname, o.flags ?? 0x05)
    return {
      id: b64(this.id),
      rawId: b64(this.id),
      type: 'public-key',
      clientExtensionResults: {},
      response: {
        clientDataJSON: b64(client),
        authenticatorData: b64(data),
        signature: b64(
          sign('sha256', Buffer.concat([data, sha256(client)]), this.#keys.privateKey),
        ),
      },
    }
  }
}
const device = new Authenticator()
const PHISH = 'https://yiwang-gov.example'
const half = async (account: string, headers: Record<string, string> = { origin: s.url }) => {
  const { body } = await call('session/signIn', { account, password: PASSWORD }, '', headers)
  const { challenge } = (body['passkey'] ?? {}) as { challenge?: string }
  return { ticket: body['ticket'], challenge: challenge ?? '' }
}
const second = (ticket: unknown, response: unknown) =>
  call('session/secondFactor', { ticket, method: 'passkey', response }, '', { origin: s.url })

test('登记，再用它登录；计数只进不退', async () => {
  const cookie = await as('saihan')
  const begun = await call('security/startPasskey', {}, cookie, { origin: s.url })
  const { challenge } = begun.body['options'] as unknown as { challenge: string }
  const kept = await call(
    'security/keepPasskey',
    { ticket: begun.body['ticket'], name: '手机', response: device.register(challenge, s.url) },
    cookie,
    { origin: s.url },
  )
  expect(kept.body['codes'], JSON.stringify(kept.body)).toHaveLength(10)
  device.counter = 7
  const h = await half('saihan')
  const r = await second(h.ticket, device.answer(h.challenge, { origin: s.url }))
  expect([r.status, r.cookie === '']).toEqual([200, false])
})
describe('钓鱼网站拿着真口令、转来真挑战', () => {
  test.each<[string, (challenge: string) => unknown]>([
    ['在钓鱼网站上签的', (c) => device.answer(c, { origin: PHISH })],
    [
      '钓鱼网站改了来源，密钥仍为钓鱼域名签',
      (c) => device.answer(c, { origin: s.url, rp: 'yiwang-gov.example' }),
    ],
    [
      '钓鱼网站冒称本站域名，来源藏不住',
      (c) => device.answer(c, { origin: PHISH, rp: '127.0.0.1' }),
    ],
    ['同一台机器上别的端口', (c) => device.answer(c, { origin: 'http://127.0.0.1:1' })],
    ['没有验证本人（指纹、面容）', (c) => device.answer(c, { origin: s.url, flags: 0x01 })],
    ['拿登记时的签名顶替', (c) => device.answer(c, { origin: s.url, type: 'webauthn.create' })],
    ['上一次的挑战', () => device.answer('AAAA', { origin: s.url })],
    [
      '抄来的密钥，计数落后',
      (c) => {
        const before = device.counter
        device.counter = 3
        const copied = device.answer(c, { origin: s.url })
        device.counter = before
        return copied
      },
    ],
    ['别人的密钥', (c) => new Authenticator().answer(c, { origin: s.url })],
    ['什么也不是', () => null],
  ])('%s：不认', async (_, lie) => {
    device.counter++
    const h = await half('saihan')
    const r = await second(h.ticket, lie(h.challenge))
    expect([r.status, r.cookie]).toEqual([401, ''])
    const own = await second(h.ticket, device.answer(h.challenge, { origin: s.url }))
    expect(own.status, '本人在本站，同一张票仍可用').toBe(200)
  })
  test('不说来源的请求拿不到挑战', async () => {
    const h = await half('saihan', {})
    expect(h.challenge).toBe('')
    expect((await second(h.ticket, device.answer('', { origin: s.url }))).status).toBe(401)
  })
})
test('以上没有一次成了系统故障', () => expect(faults).toEqual([]))
