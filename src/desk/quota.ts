import { Hono, type MiddlewareHandler } from 'hono'
import { spend } from '#identity/people'
import {
  actorOf,
  addressOf,
  answerError,
  Malformed,
  type Server,
  sessionToken,
  settingsSet,
} from '#kernel'
import { entryValues, mall } from '#law'
import { type Asker, priceBudget } from './price-budget.ts'

/** What may be asked for without an account, or guessed at: by address, and by account where there is one. */
const REGISTRATIONS = ['supplier/register', 'agency/register', 'expert/apply', 'claim/ask']
const LOOK_UPS = ['library/getCode', 'supplier/readShared']

/**
 * Self-registration and the look-up of codes are open to everybody, so each source has only so many within a window. A registration that
 * is only tried (the page judges while somebody types) tells as much as a look-up and counts as one.
 */
function quota({ db, world, complain }: Server): MiddlewareHandler {
  return async (c, next) => {
    const token = sessionToken(c)
    const person = token === null ? null : ((await actorOf(db, token, world))?.person ?? null)
    const registers =
      REGISTRATIONS.some((p) => c.req.path === `/api/${p}`) && c.req.query('dry') !== '1'
    const now = world.now()
    const wait = await db.transaction().execute(async (tx) => {
      const set = entryValues(await settingsSet(tx))
      const what = registers ? '登记' : '核对'
      const within = { what, minutes: set.登记核对窗口分钟 }
      const most = registers
        ? { person: set.同一来源最多登记次数, address: set.同一来源最多登记次数 }
        : { person: set.同一账号最多核对次数, address: set.同一来源最多核对次数 }
      return (
        (person !== null
          ? await spend(tx, { person }, { ...within, most: most.person }, now)
          : null) ??
        (await spend(tx, { address: addressOf(c) }, { ...within, most: most.address }, now))
      )
    })
    if (wait === null) {
      await next()
      return undefined
    }
    const minutes = Math.ceil(wait / 60)
    return answerError(
      new Malformed(
        429,
        registers
          ? `从这个账号或网络地址提交的登记太多，请过${minutes}分钟再试；集中代办登记的请联系安全管理员调高次数`
          : `从这个账号或网络地址核对代码的次数太多，请过${minutes}分钟再试`,
        [],
        wait,
      ),
      complain,
    )
  }
}
/** Everything that is counted at the door: prices by the hour, registrations and codes by the window of the entrance settings. */
export function quotaRoutes(server: Server, overBudget: (who: Asker, asked: number) => void): Hono {
  const { db, world } = server
  const app = new Hono()
  const shelves = priceBudget({
    account: mall('查价额度账号', world.settings),
    address: mall('查价额度地址', world.settings),
    windowMs: 3_600_000,
    now: world.now,
    whose: async (token) => (await actorOf(db, token, world))?.person ?? null,
    alarm: overBudget,
  })
  for (const path of ['/api/goods/*', '/api/shelf/*', '/api/service/findCards'])
    app.use(path, shelves)
  const counted = quota(server)
  for (const path of [...REGISTRATIONS, ...LOOK_UPS]) app.use(`/api/${path}`, counted)
  return app
}
