import { randomBytes } from 'node:crypto'
import { z } from 'zod'

/** An id that knows what it names: an Id<'plan'> is never accepted where an Id<'contract'> is due. */
export type Id<Kind extends string> = string & { readonly __id: Kind }

let last = 0
let count = 0
/**
 * UUIDv7 (RFC 9562): time first, so that indexes grow at one end; then a counter (§6.2, method 1), so that what was made
 * in one millisecond still sorts as it was made: somebody's first position is the one he was given first.
 */
export function newId<Kind extends string>(now = Date.now()): Id<Kind> {
  count = now === last ? count + 1 : 0
  last = now
  const b = randomBytes(16)
  // A counter that is full goes on in the next millisecond.
  b.writeUIntBE(now + (count >> 12), 0, 6)
  b.writeUInt16BE(0x7000 | (count & 0xfff), 6)
  b[8] = ((b[8] as number) & 0x3f) | 0x80
  const h = b.toString('hex')
  return `${h.slice(0, 8)}-${h.slice(8, 12)}-${h.slice(12, 16)}-${h.slice(16, 20)}-${h.slice(20)}` as Id<Kind>
}
export const zId = <Kind extends string>() =>
  z.uuid({ message: '编号格式不对' }) as unknown as z.ZodType<Id<Kind>, string>
