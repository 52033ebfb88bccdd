import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshStage } from '#testing'
import type { Stage } from '../../src/demo/run.ts'
import { bigBid } from '../support/bigbid.ts'

/** 大文件投标：在真浏览器里边封边传，断了接着传；页面与服务的内存都不随文件变大。 */
let s: Stage
beforeAll(async () => {
  s = await freshStage()
  await s.clock.to('2026-03-02')
})
afterAll(() => s?.stop())

test('国密：暂停、服务被 kill -9、页面重开，都从断处接着传；换了内容的不许接着传', async () => {
  const r = await bigBid(s, { suite: 'GM-1', megabytes: 6, day: '2026-03-06', trouble: true })
  expect(r.faults).toBe('')
  expect(r.same).toBe(true)
  expect(r.restarts).toBe(1)
  // At most the part that was on its way when the button was pressed.
  expect(r.seen.pausedMoved).toBeLessThanOrEqual(1.01)
  expect(r.seen.resumedFrom).toBeGreaterThan(2.5)
  expect(r.seen.refusedChanged).toBe(true)
}, 240_000)
test('国际通用：四十兆，没有谁把它整个放进内存', async () => {
  const megabytes = 40
  const r = await bigBid(s, { suite: 'STD-1', megabytes, day: '2026-03-12', trouble: false })
  expect(r.faults).toBe('')
  expect(r.same).toBe(true)
  const { serverBefore, serverUpload, serverOpen, serverDownload, pageHeap } = r.peakMb
  // Less than the file itself, in the upload; and all the rest of it, opening and handing out, less than twice.
  expect(serverUpload - serverBefore).toBeLessThan(megabytes)
  expect(Math.max(serverOpen, serverDownload) - serverBefore).toBeLessThan(2 * megabytes)
  expect(pageHeap).toBeLessThan(megabytes)
}, 240_000)
