import { z } from 'zod'
import {
  type Ask,
  asHouse,
  done,
  listing,
  op,
  present,
  readable,
  subjectOf,
  zDone,
  zId,
  zRecord,
  zText,
} from '#kernel'
import { orgOf } from '#libraries'
import { bidOf } from '#trade/bid'
import * as actions from './actions.ts'
import { letterFlow, letterVeil, triggerText } from './model.ts'
import * as store from './store.ts'

const one = z.strictObject({ id: zId<'letter'>() })
const send = z.strictObject({
  lot: zId<'lot'>().meta({ title: '采购包', 'x-kind': 'lot' }),
  bid: zId<'bid'>().meta({ title: '投标人', 'x-kind': 'bid' }),
  kind: z.enum(['澄清', '低价说明']).meta({ title: '事由' }),
  triggers: z
    .array(z.int().min(1).max(4))
    .max(4)
    .default([])
    .meta({ title: '低价触发情形（第几项）' }),
  text: zText(2000).meta({ title: '要求说明的内容', 'x-kind': 'long' }),
  minutes: z.int().min(1).max(1440).default(30).meta({ title: '答复时限（分钟）' }),
})
export const letterApi = {
  send: op({
    title: '发函',
    input: send,
    output: zDone,
    run: async (ask, i) => done(await actions.send(ask, i)),
  }),
  reply: op({
    title: '书面答复',
    input: one.extend({ text: zText(8000).meta({ title: '答复', 'x-kind': 'long' }) }),
    output: zDone,
    run: async (ask, i) => done(await actions.reply(ask, i)),
  }),
  vote: op({
    title: '评委表决',
    input: one.extend({
      accept: z.boolean().meta({ title: '采信这份说明' }),
      reason: z
        .union([z.literal(''), zText(1000)])
        .default('')
        .meta({ title: '理由', 'x-kind': 'long' }),
    }),
    output: zDone,
    run: async (ask, i) => done(await actions.vote(ask, i)),
  }),
  list: listing('澄清函一览', letterFlow),
  get: op({
    title: '一封澄清函',
    reads: letterFlow,
    input: one,
    output: zRecord,
    run: (ask, { id }) => getLetter(ask, id),
  }),
}
async function getLetter(ask: Ask, id: string) {
  const s = await subjectOf(ask.tx, letterFlow, id)
  readable(ask.actor, letterFlow, s)
  const l = await store.letterOf(ask.tx, id)
  const { bid, votes } = await asHouse(ask, async () => ({
    bid: await bidOf(ask.tx, l.bid),
    votes: await store.votesOf(ask.tx, id),
  }))
  const mine = votes.find((v) => v.person === ask.actor.person)
  return present(ask, actions.letters, s, {
    veil: { of: letterVeil, phase: s.state },
    data: { lot: l.lot, bid: l.bid, kind: l.kind, outcome: l.outcome },
    sections: [
      {
        title: l.kind === '澄清' ? '澄清函' : '低价说明函',
        fields: [
          { label: '投标人', value: (await orgOf(ask.tx, bid.supplier)).name },
          ...(l.triggers.length === 0
            ? []
            : [
                {
                  label: '触发情形',
                  value: l.triggers.map((t) => triggerText[t] ?? '').join('；'),
                  kind: 'long' as const,
                },
              ]),
          { label: '要求', value: l.text, kind: 'long' },
          { label: '时限', value: `${l.minutes}分钟` },
          { label: '答复', value: l.reply, kind: 'long' },
          { label: '结论', value: l.outcome },
        ],
      },
      {
        veil: 'votes',
        title: '表决',
        columns: [
          { key: 'who', label: '评委' },
          { key: 'accept', label: '意见' },
          { key: 'reason', label: '理由' },
        ],
        rows: votes.map((v, n) => ({
          who: `${n + 1}号`,
          accept: v.accept ? '采信' : '不予采信',
          reason: v.reason,
        })),
      },
      ...(mine
        ? [
            {
              title: '我的表决',
              fields: [
                { label: '意见', value: mine.accept ? '采信' : '不予采信' },
                { label: '理由', value: mine.reason },
              ],
            },
          ]
        : []),
    ],
  })
}
