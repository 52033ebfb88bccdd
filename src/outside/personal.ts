import { sql } from 'kysely'
import { instant, type Register, type Sweep, ts } from '#kernel'
import { held, none, numberOf, type Settings } from '#law'

export const personal: Register = {
  'outside.handset': {
    personal: {
      number: held(
        '手机号',
        '评审专家',
        '演练时替运营商接听（沙箱）',
        '通话',
        '电话',
        '沙箱的接听页，只在演示区',
      ),
    },
  },
  'outside.call': {
    personal: {
      number: held(
        '手机号',
        '评审专家',
        '抽取通知',
        '通话',
        '电话',
        '运营商一侧；本系统的页面上没有',
      ),
      keys: held('按键', '评审专家', '本人的答复', '通话', '不示', '运营商一侧'),
    },
    none: ['text'],
  },
  'outside.voucher': {
    personal: {
      body: held('收款户', '收款人', '国库支付', '采购文件', '账号', '国库一侧（沙箱）', '敏感'),
    },
    free: ['reason'],
    none: ['no', 'receipt'],
  },
  'outside.outbox': {
    personal: {
      fault: held(
        '没有送到的缘由',
        '订阅的人',
        '查明信件为何没有送到，对方的话里可能有邮箱',
        '信件',
        null,
        '谁也看不到；公告报送的缘由不写人，财政部门可见',
      ),
    },
    none: ['kind', 'key', 'body', 'answer'],
  },
  'outside.central_notice': none('receipt', 'body'),
  'outside.mail': {
    personal: {
      to: held(
        '收信邮箱',
        '订阅的人',
        '演练时替邮件服务器收信（沙箱）',
        '信件',
        '邮箱',
        '沙箱的信箱页，只在演示区',
      ),
      text: held(
        '信件内容',
        '订阅的人',
        '演练时看一看信里写了什么（沙箱）',
        '信件',
        null,
        '沙箱的信箱页，只在演示区',
      ),
    },
    none: ['subject', 'headers'],
  },
}
export const sweeps: readonly Sweep[] = [
  {
    id: '通话里的号码',
    title: '抽取通知的号码与按键',
    run: async ({ tx, now, world }) => {
      const days = numberOf('通话号码保存日数', world.settings as Settings)
      const r = await sql`update outside.call set number = '***********', keys = ''
        where ended and ends <= ${ts(instant(now - days * 86_400_000))} and number <> '***********'`.execute(
        tx,
      )
      return Number(r.numAffectedRows ?? 0)
    },
  },
  {
    id: '沙箱的信件',
    title: '没有邮件服务器时留在沙箱里的信',
    run: async ({ tx, now, world }) => {
      const days = numberOf('信件保存日数', world.settings as Settings)
      const r =
        await sql`delete from outside.mail where at <= ${ts(instant(now - days * 86_400_000))}`.execute(
          tx,
        )
      return Number(r.numAffectedRows ?? 0)
    },
  },
]
