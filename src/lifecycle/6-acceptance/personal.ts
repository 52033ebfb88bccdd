import type { Register } from '#kernel'
import { held } from '#law'

export const personal: Register = {
  'acceptance.delivery': { free: ['note'], none: ['place', 'items'] },
  'acceptance.report': {
    personal: {
      members: held(
        '验收组姓名',
        '验收组成员',
        '验收书须有验收人员签字',
        '采购文件',
        '姓名',
        '采购人、供应商、监督的财政部门',
      ),
    },
    free: ['opinion', 'clauses'],
  },
}
