import type { Citation, Day, Fen } from '#kernel'
import { regionOf } from '#kernel'
import { cite, citeMarked } from './cite.ts'
import { citesOf, lawOn } from './params.ts'

export type Category = 'goods' | 'services' | 'works'
interface Method {
  readonly objects: readonly Category[]
  /** Free to choose below the open-tender amount. */
  readonly optional: boolean
  readonly cites: readonly Citation[]
}
/** 采购方式 differ in values, not in code: a row each, no class each. */
// biome-ignore format: a table reads as a table
export const methods = {
  公开招标:     { objects: ['goods', 'services'],          optional: true, cites: [cite('政府采购法', '第二十六条', '公开招标应作为政府采购的主要采购方式')] },
  邀请招标:     { objects: ['goods', 'services'],          optional: true, cites: [cite('政府采购法', '第二十九条', '可以依照本法采用邀请招标方式采购')] },
  竞争性谈判:   { objects: ['goods', 'services', 'works'], optional: true, cites: [cite('政府采购法', '第三十条', '可以依照本法采用竞争性谈判方式采购')] },
  竞争性磋商:   { objects: ['goods', 'services', 'works'], optional: true, cites: [citeMarked('财库〔2014〕214号', '第三条', '✎')] },
  询价:         { objects: ['goods'],                      optional: true, cites: [cite('政府采购法', '第三十二条', '可以依照本法采用询价方式采购')] },
  单一来源:     { objects: ['goods', 'services', 'works'], optional: true, cites: [cite('政府采购法', '第三十一条', '可以依照本法采用单一来源方式采购')] },
  框架协议:     { objects: ['goods', 'services'],          optional: true, cites: [cite('110号令', '第三条', '可以采用框架协议采购方式采购')] },
  合作创新采购: { objects: ['goods', 'services'],          optional: true, cites: [citeMarked('财库〔2024〕13号', '第三条', '◐')] },
} as const satisfies Record<string, Method>
export type MethodName = keyof typeof methods

export interface Advice {
  readonly openTender: 'required' | 'optional'
  readonly methods: readonly string[]
  readonly threshold: Fen
  readonly cites: readonly Citation[]
  readonly note: string
}
/**
 * Which methods the law leaves open. Above the open-tender amount: goods and services by open tender, another method
 * only with approval; works by tender under the tendering law. Throws RangeError for an unknown region.
 */
export function advise({
  region,
  on,
  category,
  amount,
}: {
  region: string
  on: Day
  category: Category
  amount: Fen
}): Advice {
  if (regionOf(region) === undefined) throw new RangeError(`没有行政区划${region}`)
  const works = category === 'works'
  const name = works ? '公开招标数额工程' : '公开招标数额货物服务'
  const threshold = lawOn(on)(name) as Fen
  const required = amount >= threshold
  const change = cite('政府采购法', '第二十七条', '因特殊情况需要采用公开招标以外的采购方式的')
  if (required)
    return {
      openTender: 'required',
      methods: ['公开招标'],
      threshold,
      cites: [
        ...citesOf(on, name),
        change,
        ...(works
          ? [cite('政府采购法', '第四条', '政府采购工程进行招标投标的，适用招标投标法')]
          : []),
      ],
      note: works
        ? '达到必须招标规模的工程适用招标投标法'
        : '采用其他方式须在采购活动开始前经设区的市级以上财政部门批准',
    }
  const open = (Object.keys(methods) as MethodName[]).filter((m) =>
    (methods[m].objects as readonly Category[]).includes(category),
  )
  return {
    openTender: 'optional',
    methods: open,
    threshold,
    cites: [...citesOf(on, name), ...open.flatMap((m) => methods[m].cites)],
    note: works ? '不进行招标的工程适用政府采购法' : '',
  }
}
