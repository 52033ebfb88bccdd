import { createHmac } from 'node:crypto'
import { lookup } from 'node:dns/promises'
import http from 'node:http'
import https from 'node:https'
import { BlockList, isIP, isIPv4 } from 'node:net'

/** Addresses no webhook reaches: this machine, the networks it stands in, and what leads back to them. */
const closed4 = new BlockList()
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const)
  closed4.addSubnet(net, bits, 'ipv4')
// Apart: one list takes an IPv4 address for the IPv6 form of itself, and then none would be public.
const closed6 = new BlockList()
for (const [net, bits] of [
  ['::', 96],
  ['::ffff:0:0', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
  ['5f00::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
] as const)
  closed6.addSubnet(net, bits, 'ipv6')
/** May a letter of ours go to this address? IPv4 written inside IPv6 is never taken for a public one. */
export const isPublicAddress = (ip: string): boolean => {
  const kind = isIP(ip)
  return kind === 4 ? !closed4.check(ip, 'ipv4') : kind === 6 && !closed6.check(ip, 'ipv6')
}
export class Barred extends Error {
  override name = 'Barred'
}
/** The address a person gave, as a machine reads it: decimal, octal and hexadecimal forms have become plain ones. Throws Barred. */
export function readTarget(text: string): URL {
  let url: URL
  try {
    url = new URL(text)
  } catch {
    throw new Barred('网址不对')
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw new Barred('网址须以 https:// 或者 http:// 开头')
  if (url.username || url.password) throw new Barred('网址里不能带用户名和密码')
  if (url.port !== '' && Number(url.port) < 1024 && url.port !== '80' && url.port !== '443')
    throw new Barred('端口只能是 80、443 或者 1024 以上')
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (isIP(host) && !isPublicAddress(host)) throw new Barred('网址指向内部地址，不能使用')
  if (/(^|\.)(localhost|local|internal|intranet|lan|home\.arpa)\.?$/i.test(host))
    throw new Barred('网址指向内部地址，不能使用')
  return url
}
export interface WebhookAnswer {
  readonly status: number
  readonly body: string
}
export interface Outbound {
  /** Who answers for a name: every address. Replaced in tests. */
  readonly resolve: (host: string) => Promise<readonly string[]>
  /** Which addresses may be reached. */
  readonly allows: (ip: string) => boolean
}
export const outbound: Outbound = {
  resolve: async (host) =>
    (await lookup(host, { all: true, verbatim: true })).map((a) => a.address),
  allows: isPublicAddress,
}
const MAX_ANSWER = 64 * 1024
const WAIT = 10_000

export const sign = (secret: string, timestamp: string, body: string) =>
  `v1=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`

/**
 * One signed POST. The name is asked once, every address it has is judged, and the connection goes to the very address that was
 * judged: a name that changes its mind in between leads nowhere. A redirect is an answer like any other and is not followed.
 * Throws Barred for an address inside, Error for whatever else went wrong.
 */
export async function postWebhook(
  p: { url: string; secret: string; id: string; timestamp: string; body: string },
  out: Outbound = outbound,
): Promise<WebhookAnswer> {
  const url = out === outbound ? readTarget(p.url) : new URL(p.url)
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const addresses = isIP(host) ? [host] : await out.resolve(host)
  if (addresses.length === 0) throw new Error('域名没有地址')
  for (const a of addresses) if (!out.allows(a)) throw new Barred('网址指向内部地址，没有发送')
  const address = addresses[0] as string
  return new Promise((done, fail) => {
    const req = (url.protocol === 'https:' ? https : http).request(
      url,
      {
        method: 'POST',
        agent: false,
        timeout: WAIT,
        signal: AbortSignal.timeout(2 * WAIT),
        maxHeaderSize: 16 * 1024,
        lookup: (_, o, give) => {
          const family = isIPv4(address) ? 4 : 6
          if (typeof o === 'object' && o.all)
            (give as (e: null, a: object[]) => void)(null, [{ address, family }])
          else give(null, address, family)
        },
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'content-length': Buffer.byteLength(p.body),
          'user-agent': 'Yiwang-Webhook/1',
          'x-yiwang-id': p.id,
          'x-yiwang-timestamp': p.timestamp,
          'x-yiwang-signature': sign(p.secret, p.timestamp, p.body),
        },
      },
      (res) => {
        const parts: Buffer[] = []
        let size = 0
        res.on('data', (b: Buffer) => {
          size += b.length
          if (size > MAX_ANSWER) res.destroy(new Error('应答过长'))
          else parts.push(b)
        })
        res.on('error', fail)
        res.on('end', () =>
          done({ status: res.statusCode ?? 0, body: Buffer.concat(parts).toString('utf8') }),
        )
      },
    )
    req.on('timeout', () => req.destroy(new Error('十秒没有应答')))
    req.on('error', fail)
    req.end(p.body)
  })
}
