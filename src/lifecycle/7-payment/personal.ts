import { sql } from 'kysely'
import type { Register, Sweep } from '#kernel'
import { held } from '#law'

const names = held(
  '办理人姓名',
  '办理过这笔采购的人',
  '档案清单：谁办了什么',
  '采购文件',
  '姓名',
  '采购人、代理机构、监督的财政部门',
)
export const personal: Register = {
  'payment.request': {
    personal: {
      payee: held(
        '收款账号',
        '供应商（个体工商户的，即经营者本人）',
        '支付合同款',
        '采购文件',
        '账号',
        '采购人、供应商、国库；财政部门只见后四位，须查看留痕',
        '敏感',
      ),
    },
    none: ['invoice', 'voucher', 'receipt'],
  },
  'payment.settlement': { personal: { manifest: names } },
}
export const sweeps: readonly Sweep[] = [
  {
    id: '采购档案期满',
    title: '保存期满、待鉴定的采购档案（只列清单，不删）',
    // An archive is appraised by people before anything of it goes; the clock says which are due.
    run: async ({ tx, today }) => {
      const { rows } = await sql<{ n: number }>`
        select count(*)::int as n from payment.settlement t join kernel.subject s on s.id = t.id
        where t.keep_until < ${today} and not identity.is_held(s.process)`.execute(tx)
      return rows[0]?.n ?? 0
    },
  },
]
