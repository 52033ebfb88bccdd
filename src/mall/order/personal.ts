import type { Register } from '#kernel'
import { held } from '#law'

const both = '订单双方；监督的财政部门'
export const personal: Register = {
  'mall.purchase_order': {
    personal: {
      contact: held('收货联系人姓名', '采购人的收货联系人', '送货与安装', '采购文件', null, both),
      phone: held('收货联系电话', '采购人的收货联系人', '送货与安装', '采购文件', null, both),
      payee: held(
        '收款户',
        '供应商（个体工商户的，即经营者本人）',
        '支付货款',
        '采购文件',
        '账号',
        both,
        '敏感',
      ),
      checkers: held(
        '验收人姓名',
        '采购人的验收人员',
        '验收须有验收人员签字',
        '采购文件',
        null,
        both,
      ),
    },
    free: ['trouble', 'of_supplier', 'of_buyer'],
    none: ['way', 'place', 'items', 'shipment', 'invoice'],
  },
  'mall.serial': { none: ['serial'] },
}
