import { sql } from 'kysely'
import { instant, type Register, type Sweep, ts } from '#kernel'
import { held, numberOf, type Settings } from '#law'
import { HOOK, MAIL } from './actions.ts'
import { bounds } from './model.ts'
import { forget } from './store.ts'

const who = '订阅的人'
const none = '谁也看不到：只用来发给本人'
export const personal: Register = {
  'disclosure.alert': {
    personal: {
      email: held('订阅邮箱', who, '有新公告时发信', '订阅', '不示', none),
      webhook: held('回调网址', who, '有新公告时回调', '订阅', '不示', none),
      query: held('查找条件', who, '找出要告诉他的公告', '订阅', null, '本人，凭信里的网址'),
      label: held('查找条件的说法', who, '写在信里', '订阅', null, '本人，凭信里的网址'),
    },
    none: ['secret', 'origin', 'client'],
  },
}
export const sweeps: readonly Sweep[] = [
  {
    id: '没有确认的订阅',
    title: '没有确认的订阅，和信件没有送到的缘由',
    run: async ({ tx, now, world }) => {
      const days = numberOf('信件保存日数', world.settings as Settings)
      const gone = [
        await forget(tx, instant(now - bounds.confirmWithinMs)),
        await sql`update outside.outbox set fault = '' where kind in (${MAIL}, ${HOOK}) and fault <> ''
          and ended <= ${ts(instant(now - days * 86_400_000))}`.execute(tx),
      ]
      return gone.reduce((n, r) => n + Number(r.numAffectedRows ?? 0), 0)
    },
  },
]
