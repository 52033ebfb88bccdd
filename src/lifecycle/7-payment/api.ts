import { z } from 'zod'
import { contractFlow } from '#contract'
import {
  type Ask,
  done,
  type Field,
  listing,
  op,
  Private,
  present,
  readable,
  type Subject,
  subjectOf,
  yuanText,
  zDay,
  zDone,
  zFen,
  zId,
  zRecord,
  zText,
} from '#kernel'
import { orgOf } from '#libraries'
import * as actions from './actions.ts'
import * as closing from './closing.ts'
import {
  daysLate,
  grounds,
  lateCite,
  lateInterest,
  payBy,
  type Request,
  requestFlow,
  settlementFlow,
  settlementVeil,
  shortfallOf,
} from './model.ts'

const contract = zId<'contract'>().meta({ title: '采购合同', 'x-kind': 'contract' })
const apply = z.strictObject({
  contract,
  // Counted from 0; the form offers the contract's own list by name.
  instalment: z.int().min(0).max(23).meta({ title: '期次', 'x-kind': 'instalment' }),
  amount: zFen
    .refine((n) => n > 0, { message: '金额须大于零' })
    .meta({ title: '申请金额（元）', 'x-kind': 'money' }),
  invoice: z
    .string()
    .regex(/^[0-9A-Z]{8,40}$/, { message: '发票号码为8至40位数字或大写字母' })
    .meta({ title: '发票号码' }),
  invoiceDay: zDay.meta({ title: '收到发票日期', 'x-kind': 'day' }),
  payee: z
    .strictObject({
      name: zText(120).meta({ title: '户名' }),
      bank: zText(120).meta({ title: '开户行' }),
      account: zText(32).meta({ title: '账号' }),
    })
    .meta({ title: '收款户' }),
})
/** Who applies for a payment and who makes it need the whole number. */
const PAYING = ['采购人经办', '采购人审核', '国库支付']
const one = z.strictObject({ id: zId<'request'>() })
/** By when the law wants it paid, and what being late costs. */
async function dueFields(ask: Ask, s: Subject, r: Request): Promise<Field[]> {
  const due = payBy(r.invoiceDay, s.lawOn)
  const over =
    s.state === '已退回' || s.state === '已撤回' ? 0 : daysLate(due.law, r.paid ?? ask.today)
  const { scale } = await orgOf(ask.tx, s.parties['供应商']?.[0] ?? '')
  const small = scale !== null && scale !== '大型'
  return [
    { label: '付款期限：财库〔2019〕38号，收到发票后30日内', value: due.law, kind: 'day' },
    { label: '争取付款：财办库〔2023〕243号，10个工作日内（✎）', value: due.wished, kind: 'day' },
    ...(over > 0 ? [{ label: '已逾期（天）', value: over }] : []),
    ...(over > 0 && small
      ? [
          {
            label: `逾期利息（未约定利率的，日万分之五）：${lateCite.law}${lateCite.article}`,
            value: yuanText(lateInterest(r.amount, over)),
            kind: 'money' as const,
          },
        ]
      : []),
  ]
}
export const paymentApi = {
  apply: op({
    title: '申请支付',
    input: apply,
    output: zDone,
    run: async (ask, i) => done(await actions.apply(ask, i)),
  }),
  withdraw: op({
    title: '撤回支付申请',
    input: one,
    output: zDone,
    run: async (ask, i) => done(await actions.withdraw(ask, i)),
  }),
  approve: op({
    title: '审核并送国库',
    input: one,
    output: zDone,
    run: async (ask, i) => done(await actions.approve(ask, i)),
  }),
  reapply: op({
    title: '重新申请支付',
    input: one,
    output: zDone,
    run: async (ask, i) => done(await actions.reapply(ask, i)),
  }),
  list: listing('支付申请一览', requestFlow),
  get: op({
    title: '一笔支付申请',
    input: one,
    output: zRecord,
    reads: requestFlow,
    run: async (ask, { id }) => {
      const s = await subjectOf(ask.tx, requestFlow, id)
      readable(ask.actor, requestFlow, s)
      const r = await actions.requestOf(ask, id)
      return present(ask, actions.requests, s, {
        data: {
          contract: r.contract,
          instalment: r.instalment,
          amount: yuanText(r.amount),
          invoice: r.invoice,
          voucher: r.voucher,
          receipt: r.receipt,
          payBy: payBy(r.invoiceDay, s.lawOn).law,
        },
        sections: [
          {
            title: '支付',
            fields: [
              { label: '申请金额', value: yuanText(r.amount), kind: 'money' },
              { label: '期次', value: `第${r.instalment + 1}期` },
              { label: '发票号码', value: r.invoice },
              { label: '收到发票', value: r.invoiceDay, kind: 'day' },
              { label: '收款户', value: `${r.payee.name}　${r.payee.bank}` },
              {
                label: '收款账号',
                value: new Private(
                  'payment.request.payee',
                  '账号',
                  r.payee.account,
                  { org: s.parties['供应商']?.[0] ?? null },
                  PAYING,
                ),
              },
              { label: '支付凭证', value: r.voucher },
              { label: '支付日期', value: r.paid, kind: 'day' },
              { label: '国库回单', value: r.receipt },
              ...(await dueFields(ask, s, r)),
            ],
          },
        ],
      })
    },
  }),
}
const which = z.strictObject({ id: zId<'settlement'>() })
const shortfall = z
  .union([z.literal(''), zText(500)])
  .default('')
  .meta({ title: '余款不再支付的理由', 'x-kind': 'long' })
export const settlementApi = {
  settle: op({
    title: '申请结项',
    input: z.strictObject({ contract, shortfall }),
    output: zDone,
    run: async (ask, i) => done(await closing.settle(ask, i)),
  }),
  giveBack: op({
    title: '退回结项',
    input: z.strictObject({
      id: zId<'settlement'>(),
      opinion: zText(500).meta({ title: '退回意见', 'x-kind': 'long' }),
    }),
    output: zDone,
    run: async (ask, i) => done(await closing.giveBack(ask, i)),
  }),
  resubmit: op({
    title: '重新申请结项',
    input: z.strictObject({ id: zId<'settlement'>(), shortfall }),
    output: zDone,
    run: async (ask, i) => done(await closing.resubmit(ask, i)),
  }),
  close: op({
    title: '审核结项',
    input: which,
    output: zDone,
    run: async (ask, i) => done(await closing.close(ask, i)),
  }),
  archive: op({
    title: '归档',
    input: which,
    output: zDone,
    run: async (ask, i) => done(await closing.archive(ask, i)),
  }),
  rescind: op({
    title: '解除合同',
    input: z.strictObject({
      contract,
      ground: z.enum(grounds).meta({ title: '解除的法定情形' }),
      reason: zText(1000).meta({ title: '事实与理由', 'x-kind': 'long' }),
    }),
    output: zDone,
    takes: [contractFlow, 'rescind'],
    run: async (ask, i) => done(await closing.rescind(ask, i)),
  }),
  list: listing('结项一览', settlementFlow),
  get: op({
    title: '一次结项',
    input: which,
    output: zRecord,
    reads: settlementFlow,
    run: async (ask, { id }) => {
      const s = await subjectOf(ask.tx, settlementFlow, id)
      readable(ask.actor, settlementFlow, s)
      const r = await closing.settlementOf(ask, id)
      return present(ask, closing.settlements, s, {
        veil: { of: settlementVeil, phase: s.state },
        data: { contract: r.contract, manifest: r.manifest },
        sections: [
          {
            title: '结项',
            fields: [
              { label: '已支付', value: yuanText(r.paid), kind: 'money' },
              ...(shortfallOf(r) === ''
                ? []
                : [{ label: '余款不再支付的理由', value: shortfallOf(r), kind: 'long' as const }]),
              { label: '结项日期', value: r.closed, kind: 'day' },
              { label: '档案摘要 SHA-256', value: r.sha256, kind: 'hash' },
              { label: '档案保存至', value: r.keepUntil, kind: 'day' },
            ],
          },
        ],
      })
    },
  }),
}
