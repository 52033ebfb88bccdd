import type { Register } from '#kernel'
import { held, none } from '#law'

export const personal: Register = {
  'trade.draw': {
    personal: {
      vault: held(
        '抽取名单',
        '评审专家',
        '抽取名单：只存人员编号，另有钥匙加密',
        '采购文件',
        '不示',
        '谁也看不到；结果公告后随评审专家名单公开抽中的人',
      ),
    },
    free: ['reason'],
    none: ['spec', 'seed', 'occasion'],
  },
  'trade.draw_commit': none('nonce'),
  'trade.draw_call': { free: ['reason'] },
}
