import { z } from 'zod'
import {
  done,
  op,
  present,
  readable,
  subjectOf,
  subjectsFor,
  yuanText,
  zDay,
  zDone,
  zFen,
  zId,
  zRecord,
  zSummary,
  zText,
} from '#kernel'
import * as actions from './actions.ts'
import { requestFlow, settlementFlow } from './model.ts'

const contract = zId<'contract'>().meta({ title: '采购合同', 'x-kind': 'contract' })
const apply = z.strictObject({
  contract,
  instalment: z.int().min(0).max(23).meta({ title: '期次（自0起）' }),
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
const one = z.strictObject({ id: zId<'request'>() })
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
  list: op({
    title: '支付申请一览',
    input: z.strictObject({}),
    output: z.array(zSummary),
    run: (ask) => subjectsFor(ask, requestFlow),
  }),
  get: op({
    title: '一笔支付申请',
    input: one,
    output: zRecord,
    run: async (ask, { id }) => {
      const s = await subjectOf(ask.tx, requestFlow, id)
      readable(ask.actor, requestFlow, s)
      const r = await actions.requestOf(ask, id)
      return present(ask, actions.requests, s, {
        data: { contract: r.contract, amount: yuanText(r.amount) },
        sections: [
          {
            title: '支付',
            fields: [
              { label: '申请金额', value: yuanText(r.amount), kind: 'money' },
              { label: '期次', value: `第${r.instalment + 1}期` },
              { label: '发票号码', value: r.invoice },
              { label: '收到发票', value: r.invoiceDay, kind: 'day' },
              { label: '收款户', value: `${r.payee.name}　${r.payee.bank}　${r.payee.account}` },
              { label: '支付凭证', value: r.voucher },
              { label: '支付日期', value: r.paid, kind: 'day' },
              { label: '国库回单', value: r.receipt },
            ],
          },
        ],
      })
    },
  }),
}
const which = z.strictObject({ id: zId<'settlement'>() })
export const settlementApi = {
  settle: op({
    title: '申请结项',
    input: z.strictObject({ contract }),
    output: zDone,
    run: async (ask, i) => done(await actions.settle(ask, i)),
  }),
  close: op({
    title: '审核结项',
    input: which,
    output: zDone,
    run: async (ask, i) => done(await actions.close(ask, i)),
  }),
  archive: op({
    title: '归档',
    input: which,
    output: zDone,
    run: async (ask, i) => done(await actions.archive(ask, i)),
  }),
  list: op({
    title: '结项一览',
    input: z.strictObject({}),
    output: z.array(zSummary),
    run: (ask) => subjectsFor(ask, settlementFlow),
  }),
  get: op({
    title: '一次结项',
    input: which,
    output: zRecord,
    run: async (ask, { id }) => {
      const s = await subjectOf(ask.tx, settlementFlow, id)
      readable(ask.actor, settlementFlow, s)
      const r = await actions.settlementOf(ask, id)
      return present(ask, actions.settlements, s, {
        data: { contract: r.contract, manifest: r.manifest },
        sections: [
          {
            title: '结项',
            fields: [
              { label: '已支付', value: yuanText(r.paid), kind: 'money' },
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
