import { z } from 'zod'
import {
  type Ask,
  asHouse,
  type Draft,
  dayOf,
  done,
  type Instant,
  listing,
  nameFor,
  op,
  Private,
  present,
  readable,
  regionName,
  subjectOf,
  under,
  within,
  zDay,
  zDone,
  zId,
  zRecord,
  zText,
} from '#kernel'
import { ends } from '#law'
import { itemOf } from '#libraries/catalogue'
import {
  factSections,
  factsOf,
  PER_PAGE,
  standingOps,
  zAccount,
  zPage,
  zRegion,
  zWanted,
} from '#libraries/register'
import * as actions from './actions.ts'
import { COMMITMENT, expertFlow, grades, performanceFlow, tieKinds, wholeCode } from './model.ts'
import * as store from './store.ts'

const id = zId<'person'>()
const day = (title: string) => zDay.meta({ title, format: 'date' })
const zTie = z.strictObject({
  kind: z.enum(tieKinds).meta({ title: '关系' }),
  orgName: zText(120).meta({ title: '单位全称' }),
  until: zDay.nullable().default(null).meta({ title: '至何日（空：现在仍是）', format: 'date' }),
  note: z
    .union([z.literal(''), zText(200)])
    .default('')
    .meta({ title: '说明' }),
})
const reach = {
  phone: zText(40).meta({ title: '手机号' }),
  employer: zText(120).meta({ title: '工作单位全称' }),
  ties: z.array(zTie).max(100).meta({ title: '回避单位（三年内任职，以及亲属、持股等利害关系）' }),
}
const resume = {
  grade: z.enum(grades).meta({ title: '职称等级' }),
  title: zText(60).meta({ title: '职称名称' }),
  titleYears: z.int().min(0).max(60).meta({ title: '从事相关工作（年）' }),
  specialities: z
    .array(
      z
        .string()
        .regex(/^[ABC][0-9]{2,8}$/, { message: '须为品目代码' })
        .meta({ 'x-kind': 'item' }),
    )
    .max(20)
    .meta({ title: '评审专业（品目）' }),
  ...reach,
}
const zApply = z.strictObject({
  idNo: z.string().max(40).meta({ title: '公民身份号码' }),
  ...resume,
  region: zRegion.meta({ title: '申请地' }),
  contact: zAccount.nullable().default(null).meta({ title: '姓名和账号' }),
  commitment: z.boolean().meta({ title: '作出承诺', description: COMMITMENT }),
})
const opinion = z.strictObject({
  id,
  opinion: zText(500).meta({ title: '意见', 'x-kind': 'long' }),
})
const zTrain = z.strictObject({
  id,
  held: day('培训日期'),
  title: zText(120).meta({ title: '培训内容' }),
  hours: z.int().min(1).max(1000).meta({ title: '学时' }),
  passed: z.boolean().meta({ title: '考核合格' }),
})
const zRecordIt = z.strictObject({
  project: zId<'project'>(),
  expert: id,
  grade: z.enum(['良好', '一般', '较差']).meta({ title: '履职情况' }),
  opinion: zText(500).meta({ title: '情况记录', 'x-kind': 'long' }),
})

// biome-ignore format: a table reads as a table
export const api = {
  apply:      op({ title: '申请成为评审专家', input: zApply, output: zDone, public: true, run: async (ask, i) => done(await actions.apply(ask, i)) }),
  supplement: op({ title: '补正专家申请', input: z.strictObject({ id, ...resume }), output: zDone, run: async (ask, i) => done(await actions.supplement(ask, i)) }),
  giveBack:   op({ title: '退回专家申请', input: opinion, output: zDone, run: async (ask, i) => done(await actions.decide(ask, 'giveBack', i)) }),
  admit:      op({ title: '审核通过专家申请', input: opinion, output: zDone, run: async (ask, i) => done(await actions.decide(ask, 'admit', i)) }),
  decline:    op({ title: '不予入库', input: opinion, output: zDone, run: async (ask, i) => done(await actions.decide(ask, 'decline', i)) }),
  amend:      op({ title: '更新资料和回避单位', input: z.strictObject({ id, ...reach }), output: zDone, run: async (ask, i) => done(await actions.amend(ask, i)) }),
  train:      op({ title: '记录专家培训', input: zTrain, output: zDone, run: async (ask, i) => done(await actions.train(ask, i)) }),
  ...standingOps<'person'>(actions.experts, { who: '专家', where: '专家库' }),
  find:       op({ title: '本地区专家库', input: zWanted, output: zPage, by: ['财政监管'], limits: '只答本级和下级地区的专家；姓名遮去，办理时见该专家的登记', run: find }),
  list:       listing('本人可办的专家登记', expertFlow),
  get:        op({ title: '一名专家的登记', input: z.strictObject({ id }), output: zRecord, reads: expertFlow, run: (ask, i) => get(ask, i.id) }),
}
const zDue = z.strictObject({
  project: z.string(),
  projectTitle: z.string(),
  no: z.string(),
  expert: z.string(),
  name: z.string(),
  ended: z.string(),
  due: z.string(),
})
// biome-ignore format: a table reads as a table
export const performanceApi = {
  record:  op({ title: '记录专家履职情况', input: zRecordIt, output: zDone, run: async (ask, i) => done(await actions.record(ask, i)) }),
  explain: op({ title: '对履职记录作出说明', input: z.strictObject({ id: zId<'performance'>(), reply: zText(500).meta({ title: '说明', 'x-kind': 'long' }) }), output: zDone, run: async (ask, i) => done(await actions.explain(ask, i)) }),
  listDue: op({ title: '待记录履职情况的专家', input: z.strictObject({}), output: z.array(zDue), by: ['采购人经办', '代理经办'], limits: '只答本单位项目里签过评审报告、本单位还没有记录的人员', run: (ask) => listDue(ask) }),
  list:    listing('履职记录一览', performanceFlow),
  get:     op({ title: '一份履职记录', input: z.strictObject({ id: zId<'performance'>() }), output: zRecord, reads: performanceFlow, run: (ask, i) => getPerformance(ask, i.id) }),
}

/** Names stand here, so it answers a finance department about its own place and those under it, and nobody else. */
async function find(ask: Ask, i: z.output<typeof zWanted>) {
  const asked = i.region === '' ? ask.actor.region : i.region
  const regions = within(asked, ask.actor.region) ? under(asked) : []
  const { total, rows } =
    regions.length === 0
      ? { total: 0, rows: [] }
      : await store.findExperts(ask.tx, { ...i, regions, perPage: PER_PAGE })
  return {
    total,
    perPage: PER_PAGE,
    states: [...expertFlow.states],
    columns: [
      { key: 'name', label: '姓名' },
      { key: 'title', label: '职称' },
      { key: 'employer', label: '工作单位' },
      { key: 'specialities', label: '评审专业' },
      { key: 'region', label: '地区' },
      { key: 'state', label: '状态' },
    ],
    rows: rows.map((r) => ({
      id: r.id,
      name: nameFor(ask, r.name, { person: r.id }),
      title: r.title,
      employer: r.employer,
      specialities: r.specialities.map(headingName).join('、'),
      region: regionName(r.region),
      state: r.state,
    })),
  }
}
const headingName = (h: string) => itemOf(wholeCode(h))?.name ?? h

async function get(ask: Ask, person: string) {
  const s = await subjectOf(ask.tx, expertFlow, person)
  readable(ask.actor, expertFlow, s)
  const e = await store.rowOf(ask.tx, person)
  const ties = await store.tiesDeclared(ask.tx, person)
  const trainings = await store.trainingsOf(ask.tx, person)
  const record = await store.performanceOf(ask.tx, { expert: person })
  const own = { person }
  const phone = new Private('library.expert.phone', '电话', e.phone, own)
  const born = new Private('library.expert.born', '日期', e.born, own)
  const sections: Draft[] = [
    {
      title: '登记',
      fields: [
        { label: '出生', value: born, kind: 'day' },
        { label: '手机号', value: phone },
        { label: '申请地', value: regionName(e.region) },
        { label: '办理性质', value: '审核：由申请地财政部门在期限内作出决定' },
      ],
    },
    ...factSections(await factsOf(ask.tx, person), ask.today, own),
    {
      title: '回避单位',
      columns: [
        { key: 'name', label: '单位' },
        { key: 'kind', label: '关系' },
        { key: 'until', label: '至', kind: 'day' },
        { key: 'note', label: '说明' },
      ],
      rows: ties.map((t) => ({ ...t })),
    },
    {
      title: '培训',
      columns: [
        { key: 'held', label: '日期', kind: 'day' },
        { key: 'title', label: '内容' },
        { key: 'hours', label: '学时', kind: 'number' },
        { key: 'passed', label: '考核' },
      ],
      rows: trainings.map((t) => ({ ...t, passed: t.passed ? '合格' : '不合格' })),
    },
    {
      title: '履职记录',
      columns: [
        { key: 'project', label: '项目' },
        { key: 'org', label: '记录单位' },
        { key: 'grade', label: '履职情况' },
        { key: 'opinion', label: '记录' },
        { key: 'reply', label: '本人说明' },
      ],
      rows: record.map((r) => ({
        project: r.projectTitle,
        org: r.orgName,
        grade: r.grade,
        opinion: r.opinion,
        reply: r.reply,
      })),
    },
  ]
  return present(ask, actions.experts, s, {
    data: {
      grade: e.grade,
      title: e.title,
      titleYears: e.title_years,
      specialities: e.specialities.map(wholeCode),
      employer: e.employer,
      phone,
      ties: ties.map((t) => ({ kind: t.kind, orgName: t.name, until: t.until, note: t.note })),
    },
    sections,
  })
}
async function listDue(ask: Ask) {
  const { org, role } = ask.actor
  if (org === null) return []
  const relation = role === '代理经办' ? '代理机构' : '采购人'
  const rows = await asHouse(ask, () => store.unrecorded(ask.tx, relation, org))
  return rows.map((r) => {
    const ended = dayOf(r.ended as Instant)
    return { ...r, ended, due: ends('专家履职记录期', ended, ask.today) }
  })
}
async function getPerformance(ask: Ask, id: string) {
  const s = await subjectOf(ask.tx, performanceFlow, id)
  readable(ask.actor, performanceFlow, s)
  const [p] = await store.performanceOf(ask.tx, { id })
  return present(ask, actions.performances, s, {
    data: {},
    sections: [
      {
        title: '履职情况',
        fields: [
          { label: '项目', value: p?.projectTitle ?? '' },
          { label: '记录单位', value: p?.orgName ?? '' },
          { label: '履职情况', value: p?.grade ?? '' },
          { label: '记录', value: p?.opinion ?? '', kind: 'long' },
          { label: '本人说明', value: p?.reply ?? '', kind: 'long' },
        ],
      },
    ],
  })
}
