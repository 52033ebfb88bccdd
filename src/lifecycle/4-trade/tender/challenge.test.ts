import { expect, test } from 'vitest'
import { at, type Day } from '#kernel'
import { challengePeriods } from './challenge.ts'

const on = '2026-04-01' as Day
test('质疑期各自起算，七个工作日，跳过放假；还没有到的环节不列；次年日历未公布的不猜', () => {
  const dates = {
    noticeEnds: '2026-04-24' as Day,
    deadline: at('2026-05-08' as Day, 9, 30),
    announced: '2026-05-14' as Day,
  }
  // 五一放假（5月1日至5日，5月9日上班）在第一段之中。
  expect(challengePeriods(dates, on).map((p) => [p.of, p.from, p.until])).toEqual([
    ['采购文件', '2026-04-24', '2026-05-08'],
    ['开标环节', '2026-05-08', '2026-05-18'],
    ['中标结果', '2026-05-15', '2026-05-26'],
  ])
  expect(challengePeriods({ ...dates, noticeEnds: null, announced: null }, on)).toHaveLength(1)
  expect(
    challengePeriods(
      { ...dates, deadline: at('2026-12-30' as Day, 9), announced: null, noticeEnds: null },
      on,
    )[0]?.until,
  ).toBe(null)
  // 更正结果公告：只对更正的内容，自更正之日起。
  const corrected = challengePeriods({ ...dates, corrected: ['2026-05-20' as Day] }, on).at(-1)
  expect([corrected?.of, corrected?.from, corrected?.until]).toEqual([
    '中标结果（更正的内容）',
    '2026-05-20',
    '2026-05-29',
  ])
})
