import { sql } from 'kysely'
import { type Register, type Sweep, ts } from '#kernel'
import { held, none, numberOf, type Settings } from '#law'

export const personal: Register = {
  'library.person': {
    personal: {
      name: held(
        '姓名',
        '有账号的人',
        '认出每一步由谁办理',
        '任职期间',
        '姓名',
        '本单位；监督该地区的财政部门、管理员；依法公告的除外',
      ),
      account: held(
        '账号',
        '有账号的人',
        '登录',
        '任职期间',
        null,
        '本人、本单位管理员、管理员',
        '网络安全',
      ),
      password: held(
        '口令摘要',
        '有账号的人',
        '登录（只存摘要）',
        '登录凭据',
        '不示',
        '谁也看不到',
        '网络安全',
      ),
    },
  },
  'library.position': none('role'),
  'identity.appointment': none('role'),
  'identity.activation': none('code', 'role'),
  'identity.attempt': none('account'),
  'identity.knock': none('source'),
  'identity.event': {
    personal: {
      name: held(
        '登录人姓名',
        '登录的人',
        '查清登录与授权的来龙去脉',
        '安全日志',
        null,
        '审计管理员；本人',
        '网络安全',
      ),
      agent: held(
        '登录设备',
        '登录的人',
        '发现异常登录',
        '安全日志',
        null,
        '审计管理员；本人',
        '网络安全',
      ),
      address: held(
        '网络地址',
        '登录的人',
        '发现异常登录',
        '安全日志',
        null,
        '审计管理员；本人',
        '网络安全',
      ),
    },
    free: ['said'],
    none: ['kind'],
  },
}
export const sweeps: readonly Sweep[] = [
  {
    id: '安全日志里的设备与地址',
    title: '安全日志的设备与网络地址',
    run: async ({ tx, now, world }) => {
      const months = numberOf('安全日志地址保存月数', world.settings as Settings)
      const r = await sql`update identity.event set agent = '', address = ''
        where at <= ${ts(now)}::timestamptz - make_interval(months => ${months}) and (agent <> '' or address <> '')
          and not coalesce(identity.is_held(person), false)`.execute(tx)
      return Number(r.numAffectedRows ?? 0)
    },
  },
]
