import { type Citation, type Day, type Fen, regionOf } from '#kernel'
import { cite } from './cite.ts'
import { innovates } from './innovate.ts'
import { type Category, type MethodName, methodNames, methods } from './methods.ts'
import { citesIn, lawOn } from './params.ts'
import type { Settings } from './settings.ts'

export interface Advice {
  readonly openTender: 'required' | 'optional'
  readonly methods: readonly MethodName[]
  /** Open only after approval by a finance department of a league or above; empty below the threshold. */
  readonly withApproval: readonly MethodName[]
  readonly threshold: Fen
  readonly cites: readonly Citation[]
  readonly note: string
}
const change = [
  cite('政府采购法', '第二十七条', '因特殊情况需要采用公开招标以外的采购方式的'),
  cite('政府采购法实施条例', '第二十三条', '经设区的市级以上人民政府财政部门批准'),
]
const byTender = [
  cite('政府采购法', '第四条', '政府采购工程进行招标投标的，适用招标投标法'),
  cite(
    '政府采购法实施条例',
    '第七条',
    '采用招标方式采购的，适用《中华人民共和国招标投标法》及其实施条例',
  ),
]
const otherwise = cite('政府采购法实施条例', '第二十五条', '政府采购工程依法不进行招标的')

const opened = (on: Day, category: Category, region: string) =>
  methodNames.filter(
    (m) =>
      methods[m].from <= on &&
      (methods[m].objects as readonly Category[]).includes(category) &&
      (m !== '合作创新采购' || innovates(region)),
  )

/**
 * Which methods the law leaves open. From the open-tender amount on (K6: the amount itself included): goods and services
 * by open tender, another method only with approval; works by tender under the tendering law. A framework agreement and
 * a co-operative innovation are not chosen by amount, so no approval opens them.
 * Throws RangeError for an unknown region, and for a day on which the threshold is not known.
 */
export function advise(
  { region, on, category, amount }: { region: string; on: Day; category: Category; amount: Fen },
  settings: Settings = {},
): Advice {
  if (regionOf(region) === undefined) throw new RangeError(`没有行政区划${region}`)
  const works = category === 'works'
  const name = works ? '公开招标数额工程' : '公开招标数额货物服务'
  const threshold = lawOn(on, region, settings)(name) as Fen
  const open = opened(on, category, region)
  if (amount >= threshold)
    return {
      openTender: 'required',
      methods: ['公开招标'],
      withApproval: works
        ? []
        : open.filter(
            (m) =>
              m !== '公开招标' && methods[m].form !== '框架协议' && methods[m].form !== '合作创新',
          ),
      threshold,
      cites: [
        ...citesIn(on, region, name),
        ...(works ? byTender : [...change, ...methods.公开招标.cites]),
      ],
      note: works
        ? '达到必须招标规模的工程适用招标投标法'
        : '采用其他方式须在采购活动开始前经设区的市级以上财政部门批准',
    }
  return {
    openTender: 'optional',
    // A purchaser of works may always tender; then the tendering law holds.
    methods: works ? ['公开招标', ...open] : open,
    withApproval: [],
    threshold,
    cites: [
      ...citesIn(on, region, name),
      ...(works ? [...byTender, otherwise] : []),
      ...open.flatMap((m) => methods[m].cites as readonly Citation[]),
    ],
    note: works ? '招标的适用招标投标法；不进行招标的适用政府采购法' : '',
  }
}
