import { afterAll, beforeAll, expect, test } from 'vitest'
import { ed25519Signer } from '#merkle'
import { freshStage } from '#testing'
import { hospital } from '../src/demo/hospital.ts'
import type { Stage } from '../src/demo/run.ts'
import { verifyUrl } from '../src/verify/index.ts'

/** 改动过去的任何一处，离线验证都说得出来。 */
let s: Stage
beforeAll(async () => {
  s = await freshStage()
  await hospital(s.player(), s.clock, s.cast)
  await s.app.settle()
}, 120_000)
afterAll(() => s.stop())

const change = async (sql: string, table: string) => {
  const c = await s.app.pool.connect()
  try {
    await c.query(`alter table ${table} disable trigger user`)
    await c.query(sql)
    await c.query(`alter table ${table} enable trigger user`)
  } finally {
    c.release()
  }
}
test('没有改动时属实', async () => {
  const v = await verifyUrl(s.url)
  expect(v.faults).toEqual([])
  expect(v.checked.length).toBeGreaterThanOrEqual(4)
})
test.each([
  [
    '流水里改一个字',
    `update kernel.journal set leaf = replace(leaf, '已备案', '已撤销') where seq = (select min(seq) from kernel.journal where leaf like '%已备案%')`,
    `update kernel.journal set leaf = replace(leaf, '已撤销', '已备案') where leaf like '%已撤销%'`,
    'kernel.journal',
    '树根不符',
  ],
  [
    '公告里改一个数',
    `update disclosure.notice set content = replace(content::text, '3690000.00', '3690001.00')::jsonb where kind = '中标结果公告'`,
    `update disclosure.notice set content = replace(content::text, '3690001.00', '3690000.00')::jsonb where kind = '中标结果公告'`,
    'disclosure.notice',
    '摘要不符',
  ],
  [
    '评审结果换个次序',
    `update trade.lot set ranking = jsonb_set(ranking, '{order}', '[["x"]]') where no = 1`,
    null,
    'trade.lot',
    '不符',
  ],
])('%s，查得出来', async (_, bad, back, table, says) => {
  await change(bad, table)
  const v = await verifyUrl(s.url)
  expect(v.faults.join()).toContain(says)
  if (back) {
    await change(back, table)
    expect((await verifyUrl(s.url)).faults).toEqual([])
  }
})
test('别人的公钥不认', async () => {
  await expect(
    verifyUrl(s.url, ed25519Signer('yiwang.local/journal', new Uint8Array(32).fill(9)).vkey),
  ).rejects.toThrow('有效签名')
})
