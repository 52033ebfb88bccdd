import { sql } from 'kysely'
import { instant, type Register, type Sweep, ts } from '#kernel'
import { held, none, numberOf, type Settings } from '#law'

const DAY = 86_400_000
/** The kernel knows no law: what its tables hold of persons is said here, beside what traces their use. */
export const personal: Register = {
  'kernel.subject': {
    personal: {
      title: held(
        '登记名称中的姓名',
        '登记的专家、任职人员',
        '指认一件事项',
        '采购文件',
        '姓名',
        '本人；办理该登记的财政部门、管理员。一览里遮去',
      ),
    },
    none: ['no', 'noun', 'parties', 'state'],
  },
  'kernel.journal': {
    personal: {
      person_name: held(
        '经办人姓名',
        '经办人、审核人、专家',
        '记明每一步由谁办理',
        '采购文件',
        '姓名',
        '本单位；监督该地区的财政部门、管理员',
      ),
    },
    free: ['data'],
    none: ['noun', 'action', 'from', 'to', 'role', 'org_name', 'leaf', 'salt'],
  },
  'kernel.session': {
    personal: {
      actor: held('登录身份', '登录的人', '认出每个请求由谁提出', '会话', null, '本人', '网络安全'),
      agent: held('登录设备', '登录的人', '让本人认出自己的设备', '会话', null, '本人', '网络安全'),
      address: held('网络地址', '登录的人', '让本人认出异常登录', '会话', null, '本人', '网络安全'),
    },
    none: ['token', 'factor'],
  },
  'kernel.idempotency': {
    personal: {
      answer: held('办理答复', '办理人', '同一请求重发时给同一答复', '应答', null, '本人'),
    },
    none: ['actor', 'key', 'body'],
  },
  'kernel.upload': { free: ['name'] },
  'kernel.file': { free: ['name'], none: ['type'] },
  'kernel.job': { free: ['note'], none: ['kind', 'input'] },
  'kernel.fault': none('what'),
  'kernel.setting': none('name', 'value'),
  'kernel.number': none('prefix'),
  'kernel.leaf': none('sha256', 'sm3'),
  'kernel.node': none('hash'),
  'kernel.checkpoint': none('note', 'note_sm3'),
  'kernel.cosignature': none('name', 'line'),
  'identity.hold': { free: ['reason'], none: ['document'] },
  'identity.look': {
    personal: {
      name: held(
        '查看人姓名',
        '查看的人',
        '查看全值须留痕',
        '留痕',
        '姓名',
        '审计管理员；被查看的本人',
      ),
    },
    free: ['note'],
    none: ['role', 'org_name', 'module', 'column', 'purpose'],
  },
  'identity.takeout': {
    personal: { name: held('导出人姓名', '导出的人', '导出须留痕', '留痕', null, '审计管理员') },
    free: ['purpose'],
    none: ['role', 'org_name', 'what', 'filter', 'personal'],
  },
  'identity.erasure': none('sweep'),
}
export const sweeps: readonly Sweep[] = [
  {
    id: '到期的会话与票据',
    title: '会话、登录票据、启用码、错误次数',
    run: async ({ tx, now }) => {
      const at = ts(now)
      const gone = [
        await sql`delete from kernel.session where ends <= ${at}`.execute(tx),
        await sql`delete from factor.ticket where ends <= ${at}`.execute(tx),
        await sql`delete from identity.activation where ends <= ${at}`.execute(tx),
        // A lock lasts minutes; what was tried wrong a day ago says nothing any more.
        await sql`delete from identity.attempt where last <= ${ts(instant(now - DAY))}
          and coalesce(locked_until, last) <= ${at}`.execute(tx),
        await sql`delete from identity.knock where at <= ${ts(instant(now - DAY))}`.execute(tx),
      ]
      return gone.reduce((n, r) => n + Number(r.numAffectedRows ?? 0), 0)
    },
  },
  {
    id: '接口应答',
    title: '防重复办理的应答',
    run: async ({ tx, now, world }) => {
      const days = numberOf('接口应答保存日数', world.settings as Settings)
      const r =
        await sql`delete from kernel.idempotency where at <= ${ts(instant(now - days * DAY))}`.execute(
          tx,
        )
      return Number(r.numAffectedRows ?? 0)
    },
  },
]
