import { z } from 'zod'
import { eventOf } from '#identity/people'
import {
  type Ask,
  asHouse,
  done,
  listing,
  op,
  present,
  type RecordView,
  readable,
  subjectOf,
  zDone,
  zId,
  zRecord,
  zText,
} from '#kernel'
import { orgOf } from '#libraries'
import { alarmOf, alarms, handle } from './actions.ts'
import { alarmFlow, decisions } from './model.ts'

const id = zId<'alarm'>()
async function get(ask: Ask, which: string): Promise<RecordView> {
  const s = await subjectOf(ask.tx, alarmFlow, which)
  readable(ask.actor, alarmFlow, s)
  const a = await alarmOf(ask.tx, which)
  // The log is the auditor's; the one line of it that this is about is the business of whoever handles this.
  const event = a.event
  const e = event === null ? null : await asHouse(ask, () => eventOf(ask.tx, event))
  const named = async (label: string, org: string | null) =>
    org === null ? [] : [{ label, value: (await orgOf(ask.tx, org)).name }]
  return present(ask, alarms, s, {
    data: { about: a.about },
    sections: [
      {
        title: '机器所见',
        fields: [
          { label: '类别', value: a.kind },
          ...(await named('供应商', a.supplier)),
          ...(await named('采购人', a.buyer)),
          ...(e === null
            ? []
            : [
                { label: '账号', value: e.name },
                { label: '网络地址', value: e.address === '' ? '已按期抹去' : e.address },
              ]),
          { label: '事实', value: a.said, kind: 'long' },
          ...(a.decision === null ? [] : [{ label: '处置', value: a.decision }]),
          ...(a.note === null ? [] : [{ label: '处置说明', value: a.note, kind: 'long' as const }]),
        ],
      },
    ],
  })
}
// biome-ignore format: a table reads as a table
export const alarmApi = {
  handle: op({ title: '处置预警', input: z.strictObject({ id, decision: z.enum(decisions).meta({ title: '处置' }), note: zText(500).meta({ title: '说明（核实了什么、怎样处理）', 'x-kind': 'long' }) }), output: zDone, run: async (ask, i) => done(await handle(ask, i)) }),
  list:   listing('监测预警一览', alarmFlow),
  get:    op({ title: '一条监测预警', input: z.strictObject({ id }), output: zRecord, reads: alarmFlow, run: (ask, i) => get(ask, i.id) }),
}
