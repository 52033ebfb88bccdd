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
  under,
  yuanText,
  zDone,
  zId,
  zRecord,
  zText,
} from '#kernel'
import { telephoneSandbox } from '#outside'
import { siteOf } from '#trade/venue'
import * as actions from './actions.ts'
import * as calls from './calls.ts'
import { draws } from './facts.ts'
import { declineReasons, drawFlow } from './model.ts'
import { drawView } from './view.ts'

const one = z.strictObject({ id: zId<'draw'>() })
const zHash = z.string().regex(/^[0-9a-f]{64}$/, { message: '须为64位十六进制数字' })
const long = (title: string) => zText(500).meta({ title, 'x-kind': 'long' })
const mine = z.strictObject({ call: zId<'call'>() })

/** The draw begins at the tender: its op stands among the tender's. */
export const drawTenderOps = {
  draw: op({
    title: '抽取评审专家',
    input: z.strictObject({
      id: zId<'tender'>(),
      need: z.int().min(1).max(15).meta({ title: '抽取人数' }),
      reason: z
        .union([z.literal(''), zText(500)])
        .default('')
        .meta({ title: '补抽、重抽的理由', 'x-kind': 'long' }),
      site: zId<'booking'>()
        .nullable()
        .default(null)
        .meta({ title: '异地评审的会场（只从会场所在盟市的专家中抽取）', 'x-kind': 'site' }),
      commitment: zHash.nullable().default(null).meta({ title: '本机构的承诺（可不填）' }),
    }),
    output: zDone,
    run: async (ask, i) =>
      done(
        await actions.commit(ask, {
          ...i,
          site: i.site === null ? null : await siteOf(ask.tx, i.id, i.site),
        }),
      ),
  }),
}

export const drawApi = {
  join: op({
    title: '加入承诺',
    input: one.extend({ commitment: zHash.meta({ title: '承诺' }) }),
    output: zDone,
    run: async (ask, i) => done(await actions.join(ask, i)),
  }),
  reveal: op({
    title: '揭示随机数',
    input: one.extend({ nonce: zHash.meta({ title: '随机数' }) }),
    output: zDone,
    run: async (ask, i) => done(await actions.reveal(ask, i)),
  }),
  cancel: op({
    title: '作废',
    input: one.extend({ reason: long('作废的理由（随抽取公开）') }),
    output: zDone,
    run: async (ask, i) => done(await actions.cancel(ask, i)),
  }),
  replace: op({
    title: '更换评委',
    input: one.extend({
      turn: z.int().min(1).max(100_000).meta({ title: '第几位' }),
      cause: z.enum(['未到', '回避']).meta({ title: '原因' }),
      reason: long('说明'),
    }),
    output: zDone,
    run: async (ask, i) => done(await calls.replace(ask, { ...i, turn: i.turn - 1 })),
  }),
  list: listing('专家抽取一览', drawFlow),
  get: op({
    title: '一次专家抽取',
    reads: drawFlow,
    input: one,
    output: zRecord,
    run: async (ask, { id }) => {
      const s = await subjectOf(ask.tx, drawFlow, id)
      readable(ask.actor, drawFlow, s)
      return present(ask, draws, s, await drawView(ask, id, s.state))
    },
  }),
  answer: op({
    title: '答复通知',
    limits: '只对打给本人的通知',
    by: ['评审专家'],
    input: mine.extend({
      key: z.enum(['1', '2', '3']).meta({ title: '按键' }),
      reason: z.enum(declineReasons).default('其他').meta({ title: '不能参加的原因' }),
    }),
    output: z.strictObject({ outcome: z.string(), text: z.string() }),
    run: (ask, i) => calls.answerOwn(ask, i),
  }),
  signIn: op({
    title: '签到',
    limits: '只对打给本人的通知',
    by: ['评审专家'],
    input: mine.extend({
      noConflict: z.boolean().meta({ title: '我与各投标人、采购人没有利害关系' }),
    }),
    output: z.strictObject({ state: z.string() }),
    run: async (ask, i) => ({ state: (await calls.signIn(ask, i)).state }),
  }),
  recuse: op({
    title: '我应当回避',
    limits: '只对打给本人的通知',
    by: ['评审专家'],
    input: mine.extend({ reason: long('理由') }),
    output: z.strictObject({ state: z.string() }),
    run: async (ask, i) => ({ state: (await calls.recuse(ask, i)).state }),
  }),
  listMine: op({
    title: '我的抽取通知',
    limits: '只答打给本人的通知',
    by: ['评审专家'],
    input: z.strictObject({}),
    output: z.array(
      z.strictObject({
        call: z.string(),
        outcome: z.string(),
        text: z.string(),
        ends: z.string().nullable(),
        /** Known once signed in: before that the expert is told the day, the place and the kind. */
        title: z.string().nullable(),
        bidders: z.array(z.string()),
        maySignIn: z.boolean(),
      }),
    ),
    // Only the calls made to this person; what they are about stays closed to him until he has signed in.
    run: (ask) => asHouse(ask, () => myCalls(ask)),
  }),
  countCosts: op({
    title: '通知费用，按层级',
    limits: '只答本地区及以下的账',
    by: ['财政监管'],
    input: z.strictObject({}),
    output: z.array(
      z.strictObject({
        tier: z.string(),
        region: z.string(),
        channel: z.string(),
        calls: z.number(),
        cost: z.string(),
      }),
    ),
    run: async (ask) =>
      (await asHouse(ask, () => telephoneSandbox(ask).bill(under(ask.actor.region)))).map((b) => ({
        ...b,
        cost: yuanText(b.cost as Parameters<typeof yuanText>[0]),
      })),
  }),
}
async function myCalls(ask: Ask) {
  const out = []
  for (const c of await calls.callsOfPerson(ask)) {
    out.push({
      call: c.id,
      outcome: c.outcome,
      text: c.text,
      ends: c.ends === null ? null : rfc3339(c.ends),
      title: c.outcome === '已签到' ? c.title : null,
      // Recusal is declared against the bidders, so they are named once the expert has agreed to come, on the day.
      bidders: c.bidders,
      maySignIn: c.outcome === '参加' && (c.reviewDay === null || ask.today >= c.reviewDay),
    })
  }
  return out
}
