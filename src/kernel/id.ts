import { randomBytes } from 'node:crypto'
import { z } from 'zod'

/** An id that knows what it names: an Id<'plan'> is never accepted where an Id<'contract'> is due. */
export type Id<Kind extends string> = string & { readonly __id: Kind }

/** UUIDv7 (RFC 9562): time first, so that indexes grow at one end. */
export function newId<Kind extends string>(now = Date.now()): Id<Kind> {
  const b = randomBytes(16)
  b.writeUIntBE(now, 0, 6)
  b[6] = ((b[6] as number) & 0x0f) | 0x70
  b[8] = ((b[8] as number) & 0x3f) | 0x80
  const h = b.toString('hex')
  return `${h.slice(0, 8)}-${h.slice(8, 12)}-${h.slice(12, 16)}-${h.slice(16, 20)}-${h.slice(20)}` as Id<Kind>
}
export const zId = <Kind extends string>() =>
  z.uuid({ message: '编号格式不对' }) as unknown as z.ZodType<Id<Kind>, string>
