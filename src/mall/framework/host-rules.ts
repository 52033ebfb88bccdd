/** Who may solicit, for what and for whom (第二、三、五条). */
import { showYuan } from '#kernel'
import { cite, lawOn } from '#law'
import { type DocRule, SINCE } from './facts.ts'

const L = (article: string, quote: string) => cite('110号令', article, quote)

/** 第三条: three cases, each with what must be true of it. */
export const allowed: DocRule = {
  id: 'framework.allowed',
  title: '符合法定情形方可采用框架协议',
  cites: [L('第三条', '符合下列情形之一的，可以采用框架协议采购方式采购')],
  from: SINCE,
  check: (f, on) => {
    if (f.ground === '目录内小额零星') {
      const off = f.lots.filter((l) => !l.central)
      return (
        off.length === 0 || {
          because: `${off.map((l) => `第${l.no}包“${l.name}”`).join('、')}不在集中采购目录以内`,
          facts: { 目录以外: off.length },
          cure: '改按目录以外的情形由主管预算单位征集，或把该包移出',
          field: 'ground',
        }
      )
    }
    const inside = f.lots.filter((l) => l.central)
    if (inside.length > 0)
      return {
        because: `${inside.map((l) => `第${l.no}包“${l.name}”`).join('、')}在集中采购目录以内`,
        cure: '由集中采购机构按“目录内小额零星”征集',
        field: 'ground',
      }
    const limit = lawOn(on)('采购限额货物服务')
    if (f.annual < limit)
      return {
        because: `年度采购预算${showYuan(f.annual)}元，低于采购限额标准${showYuan(limit)}元`,
        facts: { 年度预算: showYuan(f.annual), 限额标准: showYuan(limit) },
        cure: '限额标准以下的，不必采用政府采购方式',
        field: 'annual',
      }
    return (
      f.category === '服务' || {
        because: `“${f.ground}”只适用于服务，征集的是${f.category}`,
        cure: '货物须在集中采购目录以内，由集中采购机构征集',
        field: 'category',
      }
    )
  },
}
export const notPooled: DocRule = {
  id: 'framework.notPooled',
  title: '能归集需求形成单一项目的，不得采用框架协议',
  cites: [L('第三条', '主管预算单位能够归集需求形成单一项目进行采购')],
  from: SINCE,
  check: ({ ground, pooled }) =>
    ground !== '目录外鉴证咨询服务' ||
    !pooled || {
      because: '需求能够归集为一个项目，以时间、地点、数量不确定的合同满足',
      cure: '归集需求，按单一项目采购',
      field: 'pooled',
    },
}
export const byCentre: DocRule = {
  id: 'framework.byCentre',
  title: '集中采购目录以内的由集中采购机构征集，报财政部门审核',
  cites: [
    L('第五条', '由集中采购机构负责征集程序和订立框架协议'),
    L('第八条', '应当拟定采购方案，报本级财政部门审核后实施'),
  ],
  from: SINCE,
  check: ({ ground, centralised }) =>
    (ground === '目录内小额零星' && centralised) || {
      because: centralised
        ? `“${ground}”不由集中采购机构征集`
        : '本单位在代理机构库中不是集中采购机构',
      cure: '目录以内的由集中采购机构征集；目录以外的由主管预算单位征集、备案',
      field: 'ground',
    },
}
export const byDepartment: DocRule = {
  id: 'framework.byDepartment',
  title: '集中采购目录以外的由主管预算单位征集，报财政部门备案',
  cites: [
    L('第五条', '由主管预算单位负责征集程序和订立框架协议'),
    L('第八条', '将采购方案报本级财政部门备案'),
  ],
  from: SINCE,
  check: ({ ground, hostKind }) =>
    (ground !== '目录内小额零星' && hostKind === '采购人') || {
      because: `“${ground}”的品目在集中采购目录以内，应由集中采购机构征集`,
      cure: '交集中采购机构征集，或改为目录以外的情形',
      field: 'ground',
    },
}
/** 第二、五条: who reports its own budget to the finance department, as the purchaser library has it; another needs its department's word. */
export const ownBudget: DocRule = {
  id: 'framework.ownBudget',
  title: '征集人须是主管预算单位；其他预算单位须经其主管预算单位批准',
  cites: [
    L('第二条', '负有编制部门预算职责，向本级财政部门申报预算的国家机关、事业单位和团体组织'),
    L('第五条', '经其主管预算单位批准，可以采用框架协议采购方式采购'),
  ],
  from: SINCE,
  check: ({ hostKind, department, consent }) =>
    hostKind !== '采购人' ||
    department === null ||
    consent !== '' || {
      because: `采购人库中本单位的主管预算单位是${department}，没有写明它的批准文号`,
      facts: { 主管预算单位: department },
      cure: `由${department}征集，或者报它批准后写明批准文号`,
      field: 'consent',
    },
}
export const hostListed: DocRule = {
  id: 'framework.hostListed',
  title: '征集人须在库',
  cites: [L('第五条', '集中采购机构、主管预算单位及其委托的采购代理机构，本办法统称征集人')],
  from: SINCE,
  check: ({ hostState }) =>
    hostState === '在库' || {
      because: `本单位处于“${hostState}”`,
      facts: { 状态: hostState },
      cure: '恢复在库后再征集',
    },
}
/** 第三条第二项: for the department's own system and nobody else. */
export const ownSystem: DocRule = {
  id: 'framework.ownSystem',
  title: '鉴证咨询服务只为本部门、本系统行政管理所需',
  cites: [L('第三条', '本部门、本系统行政管理所需的法律、评估、会计、审计等鉴证咨询服务')],
  from: SINCE,
  check: ({ ground, strangers, regions }) =>
    ground !== '目录外鉴证咨询服务' ||
    (strangers.length === 0 && regions === 0) || {
      because:
        regions > 0
          ? '适用范围填了整个地区，其中有本部门、本系统以外的采购人'
          : `${strangers.join('、')}不是本部门、本系统的单位`,
      facts: { 以外的单位: strangers.join('、') || '整个地区' },
      cure: '适用范围只逐个列明本单位和采购人库中隶属于本单位的单位',
      field: regions > 0 ? 'regions' : 'buyers',
    },
}
