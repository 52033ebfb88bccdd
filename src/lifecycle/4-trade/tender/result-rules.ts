import type { Rule } from '#kernel'
import { cite, citeMarked } from '#law'
import type { TenderFacts } from './facts.ts'

/** Why the words of a published result are put right. None of them makes another result. */
export const rewordings = ['笔误', '遗漏应当公告的内容', '联系方式等信息有变'] as const
/** What may make another result: each a decision of somebody whom the law gives it to. */
export const changeGrounds = ['质疑成立，另行确定', '投诉处理决定', '监督检查处理决定'] as const
export type ChangeGround = (typeof changeGrounds)[number]

const STANDS = cite(
  '政府采购法',
  '第四十六条',
  '中标、成交通知书发出后，采购人改变中标、成交结果的',
)
const FORM = citeMarked('财办库〔2020〕50号', '格式六', '◐')

/** 更正结果公告: what the notice says may be put right; what was decided may not. */
export const rewordable: Rule<TenderFacts> = {
  id: 'tender.resultReworded',
  title: '更正结果公告不得改变中标、成交结果',
  cites: [STANDS, cite('87号令', '第七十条', '采购人不得违法改变中标结果'), FORM],
  from: '2003-01-01',
  check: ({ input }) => {
    const r = input?.rewording
    if (r === undefined) return true
    if (r.unknown.length > 0)
      return {
        because: `结果公告没有这些项：${r.unknown.join('、')}`,
        cure: '从结果公告的各项里选择',
        field: 'changes',
      }
    if (r.fixed.length > 0)
      return {
        because: `${r.fixed.join('、')}是结果本身，不能以更正公告改动`,
        facts: { 不可更正: r.fixed.join('、') },
        cure: '结果有变的，须有质疑答复、投诉或者监督检查的处理决定，办理“另行确定中标人”',
        field: 'changes',
      }
    return (
      (r.same.length === 0 && r.count > 0) || {
        because:
          r.count === 0 ? '没有写明更正什么' : `${r.same.join('、')}更正前后一样，没有可更正的`,
        cure: '写明更正后的内容',
        field: 'changes',
      }
    )
  },
}
const T16 = cite('94号令', '第十六条', '可以从合格的中标或者成交候选人中另行确定中标、成交供应商的')

/** 另行确定: on whose decision, from whom, while it is still time. */
export const changedByDecision: readonly Rule<TenderFacts>[] = [
  {
    id: 'tender.resultChangedByDecision',
    title: '改变中标、成交结果须有依法作出的决定',
    cites: [STANDS, T16],
    from: '2018-03-01',
    check: ({ input }) => {
      const c = input?.changing
      if (c === undefined) return true
      if (c.reported || c.ground !== '质疑成立，另行确定') return true
      return {
        cites: [
          cite('94号令', '第十六条', '采购人或者采购代理机构应当将有关情况书面报告本级财政部门'),
        ],
        because: '质疑答复导致结果改变，没有写明向本级财政部门的书面报告',
        cure: '填写书面报告的内容',
        field: 'letter',
      }
    },
  },
  {
    id: 'tender.resultChangedInOrder',
    title: '另行确定须按候选人的次序，合格供应商符合法定数量',
    cites: [T16, cite('87号令', '第六十八条', '按顺序确定中标人')],
    from: '2018-03-01',
    check: ({ input }) => {
      const c = input?.changing
      if (c === undefined) return true
      if (c.left < c.least)
        return {
          because: `除去原${c.now}，合格的还有${c.left}家，不足${c.least}家`,
          facts: { 合格: c.left, 最少: c.least },
          cure: '不能另行确定，应当重新开展采购活动',
        }
      return (
        c.next.includes(c.bid) || {
          because: `候选人的下一名是${c.nextNames.join('、') || '（没有）'}`,
          cure: c.next.length > 0 ? `改为${c.nextNames.join('或')}` : '应当重新开展采购活动',
          field: 'bid',
        }
      )
    },
  },
  {
    id: 'tender.resultChangedBeforeContract',
    title: '合同已经签订的，不能只改结果',
    cites: [cite('94号令', '第三十二条', '撤销合同')],
    from: '2018-03-01',
    check: ({ input }) =>
      input?.changing?.lotState !== '已签约' || {
        because: '这一包的合同已经签订',
        cure: '先按处理决定撤销合同',
      },
  },
]
