import { z } from 'zod'
import {
  done,
  listing,
  op,
  present,
  readable,
  rfc3339,
  subjectOf,
  yuanText,
  zDone,
  zId,
  zRecord,
  zText,
} from '#kernel'
import { orgOf } from '#libraries'
import * as actions from './actions.ts'
import { kinds, measures, ticketFlow } from './model.ts'

const id = zId<'ticket'>()
const long = (title: string) => zText(1000).meta({ title, 'x-kind': 'long' })

// biome-ignore format: a table reads as a table
export const ticketApi = {
  report:  op({ title: '举报商品', input: z.strictObject({ offer: z.uuid().meta({ title: '商品' }), kind: z.enum(kinds).meta({ title: '问题' }), said: long('事实和依据') }), output: zDone, run: async (ask, i) => done(await actions.report(ask, i)) }),
  answer:  op({ title: '答复工单', input: z.strictObject({ id, answer: long('答复') }), output: zDone, run: async (ask, i) => done(await actions.answer(ask, i)) }),
  uphold:  op({ title: '成立并处理', input: z.strictObject({ id, measure: z.enum(measures).meta({ title: '处理' }), ruling: long('认定的事实和理由（公开）') }), output: zDone, run: async (ask, i) => done(await actions.uphold(ask, i)) }),
  dismiss: op({ title: '不成立', input: z.strictObject({ id, ruling: long('理由（公开）') }), output: zDone, run: async (ask, i) => done(await actions.dismiss(ask, i)) }),
  list:    listing('卖场工单一览', ticketFlow),
  listClosed: op({ title: '一件商品上办结的工单', public: true, input: z.strictObject({ offer: z.uuid() }), output: z.array(z.strictObject({ kind: z.string(), state: z.string(), measure: z.string().nullable(), ruling: z.string().nullable(), at: z.string() })), run: async (ask, { offer }) =>
    (await actions.closedOf(ask, offer)).map((c) => ({ ...c, at: rfc3339(c.at) })) }),
  get:     op({ title: '一张卖场工单', input: z.strictObject({ id }), output: zRecord, reads: ticketFlow, run: async (ask, i) => {
    const s = await subjectOf(ask.tx, ticketFlow, i.id)
    readable(ask.actor, ticketFlow, s)
    const t = await actions.ticketOf(ask, i.id)
    return present(ask, actions.tickets, s, {
      data: { offer: t.offer },
      sections: [{
        title: '工单',
        fields: [
          { label: '由来', value: t.origin },
          { label: '供应商', value: (await orgOf(ask.tx, t.supplier)).name },
          { label: '问题', value: t.kind },
          { label: '事实和依据', value: t.said, kind: 'long' as const },
          { label: '当时的单价', value: yuanText(t.price), kind: 'money' as const },
          ...(t.median === null ? [] : [{ label: '当时的同款中位数', value: yuanText(t.median), kind: 'money' as const }]),
          ...(t.answer === null ? [] : [{ label: '供应商的答复', value: t.answer, kind: 'long' as const }]),
          ...(t.measure === null ? [] : [{ label: '处理', value: t.measure }]),
          ...(t.ruling === null ? [] : [{ label: '认定', value: t.ruling, kind: 'long' as const }]),
        ],
      }],
    })
  } }),
}
