import pg from 'pg'

/**
 * A connection that dies at a chosen statement: before it is sent, or, where it is the commit, after the server has done it
 * and before anybody hears of it. In the simulator's process only; nothing of the product knows of it.
 */
export interface Fuse {
  /** How many statements still get through. */
  left: number
  /** Die at the first commit, after it was done. */
  afterCommit: boolean
  blown: boolean
}
let lit: Fuse | null = null
let guarding = false
export const light = (f: Fuse | null) => {
  lit = f
}
type Query = (this: pg.Client, ...args: unknown[]) => unknown
const textOf = (q: unknown) =>
  typeof q === 'string' ? q : ((q as { text?: string } | null)?.text ?? '')
function cut(client: pg.Client) {
  client.on('error', () => {})
  ;(
    client as unknown as { connection: { stream: { destroy(): void } } }
  ).connection.stream.destroy()
}
/** Once per process. */
export function guardConnections() {
  if (guarding) return
  guarding = true
  const original = pg.Client.prototype.query as unknown as Query
  const guarded: Query = function (...args) {
    const f = lit
    if (!f || f.blown) return original.apply(this, args)
    if (f.afterCommit) {
      if (!/^\s*commit/i.test(textOf(args[0]))) return original.apply(this, args)
      f.blown = true
      return Promise.resolve(original.apply(this, args)).then(() => {
        cut(this)
        throw new Error('连接在提交之后断开')
      })
    }
    if (f.left-- > 0) return original.apply(this, args)
    f.blown = true
    cut(this)
    return Promise.reject(new Error('连接断开'))
  }
  pg.Client.prototype.query = guarded as unknown as typeof pg.Client.prototype.query
}
