import { sql } from 'kysely'
import { instant, type Register, type Sweep, ts } from '#kernel'
import { held, none, numberOf, type Settings } from '#law'
import { forgetFactors } from './store.ts'

const who = '有账号的人'
export const personal: Register = {
  'factor.totp': {
    personal: {
      secret: held(
        '动态口令密钥',
        who,
        '登录的第二因素',
        '登录凭据',
        '不示',
        '谁也看不到：以内部主密钥加密',
        '网络安全',
      ),
    },
  },
  'factor.recovery': none('code'),
  'factor.passkey': {
    personal: {
      name: held(
        '通行密钥名称',
        who,
        '本人给自己的通行密钥起的名',
        '登录凭据',
        null,
        '本人',
        '网络安全',
      ),
    },
    none: ['id', 'origin', 'public_key', 'rp', 'transports'],
  },
  'factor.certificate': {
    personal: {
      subject: held(
        '证书持有人',
        who,
        '证书登录、签章时认出持有人',
        '登录凭据',
        '姓名',
        '本人',
        '敏感',
      ),
      pem: held('证书', who, '核验证书', '登录凭据', '不示', '本人', '敏感'),
    },
    none: ['issuer', 'serial'],
  },
  'factor.federated': {
    personal: {
      subject: held(
        '统一身份标识',
        who,
        '统一身份认证登录',
        '登录凭据',
        '不示',
        '谁也看不到',
        '网络安全',
      ),
    },
    none: ['issuer'],
  },
  'factor.ticket': none('token', 'kind', 'data'),
}
export const sweeps: readonly Sweep[] = [
  {
    id: '停用账号的登录凭据',
    title: '停用账号的动态口令、通行密钥、证书、统一身份',
    run: async ({ tx, now, world }) => {
      const days = numberOf('停用账号凭据保留日数', world.settings as Settings)
      const { rows } = await sql<{ person: string }>`
        select a.person from identity.account a join kernel.subject s on s.id = a.id
        where s.state = '停用' and s.since <= ${ts(instant(now - days * 86_400_000))} and not identity.is_held(a.person)
          and (exists (select from factor.totp f where f.person = a.person)
            or exists (select from factor.passkey f where f.person = a.person)
            or exists (select from factor.certificate f where f.person = a.person)
            or exists (select from factor.federated f where f.person = a.person)
            or exists (select from factor.recovery f where f.person = a.person))`.execute(tx)
      for (const { person } of rows) await forgetFactors(tx, person)
      return rows.length
    },
  },
]
