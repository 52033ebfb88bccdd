import type { Citation, Rule } from '#kernel'
import { cite, citeMarked } from '#law'

/** What stands against a bid, found by comparing what it says with its lot, the other bids and the supplier library. */
export const barredKinds = [
  'reserved',
  'consortium',
  'member',
  'linked',
  'twice',
  'related',
  'grade',
] as const
export type BarredKind = (typeof barredKinds)[number]
export interface Barred {
  readonly kind: BarredKind
  readonly because: string
  readonly cure: string
}
interface Ground {
  readonly title: string
  readonly cites: readonly Citation[]
  readonly from: Rule<unknown>['from']
}
const S46 = (article: string, quote: string) => cite('财库〔2020〕46号', article, quote)

/** Each by its own article; the purchaser, or the group, confirms what is found by not letting the bid pass. */
export const barredGrounds: Readonly<Record<BarredKind, Ground>> = {
  reserved: {
    title: '预留给中小企业的采购包只由符合条件的供应商参加',
    cites: [
      S46('第十一条', '应当出具本办法规定的《中小企业声明函》'),
      S46('第十二条', '并作为供应商资格条件'),
      S46(
        '第四条',
        '既有中小企业制造货物，也有大型企业制造货物的，不享受本办法规定的中小企业扶持政策',
      ),
    ],
    from: '2021-01-01',
  },
  consortium: {
    title: '联合体须为采购文件所接受，并有载明分工的联合协议',
    cites: [
      cite('87号令', '第十九条', '载明是否接受联合体投标'),
      cite('政府采购法', '第二十四条', '载明联合体各方承担的工作和义务'),
    ],
    from: '2003-01-01',
  },
  member: {
    title: '联合体各方均应当具备供应商的条件',
    cites: [
      cite('政府采购法', '第二十四条', '参加联合体的供应商均应当具备本法第二十二条规定的条件'),
      citeMarked('内财购〔2020〕179号', '七大基础库', '✔'),
    ],
    from: '2003-01-01',
  },
  linked: {
    title: '预留份额的中小企业与联合体内其他企业不得存在直接控股、管理关系',
    cites: [S46('第八条', '与联合体内其他企业、分包企业之间不得存在直接控股、管理关系')],
    from: '2021-01-01',
  },
  twice: {
    title: '联合体各方不得再单独参加或者另组联合体参加同一合同项下的采购活动',
    cites: [
      cite(
        '政府采购法实施条例',
        '第二十二条',
        '联合体各方不得再单独参加或者与其他供应商另外组成联合体参加同一合同项下的政府采购活动',
      ),
    ],
    from: '2015-03-01',
  },
  related: {
    title: '单位负责人为同一人或者存在控股、管理关系的供应商不得参加同一合同项下的采购活动',
    cites: [
      cite(
        '政府采购法实施条例',
        '第十八条',
        '单位负责人为同一人或者存在直接控股、管理关系的不同供应商，不得参加同一合同项下的政府采购活动',
      ),
    ],
    from: '2015-03-01',
  },
  grade: {
    title: '联合体的资质等级按较低的确定',
    cites: [cite('政府采购法实施条例', '第二十二条', '应当按照资质等级较低的供应商确定资质等级')],
    from: '2015-03-01',
  },
}
/** One rule per ground, for whoever lets bids pass: the purchaser in a tender, each member of the group elsewhere. */
export const eligible = <F>(of: (f: F) => readonly Barred[]): readonly Rule<F>[] =>
  barredKinds.map((kind) => ({
    id: kind === 'related' ? 'lot.relatedParties' : `lot.eligible.${kind}`,
    ...barredGrounds[kind],
    check: (f: F) => {
      const found = of(f).filter((b) => b.kind === kind)
      return (
        found.length === 0 || {
          because: `${found.map((b) => b.because).join('；')}，不能通过资格审查`,
          facts: { 处数: found.length },
          cure: `将其资格审查结论改为不通过，并写明原因（${[...new Set(found.map((b) => b.cure))].join('；')}）`,
          field: 'verdicts',
        }
      )
    },
  }))
