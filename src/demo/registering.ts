import { buffer } from 'node:stream/consumers'
import { idCheck, makeUscc, sheetOf } from '#libraries'
import { xlsxStream } from '#sheets'
import { PASSWORD } from './cast.ts'
import type { Player } from './player.ts'
import { rolling } from './rolling.ts'

const promised = { commitment: true }
/** Registrations of every kind and state, through the same public doors as tomorrow's: accepted, waiting, given back, suspended. */
export async function registering(p: Player): Promise<void> {
  const contact = (name: string, account: string) => ({ name, account, password: PASSWORD })
  const supplier = (
    n: number,
    name: string,
    region: string,
    scale: string,
    inCharge: string,
    account: string,
  ) =>
    p.visitor().supplier.register({
      uscc: makeUscc('91', region, `MAD${String(n).padStart(5, '0')}`),
      name,
      address: `${name}住所（演示）`,
      inCharge,
      phone: '0471-6600000',
      scale,
      region,
      contact: contact(inCharge, account),
      ...promised,
    })
  const dairy = await supplier(1, '锡林郭勒盟草原印务有限公司', '152500', '小型', '朝鲁', 'chaolu')
  await supplier(2, '满洲里口岸办公设备有限公司', '150781', '微型', '于海', 'yuhai')
  const bayan = await supplier(
    3,
    '呼和浩特玉泉汽车维修有限公司',
    '150100',
    '小型',
    '任强',
    'renqiang',
  )
  await p.as('chaolu').supplier.declare({
    id: dairy.id,
    kind: '中小企业声明',
    value: '本单位为小型企业（印刷业），从业人员86人，营业收入2100万元。',
    asOf: '2026-01-01',
    expires: '2026-12-31',
    staff: null,
    disabled: null,
  })
  await p.as('caizheng').supplier.suspend({
    id: bayan.id,
    reason: '提供虚假材料，行政处罚决定书（演示）',
    until: '2027-06-30',
  })
  await p.visitor().claim.ask({
    uscc: makeUscc('91', '150100', 'MAD00003'),
    reason: '原经办人已离职，账号无人知道；单位负责人任强可电话核实。',
    contact: contact('任小军', 'renxj'),
  })
  await p.visitor().agency.register({
    uscc: makeUscc('91', '150204', 'MAD00011'),
    name: '包头青山工程咨询有限公司',
    address: '包头市青山区（演示）',
    inCharge: '郝建',
    phone: '0472-5100000',
    region: '150204',
    staff: 12,
    premises: '青山区科技路（演示），三百平方米',
    recorded: true,
    scope: ['货物', '服务'],
    contact: contact('郝建', 'haojian'),
    ...promised,
  })
  const expert = (birth: string, name: string, account: string, region: string) => {
    const head = `150104${birth}101`
    return p.visitor().expert.apply({
      idNo: head + idCheck(head),
      phone: '13900000000',
      grade: '副高级',
      title: '高级工程师',
      titleYears: 14,
      specialities: ['A02010000', 'C16000000'],
      employer: `${name}工作单位（演示）`,
      ties: [{ kind: '任职', orgName: '包头北辰家具有限公司', until: '2025-08-31', note: '' }],
      region,
      contact: contact(name, account),
      ...promised,
    })
  }
  await expert('19790612', '敖其尔', 'aodeng', '150100')
  await expert('19830125', '白梅', 'baimei', '150122')
  const given = await expert('19760930', '崔岩', 'cuiyan', '150100')
  await p.as('caizheng').expert.giveBack({ id: given.id, opinion: '请补充现工作单位全称。' })
  await rolling(p)
  const file = await p.upload('caizheng', '老库供应商.xlsx', await oldLibrary())
  await p.as('caizheng').intake.upload({ kind: '供应商', file })
}
/** A table as an old library hands it over: most of it good, one code mistyped. */
const oldLibrary = () => {
  const titles = Object.values(sheetOf('供应商').columns).map((c) => c.title)
  const good = ['新城印刷', '回民区家具', '玉泉物业'].map((name, i) => [
    makeUscc('91', '150100', `MAD9000${i}`),
    `呼和浩特${name}有限公司`,
    '呼和浩特市',
    `${name}住所（演示）`,
    '负责人',
    '0471-6600000',
    '小型',
  ])
  const bad = [
    '91150204MA0N00016K',
    '呼和浩特错码商贸有限公司',
    '呼和浩特市',
    '住所（演示）',
    '负责人',
    '0471-6600000',
    '微型',
  ]
  return buffer(
    xlsxStream(
      '供应商',
      titles.map((title) => ({ title })),
      [...good, bad],
    ),
  )
}
