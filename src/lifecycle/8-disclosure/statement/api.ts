import { z } from 'zod'
import { noticesOfSubject } from '#disclosure'
import {
  type Ask,
  asHouse,
  done,
  listing,
  op,
  present,
  readable,
  rfc3339,
  type Section,
  subjectOf,
  yuanText,
  zDone,
  zId,
  zRecord,
  zText,
} from '#kernel'
import { orgOf } from '#libraries'
import * as actions from './actions.ts'
import { reportDue } from './due.ts'
import { bulletinFields, bulletinFlow, bulletinKinds, reportFlow } from './model.ts'
import { smeView } from './read.ts'
import * as store from './store.ts'

const long = (title: string, max = 2000) =>
  z
    .union([z.literal(''), zText(max)])
    .default('')
    .meta({ title, 'x-kind': 'long' })
const reason = zText(500).meta({ title: '理由', 'x-kind': 'long' })
const explanation = long('没有达到预留比例的说明（达到的不必写）')
const report = zId<'report'>()
// biome-ignore format: a table reads as a table
export const reservedApi = {
  draft:   op({ title: '拟定中小企业预留执行公告', input: z.strictObject({ year: z.int().min(2000).max(2100).meta({ title: '年度' }), explanation }), output: zDone, run: async (ask, i) => done(await actions.draftReport(ask, i)) }),
  revise:  op({ title: '修改说明', input: z.strictObject({ id: report, explanation }), output: zDone, run: async (ask, i) => done(await actions.reviseReport(ask, i)) }),
  discard: op({ title: '放弃', input: z.strictObject({ id: report, reason }), output: zDone, run: async (ask, i) => done(await actions.reports.take(ask, 'discard', i.id, undefined, { data: { reason: i.reason } })) }),
  publish: op({ title: '审核并公告', input: z.strictObject({ id: report }), output: zDone, run: async (ask, i) => done(await actions.reports.take(ask, 'publish', i.id)) }),
  correct: op({ title: '更正公告', input: z.strictObject({ id: report, explanation, reason }), output: zDone, run: async (ask, i) => done(await actions.correctReport(ask, i)) }),
  list:    listing('预留执行公告一览', reportFlow),
  get:     op({ title: '一份预留执行公告', input: z.strictObject({ id: report }), output: zRecord, reads: reportFlow, run: (ask, i) => getReport(ask, i.id) }),
}
const written = {
  about: zId<'org'>()
    .nullable()
    .default(null)
    .meta({ title: '考核对象（考核结果公告填）', 'x-kind': 'org', 'x-org': '代理机构' }),
  ways: long('受理投诉的方式（投诉受理方式公告填）'),
  office: long('联系部门（空着则写本部门）', 200),
  phone: long('联系电话（空着则用登记的）', 100),
  address: long('通讯地址（空着则用登记的）', 200),
  contents: long('考核内容和方法（考核结果公告填）'),
  result: long('考核结果（考核结果公告填）'),
  faults: long('存在的问题（考核结果公告填，没有则写“无”）'),
}
type Written = z.output<z.ZodObject<typeof written>>
const names = {
  受理投诉的方式: 'ways',
  联系部门: 'office',
  联系电话: 'phone',
  通讯地址: 'address',
  考核内容和方法: 'contents',
  考核结果: 'result',
  存在的问题: 'faults',
} as const
const bodyOf = (i: Written): actions.Written => ({
  about: i.about,
  body: Object.fromEntries(Object.entries(names).map(([field, key]) => [field, i[key]])),
})
const bulletin = zId<'bulletin'>()
// biome-ignore format: a table reads as a table
export const bulletinApi = {
  draft:   op({ title: '拟定财政公告', input: z.strictObject({ kind: z.enum(bulletinKinds).meta({ title: '公告种类' }), ...written }), output: zDone, run: async (ask, i) => done(await actions.draftBulletin(ask, { kind: i.kind, ...bodyOf(i) })) }),
  revise:  op({ title: '修改', input: z.strictObject({ id: bulletin, ...written }), output: zDone, run: async (ask, i) => done(await actions.reviseBulletin(ask, { id: i.id, ...bodyOf(i) })) }),
  discard: op({ title: '放弃', input: z.strictObject({ id: bulletin, reason }), output: zDone, run: async (ask, i) => done(await actions.bulletins.take(ask, 'discard', i.id, undefined, { data: { reason: i.reason } })) }),
  publish: op({ title: '审核并公告', input: z.strictObject({ id: bulletin }), output: zDone, run: async (ask, i) => done(await actions.bulletins.take(ask, 'publish', i.id)) }),
  correct: op({ title: '更正公告', input: z.strictObject({ id: bulletin, ...written, reason }), output: zDone, run: async (ask, i) => done(await actions.correctBulletin(ask, { id: i.id, reason: i.reason, ...bodyOf(i) })) }),
  list:    listing('财政公告一览', bulletinFlow),
  get:     op({ title: '一份财政公告', input: z.strictObject({ id: bulletin }), output: zRecord, reads: bulletinFlow, run: (ask, i) => getBulletin(ask, i.id) }),
}

/** What went out, oldest first. */
const issued = async (ask: Ask, subject: string): Promise<Section[]> => {
  const all = await asHouse(ask, () => noticesOfSubject(ask.tx, subject))
  return all.length === 0
    ? []
    : [
        {
          title: '已发布的公告',
          columns: [
            { key: 'title', label: '公告' },
            { key: 'at', label: '发布', kind: 'instant' },
            { key: 'link', label: '网址', kind: 'link' },
          ],
          rows: all.map((n) => ({
            title: n.title,
            at: rfc3339(n.published),
            link: `/notices/${n.id}`,
          })),
        },
      ]
}
async function getReport(ask: Ask, id: string) {
  const s = await subjectOf(ask.tx, reportFlow, id)
  readable(ask.actor, reportFlow, s)
  const r = await store.reportOf(ask.tx, id)
  const {
    org,
    done: d,
    share,
  } = await asHouse(ask, async () => {
    const unit = await orgOf(ask.tx, r.org)
    return { org: unit, ...(await smeView(ask.tx, unit, r.year)) }
  })
  return present(ask, actions.reports, s, {
    data: { year: r.year, explanation: r.explanation },
    sections: [
      {
        title: '执行情况（由已公告的合同算出）',
        fields: [
          { label: '面向中小企业采购（元）', value: yuanText(d.sme), kind: 'money' },
          { label: '其中小微企业（元）', value: yuanText(d.micro), kind: 'money' },
          { label: '小微企业占比', value: d.percent === null ? '没有可算的' : `${d.percent}%` },
          { label: '合同', value: d.rows.length },
          {
            label: '应当公告',
            value: reportDue(r.year, ask.world.settings),
            kind: 'day',
          },
          { label: '逐份合同', value: `/sme/${org.uscc}/${r.year}`, kind: 'link' },
        ],
      },
      {
        title: '预留份额',
        fields: [
          { label: '适宜项目的预算（元）', value: yuanText(share.budget), kind: 'money' },
          { label: '应预留（元）', value: yuanText(share.need), kind: 'money' },
          { label: '已预留（元）', value: yuanText(share.has), kind: 'money' },
          { label: '结论', value: share.short ? '未达到规定比例，须作出说明' : '达到规定比例' },
          { label: '说明', value: r.explanation || '没有', kind: 'long' },
        ],
      },
      ...(await issued(ask, id)),
    ],
  })
}
async function getBulletin(ask: Ask, id: string) {
  const s = await subjectOf(ask.tx, bulletinFlow, id)
  readable(ask.actor, bulletinFlow, s)
  const b = await store.bulletinOf(ask.tx, id)
  const about = b.about === null ? null : await asHouse(ask, () => orgOf(ask.tx, b.about ?? ''))
  return present(ask, actions.bulletins, s, {
    data: {
      kind: b.kind,
      about: b.about,
      ...Object.fromEntries(
        Object.entries(names).map(([field, key]) => [key, b.body[field] ?? '']),
      ),
    },
    sections: [
      {
        title: b.kind,
        fields: [
          ...(about ? [{ label: '考核对象', value: about.name }] : []),
          ...bulletinFields[b.kind].map((f) => ({
            label: f,
            value: b.body[f] || '没有写',
            kind: 'long' as const,
          })),
        ],
      },
      ...(await issued(ask, id)),
    ],
  })
}
