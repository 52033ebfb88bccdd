import type { Register } from '#kernel'
import { held, none } from '#law'

export const personal: Register = {
  'rollout.pilot': { free: ['survey', 'opinion'] },
  'rollout.attestation': {
    personal: {
      by_name: held(
        '核验人姓名',
        '财政部门的经办人',
        '记明一项准备由谁核验',
        '采购文件',
        null,
        '能打开该上线实施的财政部门',
      ),
    },
    free: ['evidence'],
    none: ['item'],
  },
  'rollout.feature': none('feature'),
  'rollout.running': none('basis', 'supplier'),
}
