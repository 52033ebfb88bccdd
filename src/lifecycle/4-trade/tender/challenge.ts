import { type Day, dayOf, type Instant, type Section, showDay } from '#kernel'
import { CalendarUnknown, ends } from '#law'

interface Dates {
  readonly noticeEnds: Day | null
  readonly deadline: Instant | null
  readonly announced: Day | null
  /** Days on which corrections of the result went out; none where a region does not count anew (结果更正重计质疑期). */
  readonly corrected?: readonly Day[]
}
/** 质疑期：每一环节从哪日起算、到哪日止（政府采购法第五十二条；实施条例第五十三条，94号令第十条、第十一条）。 */
export function challengePeriods(
  t: Dates,
  on: Day,
): { of: string; from: Day; until: Day | null; how: string }[] {
  const known = (run: () => Day): Day | null => {
    try {
      return run()
    } catch (e) {
      if (e instanceof CalendarUnknown) return null
      throw e
    }
  }
  const result = t.announced
  const from = {
    采购文件: t.noticeEnds,
    开标环节: t.deadline === null ? null : dayOf(t.deadline),
    中标结果: result === null ? null : known(() => ends('结果公告期', result, on)),
  }
  const how = {
    采购文件: '公告期限届满之日起；其后取得文件的，自取得之日起',
    开标环节: '开标环节结束之日起',
    中标结果: '结果公告期限届满之日起',
  }
  // 政府采购法第五十二条: what a correction says for the first time is known from that day on, and of that only.
  const corrections = (t.corrected ?? []).map((day) => ({
    of: '中标结果（更正的内容）',
    from: day,
    until: known(() => ends('质疑期', day, on)),
    how: '更正公告之日起，只对更正的内容',
  }))
  const periods = (['采购文件', '开标环节', '中标结果'] as const).flatMap((of) => {
    const day = from[of]
    return day === null
      ? []
      : [{ of, from: day, until: known(() => ends('质疑期', day, on)), how: how[of] }]
  })
  return [...periods, ...corrections]
}
export const challengeSection = (t: Dates, on: Day): Section[] => {
  const rows = challengePeriods(t, on)
  return rows.length === 0
    ? []
    : [
        {
          title: '质疑期',
          columns: [
            { key: 'of', label: '对什么' },
            { key: 'how', label: '怎样起算' },
            { key: 'from', label: '起算日' },
            { key: 'until', label: '最后一日' },
          ],
          rows: rows.map((r) => ({
            of: r.of,
            how: r.how,
            from: showDay(r.from),
            until: r.until === null ? '该年的工作日历尚未公布' : showDay(r.until),
          })),
        },
      ]
}
