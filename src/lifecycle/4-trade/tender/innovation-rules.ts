import type { Rule } from '#kernel'
import { inn, innOwn, lawOn } from '#law'
import { document } from './document-rules.ts'
import type { LotFacts, TenderFacts } from './facts.ts'

/** 合作创新采购 asks of the tender and of the lot what no other method asks; silent for all of those. */
const innovation = (m: { readonly planMethod: string }) => m.planMethod === '合作创新采购'

/** What the 研发谈判文件 must be besides what every document is. */
export const innovationDocument: readonly Rule<TenderFacts>[] = [
  document(
    'tender.research',
    '研发方案的分值不得低于总分值的百分之五十',
    [inn('第十八条')],
    '2024-06-01',
    (d, f, on) => {
      if (!innovation(f)) return true
      const least = lawOn(on)('研发方案最低比重')
      const points = d.criteria.filter((c) => c.kind === '技术').reduce((a, c) => a + c.max, 0)
      return (
        points >= least || {
          because: `研发方案（技术类评审因素）${points}分，不得低于${least}分`,
          facts: { 研发方案: points, 最低: least },
          cure: '提高技术类评审因素的分值',
          field: 'document.criteria',
        }
      )
    },
  ),
  document(
    'tender.twoQuotes',
    '分别报研发成本补偿和首购产品的价',
    [inn('第十八条'), innOwn('一个采购包，标的第一项为研发成本补偿')],
    '2024-06-01',
    (d, f) => {
      if (!innovation(f)) return true
      const items = d.lots[0]?.items ?? []
      return (
        (d.lots.length === 1 && items.length >= 2 && items[0]?.quantity === 1) || {
          because:
            d.lots.length > 1
              ? `文件分了${d.lots.length}个采购包`
              : '标的没有分作研发成本补偿和首购产品',
          cure: '设一个采购包：标的第一项为研发成本补偿（数量1），其后为首购产品',
          field: 'document.lots',
        }
      )
    },
  ),
  document(
    'tender.sameQualifications',
    '研发谈判文件的资格条件与资格审查所依据的一致',
    [inn('第十九条'), innOwn('资格条件')],
    '2024-06-01',
    (d, f) => {
      const looked = f.innovation?.looked ?? null
      if (looked === null) return true
      const said = (qs: typeof looked) => qs.map((q) => `${q.key} ${q.kind} ${q.text}`).join('\n')
      return (
        said(looked) === said(d.qualifications) || {
          because: '资格条件与公告、资格审查时的不同',
          cure: '恢复公告的资格条件；须改变资格条件的，重新开展采购活动',
          field: 'document.qualifications',
        }
      )
    },
  ),
]
/** The list is of those who took part in the exchange; no hand writes it. */
export const listedByExchange: Rule<TenderFacts> = {
  id: 'shortlist.exchange',
  title: '研发谈判文件提供给所有参与创新概念交流的供应商',
  cites: [inn('第十九条')],
  from: '2024-06-01',
  check: (f) =>
    !innovation(f) ||
    f.input?.shortlist === undefined ||
    f.input.shortlist.from !== undefined || {
      because: '合作创新采购的邀请名单由资格审查和创新概念交流产生，不能另行指定',
      cure: '在合作创新事项中办理“结束交流”',
      field: 'candidates',
    },
}
export const exchanged: Rule<TenderFacts> = {
  id: 'tender.exchanged',
  title: '创新概念交流之后发出研发谈判文件',
  cites: [inn('第十九条')],
  from: '2024-06-01',
  check: (f) =>
    !innovation(f) ||
    f.innovation?.state === '谈判采购' || {
      because: f.innovation === null ? '没有采购方案' : `合作创新事项处于“${f.innovation.state}”`,
      cure: '先办结资格审查和创新概念交流',
    },
}
/** 研发供应商 are several: whoever decides them does so in the scheme's own record. */
export const byScheme: Rule<LotFacts> = {
  id: 'lot.byScheme',
  title: '研发供应商按研发谈判文件规定的数量和候选人顺序确定',
  cites: [inn('第二十三条')],
  from: '2024-06-01',
  check: ({ method, input }) =>
    method !== '合作创新采购' ||
    input?.bid === undefined || {
      because: '合作创新采购不在采购包上确认一家成交供应商',
      cure: '在合作创新事项中办理“确定研发供应商”',
      field: 'bid',
    },
}
export const FEWER = '成交候选人少于规定的研发供应商数量，重新开展采购活动'
export const fewerThanWanted: Rule<LotFacts> = {
  id: 'lot.fewerThanWanted',
  title: '成交候选人少于规定的研发供应商数量的，可以全部确定，也可以重新开展采购活动',
  cites: [inn('第二十三条')],
  from: '2024-06-01',
  check: ({ method, input, ranking, researchers }) => {
    if (input?.grounds !== FEWER) return true
    const candidates = ranking.flat().length
    if (method !== '合作创新采购' || researchers === null)
      return { because: `${method}没有这一情形`, cure: '选择其他法定情形', field: 'grounds' }
    return (
      (candidates > 0 && candidates < researchers) || {
        because:
          candidates === 0
            ? '还没有推荐成交候选人'
            : `成交候选人${candidates}家，文件规定${researchers}家`,
        facts: { 候选人: candidates, 规定: researchers },
        cure: '按顺序确定研发供应商',
        field: 'grounds',
      }
    )
  },
}
