import { sql } from 'kysely'
import { instant, type Register, type Sweep, ts } from '#kernel'
import { held, numberOf, type Settings } from '#law'

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
]
