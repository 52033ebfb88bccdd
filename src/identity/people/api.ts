import { z } from 'zod'
import {
  type Ask,
  done,
  listing,
  op,
  present,
  readable,
  regionName,
  rfc3339,
  subjectOf,
  under,
  zDone,
  zId,
  zRecord,
  zText,
} from '#kernel'
import { standings } from '#law'
import * as actions from './actions.ts'
import { appointmentFlow } from './model.ts'
import * as store from './store.ts'

export const zAccount = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z][a-z0-9._-]{2,31}$/, {
    message: '账号用3至32位小写字母、数字、点、横线或下划线，以字母开头',
  })
  .meta({ title: '账号' })
export const zName = zText(40).meta({ title: '姓名' })
const which = z.strictObject({ id: zId<'appointment'>() })
const person = z.strictObject({ person: z.uuid() })
const reason = zText(300).meta({ title: '理由', 'x-kind': 'long' })
const zIssued = z.strictObject({ id: z.string(), state: z.string(), code: z.string().nullable() })
const roleNames = Object.keys(standings) as [keyof typeof standings]
const zRole = z.enum(roleNames).meta({ title: '岗位' })

const zMember = z.strictObject({
  person: z.string(),
  name: z.string(),
  account: z.string(),
  /** 在用、待启用、停用 */
  standing: z.string(),
  position: z.string(),
  role: z.string(),
  org: z.string().nullable(),
  region: z.string(),
  state: z.string(),
  since: z.string().nullable(),
  /** What a reader should notice about this person's positions together. */
  flag: z.string().nullable(),
})
const managing = ['单位管理员', '系统管理员', '安全管理员', '审计管理员']

async function list(ask: Ask) {
  const { role, org, region } = ask.actor
  const rows =
    role === '单位管理员'
      ? org === null
        ? []
        : await store.members(ask.tx, { org })
      : await store.members(ask.tx, { regions: under(region) })
  const rolesOf = new Map<string, Set<string>>()
  for (const r of rows) rolesOf.set(r.person, (rolesOf.get(r.person) ?? new Set()).add(r.role))
  return {
    members: rows.map((r) => ({
      person: r.person,
      name: r.name,
      account: r.account,
      standing: r.disabled ? '停用' : r.active ? '在用' : '待启用',
      position: r.position,
      role: r.role,
      org: r.orgName,
      region: regionName(r.region),
      state: r.state,
      since: r.since === null ? null : rfc3339(r.since),
      flag:
        rolesOf.get(r.person)?.has('供应商经办') && rolesOf.get(r.person)?.has('代理经办')
          ? '同时在供应商和代理机构任职，同一项目须回避'
          : null,
    })),
    roles: roleNames.filter((r) =>
      role === '单位管理员' ? standings[r].grant === '单位' : standings[r].grant !== '专家库',
    ),
  }
}

/** 人员一览：what a manager sees of the own organisation, an administrator of the region. */
export const peopleApi = {
  list: op({
    title: '人员与岗位',
    by: managing,
    limits: '单位管理员答本单位，管理员答本地区及下级地区',
    input: z.strictObject({}),
    output: z.strictObject({ members: z.array(zMember), roles: z.array(z.string()) }),
    run: list,
  }),
}

const newcomer = { account: zAccount, name: zName, role: zRole }
// biome-ignore format: a table reads as a table
export const appointmentApi = {
  apply:   op({ title: '申请任职', input: z.strictObject({ ...newcomer, org: z.uuid().nullable().default(null).meta({ title: '单位', 'x-kind': 'org' }), region: z.string().regex(/^\d{6}$/).default('150000').meta({ title: '地区' }) }), output: zIssued, run: (ask, i) => actions.apply(ask, i) }),
  approve: op({ title: '审核任职', input: which, output: zDone, run: async (ask, { id }) => done(await actions.approve(ask, id)) }),
  reject:  op({ title: '审核不通过', input: z.strictObject({ id: zId<'appointment'>(), reason }), output: zDone, run: async (ask, { id, reason: opinion }) => done(await actions.appointments.take(ask, 'reject', id, undefined, { data: { opinion } })) }),
  appoint: op({ title: '任用人员', input: z.strictObject(newcomer), output: zIssued, run: (ask, i) => actions.appoint(ask, i) }),
  accept:  op({ title: '接受任职邀请', limits: '只办给本人的邀请', input: which, output: zDone, run: async (ask, { id }) => done(await actions.answer(ask, id, true)) }),
  decline: op({ title: '谢绝任职邀请', limits: '只办给本人的邀请', input: which, output: zDone, run: async (ask, { id }) => done(await actions.answer(ask, id, false)) }),
  end:     op({ title: '停用岗位', input: z.strictObject({ id: zId<'appointment'>(), reason }), output: zDone, run: async (ask, i) => done(await actions.end(ask, i.id, i.reason)) }),
  list:    listing('任职一览', appointmentFlow),
  get:     op({ title: '一项任职', reads: appointmentFlow, input: which, output: zRecord, run: (ask, { id }) => getAppointment(ask, id) }),
}
// biome-ignore format: a table reads as a table
export const accountApi = {
  reissue: op({ title: '重发启用码', input: person, output: zIssued, run: (ask, i) => actions.reissue(ask, i.person) }),
  renew:   op({ title: '重设登录：口令与因素全部作废', input: person, output: zIssued, run: (ask, i) => actions.renew(ask, i.person) }),
  help:    op({ title: '为本单位人员重发启用码', by: ['单位管理员'], limits: '只办只在本单位任职的人', input: person, output: zIssued, run: (ask, i) => actions.help(ask, i.person) }),
  unlock:  op({ title: '解除锁定', input: person, output: zDone, run: async (ask, i) => done(await actions.unlock(ask, i.person)) }),
  disable: op({ title: '停用账号', input: z.strictObject({ person: z.uuid(), reason }), output: zDone, run: async (ask, i) => done(await actions.disable(ask, i.person, i.reason)) }),
  restore: op({ title: '恢复账号', input: person, output: zIssued, run: (ask, i) => actions.restore(ask, i.person) }),
}

async function getAppointment(ask: Ask, id: string) {
  const s = await subjectOf(ask.tx, appointmentFlow, id)
  readable(ask.actor, appointmentFlow, s)
  const a = await store.appointmentOf(ask.tx, id)
  return present(ask, actions.appointments, s, {
    data: { person: a.person, role: a.role, org: a.org },
    sections: [
      {
        title: '任职',
        fields: [
          { label: '姓名', value: a.name },
          { label: '账号', value: a.account },
          { label: '岗位', value: a.role },
          { label: '单位', value: a.orgName ?? '不属于单位' },
          { label: '地区', value: regionName(a.region) },
        ],
      },
    ],
  })
}
