import type { Register } from '#kernel'
import { held } from '#law'

const contact = held(
  '项目联系人',
  '项目联系人',
  '供潜在供应商询问',
  '采购文件',
  null,
  '随采购公告依法公开',
  '公告',
)
export const personal: Register = {
  'trade.attachment': { free: ['name'] },
  'trade.tender': {
    personal: { document: contact },
    free: ['reason', 'scope'],
    none: ['place', 'way'],
  },
  'trade.version': { personal: { document: contact } },
  'trade.correction': { free: ['subject_of', 'reason', 'before', 'after'] },
  'trade.lot': { free: ['failure'], none: ['title', 'content', 'ranking'] },
  'trade.question': { free: ['text', 'answer'] },
  'trade.member': { free: ['gone_reason'] },
  'trade.plain_draw': {
    personal: {
      pool: held(
        '抽取名单',
        '评审专家',
        '旧法抽取的名单，只存人员编号',
        '采购文件',
        '不示',
        '谁也看不到',
      ),
      excluded: held(
        '回避名单',
        '评审专家',
        '旧法抽取的回避者与理由',
        '采购文件',
        '不示',
        '谁也看不到',
      ),
      drawn: held('抽中名单', '评审专家', '旧法抽取的结果', '采购文件', '不示', '谁也看不到'),
    },
    none: ['seed'],
  },
  'trade.shortlist': {
    personal: {
      watchers: held(
        '监督人员姓名',
        '采购人的现场监督人员',
        '抽取邀请名单须有人监督',
        '采购文件',
        '姓名',
        '采购人、代理机构',
      ),
    },
    free: ['candidates'],
    none: ['seed', 'invited'],
  },
  'trade.pause': { free: ['reason'] },
}
