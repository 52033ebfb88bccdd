import { z } from 'zod'
import { type Missing, missingOf, reportCites, soonest, unsettled } from '#disclosure'
import { asHouse, type Day, op, regionOf, type Tx, type World } from '#kernel'
import { numberOf } from '#law'
import { dueDay } from './model.ts'
import * as store from './store.ts'

type Settings = World['settings']
/** By when a year must be told: the law says “上一年度”, so its end; a region may set an earlier month (△). */
export const reportDue = (year: number, settings: Settings): Day =>
  dueDay(year, numberOf('预留执行公告月', settings))

/** What a region still owes the public: by purchase, and by department and year. */
export async function owedIn(
  tx: Tx,
  region: string,
  today: Day,
  settings: Settings,
): Promise<Missing[]> {
  const reports = (await store.owing(tx, region, today)).map((r): Missing => {
    const due = reportDue(r.year, settings)
    return {
      what: '中小企业预留项目执行情况公告',
      since: '年度终了',
      on: `${r.year}-12-31` as Day,
      due,
      within: `次年${numberOf('预留执行公告月', settings)}月底前`,
      standing: today > due ? '逾期未公开' : '待公开',
      notice: null,
      published: null,
      cites: reportCites,
      title: `${r.name}${r.year}年`,
      ocid: null,
      path: `/sme/${r.uscc}/${r.year}`,
      region: r.region,
    }
  })
  return soonest([...missingOf(await unsettled(tx, region), today), ...reports], today)
}
export const dueApi = {
  listDue: op({
    title: '依法应当公开而尚未公开的事项',
    public: true,
    input: z.strictObject({
      region: z
        .string()
        .refine((r) => regionOf(r) !== undefined, { message: '没有这个行政区划' })
        .optional(),
    }),
    output: z.strictObject({
      on: z.string(),
      due: z.array(
        z.strictObject({
          ocid: z.string().nullable(),
          path: z.string(),
          title: z.string(),
          region: z.string(),
          what: z.string(),
          since: z.string(),
          on: z.string(),
          within: z.string(),
          due: z.string().nullable(),
          overdue: z.boolean(),
          cites: z.array(z.record(z.string(), z.unknown())),
        }),
      ),
    }),
    run: async (ask, { region }) => ({
      on: ask.today,
      due: (
        await asHouse(ask, () => owedIn(ask.tx, region ?? '150000', ask.today, ask.world.settings))
      ).map((m) => ({
        ocid: m.ocid,
        path: m.path,
        title: m.title,
        region: m.region,
        what: m.what,
        since: m.since,
        on: m.on ?? '',
        within: m.within,
        due: m.due,
        overdue: m.standing === '逾期未公开',
        cites: m.cites.map((c) => ({ ...c })),
      })),
    }),
  }),
}
