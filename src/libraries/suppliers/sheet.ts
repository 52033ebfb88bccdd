import {
  againstUnits,
  oneOf,
  type Sheet,
  unitColumns,
  unitSheet,
  type Values,
} from '#libraries/intake'
import {
  enter,
  inReach,
  newOrgId,
  once,
  type Profile,
  scales,
  usccHolds,
} from '#libraries/register'
import { shelf, suppliers } from './actions.ts'

const columns = { ...unitColumns, scale: oneOf('企业规模', scales) }
/** 供应商登记表：what a register kept elsewhere brings; the supplier's own promises are made by itself, when it first signs in. */
export const supplierSheet: Sheet<Values<typeof columns>> = {
  kind: '供应商',
  columns,
  ...unitSheet,
  own: [],
  story: suppliers,
  line: (_, v) => ({ key: v.uscc, title: v.name, region: v.region, data: v }),
  against: (ask, lines, { head }) =>
    againstUnits(
      ask,
      { kind: '供应商', columns, rules: [usccHolds, once, inReach], facts: () => ({}) },
      lines,
      head,
    ),
  async enter(ask, lines) {
    const arrivals = lines.map((l) => {
      const profile = l.data as unknown as Profile
      const input = { uscc: profile.uscc, region: profile.region, duplicate: null }
      const facts = { today: ask.today, actorRegion: ask.actor.region, input }
      return { id: newOrgId(), profile, facts }
    })
    await enter(ask, shelf, 'bring', '财政部门登记', arrivals)
    return arrivals.map((a) => a.id)
  },
}
