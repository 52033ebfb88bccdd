import type { Register } from '#kernel'
import { held } from '#law'

const both = '订单双方；监督的财政部门'
export const personal: Register = {
  'mall.framework': {
    personal: {
      document: held(
        '征集人联系人和电话',
        '征集人的联系人',
        '供应商询问、响应',
        '采购文件',
        null,
        '所有登录的人；公告中对公众公开',
      ),
      review: held(
        '评审小组成员姓名',
        '评审小组成员',
        '入围结果公告须公布评审小组成员名单',
        '采购文件',
        null,
        '公告中对公众公开',
      ),
    },
    none: ['kind', 'category'],
  },
  'mall.framework_lot': { none: ['name', 'item', 'unit', 'need', 'discounts', 'consumables'] },
  'mall.framework_response': { none: ['thing', 'agents', 'extras', 'sha256'], free: ['verdict'] },
  'mall.framework_member': {
    none: ['thing', 'agents', 'ground', 'extras'],
    free: ['reason', 'asked', 'proposal'],
  },
  'mall.framework_call': {
    personal: {
      contact: held('收货联系人姓名', '采购人的收货联系人', '送货与安装', '采购文件', null, both),
      phone: held('收货联系电话', '采购人的收货联系人', '送货与安装', '采购文件', null, both),
    },
    free: ['reason', 'skips', 'need', 'failure'],
    none: ['way', 'place', 'accessory'],
  },
  'mall.framework_turn': { free: ['skipped'] },
}
