import { approvalFlow, requestOf } from '#approval'
import { type Follower, regionName, showDay, subjectOf, yuanText } from '#kernel'
import { findOrgs, orgOf, projectOf } from '#libraries'
import { only, put } from './publish.ts'

/** 单一来源采购公示（格式十）：任何供应商、单位或者个人可以在公示期内提出异议。 */
export const publicity: Follower = async (ask, e) => {
  const s = await subjectOf(ask.tx, approvalFlow, e.subject)
  const r = await requestOf(ask, e.subject)
  const project = await projectOf(ask.tx, { id: r.project })
  const buyer = await orgOf(ask.tx, project.buyer)
  if (r.supplier === null || r.published === null || r.ends === null)
    throw new Error('单一来源公示的供应商或者期限尚未写入')
  const supplier = await orgOf(ask.tx, r.supplier)
  const finance = (await findOrgs(ask.tx, '财政部门')).find((o) => o.region === r.approver)
  const party = (group: string, name: string, address: string, phone: string) => ({
    [`${group} 联系人`]: name,
    [`${group} 联系地址`]: address,
    [`${group} 联系电话`]: phone,
  })
  await put(ask, e, {
    kind: '单一来源采购公示',
    title: `${project.title}单一来源采购公示`,
    publisher: buyer.name,
    ends: r.ends,
    given: {
      项目信息: {
        values: {
          采购人: buyer.name,
          项目名称: project.title,
          拟采购的货物或服务的说明: r.reason,
          '拟采购的货物或服务的预算金额（元）': yuanText(r.amount),
          采用单一来源采购方式的原因及说明: `${r.ground}。${r.reason}`,
        },
      },
      拟定供应商信息: { values: { 名称: supplier.name, 地址: supplier.address } },
      ...only('公示期限', `${showDay(r.published)}至${showDay(r.ends)}`),
      ...only('其他补充事宜', '对公示内容有异议的，请在公示期内在本系统提出，写明能够供应的情况。'),
      联系方式: {
        values: {
          ...party('1.采购人', ask.actor.name, buyer.address, buyer.phone),
          ...party(
            '2.财政部门',
            finance?.name ?? `${regionName(s.region)}财政部门`,
            finance?.address ?? regionName(s.region),
            finance?.phone ?? '见该部门网站',
          ),
        },
      },
      '附件：专业人员论证意见': {
        rows: r.arguments.map((a) => ({ ...a, project: project.title, supplier: supplier.name })),
      },
    },
  })
}
