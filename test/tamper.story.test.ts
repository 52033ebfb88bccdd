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
/** 公告页上正文以外的每一栏：库里改了，流水或者正文说得出原来是什么。 */
test.each([
  ['title', `title || '。'`, '标题'],
  ['publisher', `publisher || '。'`, '发布主体'],
  ['kind', `'成交结果公告'`, '种类'],
  ['region', `'150200'`, '地区'],
  ['published', `published + interval '1 millisecond'`, '发布时间'],
  ['ends', `ends + 1`, '公告期限'],
  ['corrects', `(select id from disclosure.notice where kind = '招标公告')`, '所更正的公告'],
  ['ocid', `ocid || '1'`, '项目'],
  ['project_no', `project_no || '1'`, '项目编号'],
  ['subject', `id`, '事项'],
  ['sha256', `translate(sha256, '0123456789abcdef', '123456789abcdef0')`, '摘要不符'],
])('公告的 %s 在库里改了，查得出来', async (column, to, says) => {
  const { rows } = await s.app.pool.query(
    `select id, ${column}::text as was from disclosure.notice where kind = '中标结果公告'`,
  )
  const type = { ends: '::date', corrects: '::uuid', subject: '::uuid', published: '::timestamptz' }
  const cast = type[column as keyof typeof type] ?? ''
  const was = rows[0].was === null ? 'null' : `'${rows[0].was}'`
  await change(
    `update disclosure.notice set ${column} = ${to} where id = '${rows[0].id}'`,
    'disclosure.notice',
  )
  expect((await verifyUrl(s.url)).faults.join()).toContain(says)
  await change(
    `update disclosure.notice set ${column} = ${was}${cast} where id = '${rows[0].id}'`,
    'disclosure.notice',
  )
  expect((await verifyUrl(s.url)).faults).toEqual([])
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
