import type { Ask } from '#kernel'
import {
  againstUnits,
  type Line,
  optional,
  type Sheet,
  text,
  unitColumns,
  unitSheet,
  type Values,
} from '#libraries/intake'
import {
  enter,
  inReach,
  newOrgId,
  once,
  orgsByCodes,
  type Profile,
  usccHolds,
} from '#libraries/register'
import { placeUnits, purchasers, shelf, unitArrival } from './actions.ts'
import { division, parentFits } from './model.ts'

const columns = {
  ...unitColumns,
  division: text('财政区划代码', 20, '9位，前6位是登记地的区划代码'),
  parent: optional(
    text(
      '主管预算单位代码',
      40,
      '上级单位的统一社会信用代码，已在库或在本表更前的行；空：直接隶属本级财政',
    ),
  ),
}
type Row = Values<typeof columns>
const rowOf = (l: Line) => l.data as unknown as Row
const kind = '采购人'
/** Parents by their code: in the library, or brought by this very table. */
async function parentsOf(ask: Ask, lines: readonly Line[]) {
  const codes = [...new Set(lines.flatMap((l) => rowOf(l).parent ?? []))]
  const known = codes.length === 0 ? [] : await orgsByCodes(ask.tx, kind, codes)
  return new Map(known.map((o) => [o.uscc, o]))
}
/** 采购人登记表：the tree comes with it; a parent stands in the library already, or in the same table. */
export const purchaserSheet: Sheet<Row> = {
  kind,
  columns,
  ...unitSheet,
  own: ['library.unit.org'],
  story: purchasers,
  line: (_, v) => ({ key: v.uscc, title: v.name, region: v.region, data: v }),
  async against(ask, lines, { head, earlier }) {
    const known = await parentsOf(ask, lines)
    const parents = lines.flatMap((l) => rowOf(l).parent ?? [])
    const here = new Map([...(await earlier(parents)), ...lines].map((l) => [l.key, l]))
    return againstUnits(
      ask,
      {
        kind,
        columns,
        rules: [usccHolds, once, division, parentFits, inReach],
        facts: (l) => {
          const code = rowOf(l).parent
          const inLibrary = code === null ? undefined : known.get(code)
          const inTable = code === null ? undefined : here.get(code)
          return {
            division: rowOf(l).division,
            parent:
              code === null
                ? null
                : inLibrary
                  ? { ...inLibrary, under: false }
                  : inTable && inTable.no < l.no
                    ? { name: inTable.title, region: inTable.region, state: '在库', under: false }
                    : {
                        name: code,
                        region: l.region,
                        state: '不在采购人库，也不在本表更前的行',
                        under: false,
                      },
          }
        },
      },
      lines,
      head,
    )
  },
  async enter(ask, lines) {
    const known = await parentsOf(ask, lines)
    const ids = new Map(lines.map((l) => [l.key, newOrgId()]))
    const source = '财政部门登记'
    await enter(
      ask,
      shelf,
      'bring',
      source,
      lines.map((l) => {
        const profile = { ...(l.data as unknown as Profile), scale: null }
        const { division: code } = rowOf(l)
        const input = {
          uscc: l.key,
          region: l.region,
          division: code,
          duplicate: null,
          parent: null,
        }
        const facts = { today: ask.today, actorRegion: ask.actor.region, children: [], input }
        return unitArrival(
          ask,
          ids.get(l.key) as string,
          { ...profile, division: code },
          source,
          facts,
        )
      }),
    )
    await placeUnits(
      ask,
      lines.map((l) => {
        const code = rowOf(l).parent
        const parent = code === null ? null : (known.get(code)?.id ?? ids.get(code) ?? null)
        const id = ids.get(l.key) as string
        return { id, division: rowOf(l).division, parentBudget: parent, parentAdmin: parent }
      }),
    )
    return lines.map((l) => ids.get(l.key) as string)
  },
}
