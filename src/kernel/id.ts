import { randomBytes, randomInt } from 'node:crypto'
import { z } from 'zod'

/** An id that knows what it names: an Id<'plan'> is never accepted where an Id<'contract'> is due. */
export type Id<Kind extends string> = string & { readonly __id: Kind }

/** 26 bits, from a random start: it comes round after sixty-seven million ids, long after its millisecond has passed. */
const WIDTH = 2 ** 26
let count = randomInt(WIDTH / 2)
/**
 * UUIDv7 (RFC 9562): time first, so that indexes grow at one end; then a counter (§6.2, method 1), so that what was made
 * in one millisecond still sorts as it was made, whatever other clocks are asked in between: somebody's first position is
 * the one he was given first.
 */
export function newId<Kind extends string>(now = Date.now()): Id<Kind> {
  count = (count + 1) % WIDTH
  const b = randomBytes(16)
  b.writeUIntBE(now, 0, 6)
  b.writeUInt16BE(0x7000 | (count >> 14), 6)
  b.writeUInt16BE(0x8000 | (count & 0x3fff), 8)
  const h = b.toString('hex')
  return `${h.slice(0, 8)}-${h.slice(8, 12)}-${h.slice(12, 16)}-${h.slice(16, 20)}-${h.slice(20)}` as Id<Kind>
}
export const zId = <Kind extends string>() =>
  z.uuid({ message: '编号格式不对' }) as unknown as z.ZodType<Id<Kind>, string>
