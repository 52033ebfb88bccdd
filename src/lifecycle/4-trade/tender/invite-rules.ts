import { type Rule, showInstant } from '#kernel'
import { cite, citeMarked, lawOn, methodRow } from '#law'
import type { TenderFacts } from './facts.ts'

const wayAllowed: Rule<TenderFacts> = {
  id: 'shortlist.way',
  title: '邀请供应商的方式须合于采购方式',
  cites: [
    cite('87号令', '第十四条', '应当通过以下方式产生符合资格条件的供应商名单'),
    cite(
      '74号令',
      '第十二条',
      '应当通过发布公告、从省级以上财政部门建立的供应商库中随机抽取或者采购人和评审专家分别书面推荐的方式邀请',
    ),
  ],
  from: '2014-02-01',
  check: ({ planMethod, input }) => {
    const way = input?.shortlist?.way
    const { ways } = methodRow(planMethod)
    return (
      way === undefined ||
      ways.includes(way) || {
        because: `${planMethod}不以${way}的方式邀请供应商`,
        facts: { 采购方式: planMethod, 邀请方式: way },
        cure: `改用${ways.filter((w) => w !== '公告').join('、') || '公告'}`,
        field: 'way',
      }
    )
  },
}
const poolWide: Rule<TenderFacts> = {
  id: 'shortlist.pool',
  title: '备选供应商不得少于拟抽取数的两倍',
  cites: [
    cite('87号令', '第十四条', '备选的符合资格条件供应商总数不得少于拟随机抽取供应商总数的两倍'),
  ],
  from: '2017-10-01',
  check: ({ planMethod, input }) => {
    const s = input?.shortlist
    if (s === undefined || planMethod !== '邀请招标' || s.way === '资格预审') return true
    return (
      s.candidates.length >= s.need * 2 || {
        because: `备选${s.candidates.length}家，拟抽取${s.need}家，须有${s.need * 2}家`,
        facts: { 备选: s.candidates.length, 拟抽取: s.need },
        cure: '增加备选供应商，或减少拟抽取的家数（不得少于三家）',
        field: 'candidates',
      }
    )
  },
}
const enoughInvited: Rule<TenderFacts> = {
  id: 'shortlist.need',
  title: '邀请的供应商不得少于三家',
  cites: [
    cite('87号令', '第十四条', '随机抽取3家以上供应商'),
    cite('74号令', '第十二条', '邀请不少于3家符合相应资格条件的供应商'),
  ],
  from: '2014-02-01',
  check: ({ planMethod, input, approvedGrounds, emergency }) => {
    const s = input?.shortlist
    if (s === undefined || planMethod === '单一来源') return true
    const two = approvedGrounds.includes('公开招标过程中供应商只有两家')
    const innovation = planMethod === '合作创新采购'
    const least = emergency || innovation ? 1 : two ? 2 : 3
    const n = Math.min(s.need, s.candidates.length)
    return (
      n >= least || {
        because: `拟邀请${n}家，不足${least}家`,
        facts: { 拟邀请: n, 最少: least },
        cure: `邀请${least}家以上符合条件的供应商`,
        field: 'need',
      }
    )
  },
}
const purchasersShare: Rule<TenderFacts> = {
  id: 'shortlist.share',
  title: '采购人推荐的供应商不得超过半数',
  cites: [cite('74号令', '第十二条', '采购人推荐供应商的比例不得高于推荐供应商总数的50%')],
  from: '2014-02-01',
  check: ({ planMethod, input }, on) => {
    const s = input?.shortlist
    if (s?.way !== '书面推荐' || methodRow(planMethod).form !== '非招标') return true
    const cap = lawOn(on)('采购人推荐上限')
    const mine = s.candidates.filter((c) => c.by === '采购人').length
    const all = s.candidates.length
    return (
      (all > 0 && mine * 100 <= all * cap) || {
        because: `推荐的供应商共${all}家，其中采购人推荐${mine}家，占${all === 0 ? 0 : Math.round((mine * 1000) / all) / 10}%，超过${cap}%`,
        facts: { 采购人推荐: mine, 推荐总数: all },
        cure: '由评审专家增加推荐，或减少采购人推荐的家数',
        field: 'candidates',
      }
    )
  },
}
const bothRecommend: Rule<TenderFacts> = {
  id: 'shortlist.both',
  title: '采购人和评审专家应当各自出具书面推荐意见',
  cites: [cite('74号令', '第十二条', '采购人和评审专家应当各自出具书面推荐意见')],
  from: '2014-02-01',
  check: ({ planMethod, input }) => {
    const s = input?.shortlist
    if (s?.way !== '书面推荐' || methodRow(planMethod).form !== '非招标') return true
    const sides = new Set(s.candidates.map((c) => c.by))
    return (
      sides.size === 2 || {
        because: `只有${[...sides].join('') || '无人'}推荐`,
        cure: '采购人与评审专家分别书面推荐',
        field: 'candidates',
      }
    )
  },
}
const watched: Rule<TenderFacts> = {
  id: 'shortlist.watched',
  title: '随机抽取须有两名以上采购人工作人员监督',
  cites: [cite('87号令', '第十四条', '应当有不少于两名采购人工作人员在场监督')],
  from: '2017-10-01',
  check: ({ planMethod, input }) => {
    const s = input?.shortlist
    // All who were prequalified for an open tender are invited: nothing is drawn.
    const all = s?.way === '资格预审' && s.need >= s.candidates.length
    if (s === undefined || all || methodRow(planMethod).form !== '招标') return true
    const n = new Set(s.watchers).size
    return (
      n >= 2 || {
        because: `在场监督的采购人工作人员${n}名，不足两名`,
        facts: { 在场监督: n },
        cure: '写明两名以上在场监督的采购人工作人员',
        field: 'watchers',
      }
    )
  },
}
const theOne: Rule<TenderFacts> = {
  id: 'shortlist.theOne',
  title: '单一来源只与批准的供应商采购',
  cites: [cite('74号令', '第三十八条', '拟定的唯一供应商名称、地址')],
  from: '2014-02-01',
  check: ({ planMethod, input }) => {
    const s = input?.shortlist
    if (s === undefined || planMethod !== '单一来源') return true
    if (s.candidates.length !== 1)
      return {
        because: `单一来源只能有一家供应商，名单上有${s.candidates.length}家`,
        field: 'candidates',
        cure: '只留公示并批准的那一家',
      }
    return (
      s.onlySupplier === null ||
      s.candidates[0]?.supplier === s.onlySupplier || {
        because: '名单上的供应商不是公示并批准的唯一供应商',
        cure: '邀请公示并批准的供应商；需要更换的，重新公示报批',
        field: 'candidates',
      }
    )
  },
}
const prequalified: Rule<TenderFacts> = {
  id: 'shortlist.prequalified',
  title: '以资格预审邀请的，名单是通过资格预审的供应商',
  cites: [
    cite('87号令', '第十四条', '应当按照资格预审文件载明的标准和方法，对潜在投标人进行资格预审'),
    cite('87号令', '第十八条', '招标文件应当向所有通过资格预审的供应商提供'),
  ],
  from: '2017-10-01',
  check: ({ input, planMethod }) => {
    const s = input?.shortlist
    if (s?.way !== '资格预审') return true
    if (s.prequalified === null)
      return { because: '资格预审的结果还没有告知', cure: '先办理资格预审', field: 'way' }
    const passed = new Set(s.prequalified)
    const strangers = s.candidates.filter((c) => !passed.has(c.supplier)).length
    const left = planMethod === '公开招标' ? passed.size - Math.min(s.need, s.candidates.length) : 0
    return (
      (strangers === 0 && left <= 0) || {
        because:
          strangers > 0
            ? `名单上有${strangers}家没有通过资格预审`
            : `通过资格预审的还有${left}家没有邀请`,
        cure: '名单与资格预审的结果一致',
        field: 'candidates',
      }
    )
  },
}
export const shortlistRules = [
  prequalified,
  wayAllowed,
  enoughInvited,
  poolWide,
  purchasersShare,
  bothRecommend,
  watched,
  theOne,
]
/** Asked when the document goes out: by name, or by a notice to all. */
export const suppliersCome: Rule<TenderFacts> = {
  id: 'tender.suppliersCome',
  title: '发出采购文件须有公告或者邀请名单',
  cites: wayAllowed.cites,
  from: '2014-02-01',
  check: ({ planMethod, invited }) => {
    if (invited !== null || methodRow(planMethod).ways.includes('公告')) return true
    return {
      because: `${planMethod}须先确定邀请名单`,
      cure: '先办理“确定邀请名单”',
    }
  },
}
export const postponedLater: Rule<TenderFacts> = {
  id: 'tender.postponedLater',
  title: '因故障顺延的截止时间只可更晚',
  cites: [citeMarked('系统设置', '故障顺延', '△')],
  from: '2003-01-01',
  check: ({ input, deadline }) =>
    !input?.newDeadline ||
    deadline === null ||
    input.newDeadline > deadline || {
      because: `${showInstant(input.newDeadline)}不晚于原截止时间${showInstant(deadline)}`,
      cure: '维持原截止时间；确须提前的，不属于故障顺延，法律也不允许',
    },
}
export const resumedLater: Rule<TenderFacts> = {
  id: 'tender.resumedLater',
  title: '恢复后的截止时间须补足暂停的日数',
  cites: [citeMarked('系统设置', '暂停与恢复', '△')],
  from: '2003-01-01',
  check: ({ input, deadline }) =>
    !input?.newDeadline ||
    deadline === null ||
    input.newDeadline >= deadline || {
      because: `恢复后的截止时间${showInstant(input.newDeadline)}早于补足暂停日数后的${showInstant(deadline)}`,
      cure: `改为${showInstant(deadline)}及以后`,
      field: 'newDeadline',
    },
}
