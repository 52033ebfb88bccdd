import type { Register } from '#kernel'
import { held } from '#law'

const asked = '参加竞价的供应商；本单位；监督的财政部门'
export const personal: Register = {
  'mall.auction': {
    personal: {
      contact: held(
        '联系人姓名',
        '采购人的联系人',
        '供竞价的供应商询问、送货',
        '采购文件',
        null,
        asked,
      ),
      phone: held(
        '联系电话',
        '采购人的联系人',
        '供竞价的供应商询问、送货',
        '采购文件',
        null,
        asked,
      ),
    },
    free: ['needs', 'reason', 'failure'],
    none: ['item', 'attributes', 'unit', 'place', 'turn', 'barred'],
  },
}
