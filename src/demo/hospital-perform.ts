import { instant } from '#kernel'
import { accountOf } from './hospital-facts.ts'
import type { Player, SimClock } from './player.ts'

export async function pay(
  p: Player,
  contractId: string,
  instalment: number,
  invoice: string,
  change: object = {},
) {
  const { data } = await p.as('wang').contract.get({ id: contractId })
  return p.as('wang').payment.apply({
    contract: contractId,
    instalment,
    amount: data.schedule[instalment].amount,
    invoice,
    invoiceDay: '2026-05-26',
    payee: data.payee,
    ...change,
  })
}

export async function performing(p: Player, clock: SimClock, contracts: string[]) {
  await clock.to('2026-05-27', 9)
  const buyer = p.as('wang')
  const head = p.as('wuyun')
  for (const [n, id] of contracts.entries()) {
    const invoice = (i: number) => `26150100${String(n)}${String(i).padStart(11, '0')}`
    const { sections } = await buyer.contract.get({ id })
    const item = sections.find((s: { title: string }) => s.title === '标的').rows[0] as {
      name: string
      quantity: number
    }
    const name = sections
      .find((s: { title: string }) => s.title === '合同')
      .fields.find((f: { label: string }) => f.label.startsWith('供应商')).value as string
    const who = accountOf[name] ?? ''
    if (n === 0) {
      await p.refused('付款超过约定', '按合同约定的付款安排支付', () =>
        pay(p, id, 0, invoice(9), { amount: '1.00' }),
      )
      await p.refused('换了收款账户', '收款户须与合同一致', () =>
        pay(p, id, 0, invoice(8), { payee: { name, bank: '某银行', account: '6222000000000001' } }),
      )
      await p.refused('未验收就付尾款', '以验收为条件的款项，验收合格后支付', () =>
        pay(p, id, 1, invoice(7)),
      )
      await p.refused('未验收就结项', '无验收不结项', () =>
        buyer.settlement.settle({ contract: id }),
      )
    }
    const first = await p.step('申请预付款', '王静', () => pay(p, id, 0, invoice(1)))
    await p.step('审核并送国库', '乌云', () => head.payment.approve({ id: first.id }))
    await clock.toInstant(instant(clock.now() + 60_000))
    if (n === 0)
      await p.refused('同一期再付一次', '按合同约定的付款安排支付', () => pay(p, id, 0, invoice(2)))
    if (n === 0)
      await p.refused('多送一台', '交货须与合同标的一致', () =>
        p.as(who).delivery.deliver({
          contract: id,
          place: '医院设备库',
          items: [{ name: item.name, quantity: item.quantity + 1 }],
        }),
      )
    const d = await p.step('交货', who, () =>
      p.as(who).delivery.deliver({
        contract: id,
        place: '医院设备库',
        items: [
          {
            name: item.name,
            quantity: item.quantity,
            serials: Array.from({ length: item.quantity }, (_, i) => `SN2026${n}${i}`),
          },
        ],
      }),
    )
    const report = (members: object[], clauses: object[]) =>
      buyer.acceptance.begin({
        contract: id,
        members,
        clauses,
        opinion: '设备到货完整，安装调试合格，技术指标逐项达到合同要求。',
      })
    const group = [
      { name: '王静', role: '采购人' },
      { name: '林峰', role: '专业人员' },
      { name: '何芳', role: '第三方' },
    ]
    const clauses = [
      { text: `${item.name}：技术参数`, kind: '技术', met: true, note: '逐项测试达标' },
      { text: `${item.name}：安装培训`, kind: '服务', met: true, note: '已完成' },
    ]
    if (n === 0)
      await p.refused('还没收货就验收', '收货齐全后方可验收', () => report(group, clauses))
    await p.step('收货', '王静', () => buyer.delivery.receive({ id: d.id }))
    if (n === 0) {
      await p.refused('验收组两人', '验收组三人以上单数', () => report(group.slice(1), clauses))
      await p.refused(
        '验收书没有写到标的',
        '验收书应当包括每一项技术、服务、安全标准的履约情况',
        () => report(group, [{ text: '总体良好', kind: '技术', met: true, note: '' }]),
      )
    }
    const r = await p.step('出具验收书', '王静', () => report(group, clauses))
    await p.step('验收合格', '乌云', () => head.acceptance.pass({ id: r.id }))
    await p.step('供应商确认验收', who, () => p.as(who).acceptance.signSupplier({ id: r.id }))
    if (n === 0)
      await p.refused('没付清就结项', '款项付清方可结项', () =>
        buyer.settlement.settle({ contract: id }),
      )
    const last = await p.step('申请尾款', '王静', () => pay(p, id, 1, invoice(3)))
    await p.step('审核并送国库', '乌云', () => head.payment.approve({ id: last.id }))
    await clock.toInstant(instant(clock.now() + 60_000))
    const s = await p.step('申请结项', '王静', () => buyer.settlement.settle({ contract: id }))
    await p.step('审核结项', '乌云', () => head.settlement.close({ id: s.id }))
    await p.step('归档', '王静', () => buyer.settlement.archive({ id: s.id }))
  }
}
