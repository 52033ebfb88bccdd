import { z } from 'zod'
import {
  type Ask,
  done,
  listing,
  op,
  present,
  type Register,
  readable,
  rfc3339,
  subjectOf,
  zDay,
  zDone,
  zId,
  zRecord,
  zText,
} from '#kernel'
import * as actions from './actions.ts'
import { grounds, holdFlow } from './model.ts'
import * as store from './store.ts'

const which = z.strictObject({ id: zId<'hold'>() })
const place = z.strictObject({
  project: zId<'project'>()
    .nullable()
    .default(null)
    .meta({ title: '采购项目（三者选一）', 'x-kind': 'project' }),
  expert: zId<'person'>()
    .nullable()
    .default(null)
    .meta({ title: '评审专家（三者选一）', 'x-kind': 'expert' }),
  supplier: zId<'org'>()
    .nullable()
    .default(null)
    .meta({ title: '供应商（三者选一）', 'x-kind': 'org', 'x-org': '供应商' }),
  ground: z.enum(grounds).meta({ title: '事由' }),
  document: zText(120).meta({ title: '依据文书及文号' }),
  reason: zText(500).meta({ title: '说明', 'x-kind': 'long' }),
  until: zDay.nullable().default(null).meta({ title: '期满日（空：待解除）', format: 'date' }),
})
// biome-ignore format: a table reads as a table
export const holdApi = {
  place: op({ title: '依法留存', input: place, output: zDone, run: async (ask, i) => done(await actions.place(ask, i)) }),
  lift:  op({ title: '解除留存', input: z.strictObject({ id: zId<'hold'>(), reason: zText(500).meta({ title: '解除的理由', 'x-kind': 'long' }) }), output: zDone, run: async (ask, { id, reason }) => done(await actions.holds.take(ask, 'lift', id, undefined, { data: { reason } })) }),
  list:  listing('依法留存一览', holdFlow),
  get:   op({ title: '一项依法留存', reads: holdFlow, input: which, output: zRecord, run: (ask, { id }) => get(ask, id) }),
}
async function get(ask: Ask, id: string) {
  const s = await subjectOf(ask.tx, holdFlow, id)
  readable(ask.actor, holdFlow, s)
  const h = await store.holdOf(ask.tx, id)
  return present(ask, actions.holds, s, {
    data: { kind: h.kind, ground: h.ground, document: h.document },
    sections: await actions.holdSections(ask, h),
  })
}

const zLook = z.strictObject({
  at: z.string(),
  who: z.string(),
  role: z.string(),
  org: z.string(),
  what: z.string(),
  purpose: z.string(),
  note: z.string(),
})
const titleOfColumn = (register: Register, column: string) => {
  const [schema, table, name = ''] = column.split('.')
  return register[`${schema}.${table}`]?.personal?.[name]?.title ?? column
}
const lookLine = (register: Register) => (l: store.LookRow) => ({
  at: rfc3339(l.at),
  who: l.name,
  role: l.role,
  org: l.orgName,
  what: titleOfColumn(register, l.column),
  purpose: l.purpose,
  note: l.note,
})
const none = z.strictObject({})
/** The register is the whole house's, and the house is composed above: given, not imported. */
// biome-ignore format: a table reads as a table
export const tracesApi = (register: Register) => ({
  listLooks: op({ title: '查看个人信息的记录', by: ['审计管理员'], limits: '全部查看记录：谁、何时、看了什么、作何用', input: none, output: z.array(zLook), run: async (ask) => (await store.looks(ask.tx, null)).map(lookLine(register)) }),
  listTakeouts: op({ title: '导出记录', by: ['审计管理员'], limits: '全部导出记录：谁、何时、哪张表、多少行、含哪些个人信息、作何用', input: none, output: z.array(z.strictObject({ at: z.string(), who: z.string(), role: z.string(), org: z.string(), what: z.string(), format: z.string(), filter: z.string(), rows: z.number(), personal: z.string(), purpose: z.string() })), run: async (ask) => (await store.takeouts(ask.tx)).map((t) => ({ at: rfc3339(t.at), who: t.name, role: t.role, org: t.orgName, what: t.what, format: t.format, filter: Object.entries(t.filter).filter(([, v]) => v !== '').map(([k, v]) => `${k}：${v}`).join('；'), rows: t.rows, personal: t.personal.join('、'), purpose: t.purpose })) }),
  listErasures: op({ title: '到期清理记录', by: ['审计管理员'], limits: '每日每项清理了多少行', input: none, output: z.array(z.strictObject({ day: z.string(), what: z.string(), rows: z.number() })), run: async (ask) => (await store.erasures(ask.tx)).map((e) => ({ day: e.day, what: e.sweep, rows: e.rows })) }),
  listMine: op({ title: '谁看过我的个人信息', limits: '只答对本人个人信息的查看', input: none, output: z.array(zLook), run: async (ask) => ask.actor.person === null ? [] : (await store.looks(ask.tx, ask.actor.person)).map(lookLine(register)) }),
})
