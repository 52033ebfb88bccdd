import { type Rule, showInstant } from '#kernel'
import { cite, citeMarked, methodRow } from '#law'
import type { LotFacts } from './facts.ts'

export const negotiates: Rule<LotFacts> = {
  id: 'lot.negotiates',
  title: '采购方式须有谈判环节',
  cites: [cite('74号令', '第四十七条', '一次报出不得更改的价格')],
  from: '2014-02-01',
  check: ({ method }) =>
    methodRow(method).varies || {
      because: `${method}没有谈判和最后报价，报价一次报出、不得更改`,
      cites:
        methodRow(method).form === '招标'
          ? [cite('87号令', '第五十一条', '不得超出投标文件的范围或者改变投标文件的实质性内容')]
          : [
              cite('74号令', '第四十六条', '不得改变询价通知书所确定的技术和服务等要求'),
              cite('74号令', '第四十七条', '一次报出不得更改的价格'),
            ],
      cure: '按原报价评审',
    },
}
export const beforeFinal: Rule<LotFacts> = {
  id: 'lot.beforeFinal',
  title: '最后报价之后不得再谈判',
  cites: [cite('74号令', '第三十三条', '谈判结束后')],
  from: '2014-02-01',
  check: ({ finalDeadline }) =>
    finalDeadline === null || {
      because: '已经要求提交最后报价',
      cure: '最后报价以前办理；要求已经发出的，按所定时间收取最后报价',
    },
}
/** What a record of a single-source talk must say (74号令第四十二条). */
export const talkItems = ['情况'] as const
export const singleItems = [
  '情况',
  '标的成本',
  '同类合同价格',
  '专利与专有技术',
  '主要条款与价格',
] as const
export const talkComplete: Rule<LotFacts> = {
  id: 'lot.talkComplete',
  title: '协商情况记录须写明法定内容',
  cites: [
    cite(
      '74号令',
      '第四十二条',
      '供应商提供的采购标的成本、同类项目合同价格以及相关专利、专有技术等情况说明',
    ),
  ],
  from: '2014-02-01',
  check: ({ method, input }) => {
    if (input?.record === undefined) return true
    const wanted: readonly string[] = method === '单一来源' ? singleItems : talkItems
    const missing = wanted.filter((k) => !input.record?.[k])
    return (
      missing.length === 0 || {
        because: `记录缺少：${missing.join('、')}`,
        cure: '补齐后记录',
        field: 'record',
      }
    )
  },
}
export const variable: Rule<LotFacts> = {
  id: 'lot.variable',
  title: '只能变动文件列明的技术、服务要求和合同草案条款',
  cites: [
    cite('74号令', '第三十二条', '不得变动谈判文件中的其他内容'),
    cite('74号令', '第十一条', '可能实质性变动的内容'),
  ],
  from: '2014-02-01',
  check: ({ negotiable, input }) =>
    input?.variation === undefined ||
    negotiable.includes(input.variation.key) || {
      because: '采购文件没有列明这一项可以变动',
      cure: `只能变动：${negotiable.length > 0 ? `文件列明的${negotiable.length}项` : '文件没有列明任何可变动的内容'}`,
      field: 'key',
    },
}
export const talkedToAll: Rule<LotFacts> = {
  id: 'lot.talkedToAll',
  title: '应当给予所有参加的供应商平等的谈判机会',
  cites: [cite('74号令', '第三十一条', '给予所有参加谈判的供应商平等的谈判机会')],
  from: '2014-02-01',
  check: ({ untalked }) =>
    untalked.length === 0 || {
      because: `还没有与${untalked.join('、')}谈判`,
      facts: { 未谈判: untalked.length },
      cure: '与每一家分别谈判并记录后，再要求最后报价',
    },
}
export const conformityKnown: Rule<LotFacts> = {
  id: 'lot.conformityKnown',
  title: '谈判前小组应当审查响应文件',
  cites: [cite('74号令', '第三十条', '未实质性响应谈判文件的响应文件按无效处理')],
  from: '2014-02-01',
  check: ({ unjudged }) =>
    unjudged === 0 || {
      because: `小组成员还有${unjudged}项资格与符合性没有结论`,
      facts: { 未审: unjudged },
      cure: '待小组逐家逐项审查后进行',
    },
}
const short = (method: LotFacts['method']) =>
  method === '竞争性磋商'
    ? [
        citeMarked('财库〔2014〕214号', '第二十一条', '✎'),
        citeMarked('财库〔2015〕124号', '政府购买服务项目', '◐'),
      ]
    : [
        cite('74号令', '第三十三条', '提交最后报价的供应商不得少于3家'),
        cite('74号令', '第三十七条', '不足3家的'),
      ]
export const enoughConforming: Rule<LotFacts> = {
  id: 'lot.enoughConforming',
  title: '实质性响应的供应商须达到法定家数',
  cites: short('竞争性谈判'),
  from: '2014-02-01',
  check: ({ conforming, least, method }) =>
    conforming >= least || {
      because: `实质性响应的供应商${conforming}家，不足${least}家`,
      facts: { 实质性响应: conforming, 最少: least },
      cites: short(method),
      cure: '终止采购活动，重新开展',
    },
}
export const finalDue: Rule<LotFacts> = {
  id: 'lot.finalDue',
  title: '最后报价须到时一并开启',
  cites: [cite('74号令', '第三十三条', '在规定时间内提交最后报价')],
  from: '2014-02-01',
  check: ({ now, finalDeadline }) =>
    (finalDeadline !== null && now >= finalDeadline) || {
      because:
        finalDeadline === null
          ? '没有要求最后报价'
          : `最后报价${showInstant(finalDeadline)}截止，现在是${showInstant(now)}`,
      cure: finalDeadline === null ? '先要求提交最后报价' : `${showInstant(finalDeadline)}起开启`,
    },
}
export const enoughQuotes: Rule<LotFacts> = {
  id: 'lot.enoughQuotes',
  title: '提交最后报价的供应商须达到法定家数',
  cites: short('竞争性谈判'),
  from: '2014-02-01',
  check: ({ quotes, least, now, finalDeadline, method }) =>
    finalDeadline === null ||
    now < finalDeadline ||
    quotes >= least || {
      because: `提交最后报价的供应商${quotes}家，不足${least}家`,
      facts: { 最后报价: quotes, 最少: least },
      cites: short(method),
      cure: '终止采购活动，重新开展',
    },
}
export const twoEnvelopes: Rule<LotFacts> = {
  id: 'lot.twoEnvelopes',
  title: '报价信封在技术评审之后开启',
  cites: [citeMarked('系统设置', '双信封', '△')],
  from: '2003-01-01',
  check: ({ envelopes, finalOpened }) =>
    envelopes === 1
      ? { because: '本项目没有报价信封', cure: '价格随响应文件一并开启，不必办这一步' }
      : !finalOpened || { because: '报价信封已经开启', cure: '不必再办；请在报价一览中查看' },
}
const envelopesInOrder = [citeMarked('系统设置', '双信封', '△')]
export const notAdmitted: Rule<LotFacts> = {
  id: 'lot.notAdmitted',
  title: '准予启封只办一次',
  cites: envelopesInOrder,
  from: '2003-01-01',
  check: ({ admitted }) =>
    !admitted || { because: '可以启封的报价信封已经定下', cure: '请保管人放出份额，然后开启' },
}
export const admitted: Rule<LotFacts> = {
  id: 'lot.admitted',
  title: '报价信封须先准予启封',
  cites: envelopesInOrder,
  from: '2003-01-01',
  check: ({ admitted: yes, envelopes }) =>
    envelopes === 1 ||
    yes || {
      because: '还没有定下哪几家的报价信封可以启封，保管人不会放出份额',
      cure: '先办“准予启封报价信封”',
    },
}
export const priced: Rule<LotFacts> = {
  id: 'lot.priced',
  title: '报价须已开启',
  cites: [cite('74号令', '第三十三条', '提交最后报价')],
  from: '2014-02-01',
  check: ({ method, envelopes, finalOpened }) => {
    if (envelopes === 2)
      return (
        finalOpened || {
          because: '报价信封还没有开启',
          cure: '评委全部签署后开启报价信封',
          cites: twoEnvelopes.cites,
        }
      )
    if (!methodRow(method).varies) return true
    return (
      finalOpened || { because: '还没有最后报价', cure: '谈判结束后要求提交最后报价，到时开启' }
    )
  },
}
