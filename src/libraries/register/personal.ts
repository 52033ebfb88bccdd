import { sql } from 'kysely'
import { type Register, type Sweep, ts } from '#kernel'
import { held, numberOf, type Settings } from '#law'

export const personal: Register = {
  'library.org': {
    personal: {
      in_charge: held(
        '单位负责人姓名',
        '单位负责人',
        '核对同一负责人的单位不得参加同一合同项下的采购',
        '采购文件',
        null,
        '能打开该登记的人：本单位、监督它的财政部门；登记机关另行公示',
      ),
      phone: held(
        '联系电话',
        '供应商的联系人',
        '通知与核实',
        '联系方式',
        '电话',
        '本单位；财政部门须查看留痕',
      ),
    },
    none: ['name', 'uscc', 'address', 'alike'],
  },
  'library.fact': {
    personal: {
      value: held(
        '登记资料中的电话',
        '单位负责人、联系人、专家',
        '登记的资料，写明来源与有效期',
        '联系方式',
        '电话',
        '本单位、本人；电话须查看留痕',
      ),
    },
    none: ['key', 'said_by'],
  },
}
/** Facts that are a way to reach somebody; what they replaced served its purpose. */
const REACH = ['联系电话', '手机号']
export const sweeps: readonly Sweep[] = [
  {
    id: '已被取代的联系方式',
    title: '被新的说法取代的电话',
    run: async ({ tx, now, world }) => {
      const years = numberOf('旧联系方式保存年数', world.settings as Settings)
      const r = await sql`delete from library.fact
        where key in (${sql.join(REACH)}) and until <= ${ts(now)}::timestamptz - make_interval(years => ${years})
          and not identity.is_held(subject)`.execute(tx)
      return Number(r.numAffectedRows ?? 0)
    },
  },
]
