import {
  againstUnits,
  count,
  flag,
  type Sheet,
  someOf,
  text,
  unitColumns,
  unitSheet,
  type Values,
} from '#libraries/intake'
import { enter, inReach, newOrgId, once, type Profile, usccHolds } from '#libraries/register'
import { agencies, type Practice, practiceFacts, shelf } from './actions.ts'
import { scopes } from './model.ts'

const columns = {
  ...unitColumns,
  centralised: flag('是否集中采购机构'),
  staff: count('专职从业人员', 0, 100_000),
  premises: text('办公场所', 200),
  recorded: flag('自有评审场地和录音录像'),
  scope: someOf('代理范围', scopes),
}
/** 代理机构登记表。What an agency must fulfil to be listed is judged when it registers or amends; an older list is carried over. */
export const agencySheet: Sheet<Values<typeof columns>> = {
  kind: '代理机构',
  columns,
  ...unitSheet,
  own: [],
  story: agencies,
  line: (_, v) => ({ key: v.uscc, title: v.name, region: v.region, data: v }),
  against: (ask, lines, { head }) =>
    againstUnits(
      ask,
      { kind: '代理机构', columns, rules: [usccHolds, once, inReach], facts: () => ({}) },
      lines,
      head,
    ),
  async enter(ask, lines) {
    const source = '财政部门登记'
    const arrivals = lines.map((l) => {
      const v = l.data as unknown as Omit<Profile, 'scale'> & Practice & { centralised: boolean }
      const input = { uscc: v.uscc, region: v.region, duplicate: null }
      return {
        id: newOrgId(),
        profile: { ...v, scale: null },
        facts: { today: ask.today, actorRegion: ask.actor.region, input },
        centralised: v.centralised,
        more: practiceFacts(v, ask.today, source),
      }
    })
    await enter(ask, shelf, 'bring', source, arrivals)
    return arrivals.map((a) => a.id)
  },
}
