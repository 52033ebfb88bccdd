import { z } from 'zod'
import {
  type Ask,
  asHouse,
  done,
  listing,
  op,
  present,
  readable,
  rfc3339,
  subjectOf,
  zDone,
  zId,
  zRecord,
  zText,
} from '#kernel'
import * as actions from './actions.ts'
import { delegationFlow } from './model.ts'
import * as store from './store.ts'

const which = z.strictObject({ id: zId<'delegation'>() })
const day = z.iso.date({ message: '日期格式应为 2026-11-24' })
const grant = z.strictObject({
  delegate: z.uuid().meta({ title: '受托人' }),
  nouns: z.array(zText(20)).min(1, '至少选一类事项').max(40).meta({ title: '事项' }),
  from: day.meta({ title: '自' }),
  to: day.meta({ title: '至（当日有效）' }),
  reason: zText(200).meta({ title: '事由' }),
})
// biome-ignore format: a table reads as a table
export const delegationApi = {
  grant:   op({ title: '授权委托', input: grant, output: zDone, run: async (ask, { from, to, ...i }) => done(await actions.grant(ask, { ...i, ...actions.dayBounds(from, to) })) }),
  revoke:  op({ title: '撤销委托', input: which, output: zDone, run: async (ask, { id }) => done(await actions.delegations.take(ask, 'revoke', id)) }),
  decline: op({ title: '谢绝委托', input: which, output: zDone, run: async (ask, { id }) => done(await actions.delegations.take(ask, 'decline', id)) }),
  list:    listing('授权委托一览', delegationFlow),
  get:     op({ title: '一项授权委托', reads: delegationFlow, input: which, output: zRecord, run: (ask, { id }) => get(ask, id) }),
}
async function get(ask: Ask, id: string) {
  const s = await subjectOf(ask.tx, delegationFlow, id)
  readable(ask.actor, delegationFlow, s)
  // Whoever may read a delegation reads the two names in it, whichever of his positions he is in.
  const d = await asHouse(ask, () => store.delegationOf(ask.tx, id))
  return present(ask, actions.delegations, s, {
    data: { principal: d.principal, delegate: d.delegate, nouns: d.nouns },
    sections: [
      {
        title: '委托',
        fields: [
          { label: '委托人', value: d.principalName },
          { label: '受托人', value: d.delegateName },
          { label: '岗位', value: `${d.role}（${d.orgName ?? ''}）` },
          { label: '事项', value: d.nouns.join('、') },
          { label: '自', value: rfc3339(d.begins), kind: 'instant' },
          { label: '至', value: rfc3339(d.ends), kind: 'instant' },
          { label: '事由', value: d.reason, kind: 'long' },
        ],
      },
    ],
  })
}
