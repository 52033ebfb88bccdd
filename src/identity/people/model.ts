import { flowsFor, type Roles, type Rule, type StateOf } from '#kernel'
import { administrators, cite, citeMarked, type Role, roles, standingOf } from '#law'

/** Over positions and accounts: one's own by person, a unit's by its manager, a region's and those below by the administrators. */
const human = Object.keys(roles).filter((r) => r !== '系统') as Role[]
export const staff = {
  ...(Object.fromEntries(human.map((r) => [r, { relation: '本人', reach: 'person' }])) as Record<
    Exclude<Role, '系统'>,
    { relation: '本人'; reach: 'person' }
  >),
  单位管理员: { relation: '本单位', reach: 'org' },
  系统管理员: { relation: '系统管理', reach: 'below' },
  安全管理员: { relation: '安全管理', reach: 'below' },
  审计管理员: { relation: '审计管理', reach: 'below' },
  系统: roles.系统,
} as const satisfies Roles
export const everyone = human
const admin = citeMarked('GB/T 22239-2019', '8.1.4.2 访问控制', '✎')
export const staffFlow = flowsFor(staff, [
  admin,
  cite('政府采购法', '第六十一条', '经办采购的人员与负责采购合同审核、验收人员的职责权限应当明确'),
])

const supervising = ['财政监管', '国库支付', ...administrators] as readonly string[]
const trading = ['采购人经办', '采购人审核', '代理经办', '供应商经办', '单位管理员'] as const
export interface Facts {
  readonly role: string
  readonly orgKind: string | null
  /** Positions this person holds now, or has asked for, apart from this one. */
  readonly held: readonly { role: string; org: string | null; pending: boolean }[]
  readonly org: string | null
  readonly person: string
  readonly by: string | null
  readonly disabled: boolean
  /** In-office holders of the unit manager's position in that organisation, without this one. */
  readonly otherManagers: number
}
const exists: Rule<Facts> = {
  id: 'appointment.exists',
  title: '岗位须与单位性质相符',
  cites: [citeMarked('GB/T 22239-2019', '8.1.4.2 访问控制', '✎')],
  from: '2019-12-01',
  check: ({ role, orgKind }) => {
    const kinds = standingOf(role)?.in ?? []
    return (
      (orgKind === null ? kinds.length === 0 : (kinds as readonly string[]).includes(orgKind)) || {
        because: orgKind === null ? `${role}须属于一个单位` : `${orgKind}没有“${role}”这个岗位`,
        facts: { 岗位: role, 单位性质: orgKind ?? '无单位' },
        cure:
          kinds.length > 0 ? `${role}设在${kinds.join('、')}` : `${role}不属于哪个单位，单位留空`,
        field: 'role',
      }
    )
  },
}
const ofUnit: Rule<Facts> = {
  id: 'appointment.ofUnit',
  title: '单位管理员只授本单位的业务岗位',
  cites: [admin],
  from: '2019-12-01',
  check: ({ role }) =>
    standingOf(role)?.grant === '单位' || {
      because: `“${role}”不由单位管理员授予`,
      facts: { 岗位: role },
      cure:
        standingOf(role)?.grant === '专家库'
          ? '评审专家由专家库登记'
          : '请系统管理员申请，安全管理员审核',
      field: 'role',
    },
}
const notExpert: Rule<Facts> = {
  id: 'appointment.notExpert',
  title: '评审专家由专家库登记产生',
  cites: [cite('政府采购法实施条例', '第六十二条', '对政府采购评审专家库实行动态管理')],
  from: '2015-03-01',
  check: ({ role }) =>
    standingOf(role)?.grant !== '专家库' || {
      because: '评审专家不由管理员直接授予',
      cure: '请在专家库登记、审核',
      field: 'role',
    },
}
const heldOnce: Rule<Facts> = {
  id: 'appointment.heldOnce',
  title: '同一岗位不重复任职',
  cites: [admin],
  from: '2019-12-01',
  check: ({ held, role, org }) => {
    const same = held.find((h) => h.role === role && h.org === org)
    return (
      !same || {
        because: same.pending ? `“${role}”的任职正在办理` : `已在任“${role}”`,
        cure: '不必再办',
        field: 'role',
      }
    )
  },
}
const threeApart: Rule<Facts> = {
  id: 'appointment.threeApart',
  title: '三员分立',
  cites: [
    citeMarked('GB/T 22239-2019', '8.1.4.2 访问控制', '✎'),
    citeMarked('GB/T 22239-2019', '8.1.5 安全管理中心', '✎'),
  ],
  from: '2019-12-01',
  check: ({ held, role }) => {
    const other = held.find(
      (h) => h.role !== role && (administrators as readonly string[]).includes(h.role),
    )
    return (
      !(administrators as readonly string[]).includes(role) ||
      !other || {
        because: `同一账号${other.pending ? '已申请' : '已任'}${other.role}，不得再任${role}`,
        facts: { 已有岗位: other.role, 所申请: role },
        cure: '由另一人担任，或先停用原来的管理员岗位',
        field: 'role',
      }
    )
  },
}
const apartFromTrade: Rule<Facts> = {
  id: 'appointment.apartFromTrade',
  title: '监督管理部门不得参与采购活动',
  cites: [cite('政府采购法', '第六十条', '不得参与政府采购项目的采购活动')],
  from: '2003-01-01',
  check: ({ held, role }) => {
    const against = supervising.includes(role) ? (trading as readonly string[]) : supervising
    const applies = supervising.includes(role) || (trading as readonly string[]).includes(role)
    const other = applies ? held.find((h) => against.includes(h.role)) : undefined
    return (
      !other || {
        because: `此人${other.pending ? '已申请' : '在任'}${other.role}，不得同时任${role}`,
        facts: { 已有岗位: other.role, 所申请: role },
        cure: '由另一人担任，或先停用原来的岗位',
        field: 'role',
      }
    )
  },
}
const notOwn: Rule<Facts> = {
  id: 'appointment.notOwn',
  title: '不得为本人申请或审核任职',
  cites: [admin],
  from: '2019-12-01',
  check: ({ person, by }) =>
    by === null || person !== by || { because: '这是您本人的任职', cure: '请另一位管理员办理' },
}
const active: Rule<Facts> = {
  id: 'appointment.active',
  title: '停用的账号不得任职',
  cites: [admin],
  from: '2019-12-01',
  check: ({ disabled }) =>
    !disabled || { because: '此人的账号已停用', cure: '请安全管理员先恢复账号' },
}
const managed: Rule<Facts> = {
  id: 'appointment.managed',
  title: '单位须有管理员',
  cites: [admin],
  from: '2019-12-01',
  check: ({ role, person, by, otherManagers }) =>
    role !== '单位管理员' ||
    person !== by ||
    otherManagers > 0 || {
      because: '您是本单位唯一的管理员，不能停用自己',
      cure: '请系统管理员先任命另一位单位管理员',
    },
}
const fit = [exists, heldOnce, threeApart, apartFromTrade, active]

// biome-ignore format: a table reads as a table
export const appointmentFlow = staffFlow<Facts>()(
  { noun: '任职', module: 'appointment', states: ['待审核', '待接受', '在任', '未通过', '停用'] },
  {
    apply:   { name: '申请任职', stepUp: true, from: [], to: '待审核', by: ['系统管理员'], rules: [...fit, notExpert, notOwn], sealed: true },
    approve: { name: '审核通过', stepUp: true, from: ['待审核'], to: '在任', by: ['安全管理员'], rules: [...fit, notOwn], apartFrom: ['apply'], sealed: true },
    reject:  { name: '审核不通过', from: ['待审核'], to: '未通过', by: ['安全管理员'], apartFrom: ['apply'], sealed: true },
    appoint: { name: '任用', stepUp: true, from: [], to: '在任', by: ['单位管理员'], rules: [...fit, ofUnit], sealed: true },
    invite:  { name: '邀请任职', stepUp: true, from: [], to: '待接受', by: ['单位管理员'], rules: [...fit, ofUnit], inner: true, sealed: true },
    accept:  { name: '接受邀请', from: ['待接受'], to: '在任', by: everyone, rules: fit, inner: true, sealed: true },
    decline: { name: '谢绝邀请', from: ['待接受'], to: '未通过', by: everyone, inner: true, sealed: true },
    record:  { name: '登记在任', from: [], to: '在任', by: ['系统'], sealed: true },
    end:     { name: '停用岗位', stepUp: true, from: ['在任', '待接受'], to: '停用', by: ['系统管理员', '安全管理员', '单位管理员'], rules: [managed], may: true, sealed: true },
  },
)
export type AppointmentState = StateOf<typeof appointmentFlow>

export interface AccountFacts {
  readonly person: string
  readonly by: string | null
  /** In-office positions outside the organisation of whoever acts. */
  readonly elsewhere: number
  /** Holds one of the positions that only administrators grant. */
  readonly guarded: boolean
}
const notMine: Rule<AccountFacts> = {
  id: 'account.notMine',
  title: '不得对本人账号行使管理权',
  cites: [admin],
  from: '2019-12-01',
  check: ({ person, by }) =>
    person !== by || { because: '这是您本人的账号', cure: '请另一位管理员办理' },
}
const onlyOurs: Rule<AccountFacts> = {
  id: 'account.onlyOurs',
  title: '单位管理员只管只在本单位任职的账号',
  cites: [admin],
  from: '2019-12-01',
  check: ({ elsewhere, guarded }) =>
    (elsewhere === 0 && !guarded) || {
      because: guarded ? '此人任有须经审核的岗位' : '此人还在别的单位任职',
      cure: '请安全管理员办理',
    },
}
// biome-ignore format: a table reads as a table
export const accountFlow = staffFlow<AccountFacts>()(
  { noun: '账号', module: 'account', states: ['待启用', '在用', '停用'] },
  {
    open:     { name: '开立账号', from: [], to: '待启用', by: ['系统'], sealed: true },
    record:   { name: '登记在用', from: [], to: '在用', by: ['系统'], sealed: true },
    activate: { name: '本人启用', from: ['待启用'], to: '在用', by: ['系统'], inner: true, sealed: true },
    reissue:  { name: '重发启用码', stepUp: true, from: ['待启用'], to: '待启用', by: ['系统管理员'], rules: [notMine], may: true, sealed: true },
    renew:    { name: '重设登录', stepUp: true, from: ['在用'], to: '待启用', by: ['安全管理员'], rules: [notMine], may: true, sealed: true },
    help:     { name: '为本单位人员重发启用码', stepUp: true, from: ['待启用', '在用'], to: '待启用', by: ['单位管理员'], rules: [notMine, onlyOurs], inner: true, sealed: true },
    unlock:   { name: '解除锁定', stepUp: true, from: ['在用'], to: '在用', by: ['安全管理员'], rules: [notMine], may: true, sealed: true },
    disable:  { name: '停用账号', stepUp: true, from: ['待启用', '在用'], to: '停用', by: ['系统管理员', '安全管理员'], rules: [notMine], may: true, sealed: true },
    restore:  { name: '恢复账号', stepUp: true, from: ['停用'], to: '待启用', by: ['安全管理员'], rules: [notMine], may: true, sealed: true },
  },
)
