import { z } from 'zod'
import {
  type Ask,
  asHouse,
  dayOf,
  done,
  listing,
  mayRead,
  op,
  present,
  readable,
  rfc3339,
  subjectOf,
  zDay,
  zDone,
  zId,
  zInstant,
  zRecord,
  zText,
} from '#kernel'
import { isOn, type Settings, type Way, ways } from '#law'
import * as actions from './actions.ts'
import { challengeSection } from './challenge.ts'
import * as entrusting from './entrust.ts'
import * as invites from './invite.ts'
import { type Document, questionFlow, questionVeil, tenderFlow } from './model.ts'
import * as people from './people.ts'
import * as questions from './questions.ts'
import { zDocument } from './schema.ts'
import * as store from './store.ts'
import {
  biasSection,
  documentSections,
  filesSection,
  tenderSections,
  versionSection,
} from './view.ts'

const which = z.strictObject({ id: zId<'tender'>() })
const person = z.strictObject({
  id: zId<'tender'>(),
  person: zId<'person'>().meta({ title: '人员', 'x-kind': 'expert' }),
  reason: zText(500).meta({ title: '理由', 'x-kind': 'long' }),
})
const change = z.strictObject({
  item: zText(100).meta({ title: '更正事项' }),
  before: zText(2000).meta({ title: '更正前', 'x-kind': 'long' }),
  after: zText(2000).meta({ title: '更正后', 'x-kind': 'long' }),
})
const entrust = z.strictObject({
  plan: zId<'plan'>().meta({ title: '采购计划', 'x-kind': 'plan' }),
  agency: zId<'org'>().meta({ title: '代理机构', 'x-kind': 'org', 'x-org': '代理机构' }),
  scope: zText(1000).meta({ title: '委托事项', 'x-kind': 'long' }),
  reason: zText(500).meta({ title: '选择理由', 'x-kind': 'long' }),
})
const publish = z.strictObject({
  id: zId<'tender'>(),
  deadline: zInstant.meta({ title: '投标截止、开标时间', 'x-kind': 'instant' }),
  supplyEnds: zDay.meta({ title: '采购文件提供至', 'x-kind': 'day' }),
  place: zText(200).meta({ title: '开标地点' }),
})
const shortlist = z.strictObject({
  id: zId<'tender'>(),
  way: z.enum(ways.slice(1) as [Way, ...Way[]]).meta({ title: '名单来自' }),
  need: z.int().min(1).max(50).meta({ title: '拟邀请家数' }),
  candidates: z
    .array(
      z.strictObject({
        supplier: zId<'org'>().meta({ title: '备选供应商', 'x-kind': 'org', 'x-org': '供应商' }),
        by: z.enum(['采购人', '评审专家']).default('采购人').meta({ title: '推荐人' }),
        reason: zText(500).meta({ title: '推荐或选取的理由', 'x-kind': 'long' }),
      }),
    )
    .min(1, '至少一家')
    .max(200)
    .meta({ title: '备选供应商名单' }),
  watchers: z.array(zText(40)).max(20).default([]).meta({ title: '现场监督的采购人工作人员' }),
})
const pause = z.strictObject({
  id: zId<'tender'>(),
  reason: zText(500).meta({ title: '暂停原因', 'x-kind': 'long' }),
})
const resume = z.strictObject({
  id: zId<'tender'>(),
  newDeadline: zInstant
    .nullable()
    .default(null)
    .meta({ title: '新的截止时间（不填的，按暂停的日数顺延）', 'x-kind': 'instant' }),
})
const correct = z.strictObject({
  id: zId<'tender'>(),
  subjectOf: z.enum(['采购公告', '采购文件']).meta({ title: '更正对象' }),
  reason: zText(500).meta({ title: '更正原因', 'x-kind': 'long' }),
  affects: z.boolean().meta({ title: '可能影响投标文件编制' }),
  changes: z
    .array(change)
    .max(50)
    .default([])
    .meta({ title: '更正内容（附了更正后的文件的，文件的变化由系统逐条比出，不必再写）' }),
  newDeadline: zInstant
    .nullable()
    .default(null)
    .meta({ title: '新的截止时间', 'x-kind': 'instant' }),
  document: zDocument.nullable().default(null).meta({ title: '更正后的招标文件' }),
})
/** With the days of corrected results, where the region counts anew from them. */
const datesOf = async (ask: Ask, tender: store.Tender) => ({
  ...tender,
  corrected: isOn('结果更正重计质疑期', ask.world.settings as Settings)
    ? (await store.correctionsOf(ask.tx, tender.id)).flatMap((c) =>
        c.subjectOf === '采购结果' ? [dayOf(c.at)] : [],
      )
    : [],
})
/** Asked of the step that also opens a round of prices: taken one room further up. */
export const inputs = { publish }
const wire = (d: Document) => z.encode(zDocument, d as z.output<typeof zDocument>)
export const terminationGrounds = ['采购任务取消', '各包均已废标'] as const

// biome-ignore format: a table reads as a table
export const api = {
  entrust:  op({ title: '委托代理机构', input: entrust, output: zDone, run: async (ask, i) => done(await entrusting.entrust(ask, i)) }),
  correct:  op({ title: '发布更正公告', input: correct, output: zDone, run: async (ask, i) => done(await actions.correct(ask, i)) }),
  accept:   op({ title: '接受委托', input: which, output: zDone, run: async (ask, { id }) => done(await actions.tenders.take(ask, 'accept', id)) }),
  decline:  op({ title: '谢绝委托', input: z.strictObject({ id: zId<'tender'>(), reason: zText(500).meta({ title: '理由' }) }), output: zDone, run: async (ask, i) => done(await actions.tenders.take(ask, 'decline', i.id, undefined, { open: { reason: i.reason } })) }),
  reentrust: op({ title: '改委托其他机构', input: entrust.omit({ plan: true }).extend({ id: zId<'tender'>() }), output: zDone, run: async (ask, i) => done(await entrusting.reentrust(ask, i)) }),
  write:    op({ title: '编写招标文件', input: z.strictObject({ id: zId<'tender'>(), document: zDocument.meta({ title: '招标文件' }) }), output: zDone, run: async (ask, i) => done(await actions.write(ask, i)) }),
  submit:   op({ title: '送采购人确认', input: which, output: zDone, run: async (ask, { id }) => done(await actions.tenders.take(ask, 'submit', id)) }),
  giveBack: op({ title: '退回修改', input: z.strictObject({ id: zId<'tender'>(), opinion: zText(1000).meta({ title: '退回意见', 'x-kind': 'long' }) }), output: zDone, run: async (ask, { id, opinion }) => done(await actions.tenders.take(ask, 'giveBack', id, undefined, { data: { opinion } })) }),
  confirm:  op({ title: '确认招标文件', input: which, output: zDone, run: async (ask, { id }) => done(await actions.tenders.take(ask, 'confirm', id)) }),
  shortlist: op({ title: '确定邀请名单', input: shortlist, output: zDone, run: async (ask, i) => done(await invites.shortlist(ask, i)) }),
  pause:    op({ title: '暂停', input: pause, output: zDone, run: async (ask, i) => done(await invites.pause(ask, 'pause', i)) }),
  resume:   op({ title: '恢复招标', input: resume, output: zDone, run: async (ask, i) => done(await invites.resume(ask, i)) }),
  hold:     op({ title: '暂停评审', input: pause, output: zDone, run: async (ask, i) => done(await invites.pause(ask, 'hold', i)) }),
  release:  op({ title: '恢复评审', input: which, output: zDone, run: async (ask, { id }) => done(await invites.release(ask, id)) }),
  appoint:  op({ title: '委派采购人代表', input: person, output: zDone, run: async (ask, i) => done(await actions.name(ask, 'appoint', i)) }),
  select:   op({ title: '自行选定专家', input: person, output: zDone, run: async (ask, i) => done(await actions.name(ask, 'select', i)) }),
  terminate: op({ title: '终止招标', input: z.strictObject({ id: zId<'tender'>(), grounds: z.enum(terminationGrounds).meta({ title: '终止原因' }), explanation: zText(1000).meta({ title: '说明', 'x-kind': 'long' }) }), output: zDone, run: async (ask, i) => done(await actions.terminate(ask, i)) }),
  list:     listing('招标项目一览', tenderFlow),
  get: op({
    title: '一个招标项目',
    input: which,
    output: zRecord,
    reads: tenderFlow,
    run: async (ask, { id }) => {
      const s = await subjectOf(ask.tx, tenderFlow, id)
      readable(ask.actor, tenderFlow, s)
      const tender = await store.tenderOf(ask.tx, id)
      const lots = tender.published === null ? [] : await store.lotsOf(ask.tx, { tender: id })
      return present(ask, actions.tenders, s, {
        data: {
          plan: tender.plan,
          document: tender.document === null ? null : wire(tender.document),
          version: tender.version,
          deadline: tender.deadline === null ? null : rfc3339(tender.deadline),
          lots: lots.map((l) => ({ id: l.id, no: l.no, title: l.title })),
          // Names stay unknown until the result is public; even then only here and in the notice.
          seated: (await asHouse(ask, () => people.membersOf(ask.tx, id))).length,
        },
        sections: [
            ...filesSection(
              id,
              mayRead(ask.actor, { ...tenderFlow, open: [] }, s)
                ? (await store.versionsOf(ask.tx, id)).map((v) => v.version).reverse()
                : tender.version === 0 ? [] : [tender.version],
            ),
            ...(await tenderSections(ask, tender, lots)),
            ...challengeSection(await datesOf(ask, tender), s.lawOn),
            ...(tender.published === null
              ? [...biasSection(tender.document, s.lawOn), ...versionSection(await store.versionsOf(ask.tx, id))]
              : []),
            ...documentSections(tender.document),
          ],
      })
    },
  }),
}

const one = z.strictObject({ id: zId<'question'>() })
export const questionApi = {
  ask: op({
    title: '提问',
    input: z.strictObject({
      tender: zId<'tender'>().meta({ title: '招标项目', 'x-kind': 'tender' }),
      text: zText(2000).meta({ title: '问题', 'x-kind': 'long' }),
    }),
    output: zDone,
    run: async (ask, i) => done(await questions.askQuestion(ask, i)),
  }),
  answer: op({
    title: '答复所有供应商',
    input: z.strictObject({
      id: zId<'question'>(),
      answer: zText(4000).meta({ title: '答复', 'x-kind': 'long' }),
    }),
    output: zDone,
    run: async (ask, i) => done(await questions.answer(ask, i)),
  }),
  list: listing('提问与答复', questionFlow),
  get: op({
    title: '一个提问',
    input: one,
    output: zRecord,
    reads: questionFlow,
    run: async (ask, { id }) => {
      const s = await subjectOf(ask.tx, questionFlow, id)
      readable(ask.actor, questionFlow, s)
      const q = await people.questionOf(ask.tx, id)
      return present(ask, questions.questions, s, {
        veil: { of: questionVeil, phase: s.state },
        data: { tender: q.tender, text: q.text, answer: q.answer },
        sections: [
          {
            title: '问与答',
            fields: [
              { label: '问', value: q.text, kind: 'long' },
              { label: '答', value: q.answer ?? '待答复', kind: 'long' },
            ],
          },
        ],
      })
    },
  }),
}
