import type { Player } from './player.ts'

/** One league applies for a pilot; one county is ready and has dates; what it had under way goes on the old way. */
export async function rolling(p: Player): Promise<void> {
  const league = p.as('chifeng')
  await league.pilot.apply({
    purchasers: 96,
    agencies: 12,
    projects: 310,
    amount: '45200.50',
    staff: 4,
    rooms: 2,
    integrated: true,
    system: '自建采购管理系统（演示）',
    network: '政务外网到旗县',
    contact: '宝音',
    phone: '0476-0000001',
  })
  await league.rollout.start({})
  const desk = p.as('tuoxian')
  const { id } = await desk.rollout.start({})
  const papers = [
    '培训完成',
    '财政一体化接口联调',
    '国库支付账户核对',
    '试运行项目办结',
    '应急办法',
  ]
  for (const [i, item] of papers.entries())
    await desk.rollout.vouch({ id, item, evidence: `托财函〔2026〕${i + 1}号（演示）` })
  await desk.rollout.schedule({ id, features: ['预算计划备案', '电子招投标'], since: '2026-11-25' })
  await desk.rollout.schedule({ id, features: ['电子卖场', '框架协议'], since: '2027-01-04' })
  await p.as('zhao').running.register({
    title: '教学楼外墙维修',
    began: '2026-10-08',
    basis: '托政办发〔2019〕7号（演示）',
    stage: '合同',
    amount: '860000.00',
    contract: '820000.00',
    paid: '246000.00',
    supplier: '托克托县云中建筑有限公司（演示）',
  })
}
