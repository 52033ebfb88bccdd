import { type Rule, shareOf, showYuan } from '#kernel'
import { cite, citeMarked, lawOn } from '#law'
import type { Facts } from './model.ts'

/** 补充合同: more of the same, to a tenth of it, and only where there is money. */
const sameThings: Rule<Facts> = {
  id: 'contract.sameThings',
  title: '追加的须与合同标的相同',
  cites: [cite('政府采购法', '第四十九条', '追加与合同标的相同的货物、工程或者服务')],
  from: '2003-01-01',
  check: ({ strange }) =>
    strange.length === 0 || {
      because: `合同标的中没有，或没有单价：${strange.join('、')}`,
      cure: '只追加合同已有的标的；其他标的另行采购',
      field: 'items',
    },
}
const notByOrder: Rule<Facts> = {
  id: 'contract.notByOrder',
  title: '订单合同的追加另行下单',
  cites: [citeMarked('系统设置', '订单追加', '△')],
  from: '2020-03-02',
  check: ({ byOrder }) =>
    !byOrder || { because: '这份合同由商城订单成立', cure: '在商城另行下单，按当时的价格' },
}
export const tenPercent: Rule<Facts> = {
  id: 'contract.tenPercent',
  title: '所有补充合同不得超过原合同金额的百分之十',
  cites: [cite('政府采购法', '第四十九条', '不得超过原合同采购金额的百分之十')],
  from: '2003-01-01',
  check: ({ amount, supplemented, proposed }, on) => {
    const cap = shareOf(amount, lawOn(on)('补充合同上限') * 100)
    return (
      supplemented + proposed <= cap || {
        because: `已补充${showYuan(supplemented)}元，本次${showYuan(proposed)}元，超过原合同${showYuan(amount)}元的百分之十${showYuan(cap)}元`,
        facts: {
          原合同: showYuan(amount),
          已补充: showYuan(supplemented),
          本次: showYuan(proposed),
          上限: showYuan(cap),
        },
        cure: `本次不超过${showYuan(Math.max(0, cap - supplemented))}元；超出部分另行采购`,
        field: 'items',
      }
    )
  },
}
const withinLine: Rule<Facts> = {
  id: 'contract.supplementWithinBudget',
  title: '追加须有可用预算指标',
  cites: [cite('政府采购法', '第六条', '严格按照批准的预算执行')],
  from: '2003-01-01',
  check: ({ proposed, available }) =>
    proposed <= available || {
      because: `追加${showYuan(proposed)}元，指标可用${showYuan(available)}元`,
      facts: { 追加: showYuan(proposed), 可用指标: showYuan(available) },
      cure: '减少追加数量，或由财政部门先下达指标',
      field: 'items',
    },
}
export const all = [notByOrder, sameThings, tenPercent, withinLine]
