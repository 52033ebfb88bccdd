import type { Register } from '#kernel'
import { held } from '#law'

export const personal: Register = {
  'contract.contract': {
    personal: {
      payee: held(
        '收款户',
        '供应商（个体工商户的，即经营者本人）',
        '支付合同款',
        '采购文件',
        '账号',
        '合同双方、代理机构；其他当事人和财政部门只见后四位，须查看留痕',
        '敏感',
      ),
    },
    free: ['clauses', 'performance'],
    none: ['items', 'schedule'],
  },
}
