import { type Day, type Rule, shareOf, showYuan } from '#kernel'
import { cite, citeMarked, citesOf, lawOn, methodRow } from '#law'
import type { TenderFacts } from './facts.ts'
import type { Document } from './model.ts'

/** 框架协议 is traded in a room of its own; every other method of a filed plan is traded here. */
export const tradable: Rule<TenderFacts> = {
  id: 'tender.method',
  title: '采购方式须与备案计划一致',
  cites: [cite('110号令', '第三条', '可以采用框架协议采购方式采购')],
  from: '2003-01-01',
  check: ({ planMethod }) =>
    methodRow(planMethod).form !== '框架协议' || {
      because: `备案计划的采购方式是${planMethod}，须先征集入围供应商`,
      facts: { 采购方式: planMethod },
      cure: '按框架协议征集办理，或变更采购方式后重新备案',
    },
}

const needDocument = (f: TenderFacts): Document | null => f.input?.document ?? f.document
export const document = (
  id: string,
  title: string,
  cites: Rule<TenderFacts>['cites'],
  from: Day,
  check: (d: Document, f: TenderFacts, on: Day) => ReturnType<Rule<TenderFacts>['check']>,
): Rule<TenderFacts> => ({
  id,
  title,
  cites,
  from,
  check: (f, on) => {
    const d = needDocument(f)
    return d === null ? { because: '还没有招标文件', cure: '先编写招标文件' } : check(d, f, on)
  },
})

export const commonRules: readonly Rule<TenderFacts>[] = [
  document(
    'tender.lotsWithinPlan',
    '各包预算合计不得超过计划',
    [cite('政府采购法', '第六条', '严格按照批准的预算执行')],
    '2003-01-01',
    (d, f) => {
      const total = d.lots.reduce((a, l) => a + l.budget, 0)
      return (
        total <= f.planAmount || {
          because: `各包预算合计${showYuan(total)}元，备案计划${showYuan(f.planAmount)}元`,
          facts: { 各包合计: showYuan(total), 备案计划: showYuan(f.planAmount) },
          cure: `各包预算合计不超过${showYuan(f.planAmount)}元`,
          field: 'lots',
        }
      )
    },
  ),
  document(
    'tender.ceiling',
    '最高限价不得超过预算',
    [cite('87号令', '第十二条', '不得设定最低限价')],
    '2017-10-01',
    (d) => {
      const over = d.lots.filter((l) => l.ceiling !== null && l.ceiling > l.budget)
      return (
        over.length === 0 || {
          because: over
            .map(
              (l) =>
                `第${l.no}包最高限价${showYuan(l.ceiling ?? 0)}元，高于该包预算${showYuan(l.budget)}元`,
            )
            .join('；'),
          cure: '最高限价改为不高于该包预算',
          field: 'lots',
        }
      )
    },
  ),
  document(
    'tender.freeDocument',
    '电子招标文件应当免费',
    [cite('财库〔2019〕38号', '三', '应当向供应商免费提供电子采购文件')],
    '2019-07-26',
    (d) =>
      d.documentPrice === 0 || {
        because: `招标文件售价${showYuan(d.documentPrice)}元，电子采购文件应当免费`,
        facts: { 售价: showYuan(d.documentPrice) },
        cure: '售价改为0.00元',
        field: 'document.documentPrice',
        suggest: '0.00',
      },
  ),
  document(
    'tender.bidBond',
    '投标保证金不得超过预算的2%',
    [cite('政府采购法实施条例', '第三十三条', '不得超过采购项目预算金额的2%')],
    '2015-03-01',
    (d, f, on) => {
      const { bond } = methodRow(f.planMethod)
      const cap = shareOf(f.planAmount, lawOn(on)(bond) * 100)
      return (
        d.bidBond <= cap || {
          ...(bond === '投标保证金上限' ? {} : { cites: citesOf(on, bond) }),
          because: `投标保证金${showYuan(d.bidBond)}元，超过预算${showYuan(f.planAmount)}元的2%即${showYuan(cap)}元`,
          facts: { 投标保证金: showYuan(d.bidBond), 上限: showYuan(cap) },
          cure: `改为${showYuan(cap)}元以内`,
          field: 'document.bidBond',
          suggest: (cap / 100).toFixed(2),
        }
      )
    },
  ),
  document(
    'tender.performanceBond',
    '履约保证金不得超过合同金额的10%',
    [cite('政府采购法实施条例', '第四十八条', '不得超过政府采购合同金额的10%')],
    '2015-03-01',
    (d, _f, on) => {
      const cap = lawOn(on)('履约保证金上限')
      return (
        d.performanceBondPercent <= cap || {
          because: `履约保证金为合同金额的${d.performanceBondPercent}%，超过${cap}%`,
          facts: { 履约保证金比例: `${d.performanceBondPercent}%` },
          cure: `改为${cap}%以内`,
          field: 'document.performanceBondPercent',
          suggest: String(cap),
        }
      )
    },
  ),
  document(
    'tender.priceWeight',
    '价格分权重不得低于下限',
    [
      cite(
        '87号令',
        '第五十五条',
        '货物项目的价格分值占总分值的比重不得低于30%；服务项目的价格分值占总分值的比重不得低于10%',
      ),
    ],
    '2017-10-01',
    (d, f, on) => {
      if (d.method !== '综合评分法') return true
      const object = f.planCategory === '服务' ? '服务' : '货物'
      if (f.planMethod === '竞争性磋商') {
        if (f.planCategory === '工程') return true
        const [low, high] = [`磋商价格分下限${object}`, `磋商价格分上限${object}`] as const
        const [a, b] = [lawOn(on)(low), lawOn(on)(high)]
        return (
          (d.priceWeight >= a && d.priceWeight <= b) || {
            rule: '磋商的价格分须在法定幅度内',
            cites: citesOf(on, low),
            because: `${f.planCategory}项目价格分${d.priceWeight}分，应在${a}分至${b}分之间`,
            facts: { 价格分: d.priceWeight, 下限: a, 上限: b },
            cure: `价格分改为${a}分至${b}分；确需超出的，经本级财政部门审核同意`,
            field: 'document.priceWeight',
            suggest: String(d.priceWeight < a ? a : b),
          }
        )
      }
      if (methodRow(f.planMethod).form !== '招标') return true
      const least = lawOn(on)(f.planCategory === '服务' ? '价格分下限服务' : '价格分下限货物')
      return (
        d.priceWeight >= least || {
          because: `${f.planCategory}项目价格分${d.priceWeight}分，不得低于${least}分`,
          facts: { 价格分: d.priceWeight, 下限: least },
          cure: `价格分改为${least}分及以上`,
          field: 'document.priceWeight',
          suggest: String(least),
        }
      )
    },
  ),
  document(
    'tender.fullMarks',
    '评审因素分值合计须为一百分',
    [cite('87号令', '第五十五条', '评标总得分')],
    '2017-10-01',
    (d) => {
      if (d.method !== '综合评分法') return true
      const total = d.priceWeight + d.criteria.reduce((a, c) => a + c.max, 0)
      return (
        total === 100 || {
          because: `价格分与各评审因素合计${total}分`,
          facts: { 合计: total },
          cure: '调整各因素分值，使合计为一百分',
          field: 'document.criteria',
        }
      )
    },
  ),
  document(
    'tender.formula',
    '由系统计算的评审因素须为客观分，档次与分值相应',
    [cite('87号令', '第五十五条', '评审因素应当细化和量化')],
    '2017-10-01',
    (d) => {
      const wrong = d.criteria.flatMap((c) => {
        if (c.formula === undefined) return []
        if (!c.objective) return [`“${c.name}”由系统计算，却标为主观分`]
        const points =
          c.formula.kind === '分档'
            ? c.formula.rows.map((r) => r.points)
            : c.formula.kind === '计数'
              ? [c.formula.each]
              : []
        return points.some((p) => p > c.max * 100) ? [`“${c.name}”的算法超过分值${c.max}分`] : []
      })
      return (
        wrong.length === 0 || {
          because: wrong.join('；'),
          cure: '改为客观分，各档不超过分值',
          field: 'document.criteria',
        }
      )
    },
  ),
  document(
    'tender.qualificationNotScored',
    '资格条件不得作为评审因素',
    [cite('87号令', '第五十五条', '资格条件不得作为评审因素')],
    '2017-10-01',
    (d) => {
      const twice = d.criteria.filter((c) =>
        d.qualifications.some((q) => q.text === c.name || q.text.includes(c.name)),
      )
      return (
        twice.length === 0 || {
          because: `“${twice.map((c) => c.name).join('”“')}”既是资格条件又是评审因素`,
          cure: '从评审因素中删去',
          field: 'document.criteria',
        }
      )
    },
  ),
  document(
    'tender.smeRate',
    '小微企业价格扣除比例须在法定幅度内',
    [citeMarked('财库〔2022〕19号', '价格扣除比例', '◐')],
    '2022-07-01',
    (d, f, on) => {
      if (d.smePercent === 0) return true
      const works = f.planCategory === '工程'
      const low = lawOn(on)(works ? '小微扣除下限工程' : '小微扣除下限货物服务')
      const high = lawOn(on)(works ? '小微扣除上限工程' : '小微扣除上限货物服务')
      return (
        (d.smePercent >= low && d.smePercent <= high) || {
          because: `小微企业价格扣除${d.smePercent}%，法定幅度${low}%至${high}%`,
          facts: { 扣除比例: `${d.smePercent}%` },
          cure: `改为${low}%至${high}%之间`,
          field: 'document.smePercent',
          suggest: String(low),
        }
      )
    },
  ),
]
