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
} from '#kernel'
import { zReceipt } from '#trade/bid'
import { recover } from '#trade/box'
import * as actions from './actions.ts'
import { quoteFlow } from './model.ts'

/** A quote is a few lines of prices; it comes whole with its request. */
const INLINE = 256 * 1024
const MAX = INLINE + 32 * 1024
const sealed = {
  envelope: z.record(z.string().max(20), z.unknown()).meta({ title: '信封' }),
  ciphertext: z.base64().max(INLINE, { message: '密文过大' }).meta({ title: '密文' }),
}
const which = z.strictObject({ id: zId<'quote'>() })
export const quoteApi = {
  submit: op({
    title: '提交报价',
    input: z.strictObject({ round: zId<'round'>().meta({ title: '报价轮次' }), ...sealed }),
    output: zReceipt,
    maxBody: MAX,
    run: actions.submit,
  }),
  replace: op({
    title: '更换报价',
    input: z.strictObject({ id: zId<'quote'>(), ...sealed }),
    output: zReceipt,
    maxBody: MAX,
    run: actions.replace,
  }),
  withdraw: op({
    title: '撤回报价',
    input: which,
    output: zDone,
    run: async (ask, { id }) => done(await actions.withdraw(ask, id)),
  }),
  recover: op({
    title: '提交报价的恢复文件',
    input: z.strictObject({
      id: zId<'quote'>(),
      seed: z.base64().length(44).meta({ title: '恢复文件里的种子' }),
    }),
    output: z.strictObject({ id: z.string() }),
    limits: '只办本单位的报价',
    by: ['供应商经办'],
    run: async (ask, { id, seed }) => {
      await recover(ask, { id, seed, owner: ask.actor.org ?? '' })
      return { id }
    },
  }),
  list: listing('本单位的报价', quoteFlow),
  get: op({
    title: '本单位的一份报价',
    input: which,
    output: zRecord,
    reads: quoteFlow,
    run: async (ask, { id }) => {
      const s = await subjectOf(ask.tx, quoteFlow, id)
      readable(ask.actor, quoteFlow, s)
      const q = await actions.quoteFor(ask, id)
      return present(ask, actions.quotes, s, {
        data: { round: q.round, lot: q.of.lot, sha256: q.sha256, opened: q.opened, fault: q.fault },
        sections: [
          {
            title: '回执',
            fields: [
              { label: '轮次', value: q.of.kind },
              { label: '截止', value: rfc3339(q.of.deadline), kind: 'instant' },
              { label: '收到时间', value: rfc3339(q.submitted), kind: 'instant' },
              { label: '信封摘要 SHA-256', value: q.sha256, kind: 'hash' },
              ...(q.price === null
                ? []
                : [{ label: '报价', value: yuanText(q.price), kind: 'money' as const }]),
              ...(q.fault
                ? [
                    {
                      label: s.state === '已撤回' ? '退回的原因' : '无法开启的原因',
                      value: q.fault,
                    },
                  ]
                : []),
            ],
          },
        ],
      })
    },
  }),
}
