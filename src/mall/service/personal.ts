import type { Register } from '#kernel'
import { held } from '#law'

const asker = '采购人；监督的财政部门'
const both = '订单双方；监督的财政部门'
export const personal: Register = {
  'mall.rate_card': { none: ['kind', 'regions', 'place', 'items'] },
  'mall.service_order': {
    personal: {
      contact: held(
        '联系人姓名',
        '采购人的联系人（用车的人）',
        '报修、接车',
        '采购文件',
        null,
        both,
      ),
      phone: held('联系电话', '采购人的联系人（用车的人）', '报修、接车', '采购文件', null, both),
      checkers: held(
        '验收人姓名',
        '采购人的验收人员',
        '验收须有验收人员签字',
        '采购文件',
        null,
        both,
      ),
    },
    // A plate is the unit's, yet where its vehicle was and when is its parties' business: no list and no notice names it.
    free: [
      'want',
      'plate',
      'asked',
      'extras',
      'work',
      'quote',
      'billed',
      'of_supplier',
      'of_buyer',
    ],
    none: ['kind', 'way', 'asset', 'place'],
  },
  'mall.service_bill': {
    personal: {
      payee: held(
        '收款户',
        '供应商（个体工商户的，即经营者本人）',
        '支付货款',
        '采购文件',
        '账号',
        both,
        '敏感',
      ),
      lines: held(
        '各单验收人姓名',
        '采购人的验收人员',
        '验收须有验收人员签字',
        '采购文件',
        null,
        both,
      ),
    },
    none: ['month', 'invoice'],
  },
  'mall.service_turn': { none: ['kind'] },
  'mall.service_contest': {
    personal: {
      contact: held(
        '联系人姓名',
        '采购人的联系人（用车的人）',
        '报修、接车',
        '采购文件',
        null,
        asker,
      ),
      phone: held('联系电话', '采购人的联系人（用车的人）', '报修、接车', '采购文件', null, asker),
    },
    free: ['want', 'plate', 'reason'],
    none: ['kind', 'asset', 'place'],
  },
  'mall.service_quote': { free: ['lines'] },
  // What is in a picture only who may read the order sees; the page takes out where it was taken before it is sent.
  'mall.service_photo': { none: ['stage', 'sha256', 'type'] },
}
