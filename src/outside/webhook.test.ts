import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Barred, isPublicAddress, type Outbound, postWebhook, readTarget, sign } from './webhook.ts'

describe('回调只去公开的网址', () => {
  test.each([
    'http://127.0.0.1/',
    'http://localhost/',
    'http://LOCALHOST./',
    'http://a.localhost/',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://0177.0.0.1/',
    'http://127.1/',
    'http://0/',
    'http://10.0.0.8/',
    'http://172.31.255.1/',
    'http://192.168.1.1/',
    'http://169.254.169.254/latest/meta-data',
    'http://100.64.0.1/',
    'http://[::1]/',
    'http://[::]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:7f00:1]/',
    'http://[::127.0.0.1]/',
    'http://[fe80::1]/',
    'http://[fc00::1]/',
    'http://[fd12:3456::1]/',
    'http://[64:ff9b::7f00:1]/',
    'http://[2002:7f00:1::]/',
    'http://[ff02::1]/',
    'http://224.0.0.1/',
    'http://255.255.255.255/',
    'http://db.internal/',
    'http://printer.local/',
    'http://x.home.arpa/',
    'http://a:b@example.com/',
    'http://example.com:22/',
    'ftp://example.com/',
    'file:///etc/passwd',
    'gopher://example.com/',
    'javascript:alert(1)',
    '//example.com/',
    'http://',
    '不是网址',
    'http://１２７.０.０.１/',
  ])('%s 不能用', (url) => {
    expect(() => readTarget(url)).toThrow(Barred)
  })
  test.each([
    'https://hooks.example.com/a?b=c',
    'http://example.com:8080/',
    'https://8.8.8.8/',
    'https://[2606:4700::1111]/',
    'https://采购.example.cn/钩',
  ])('%s 可以用', (url) => {
    expect(readTarget(url)).toBeInstanceOf(URL)
  })
  test('不是地址的不算公开', () => {
    for (const ip of ['', 'example.com', '1.2.3', '::g']) expect(isPublicAddress(ip)).toBe(false)
  })
})

describe('送出', () => {
  let server: Server
  let port = 0
  const seen: { url: string; body: string; headers: Record<string, unknown> }[] = []
  beforeAll(async () => {
    server = createServer((req, res) => {
      let body = ''
      req.on('data', (b) => {
        body += b
      })
      req.on('end', () => {
        seen.push({ url: req.url ?? '', body, headers: req.headers })
        if (req.url === '/redirect')
          res.writeHead(302, { location: `http://127.0.0.1:${port}/inside` }).end()
        else if (req.url === '/endless') for (let i = 0; i < 100; i++) res.write('x'.repeat(10_000))
        else res.end('ok')
      })
    })
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    port = (server.address() as AddressInfo).port
  })
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })
  const letter = (url: string) => ({
    url,
    secret: 's',
    id: '1',
    timestamp: '1700000000',
    body: '{"a":1}',
  })
  const local = (addresses: string[]): Outbound & { asked: number } => ({
    asked: 0,
    async resolve() {
      this.asked += 1
      return addresses
    },
    allows: (ip) => ip === '127.0.0.1',
  })
  test('域名只问一次，连的就是判过的那个地址；带签名', async () => {
    const out = local(['127.0.0.1'])
    const r = await postWebhook(letter(`http://rebind.example:${port}/ok`), out)
    expect(r).toEqual({ status: 200, body: 'ok' })
    expect(out.asked).toBe(1)
    const got = seen.at(-1)
    expect(got?.headers['host']).toBe(`rebind.example:${port}`)
    expect(got?.headers['x-yiwang-signature']).toBe(sign('s', '1700000000', got?.body ?? ''))
  })
  test('有一个地址在内部就不送', async () => {
    const before = seen.length
    for (const bad of [['10.0.0.1'], ['127.0.0.1', '10.0.0.1']])
      await expect(
        postWebhook(letter(`http://mixed.example:${port}/ok`), local(bad)),
      ).rejects.toThrow(Barred)
    await expect(postWebhook(letter(`http://127.0.0.1:${port}/ok`))).rejects.toThrow(Barred)
    expect(seen.length).toBe(before)
  })
  test('跳转只是一个应答，不跟着去', async () => {
    const r = await postWebhook(letter(`http://a.example:${port}/redirect`), local(['127.0.0.1']))
    expect(r.status).toBe(302)
    expect(seen.map((s) => s.url)).not.toContain('/inside')
  })
  test('应答没完没了就断开', async () => {
    await expect(
      postWebhook(letter(`http://a.example:${port}/endless`), local(['127.0.0.1'])),
    ).rejects.toThrow('应答过长')
  })
})
