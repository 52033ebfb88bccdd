import type { Player } from './player.ts'

/** Notices that belong to no purchase: how to complain to the finance department, and last year's reserved purchases. */
export async function statements(p: Player): Promise<void> {
  const { id } = await p.as('caizheng').bulletin.draft({
    kind: '投诉受理方式公告',
    ways: '书面提交投诉书正本和按被投诉人数准备的副本，当面、邮寄或在本系统提交均可。',
  })
  await p.as('naren').bulletin.publish({ id })
  const report = await p.as('wang').reserved.draft({ year: 2025 })
  await p.as('wuyun').reserved.publish({ id: report.id })
}
