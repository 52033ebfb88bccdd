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
  系统: { relation: '系统', reach: 'system' },
} as const satisfies Roles
export type Role = keyof typeof roles
/** 87号令第六条：内部控制，不相容岗位分离。 */
export const flow = flowsFor(roles, [cite('87号令', '第六条', '内部控制制度')])
