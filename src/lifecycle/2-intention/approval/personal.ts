import type { Register } from '#kernel'
import { held } from '#law'

export const personal: Register = {
  'approval.request': {
    personal: {
      arguments: held(
        '论证人员姓名与意见',
        '论证的专业人员',
        '单一来源须由专业人员论证并公示',
        '采购文件',
        null,
        '依法公示：姓名、工作单位、职称、意见（74号令第三十八条）',
        '公告',
      ),
    },
    free: ['reason', 'proof'],
    none: ['consent', 'ground', 'method'],
  },
  'approval.objection': { free: ['text', 'answer'] },
}
