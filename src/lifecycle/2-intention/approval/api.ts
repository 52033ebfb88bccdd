import { z } from 'zod'
import {
  type Ask,
  done,
  listing,
  op,
  present,
  readable,
  regionName,
  regionOf,
  subjectOf,
  yuanText,
  zDone,
  zFen,
  zId,
  zRecord,
  zText,
} from '#kernel'
import { groundTitles, methodNames } from '#law'
import { orgOf } from '#libraries'
import * as actions from './actions.ts'
import { approvalFlow, categories, kinds, objectionFlow } from './model.ts'
import * as store from './store.ts'

const long = (title: string, max = 1000) => zText(max).meta({ title, 'x-kind': 'long' })
const body = {
  kind: z.enum(kinds).meta({ title: '事项' }),
  method: z.enum(methodNames as [string, ...string[]]).meta({ title: '拟采用的采购方式' }),
  ground: z.enum([...groundTitles, '确需采购进口产品']).meta({ title: '法定情形' }),
  category: z.enum(categories).meta({ title: '采购类别' }),
  amount: zFen
    .refine((n) => n > 0, { message: '金额须大于零' })
    .meta({ title: '项目预算（元）', 'x-kind': 'money' }),
  reason: long('理由与说明'),
  consent: z
    .union([z.literal(''), zText(100)])
    .default('')
    .meta({ title: '主管预算单位同意文号' }),
  supplier: zId<'org'>()
    .nullable()
    .default(null)
    .meta({ title: '拟定的唯一供应商', 'x-kind': 'org', 'x-org': '供应商' }),
  arguments: z
    .array(
      z.strictObject({
        name: zText(40).meta({ title: '姓名' }),
        title: zText(40).meta({ title: '职称' }),
        employer: zText(100).meta({ title: '工作单位' }),
        opinion: long('论证意见'),
      }),
    )
    .max(20)
    .default([])
    .meta({ title: '专业人员论证意见' }),
  proof: z
    .strictObject({
      notice: long('发布招标公告的证明'),
      challenges: long('供应商质疑及处理情况'),
      reasonable: long('招标文件没有不合理条款的论证意见'),
    })
    .nullable()
    .default(null)
    .meta({ title: '招标失败后的三项材料' }),
}
const draft = z.strictObject({
  project: zId<'project'>().meta({ title: '项目', 'x-kind': 'project' }),
  ...body,
  approver: z
    .string()
    .refine((r) => regionOf(r) !== undefined, { message: '没有这个行政区划' })
    .optional()
    .meta({ title: '送往哪一级财政部门（不填为设区的市级）', 'x-kind': 'region' }),
})
const which = z.strictObject({ id: zId<'approval'>() })
const said = z.strictObject({ id: zId<'approval'>(), opinion: long('意见') })
const take =
  (action: 'submit' | 'withdraw') =>
  async (ask: Ask, { id }: { id: string }) =>
    done(await actions.approvals.take(ask, action, id))
const decide =
  (action: 'giveBack' | 'approve' | 'refuse') =>
  async (ask: Ask, i: { id: string; opinion: string }) =>
    done(
      await actions.approvals.take(ask, action, i.id, undefined, { open: { opinion: i.opinion } }),
    )

// biome-ignore format: a table reads as a table
export const approvalApi = {
  draft:     op({ title: '申请变更采购方式或者采购进口产品', input: draft, output: zDone, run: async (ask, i) => done(await actions.draft(ask, i as actions.Draft)) }),
  revise:    op({ title: '修改申请', input: z.strictObject({ id: zId<'approval'>(), ...body }), output: zDone, run: async (ask, i) => done(await actions.revise(ask, i as Parameters<typeof actions.revise>[1])) }),
  publicize: op({ title: '发布单一来源采购公示', input: which, output: zDone, run: async (ask, i) => done(await actions.publicize(ask, i)) }),
  submit:    op({ title: '向财政部门提交', input: which, output: zDone, run: take('submit') }),
  withdraw:  op({ title: '撤回申请', input: which, output: zDone, run: take('withdraw') }),
  giveBack:  op({ title: '退回补正', input: said, output: zDone, run: decide('giveBack') }),
  approve:   op({ title: '批准', input: said, output: zDone, run: decide('approve') }),
  refuse:    op({ title: '不予批准', input: said, output: zDone, run: decide('refuse') }),
  list:      listing('报批事项一览', approvalFlow),
  get:       op({ title: '一件报批事项', input: which, output: zRecord, reads: approvalFlow, run: (ask, { id }) => get(ask, id) }),
}

async function get(ask: Ask, id: string) {
  const s = await subjectOf(ask.tx, approvalFlow, id)
  readable(ask.actor, approvalFlow, s)
  const r = await store.requestOf(ask.tx, id)
  const supplier = r.supplier === null ? null : (await orgOf(ask.tx, r.supplier)).name
  const objections = await store.objectionsOf(ask.tx, id)
  return present(ask, actions.approvals, s, {
    data: {
      kind: r.kind,
      method: r.method,
      ground: r.ground,
      category: r.category,
      amount: yuanText(r.amount),
      reason: r.reason,
      consent: r.consent,
      supplier: r.supplier,
      arguments: r.arguments,
      proof: r.proof,
    },
    sections: [
      {
        title: '申请',
        fields: [
          { label: '事项', value: r.kind },
          { label: '采购方式', value: r.method },
          { label: '法定情形', value: r.ground },
          { label: '项目预算', value: yuanText(r.amount), kind: 'money' },
          { label: '理由', value: r.reason, kind: 'long' },
          { label: '主管预算单位同意', value: r.consent || '尚未写明' },
          { label: '受理', value: `${regionName(r.approver)}财政部门` },
          ...(supplier ? [{ label: '拟定的唯一供应商', value: supplier }] : []),
          ...(r.ends ? [{ label: '公示至', value: r.ends, kind: 'day' as const }] : []),
        ],
      },
      ...(r.arguments.length > 0
        ? [
            {
              title: '专业人员论证意见',
              columns: [
                { key: 'name', label: '姓名' },
                { key: 'title', label: '职称' },
                { key: 'employer', label: '工作单位' },
                { key: 'opinion', label: '意见' },
              ],
              rows: r.arguments.map((a) => ({ ...a })),
            },
          ]
        : []),
      ...(objections.length > 0
        ? [
            {
              title: '公示异议',
              columns: [
                { key: 'text', label: '异议' },
                { key: 'answer', label: '补充论证' },
              ],
              rows: objections.map((o) => ({ text: o.text, answer: o.answer ?? '待论证' })),
            },
          ]
        : []),
    ],
  })
}
const argue = z.strictObject({ id: zId<'objection'>(), answer: long('补充论证结论') })
const one = z.strictObject({ id: zId<'objection'>() })
export const objectionApi = {
  file: op({
    title: '对公示提出异议',
    input: z.strictObject({
      request: zId<'approval'>().meta({ title: '公示', 'x-kind': 'approval' }),
      text: long('异议', 2000),
    }),
    output: zDone,
    run: async (ask, i) => done(await actions.file(ask, i)),
  }),
  uphold: op({
    title: '补充论证：异议成立',
    input: argue,
    output: zDone,
    run: async (ask, i) => done(await actions.argue(ask, { ...i, upheld: true })),
  }),
  dismiss: op({
    title: '补充论证：异议不成立',
    input: argue,
    output: zDone,
    run: async (ask, i) => done(await actions.argue(ask, { ...i, upheld: false })),
  }),
  list: listing('公示异议一览', objectionFlow),
  get: op({
    title: '一件公示异议',
    input: one,
    output: zRecord,
    reads: objectionFlow,
    run: async (ask, { id }) => {
      const s = await subjectOf(ask.tx, objectionFlow, id)
      readable(ask.actor, objectionFlow, s)
      const o = await store.objectionOf(ask.tx, id)
      return present(ask, actions.objections, s, {
        data: { request: o.request, text: o.text, answer: o.answer },
        sections: [
          {
            title: '异议与论证',
            fields: [
              { label: '异议', value: o.text, kind: 'long' },
              { label: '补充论证', value: o.answer ?? '待论证', kind: 'long' },
            ],
          },
        ],
      })
    },
  }),
}
