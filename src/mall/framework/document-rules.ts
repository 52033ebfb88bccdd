import { cite, lawOn } from '#law'
import { type DocFacts, type DocRule, SINCE } from './facts.ts'
import { allowed, hostListed, notPooled, ownSystem } from './host-rules.ts'

const L = (article: string, quote: string) => cite('110号令', article, quote)

/** 第四、十条. */
const kindFits: DocRule = {
  id: 'framework.kindFits',
  title: '应当采用封闭式，符合法定情形的方可开放',
  cites: [
    L('第四条', '框架协议采购应当采用封闭式框架协议采购'),
    L('第十条', '符合下列情形之一的，可以采用开放式框架协议采购'),
  ],
  from: SINCE,
  check: ({ kind, ground, openGround }) => {
    if (kind === '封闭式') return true
    const fits =
      openGround === '统一付费标准的服务便利'
        ? ground === '政府购买服务多家选择'
        : openGround !== null && ground === '目录内小额零星'
    return (
      fits || {
        because:
          openGround === null
            ? '开放式框架协议没有说明法定情形'
            : `“${openGround}”不适用于“${ground}”`,
        facts: { 情形: openGround ?? '未填' },
        cure: '采用封闭式，或按第十条选定开放的情形',
        field: 'openGround',
        suggest: '封闭式',
      }
    )
  },
}
const surveyed: DocRule = {
  id: 'framework.surveyed',
  title: '确定需求应当调查，采购人、供应商一般各不少于3个',
  cites: [L('第十一条', '调查对象一般各不少于3个')],
  from: SINCE,
  check: ({ asked }) =>
    (asked.buyers >= 3 && asked.suppliers >= 3) || {
      because: `调查了采购人${asked.buyers}个、供应商${asked.suppliers}个`,
      facts: { 采购人: asked.buyers, 供应商: asked.suppliers },
      cure: '补足需求调查后再报',
      field: 'asked',
    },
}
const packages: DocRule = {
  id: 'framework.packages',
  title: '采购标的细化到底级品目',
  cites: [L('第十二条', '将采购标的细化到底级品目')],
  from: SINCE,
  check: ({ lots, category }) => {
    const rough = lots.filter((l) => !l.leaf)
    if (rough.length > 0)
      return {
        because: `${rough.map((l) => `第${l.no}包的${l.item}`).join('、')}不是底级品目`,
        cure: '改用该品目下最末一级的编码',
        field: 'lots',
      }
    const other = lots.filter((l) => l.kind !== category)
    return (
      other.length === 0 || {
        because: `${other.map((l) => `第${l.no}包`).join('、')}的品目不是${category}`,
        cure: '货物和服务分别征集',
        field: 'lots',
      }
    )
  },
}
const termFits: DocRule = {
  id: 'framework.term',
  title: '有效期：货物一般不超过1年，服务一般不超过2年',
  cites: [
    L('第十五条', '货物项目框架协议有效期一般不超过1年'),
    L('第十五条', '服务项目框架协议有效期一般不超过2年'),
  ],
  from: SINCE,
  check: ({ category, months }, on) => {
    const most = lawOn(on)(category === '货物' ? '框架协议货物年限' : '框架协议服务年限') * 12
    return (
      months <= most || {
        because: `${category}项目的有效期填了${months}个月，一般不超过${most}个月`,
        facts: { 有效期: `${months}个月`, 上限: `${most}个月` },
        cure: `改为${most}个月以内`,
        field: 'months',
        suggest: String(most),
      }
    )
  },
}
const rankingFits: DocRule = {
  id: 'framework.ranking',
  title: '应当采用价格优先法；政府定价或检测实验等仪器设备可以质量优先',
  cites: [
    L(
      '第二十五条',
      '有政府定价、政府指导价的项目，以及对质量有特别要求的检测、实验等仪器设备，可以采用质量优先法',
    ),
    L('第二十五条', '其他项目应当采用价格优先法'),
  ],
  from: SINCE,
  check: ({ kind, method, qualityGround, category, criteriaTotal }) => {
    if (kind === '开放式' || method === '价格优先法') return true
    if (qualityGround === null)
      return {
        because: '质量优先法没有说明法定情形',
        cure: '改用价格优先法，或选定可以采用质量优先法的情形',
        field: 'qualityGround',
        suggest: '价格优先法',
      }
    if (qualityGround === '检测实验等仪器设备' && category !== '货物')
      return {
        because: '检测、实验等仪器设备是货物，征集的是服务',
        cure: '改用价格优先法，或者另选法定情形',
        field: 'qualityGround',
      }
    return (
      criteriaTotal === 100 || {
        because: `质量因素合计${criteriaTotal}分`,
        facts: { 合计: criteriaTotal },
        cure: '把可量化指标划分等次，各项满分合计100分',
        field: 'criteria',
      }
    )
  },
}
/** The share the law wants out of this framework, by its method. */
export const lawShare = (
  f: Pick<DocFacts, 'method' | 'qualityGround'>,
  on: Parameters<typeof lawOn>[0],
): number =>
  lawOn(on)(
    f.method === '质量优先法' && f.qualityGround === '检测实验等仪器设备'
      ? '框架质量优先淘汰比例'
      : '框架淘汰比例',
  )
const elimination: DocRule = {
  id: 'framework.elimination',
  title: '不得“合格即入围”：淘汰比例不低于法定，且至少淘汰一家',
  cites: [
    L('第六条', '不得采用供应商符合资格条件即入围的方法'),
    L('第二十七条', '淘汰比例一般不得低于20%，且至少淘汰一家供应商'),
    L('第二十七条', '淘汰比例不得低于40%，且至少淘汰一家供应商'),
  ],
  from: SINCE,
  check: (f, on) => {
    if (f.kind === '开放式') return true
    const least = lawShare(f, on)
    return (
      f.percent >= least || {
        because: `淘汰比例${f.percent}%，低于${least}%`,
        facts: { 淘汰比例: `${f.percent}%`, 最低: `${least}%` },
        cure: `淘汰比例改为${least}%以上`,
        field: 'percent',
        suggest: String(least),
      }
    )
  },
}
const modesFit: DocRule = {
  id: 'framework.modes',
  title: '载明第二阶段的方式；开放式只能直接选定',
  cites: [
    L('第三十二条', '直接选定方式是确定第二阶段成交供应商的主要方式'),
    L('第四十二条', '从第一阶段入围供应商中直接选定'),
  ],
  from: SINCE,
  check: ({ kind, modes }) =>
    modes.length === 0
      ? {
          because: '没有载明第二阶段怎样确定成交供应商',
          cure: '至少选一种确定成交供应商的方式',
          field: 'modes',
          suggest: '直接选定',
        }
      : kind === '封闭式' ||
        modes.every((m) => m === '直接选定') || {
          because: `开放式框架协议填了${modes.join('、')}`,
          cure: '只保留直接选定',
          field: 'modes',
          suggest: '直接选定',
        },
}
const outsideFits: DocRule = {
  id: 'framework.outsideFits',
  title: '只有相同货物可以约定授予非入围供应商',
  cites: [L('第三十七条', '能够以更低价格向非入围供应商采购相同货物')],
  from: SINCE,
  check: ({ outside, category, kind }) =>
    !outside ||
    (category === '货物' && kind === '封闭式') || {
      because: kind === '封闭式' ? '服务不适用' : '开放式框架协议不适用',
      cure: '不载明这一条',
      field: 'outside',
    },
}
const scoped: DocRule = {
  id: 'framework.scoped',
  title: '写明适用框架协议的采购人范围',
  cites: [L('第二十二条', '适用框架协议的采购人或者服务对象范围')],
  from: SINCE,
  check: (f) =>
    f.scoped || {
      because: '没有选定适用的地区，也没有列出采购人',
      cure: '选定适用的地区，或列出适用的采购人',
      field: 'regions',
    },
}
/** 第十三条: the more at once, the less, and said step by step. */
const discountsFit: DocRule = {
  id: 'framework.discounts',
  title: '量价关系折扣：数量越多，折扣越大',
  cites: [L('第十三条', '即达到一定采购数量，价格应当按照征集文件中明确的折扣降低')],
  from: SINCE,
  check: ({ lots }) => {
    const wrong = lots.filter((l) =>
      l.discounts.some(
        (d, n) =>
          d.from < 2 ||
          (n > 0 &&
            (d.from <= (l.discounts[n - 1]?.from ?? 0) ||
              d.percent <= (l.discounts[n - 1]?.percent ?? 0))),
      ),
    )
    return (
      wrong.length === 0 || {
        because: `${wrong.map((l) => `第${l.no}包`).join('、')}的各档折扣没有随数量逐档加大`,
        cure: '从少到多填写，起点数量和折扣都逐档加大，起点至少2',
        field: 'lots',
      }
    )
  },
}
/** Devices that live on their consumables: by the name of the item, as the catalogue has it (△). */
const HUNGRY = /复印机|打印机|多功能一体机|印刷机/
/** 第二十六条. */
const consumablesPriced: DocRule = {
  id: 'framework.consumables',
  title: '耗材用量大的设备，专用耗材按三年以上同时报价',
  cites: [
    L('第二十六条', '对耗材使用量大的复印、打印、实验、医疗等仪器设备'),
    L('第二十六条', '应当要求供应商同时对3年以上约定期限内的专用耗材进行报价'),
  ],
  from: SINCE,
  check: ({ lots, category }, on) => {
    const least = lawOn(on)('框架耗材最短年限')
    const wrong = lots.flatMap((l) => {
      const used = l.consumables.filter((c) => c.usage > 0)
      const names = l.consumables.map((c) => c.name)
      return [
        ...(HUNGRY.test(l.called) && used.length === 0
          ? [`第${l.no}包（${l.called}）没有列明专用耗材和用量`]
          : []),
        ...(used.length > 0 && (l.years ?? 0) < least
          ? [`第${l.no}包的耗材按${l.years ?? 0}年报价，不足${least}年`]
          : []),
        ...(new Set(names).size < names.length ? [`第${l.no}包的耗材、选配件有同名的`] : []),
        ...(names.length > 0 && category !== '货物' ? [`第${l.no}包是服务，没有耗材`] : []),
      ]
    })
    return (
      wrong.length === 0 || {
        because: wrong.join('；'),
        facts: { 最短年限: least },
        cure: `列明每一种专用耗材、一台在约定期限内的用量，约定期限${least}年以上`,
        field: 'lots',
      }
    )
  },
}
export const document: readonly DocRule[] = [
  hostListed,
  allowed,
  notPooled,
  kindFits,
  surveyed,
  packages,
  termFits,
  rankingFits,
  elimination,
  modesFit,
  outsideFits,
  scoped,
  ownSystem,
  discountsFit,
  consumablesPriced,
]
