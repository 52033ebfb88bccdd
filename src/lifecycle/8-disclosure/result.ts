import { type Ask, type Entry, type Follower, showDay, subjectOf, yuanText } from '#kernel'
import { expertsOf, orgOf, projectOf } from '#libraries'
import { awardOfLot, dossierOf, lotsOf, membersOf, tenderFlow, tenderOf } from '#tender'
import { contacts, endOf, other, put } from './publish.ts'

export async function tenderParts(ask: Ask, e: Entry) {
  const tender = await tenderOf(ask.tx, e.subject)
  const s = await subjectOf(ask.tx, tenderFlow, e.subject)
  const project = await projectOf(ask.tx, { id: e.process })
  const buyer = await orgOf(ask.tx, project.buyer)
  const agency = await orgOf(ask.tx, tender.agency)
  return {
    tender,
    s,
    project,
    buyer,
    agency,
    basic: [
      { label: '项目编号', value: s.no },
      { label: '项目名称', value: project.title },
    ],
  }
}
export const result: Follower = async (ask, e) => {
  const { tender, s, project, buyer, agency } = await tenderParts(ask, e)
  const lots = await lotsOf(ask.tx, { tender: e.subject })
  const rows: Record<string, string>[] = []
  const things: Record<string, string>[] = []
  const letters: string[] = []
  for (const lot of lots) {
    const award = await awardOfLot(ask, lot.id)
    if (!award) {
      rows.push({
        lot: String(lot.no),
        supplier: '（废标）',
        address: lot.failure ?? '',
        amount: '',
        total: '',
      })
      continue
    }
    const supplier = await orgOf(ask.tx, award.supplier)
    const d = await dossierOf(ask, lot.id)
    rows.push({
      lot: String(lot.no),
      supplier: supplier.name,
      address: supplier.address,
      amount: yuanText(award.amount),
      total:
        d.lot.ranking?.ranked.find((r) => r.bid === award.bid)?.total ||
        d.lot.ranking?.ranked.find((r) => r.bid === award.bid)?.evaluationPrice ||
        '',
    })
    for (const i of award.items)
      things.push({
        lot: String(lot.no),
        name: i.name,
        brand: i.brand,
        model: i.model,
        quantity: `${i.quantity}${i.unit}`,
        price: yuanText(i.unitPrice),
      })
    if (award.sme !== 'none') letters.push(`第${lot.no}包 ${supplier.name}的《中小企业声明函》`)
  }
  const members = await membersOf(ask.tx, e.subject)
  const people = await expertsOf(
    ask.tx,
    members.map((m) => m.person),
  )
  const ends = endOf(ask, s.lawOn, '结果公告期')
  await put(
    ask,
    e,
    {
      kind: '中标结果公告',
      title: `${project.title}中标结果公告`,
      opening: '',
      parts: [
        { heading: '项目编号', fields: [{ label: '项目编号', value: s.no }] },
        { heading: '项目名称', fields: [{ label: '项目名称', value: project.title }] },
        {
          heading: '中标信息',
          columns: [
            { key: 'lot', label: '包号' },
            { key: 'supplier', label: '供应商名称' },
            { key: 'address', label: '供应商地址' },
            { key: 'amount', label: '中标金额（元）', money: true },
            { key: 'total', label: '评审总得分' },
          ],
          rows,
        },
        {
          heading: '主要标的信息',
          columns: [
            { key: 'lot', label: '包号' },
            { key: 'name', label: '名称' },
            { key: 'brand', label: '品牌' },
            { key: 'model', label: '规格型号' },
            { key: 'quantity', label: '数量' },
            { key: 'price', label: '单价（元）', money: true },
          ],
          rows: things,
        },
        {
          heading: '评审专家名单',
          fields: [
            {
              label: '评标委员会',
              value: members
                .map(
                  (m) =>
                    `${people.find((p) => p.person === m.person)?.name ?? ''}${m.kind === '抽取专家' ? '' : `（${m.kind}）`}`,
                )
                .join('、'),
            },
          ],
        },
        {
          heading: '代理服务收费标准及金额',
          fields: [
            {
              label: '收费',
              value: agency.centralised
                ? '集中采购机构，不收取代理服务费。'
                : '按委托代理协议约定，由采购人支付。',
            },
          ],
        },
        {
          heading: '公告期限',
          fields: [{ label: '期限', value: `自本公告发布之日起1个工作日，至${showDay(ends)}` }],
        },
        other('各投标人可登录本系统查看本单位的得分与排序。'),
        contacts(buyer, agency),
        {
          heading: '附件',
          fields: [
            { label: '采购文件', value: `招标文件第${tender.version}版（随本公告公开）` },
            ...letters.map((l) => ({ label: '声明函', value: l })),
          ],
        },
      ],
      closing: '',
      publisher: agency.name,
    },
    { ends },
  )
}
