import { z } from 'zod'
import {
  asHouse,
  done,
  listing,
  op,
  present,
  readable,
  subjectOf,
  yuanText,
  zDone,
  zFen,
  zId,
  zRecord,
  zText,
} from '#kernel'
import { edition, itemOf } from '#libraries'
import * as actions from './actions.ts'
import { categories, intentionFlow, methodNames, requirementFlow } from './model.ts'
import * as store from './store.ts'

const zItem = z
  .strictObject({
    code: z
      .string()
      .refine((c) => itemOf(c) !== undefined, { message: '品目目录（2022版）中没有这个代码' })
      .meta({ title: '品目代码', 'x-kind': 'item' }),
    name: zText(200).meta({ title: '标的名称' }),
    quantity: z.int().min(1).max(10_000_000).meta({ title: '数量' }),
    unit: zText(20).meta({ title: '单位' }),
    budget: zFen
      .refine((n) => n > 0, { message: '金额须大于零' })
      .meta({ title: '预算（元）', 'x-kind': 'money' }),
    requirement: zText(4000).meta({ title: '技术、商务要求', 'x-kind': 'long' }),
  })
  .transform((i) => ({ ...i, edition }))
const body = {
  title: zText(200, 2).meta({ title: '采购项目名称' }),
  category: z.enum(categories).meta({ title: '采购类别' }),
  method: z.enum(methodNames).meta({ title: '采购方式' }),
  reason: zText(1000).meta({ title: '采用该方式的理由', 'x-kind': 'long' }),
  summary: zText(2000).meta({ title: '采购需求概况', 'x-kind': 'long' }),
  budget: zFen
    .refine((n) => n > 0, { message: '金额须大于零' })
    .meta({ title: '采购预算（元）', 'x-kind': 'money' }),
  items: z.array(zItem).min(1, '至少一项标的').max(500).meta({ title: '采购标的' }),
  surveyed: z.boolean().meta({ title: '已开展需求调查' }),
  reviewedByCounsel: z.boolean().meta({ title: '合同文本已经法律顾问审定' }),
  forSme: z.boolean().meta({ title: '专门面向中小企业采购' }),
}
const draft = z.strictObject({
  lineId: zId<'line'>().meta({ title: '预算指标', 'x-kind': 'line' }),
  ...body,
})
const which = z.strictObject({ id: zId<'requirement'>() })
const back = z.strictObject({
  id: zId<'requirement'>(),
  opinion: zText(500).meta({ title: '退回意见', 'x-kind': 'long' }),
})

export const requirementApi = {
  draft: op({
    title: '编制采购需求',
    input: draft,
    output: zDone,
    run: async (ask, i) => done(await actions.draftRequirement(ask, i)),
  }),
  revise: op({
    title: '修改采购需求',
    input: z.strictObject({ id: zId<'requirement'>(), ...body }),
    output: zDone,
    run: async (ask, i) => done(await actions.reviseRequirement(ask, i)),
  }),
  submit: op({
    title: '提交审查',
    input: which,
    output: zDone,
    run: async (ask, { id }) => done(await actions.requirements.take(ask, 'submit', id)),
  }),
  confirm: op({
    title: '审查通过采购需求',
    input: which,
    output: zDone,
    run: async (ask, { id }) => done(await actions.requirements.take(ask, 'confirm', id)),
  }),
  giveBack: op({
    title: '退回采购需求',
    input: back,
    output: zDone,
    run: async (ask, { id, opinion }) =>
      done(await actions.requirements.take(ask, 'giveBack', id, undefined, { data: { opinion } })),
  }),
  list: listing('采购需求一览', requirementFlow),
  get: op({
    title: '一份采购需求',
    input: which,
    output: zRecord,
    reads: requirementFlow,
    run: async (ask, { id }) => {
      const s = await subjectOf(ask.tx, requirementFlow, id)
      readable(ask.actor, requirementFlow, s)
      const r = await store.requirementOf(ask.tx, id)
      return present(ask, actions.requirements, s, {
        data: {
          ...r,
          title: s.title,
          budget: yuanText(r.budget),
          items: r.items.map(({ edition: _, ...i }) => ({ ...i, budget: yuanText(i.budget) })),
        },
        sections: [
          {
            title: '需求',
            fields: [
              { label: '采购预算', value: yuanText(r.budget), kind: 'money' },
              { label: '采购类别', value: r.category },
              { label: '采购方式', value: r.method },
              { label: '理由', value: r.reason, kind: 'long' },
              { label: '概况', value: r.summary, kind: 'long' },
              { label: '需求调查', value: r.surveyed ? '已开展' : '未开展' },
              { label: '法律顾问审定合同文本', value: r.reviewedByCounsel ? '已审定' : '未审定' },
              { label: '专门面向中小企业', value: r.forSme ? '是' : '否' },
            ],
          },
          {
            title: '标的',
            columns: [
              { key: 'code', label: '品目' },
              { key: 'name', label: '标的名称' },
              { key: 'quantity', label: '数量', kind: 'number' },
              { key: 'unit', label: '单位' },
              { key: 'budget', label: '预算（元）', kind: 'money' },
              { key: 'requirement', label: '要求' },
            ],
            rows: r.items.map((i) => ({
              ...i,
              code: `${i.code} ${itemOf(i.code)?.name ?? ''}`,
              budget: yuanText(i.budget),
            })),
          },
        ],
      })
    },
  }),
}

const month = z
  .string()
  .regex(/^20\d\d-(0[1-9]|1[0-2])$/, { message: '须写作 2026-10' })
  .meta({ title: '预计采购时间（到月）', 'x-kind': 'month' })
const note = z.union([z.literal(''), zText(500)]).meta({ title: '备注', 'x-kind': 'long' })
const one = z.strictObject({ id: zId<'intention'>() })
export const intentionApi = {
  draft: op({
    title: '由需求生成采购意向',
    input: z.strictObject({
      requirement: zId<'requirement'>().meta({ title: '采购需求', 'x-kind': 'requirement' }),
      month,
      note: note.default(''),
    }),
    output: zDone,
    run: async (ask, i) => done(await actions.draftIntention(ask, i)),
  }),
  revise: op({
    title: '修改采购意向',
    input: z.strictObject({ id: zId<'intention'>(), month, note }),
    output: zDone,
    run: async (ask, i) => done(await actions.reviseIntention(ask, i)),
  }),
  publish: op({
    title: '公开采购意向',
    input: one,
    output: zDone,
    run: async (ask, i) => done(await actions.publishIntention(ask, i)),
  }),
  list: listing('采购意向一览', intentionFlow),
  get: op({
    title: '一份采购意向',
    input: one,
    output: zRecord,
    reads: intentionFlow,
    run: async (ask, { id }) => {
      const s = await subjectOf(ask.tx, intentionFlow, id)
      readable(ask.actor, intentionFlow, s)
      const i = await store.intentionOf(ask.tx, id)
      // A published intention says what is wanted and for how much, though the requirement itself is not public.
      const r = await asHouse(ask, () => store.requirementOf(ask.tx, i.requirement))
      return present(ask, actions.intentions, s, {
        data: { ...i },
        sections: [
          {
            title: '意向',
            fields: [
              { label: '采购项目名称', value: s.title },
              { label: '采购需求概况', value: r.summary, kind: 'long' },
              { label: '预算金额', value: yuanText(r.budget), kind: 'money' },
              { label: '预计采购时间', value: i.month },
              { label: '是否专门面向中小企业', value: r.forSme ? '是' : '否' },
              { label: '备注', value: i.note || '无' },
              { label: '公开日期', value: i.published, kind: 'day' },
            ],
          },
        ],
      })
    },
  }),
}
