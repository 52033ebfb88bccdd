import type { Register } from '#kernel'
import { held, none } from '#law'

export const personal: Register = {
  'trade.venue': none('name', 'address'),
  'trade.remote': { free: ['record'] },
  'trade.booking': none('media', 'seats'),
  'trade.sitting': {
    personal: {
      device: held(
        '席位的设备与网络',
        '评审专家',
        '到席前自检，断线时查明原因',
        '采购文件',
        null,
        '本人；管理会场的单位',
        '网络安全',
      ),
    },
  },
  'trade.interruption': { free: ['decision'] },
}
