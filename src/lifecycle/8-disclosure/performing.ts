import { reportOf } from '#acceptance'
import { contractOf } from '#contract'
import { type Ask, type Follower, showDay, yuanText } from '#kernel'
import { orgOf } from '#libraries'
import type { Part } from './model.ts'
import { other, put } from './publish.ts'

async function contractParts(ask: Ask, id: string) {
  const { contract, s, award } = await contractOf(ask, id)
  const buyer = await orgOf(ask.tx, award.buyer)
  const supplier = await orgOf(ask.tx, award.supplier)
  const head: Part[] = [
    { heading: '合同编号', fields: [{ label: '合同编号', value: s.no }] },
    { heading: '合同名称', fields: [{ label: '合同名称', value: s.title }] },
    { heading: '项目编号', fields: [{ label: '项目编号', value: award.projectNo }] },
    { heading: '项目名称', fields: [{ label: '项目名称', value: award.title }] },
    {
      heading: '合同主体',
      fields: [
        { label: '采购人（甲方）', value: buyer.name },
        { label: '甲方地址', value: buyer.address },
        { label: '甲方联系方式', value: buyer.phone },
        { label: '供应商（乙方）', value: supplier.name },
        { label: '乙方地址', value: supplier.address },
        { label: '乙方联系方式', value: supplier.phone },
      ],
    },
    {
      heading: '合同主要信息',
      fields: [
        { label: '合同金额（元）', value: yuanText(contract.amount), kind: 'money' },
        { label: '履约期限、地点', value: contract.performance },
        { label: '采购方式', value: award.method },
      ],
      columns: [
        { key: 'name', label: '主要标的名称' },
        { key: 'model', label: '规格型号或服务要求' },
        { key: 'quantity', label: '数量' },
        { key: 'price', label: '单价（元）', money: true },
      ],
      rows: contract.items.map((i) => ({
        name: i.name,
        model: `${i.brand} ${i.model}`,
        quantity: `${i.quantity}${i.unit}`,
        price: yuanText(i.unitPrice),
      })),
    },
  ]
  return { contract, s, award, buyer, supplier, head }
}
export const contractNotice: Follower = async (ask, e) => {
  const { contract, award, buyer, head } = await contractParts(ask, e.subject)
  await put(ask, e, {
    kind: '合同公告',
    title: `${award.title}第${award.lotNo}包合同公告`,
    opening: '',
    parts: [
      ...head,
      {
        heading: '合同签订日期',
        fields: [
          { label: '日期', value: contract.signed === null ? null : showDay(contract.signed) },
        ],
      },
      { heading: '合同公告日期', fields: [{ label: '日期', value: showDay(ask.today) }] },
      other(`合同文本摘要（SHA-256）：${contract.sha256}`),
    ],
    closing: '',
    publisher: buyer.name,
  })
}
export const acceptanceNotice: Follower = async (ask, e) => {
  const { report } = await reportOf(ask, e.subject)
  const { award, buyer, head } = await contractParts(ask, report.contract)
  await put(ask, e, {
    kind: '验收结果公告',
    title: `${award.title}第${award.lotNo}包验收结果公告`,
    opening: '',
    parts: [
      ...head,
      { heading: '验收日期', fields: [{ label: '日期', value: showDay(ask.today) }] },
      // Names of the group stay in the report: the public learns in which quality each took part.
      {
        heading: '验收组成员',
        fields: [{ label: '组成', value: report.members.map((m) => m.role).join('、') }],
      },
      { heading: '验收意见', fields: [{ label: '意见', value: report.opinion, kind: 'long' }] },
      other(),
    ],
    closing: '',
    publisher: buyer.name,
  })
}
