import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { at, type Day, type Instant, instant } from '#kernel'
import { graceEnds, lasted, movedDeadline, refusedStretches } from './model.ts'

const HOUR = 3_600_000
const limits = { least: 10 * 60_000, window: 2 * HOUR, grace: 24 * HOUR }
const t = (day: string, hour: number, minute = 0) => at(day as Day, hour, minute)
/** 截止：2026年6月3日（周三）9时30分。 */
const D = t('2026-06-03', 9, 30)
const down = (began: Instant, minutes: number) => ({
  began,
  ended: instant(began + minutes * 60_000),
})

describe('故障顺延', () => {
  test.each([
    ['没有故障', [], null],
    ['截止前一小时停十分钟，恰好满', [down(t('2026-06-03', 8, 30), 10)], t('2026-06-04', 8, 40)],
    ['停九分钟，不满', [down(t('2026-06-03', 8, 30), 9)], null],
    [
      '停两次，各六分钟，合计满',
      [down(t('2026-06-03', 8, 30), 6), down(t('2026-06-03', 9, 10), 6)],
      t('2026-06-04', 9, 16),
    ],
    ['跨过截止时刻', [down(t('2026-06-03', 9, 29), 120)], t('2026-06-04', 11, 29)],
    ['恰在回看起点恢复，不触及', [down(t('2026-06-03', 6, 30), 60)], null],
    [
      '恢复在回看起点之后一分钟，触及',
      [down(t('2026-06-03', 6, 31), 60)],
      t('2026-06-04', 7, 31) > D ? t('2026-06-04', 7, 31) : null,
    ],
    ['截止时刻才开始，不触及', [down(D, 60)], null],
    ['前一日的故障，不触及', [down(t('2026-06-02', 9), 300)], null],
  ])('%s', (_, incidents, to) => expect(movedDeadline(D, incidents, limits)).toBe(to))
  test('遇休息日顺延至其后首个工作日同一时刻', () => {
    // 周五停到九时：二十四小时后是周六，改到周一九时。
    expect(graceEnds(t('2026-06-05', 9), 24 * HOUR)).toBe(t('2026-06-08', 9))
    // 端午节2026年6月19日放假：周四停，改到下周一。
    expect(graceEnds(t('2026-06-18', 9), 24 * HOUR)).toBe(t('2026-06-22', 9))
  })
  test('从不提前：无论几次、何时', () => {
    const incident = fc
      .tuple(fc.integer({ min: -50, max: 50 }), fc.integer({ min: 1, max: 600 }))
      .map(([hours, minutes]) => down(instant(D + hours * HOUR), minutes))
    fc.assert(
      fc.property(
        fc.array(incident, { maxLength: 5 }),
        fc.integer({ min: 1, max: 240 }),
        (all, hours) => {
          const to = movedDeadline(D, all, { ...limits, grace: hours * HOUR })
          expect(to === null || to > D).toBe(true)
          // 已经顺延过的，同样的故障不再顺延第二次。
          if (to !== null && hours > 2)
            expect(
              movedDeadline(
                to,
                all.filter((i) => i.began < D),
                { ...limits, grace: hours * HOUR },
              ),
            ).toBe(null)
        },
      ),
      { numRuns: 300 },
    )
  })
})
test('提交被拒的起止：由第一次到最后一次，其间有一次受理即断开；只有一次的不算', () => {
  const m = (n: number) => instant(n * 60_000)
  expect(refusedStretches([m(1), m(3), m(9), m(12)], [m(5)])).toEqual([
    { began: m(1), ended: m(3) },
    { began: m(9), ended: m(12) },
  ])
  expect(refusedStretches([m(4)], [m(5)])).toEqual([])
  expect(refusedStretches([], [m(5)])).toEqual([])
})
test('时长的写法', () =>
  expect([lasted(60_000), lasted(3_600_000), lasted(4_800_000)]).toEqual([
    '1分钟',
    '1小时',
    '1小时20分钟',
  ]))
