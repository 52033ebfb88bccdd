import { z } from 'zod'
import {
  type Ask,
  asHouse,
  done,
  listing,
  mayRead,
  op,
  present,
  readable,
  rfc3339,
  type Section,
  subjectOf,
  zDay,
  zDone,
  zId,
  zInstant,
  zRecord,
  zText,
} from '#kernel'
import { orgsOf } from '#libraries'
import type { Document } from '#trade/tender'
import * as actions from './actions.ts'
import { applicationFlow, failures, prequalFlow } from './model.ts'
import * as store from './store.ts'

const which = z.strictObject({ id: zId<'prequal'>() })
const one = z.strictObject({ id: zId<'application'>() })
const draft = z.strictObject({
  tender: zId<'tender'>().meta({ title: '招标项目', 'x-kind': 'tender' }),
  need: z
    .int()
    .min(1)
    .max(50)
    .nullable()
    .default(null)
    .meta({ title: '拟邀请家数（不填：合格的全部邀请）' }),
  parts: zText(4000).meta({ title: '申请文件的组成及格式', 'x-kind': 'long' }),
  standard: zText(4000).meta({ title: '审查标准及方法', 'x-kind': 'long' }),
})
const publish = which.extend({
  deadline: zInstant.meta({ title: '提交申请截止时间', 'x-kind': 'instant' }),
  supplyEnds: zDay.meta({ title: '资格预审文件提供至', 'x-kind': 'day' }),
  reviewDay: zDay.meta({ title: '资格预审日期', 'x-kind': 'day' }),
})
const answers = z.record(z.string().max(40), zText(4000)).meta({ title: '资格条件响应' })
const verdict = z.strictObject({
  application: zId<'application'>().meta({ title: '申请人', 'x-kind': 'application' }),
  item: z.string().max(40).meta({ title: '资格条件' }),
  passed: z.boolean().meta({ title: '通过' }),
  reason: z
    .union([z.literal(''), zText(1000)])
    .default('')
    .meta({ title: '不通过的原因', 'x-kind': 'long' }),
})
// biome-ignore format: a table reads as a table
export const prequalApi = {
  draft:    op({ title: '编制资格预审文件', input: draft, output: zDone, run: async (ask, i) => done(await actions.draft(ask, i)) }),
  publish:  op({ title: '发布资格预审公告', input: publish, output: zDone, run: async (ask, i) => done(await actions.publish(ask, i)) }),
  review:   op({ title: '审查申请', input: which.extend({ verdicts: z.array(verdict).max(5000).meta({ title: '审查结论' }) }), output: zDone, maxBody: 1024 * 1024, run: async (ask, i) => done(await actions.review(ask, i)) }),
  conclude: op({ title: '告知结果并确定邀请名单', input: which.extend({ watchers: z.array(zText(40)).max(20).default([]).meta({ title: '现场监督的采购人工作人员（随机抽取的填）' }) }), output: zDone, run: async (ask, i) => done(await actions.conclude(ask, i)) }),
  fail:     op({ title: '终止资格预审', input: which.extend({ grounds: z.enum(failures).meta({ title: '终止原因' }), explanation: zText(1000).meta({ title: '说明', 'x-kind': 'long' }) }), output: zDone, run: async (ask, i) => done(await actions.fail(ask, i)) }),
  list:     listing('资格预审一览', prequalFlow),
  get:      op({ title: '一场资格预审', input: which, output: zRecord, reads: prequalFlow, run: (ask, { id }) => getPrequal(ask, id) }),
}
const demands = (d: Document): Section => ({
  title: '申请人的资格要求',
  columns: [
    { key: 'kind', label: '类别' },
    { key: 'text', label: '要求' },
  ],
  rows: d.qualifications.map(({ kind, text }) => ({ kind, text })),
})
async function getPrequal(ask: Ask, id: string) {
  const s = await subjectOf(ask.tx, prequalFlow, id)
  readable(ask.actor, prequalFlow, s)
  const p = await store.prequalOf(ask.tx, id)
  // Of a tender that is not out yet, read by the house: what is shown of it stands in the notice.
  const d = await asHouse(ask, () => actions.documentOf(ask, p.tender))
  const insider = mayRead(ask.actor, { ...prequalFlow, open: [] }, s)
  // Who applies, and how many, is nobody's to know before the time is over (87号令第二十八条).
  const known = insider && s.state !== '待发布' && s.state !== '征集申请'
  const found = known
    ? await asHouse(ask, async () => {
        const j = await actions.judged(ask, id)
        return {
          ...j,
          orgs: await orgsOf(
            ask.tx,
            j.all.map((a) => a.supplier),
          ),
        }
      })
    : null
  return present(ask, actions.prequals, s, {
    data: {
      tender: p.tender,
      deadline: p.deadline === null ? null : rfc3339(p.deadline),
      need: p.need,
      qualifications: d.qualifications,
      applications: (found?.all ?? []).map((a) => ({
        id: a.id,
        supplier: found?.orgs.get(a.supplier)?.name ?? '',
        answers: a.answers,
      })),
    },
    sections: [
      {
        title: '资格预审',
        fields: [
          {
            label: '提交申请截止',
            value: p.deadline === null ? null : rfc3339(p.deadline),
            kind: 'instant',
          },
          { label: '文件提供至', value: p.supplyEnds, kind: 'day' },
          { label: '资格预审日期', value: p.reviewDay, kind: 'day' },
          { label: '拟邀请家数', value: p.need === null ? '合格的全部邀请' : `${p.need}家` },
          { label: '申请文件的组成及格式', value: p.parts, kind: 'long' },
          { label: '审查标准及方法', value: p.standard, kind: 'long' },
        ],
      },
      demands(d),
      ...(found === null
        ? []
        : [
            {
              title: '申请与审查',
              columns: [
                { key: 'name', label: '申请人' },
                { key: 'item', label: '资格要求' },
                { key: 'answer', label: '响应' },
                { key: 'verdict', label: '结论' },
                { key: 'reason', label: '原因' },
              ],
              rows: found.all.flatMap((a) =>
                d.qualifications.map((q) => {
                  const v = found.verdicts.find((x) => x.application === a.id && x.item === q.key)
                  return {
                    name: found.orgs.get(a.supplier)?.name ?? '',
                    item: q.text,
                    answer: a.answers[q.key] ?? '',
                    verdict: v === undefined ? '待审查' : v.passed ? '通过' : '不通过',
                    reason: v?.reason ?? '',
                  }
                }),
              ),
            },
          ]),
    ],
  })
}
// biome-ignore format: a table reads as a table
export const applicationApi = {
  apply:    op({ title: '提交资格预审申请', input: z.strictObject({ prequal: zId<'prequal'>().meta({ title: '资格预审', 'x-kind': 'prequal' }), answers }), output: zDone, run: async (ask, i) => done(await actions.apply(ask, i)) }),
  replace:  op({ title: '更换申请', input: one.extend({ answers }), output: zDone, run: async (ask, i) => done(await actions.replace(ask, i)) }),
  withdraw: op({ title: '撤回申请', input: one, output: zDone, run: async (ask, { id }) => done(await actions.applications.take(ask, 'withdraw', id)) }),
  list:     listing('本单位的资格预审申请', applicationFlow),
  get:      op({ title: '一份资格预审申请', input: one, output: zRecord, reads: applicationFlow, run: (ask, { id }) => getApplication(ask, id) }),
}
async function getApplication(ask: Ask, id: string) {
  const s = await subjectOf(ask.tx, applicationFlow, id)
  readable(ask.actor, applicationFlow, s)
  const a = await store.applicationOf(ask.tx, id)
  const { tender } = await store.prequalOf(ask.tx, a.prequal)
  const d = await asHouse(ask, () => actions.documentOf(ask, tender))
  const told = s.state === '通过' || s.state === '未通过'
  const verdicts = told ? await store.verdictsOf(ask.tx, [id]) : []
  return present(ask, actions.applications, s, {
    data: { prequal: a.prequal, tender, answers: a.answers, qualifications: d.qualifications },
    sections: [
      {
        title: '申请',
        columns: [
          { key: 'item', label: '资格要求' },
          { key: 'answer', label: '响应' },
          ...(told
            ? [
                { key: 'verdict', label: '结论' },
                { key: 'reason', label: '原因' },
              ]
            : []),
        ],
        rows: d.qualifications.map((q) => {
          const v = verdicts.find((x) => x.item === q.key)
          return {
            item: q.text,
            answer: a.answers[q.key] ?? '',
            ...(v === undefined ? {} : { verdict: v.passed ? '通过' : '不通过', reason: v.reason }),
          }
        }),
      },
    ],
  })
}
