import { flowsFor, type Roles } from '#kernel'
import { cite } from './cite.ts'

/** 政府采购当事人与监管人（政府采购法第十三、十四条）：who they are to a record, and how far each reaches. */
export const roles = {
  采购人经办: { relation: '采购人', reach: 'org' },
  采购人审核: { relation: '采购人', reach: 'org' },
  代理经办: { relation: '代理机构', reach: 'org' },
  供应商经办: { relation: '供应商', reach: 'org' },
  评审专家: { relation: '评审专家', reach: 'person' },
  财政监管: { relation: '财政部门', reach: 'region' },
  国库支付: { relation: '国库', reach: 'region' },
  单位管理员: { relation: '本单位', reach: 'org' },
  // 三员: no purchase has them among its parties, so they read none; what they administer says how far they reach.
  系统管理员: { relation: '系统管理', reach: 'org' },
  安全管理员: { relation: '安全管理', reach: 'org' },
  审计管理员: { relation: '审计管理', reach: 'org' },
  系统: { relation: '系统', reach: 'system' },
} as const satisfies Roles
export type Role = keyof typeof roles
/** 三员分立（GB/T 22239-2019 8.1.4.2、8.1.5）：no account holds two of these. */
export const administrators = ['系统管理员', '安全管理员', '审计管理员'] as const satisfies Role[]

interface Standing {
  /** Kinds of organisation in which this position exists; empty: outside any organisation. */
  readonly in: readonly ('采购人' | '代理机构' | '供应商' | '财政部门' | '国库')[]
  /** Who asks for the appointment, and whether the security administrator must approve it. */
  readonly grant: '单位' | '审核' | '专家库'
  /** Whoever signs in must show a second factor; the others may. */
  readonly secondFactor: boolean
  /** May the holder entrust it to a colleague for a time? Judging and administering are personal. */
  readonly delegable: boolean
}
/** What each position is: where it exists, who grants it, how its holder signs in. */
// biome-ignore format: a table reads as a table
export const standings = {
  采购人经办: { in: ['采购人'], grant: '单位', secondFactor: false, delegable: true },
  采购人审核: { in: ['采购人'], grant: '单位', secondFactor: false, delegable: true },
  代理经办:   { in: ['代理机构'], grant: '单位', secondFactor: false, delegable: true },
  供应商经办: { in: ['供应商'], grant: '单位', secondFactor: false, delegable: true },
  单位管理员: { in: ['采购人', '代理机构', '供应商'], grant: '审核', secondFactor: false, delegable: false },
  评审专家:   { in: [], grant: '专家库', secondFactor: true, delegable: false },
  财政监管:   { in: ['财政部门'], grant: '审核', secondFactor: true, delegable: true },
  国库支付:   { in: ['国库'], grant: '审核', secondFactor: true, delegable: true },
  系统管理员: { in: [], grant: '审核', secondFactor: true, delegable: false },
  安全管理员: { in: [], grant: '审核', secondFactor: true, delegable: false },
  审计管理员: { in: [], grant: '审核', secondFactor: true, delegable: false },
} as const satisfies Record<Exclude<Role, '系统'>, Standing>
export type Position = keyof typeof standings
export const standingOf = (role: string): Standing | undefined =>
  (standings as Record<string, Standing>)[role]

/** 87号令第六条：内部控制，不相容岗位分离。 */
export const flow = flowsFor(roles, [cite('87号令', '第六条', '内部控制制度')])
