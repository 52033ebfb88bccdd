import { z } from 'zod'
import { done, listing, op, Private, present, readable, zDone, zId, zRecord, zText } from '#kernel'
import * as actions from './actions.ts'
import { deliveryFlow, reportFlow } from './model.ts'

const contract = zId<'contract'>().meta({ title: '采购合同', 'x-kind': 'contract' })
const deliver = z.strictObject({
  contract,
  place: zText(200).meta({ title: '交货地点' }),
  items: z
    .array(
      z.strictObject({
        name: zText(200).meta({ title: '标的名称', 'x-kind': 'article' }),
        quantity: z.int().min(1).max(10_000_000).meta({ title: '数量' }),
        serials: z.array(zText(100)).max(10_000).default([]).meta({ title: '序列号' }),
      }),
    )
    .min(1, '至少一项')
    .max(500)
    .meta({ title: '交货明细' }),
  note: z
    .union([z.literal(''), zText(1000)])
    .default('')
    .meta({ title: '备注', 'x-kind': 'long' }),
})
const one = z.strictObject({ id: zId<'delivery'>() })
export const deliveryApi = {
  deliver: op({
    title: '交货',
    input: deliver,
    output: zDone,
    run: async (ask, i) => done(await actions.deliver(ask, i)),
  }),
  receive: op({
    title: '收货',
    input: one,
    output: zDone,
    run: async (ask, { id }) => done(await actions.deliveries.take(ask, 'receive', id)),
  }),
  refuse: op({
    title: '拒收',
    input: z.strictObject({
      id: zId<'delivery'>(),
      reason: zText(500).meta({ title: '拒收原因', 'x-kind': 'long' }),
    }),
    output: zDone,
    run: async (ask, { id, reason }) =>
      done(await actions.deliveries.take(ask, 'refuse', id, undefined, { data: { reason } })),
  }),
  list: listing('交货一览', deliveryFlow),
  get: op({
    title: '一次交货',
    input: one,
    output: zRecord,
    reads: deliveryFlow,
    run: async (ask, { id }) => {
      const { s, delivery: d } = await actions.getDelivery(ask, id)
      return present(ask, actions.deliveries, s, {
        data: { contract: d.contract },
        sections: [
          {
            title: '交货',
            fields: [
              { label: '地点', value: d.place },
              { label: '备注', value: d.note || '无' },
            ],
          },
          {
            title: '明细',
            columns: [
              { key: 'name', label: '标的' },
              { key: 'quantity', label: '数量', kind: 'number' },
              { key: 'serials', label: '序列号' },
            ],
            rows: d.items.map((i) => ({
              name: i.name,
              quantity: i.quantity,
              serials: i.serials.join('、'),
            })),
          },
        ],
      })
    },
  }),
}

const begin = z.strictObject({
  contract,
  members: z
    .array(
      z.strictObject({
        name: zText(40).meta({ title: '姓名' }),
        role: z
          .enum(['采购人', '专业人员', '服务对象', '第三方', '其他投标人'])
          .meta({ title: '身份' }),
      }),
    )
    .min(1)
    .max(15)
    .meta({ title: '验收组' }),
  clauses: z
    .array(
      z.strictObject({
        text: zText(500).meta({ title: '标准（写明标的）' }),
        kind: z.enum(['技术', '服务', '安全']).meta({ title: '类别' }),
        met: z.boolean().meta({ title: '达标' }),
        note: z
          .union([z.literal(''), zText(500)])
          .default('')
          .meta({ title: '履约情况', 'x-kind': 'long' }),
      }),
    )
    .min(1, '至少一项标准')
    .max(500)
    .meta({ title: '逐项验收' }),
  opinion: zText(2000).meta({ title: '验收意见', 'x-kind': 'long' }),
})
const report = z.strictObject({ id: zId<'report'>() })
export const acceptanceApi = {
  begin: op({
    title: '出具验收书',
    input: begin,
    output: zDone,
    run: async (ask, i) => done(await actions.open(ask, i)),
  }),
  pass: op({
    title: '验收合格',
    input: report,
    output: zDone,
    run: async (ask, i) => done(await actions.pass(ask, i)),
  }),
  fail: op({
    title: '验收不合格',
    input: z.strictObject({
      id: zId<'report'>(),
      reason: zText(1000).meta({ title: '不合格的情形与整改要求', 'x-kind': 'long' }),
    }),
    output: zDone,
    run: async (ask, i) => done(await actions.fail(ask, i)),
  }),
  rectify: op({
    title: '报告整改完毕',
    input: z.strictObject({
      id: zId<'report'>(),
      measures: zText(1000).meta({ title: '整改情况', 'x-kind': 'long' }),
    }),
    output: zDone,
    run: async (ask, i) => done(await actions.rectify(ask, i)),
  }),
  signSupplier: op({
    title: '供应商确认验收',
    input: report,
    output: zDone,
    run: async (ask, i) => done(await actions.signSupplier(ask, i)),
  }),
  list: listing('履约验收一览', reportFlow),
  get: op({
    title: '一份验收书',
    input: report,
    output: zRecord,
    reads: reportFlow,
    run: async (ask, { id }) => {
      const { s, report: r } = await actions.reportOf(ask, id)
      readable(ask.actor, reportFlow, s)
      return present(ask, actions.reports, s, {
        data: { contract: r.contract, sha256: actions.digestOf(r) },
        sections: [
          {
            title: '验收',
            fields: [
              { label: '验收意见', value: r.opinion, kind: 'long' },
              { label: '验收合格日期', value: r.accepted, kind: 'day' },
              { label: '验收书摘要 SHA-256', value: actions.digestOf(r), kind: 'hash' },
            ],
          },
          {
            title: '验收组',
            columns: [
              { key: 'name', label: '姓名' },
              { key: 'role', label: '身份' },
            ],
            rows: r.members.map((m) => ({
              ...m,
              name: new Private(
                'acceptance.report.members',
                '姓名',
                m.name,
                { org: s.parties['采购人']?.[0] ?? null },
                ['供应商经办', '财政监管'],
              ),
            })),
          },
          {
            title: '逐项履约情况',
            columns: [
              { key: 'kind', label: '类别' },
              { key: 'text', label: '标准' },
              { key: 'met', label: '结论' },
              { key: 'note', label: '情况' },
            ],
            rows: r.clauses.map((c) => ({ ...c, met: c.met ? '达标' : '未达标' })),
          },
        ],
      })
    },
  }),
}
