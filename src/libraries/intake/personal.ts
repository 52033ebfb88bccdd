import { sql } from 'kysely'
import { type Register, type Sweep, ts } from '#kernel'
import { held, numberOf, type Settings } from '#law'
import { intakeFlow } from './model.ts'

const who = '登记表里的联系人、专家'
const readers = '导入它的财政部门'
export const personal: Register = {
  'library.intake': { free: ['source'] },
  'library.intake_row': {
    personal: {
      data: held('登记表里的一行', who, '入库前核对', '导入', null, readers),
      title: held('登记表里的姓名', '专家', '指认一行', '导入名单', null, readers),
    },
    none: ['key', 'alike', 'core'],
  },
  'library.intake_fault': {
    personal: {
      what: held('填错的内容', who, '告诉填表的人哪里要改', '错误清单', null, readers),
    },
    none: ['column', 'cure'],
  },
}
export const sweeps: readonly Sweep[] = [
  {
    id: '入库以后的错误清单',
    title: '早已入库的批次里，当时填错的内容',
    run: async ({ tx, now, world }) => {
      const years = numberOf('旧联系方式保存年数', world.settings as Settings)
      const r = await sql`delete from library.intake_fault f using kernel.subject s
        where s.id = f.intake and s.noun = ${intakeFlow.noun} and s.state in ('已入库', '已撤回')
          and s.since <= ${ts(now)}::timestamptz - make_interval(years => ${years})`.execute(tx)
      return Number(r.numAffectedRows ?? 0)
    },
  },
]
