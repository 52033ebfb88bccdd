import { BlockList, isIP } from 'node:net'
import type { Context, MiddlewareHandler } from 'hono'

/** '10.0.0.0/8, 127.0.0.1': whose word about a request is believed. Throws RangeError naming what is no address. */
export function proxiesOf(text: string): BlockList {
  const list = new BlockList()
  for (const one of text.split(/[\s,]+/).filter(Boolean)) {
    const [address = '', bits] = one.split('/')
    const family = isIP(address)
    const most = family === 4 ? 32 : 128
    if (family === 0 || (bits !== undefined && !(/^\d{1,3}$/.test(bits) && Number(bits) <= most)))
      throw new RangeError(one)
    list.addSubnet(
      address,
      bits === undefined ? most : Number(bits),
      family === 4 ? 'ipv4' : 'ipv6',
    )
  }
  return list
}
const plain = (address: string) => address.replace(/^::ffff:(?=\d+\.)/, '')
const trusted = (list: BlockList, address: string) =>
  isIP(address) !== 0 && list.check(address, isIP(address) === 4 ? 'ipv4' : 'ipv6')

const socketOf = (c: Context) =>
  plain(
    (c.env as { incoming?: { socket?: { remoteAddress?: string } } } | undefined)?.incoming?.socket
      ?.remoteAddress ?? '',
  )
/**
 * Forwarded headers are anybody's word unless a proxy of ours wrote them. At the door they are dropped, or boiled down to what the
 * nearest proxy of ours saw: one address, and https or not. Behind this everything may read them.
 */
export const frontDoor =
  (proxies: BlockList): MiddlewareHandler =>
  async (c, next) => {
    const { headers } = c.req.raw
    const peer = socketOf(c)
    if (proxies.rules.length === 0 || !trusted(proxies, peer)) {
      // Asked before it is deleted: deleting copies every header, and hardly anybody sends these.
      for (const h of ['x-forwarded-for', 'x-forwarded-proto', 'x-forwarded-host', 'forwarded'])
        if (headers.has(h)) headers.delete(h)
    } else {
      const chain = (headers.get('x-forwarded-for') ?? '').split(',').map((x) => plain(x.trim()))
      const client = chain.findLast((x) => isIP(x) !== 0 && !trusted(proxies, x))
      headers.set('x-forwarded-for', client ?? peer)
    }
    await next()
  }
/** Who is on the other end, as far as we can know: for the security log and for counting wrong answers. */
export const addressOf = (c: Context): string => c.req.header('x-forwarded-for') ?? socketOf(c)
