import { type Rule, showDay } from '#kernel'
import { cite } from '#law'
import { HERE, type R, setting } from './facts.ts'

export const nothingAsked: R = {
  id: 'order.nothingAsked',
  title: '前一项请求先有答复',
  cites: [cite('政府采购法', '第五十条', '不得擅自变更、中止或者终止合同')],
  from: '2003-01-01',
  check: ({ trouble }) =>
    trouble === null || {
      because: `“${trouble.kind}”的请求还没有答复`,
      cure: '待采购人答复后办理',
    },
}
export const somethingAsked: R = {
  ...nothingAsked,
  id: 'order.somethingAsked',
  title: '供应商提出请求后方可答复',
  check: ({ trouble }) =>
    trouble !== null || { because: '供应商没有提出请求', cure: '供应商提出请求以后再答复' },
}
export const swapAsked: R = {
  ...nothingAsked,
  id: 'order.swapAsked',
  title: '供应商申请换型号后方可同意',
  check: ({ trouble }) =>
    trouble?.kind === '换型' || {
      because: '供应商没有申请换型号',
      cure: '供应商申请换型号以后再办',
    },
}
export const returnAsked: R = {
  ...nothingAsked,
  id: 'order.returnAsked',
  title: '采购人要求退货的，方可同意退货',
  check: ({ trouble }) =>
    trouble?.kind === '退货' || {
      because: `采购人要求的是“${trouble?.kind ?? ''}”`,
      cure: '按采购人的要求重新发货',
    },
}
export const swapNoDearer: R = {
  id: 'order.swapNoDearer',
  title: '换型号不得提高价格',
  cites: [cite('政府采购法', '第五十条', '不得擅自变更、中止或者终止合同'), setting('换型号')],
  from: '2003-01-01',
  check: ({ swap }) =>
    swap?.dearer !== true || {
      because: '替换的商品比原商品贵',
      cure: '选价格不高于原单价的商品，或先调整价格',
      field: 'by',
    },
}
export const swapNoLess: R = {
  ...swapNoDearer,
  id: 'order.swapNoLess',
  title: '换型号不得降低参数',
  check: ({ swap }) =>
    (swap?.less ?? []).length === 0 || {
      because: `替换的商品参数低于原商品：${(swap?.less ?? []).join('、')}`,
      cure: '选同品目、参数不低于原商品的一种',
      field: 'by',
    },
}
export const outGround: R = {
  id: 'order.outGround',
  title: '解除订单须有理由',
  cites: [cite('政府采购法', '第五十条', '不得擅自变更、中止或者终止合同')],
  from: '2003-01-01',
  check: ({ trouble, shipDue, today, troubleStale }) =>
    trouble?.kind === '请求解除' ||
    troubleStale ||
    (trouble === null && shipDue !== null && today > shipDue) || {
      because: '供应商没有请求解除，发货和退换货也都没有逾期',
      facts: { 发货期限: shipDue ?? '未定' },
      cure: '待供应商发货；逾期不发货或逾期不处理退换货的，可以解除',
    },
}
export const serialsGiven: R = {
  id: 'order.serialsGiven',
  title: '序列号一件一个，没有用过',
  cites: [cite('政府采购法', '第四十一条', '组织对供应商履约的验收')],
  from: '2003-01-01',
  check: ({ sent }) => {
    const faults = sent.flatMap((s) => {
      const twice = s.serials.filter((x, n) => s.serials.indexOf(x) !== n)
      return [
        ...(s.serials.length > 0 && s.serials.length !== s.quantity
          ? [`${s.name}${s.quantity}件，序列号${s.serials.length}个`]
          : []),
        ...(twice.length > 0 ? [`${s.name}的序列号重复：${[...new Set(twice)].join('、')}`] : []),
        ...(s.used.length > 0 ? [`${s.name}的序列号已在别的订单发过货：${s.used.join('、')}`] : []),
      ]
    })
    return (
      faults.length === 0 || {
        because: faults.join('；'),
        cure: '逐件核对序列号；没有序列号的商品一个也不填',
        field: 'items',
      }
    )
  },
}
export const serialsMatch: R = {
  id: 'order.serialsMatch',
  title: '到货的序列号须与发货的一致',
  cites: [cite('政府采购法', '第四十一条', '组织对供应商履约的验收')],
  from: '2003-01-01',
  check: ({ strays }) => {
    const bad = strays.flatMap((s) => [
      ...(s.missing.length > 0
        ? [`${s.name}缺${s.missing.length}件：${s.missing.slice(0, 5).join('、')}`]
        : []),
      ...(s.strange.length > 0
        ? [`${s.name}有不是这一单发出的：${s.strange.slice(0, 5).join('、')}`]
        : []),
      ...(s.twice.length > 0
        ? [`${s.name}重复扫描：${[...new Set(s.twice)].slice(0, 5).join('、')}`]
        : []),
    ])
    return (
      bad.length === 0 || {
        because: bad.join('；'),
        cure: '逐件再扫一遍；确实不符的，要求退换货',
        field: 'items',
      }
    )
  },
}
export const invoiceDay: R = {
  id: 'order.invoiceDay',
  title: '发票日期不得在今天之后',
  cites: [cite('财库〔2019〕38号', '三', '收到发票后30日内')],
  from: '2019-09-01',
  check: ({ invoiceDay: day, today }) =>
    day === null ||
    day <= today || {
      because: `发票日期${showDay(day)}在今天${showDay(today)}之后`,
      cure: '填写发票上的日期',
      field: 'day',
      suggest: today,
    },
}
/** 互评: bound to an order that is over, once from each side; of goods and of services alike. */
export const rateOnce = <
  F extends { readonly ratedSupplier: boolean; readonly ratedBuyer: boolean },
>(
  who: 'supplier' | 'buyer',
  module: 'order' | 'service' = 'order',
): Rule<F> => ({
  id: `${module}.rateOnce.${who}`,
  title: '一笔订单评价一次',
  cites: [setting('互评')],
  from: HERE,
  check: ({ ratedSupplier, ratedBuyer }) =>
    !(who === 'supplier' ? ratedSupplier : ratedBuyer) || {
      because: '这笔订单已经评价过',
      cure: '评价不能更改；事实有误的，可以投诉',
    },
})
