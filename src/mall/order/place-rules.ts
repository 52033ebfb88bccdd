import { withinLine } from '#budget'
import { type Fen, type Rule, showDay, showYuan } from '#kernel'
import { cite, citeMarked, lawOn } from '#law'
import { HERE, names, PLAN, type R, setting } from './facts.ts'

const withinBudget: R = withinLine('order.withinBudget', {
  word: '订单金额',
  sum: (f) => f.amount,
  cure: () => '减少数量，换用其他指标，或先追加预算',
  field: 'lines',
})
const onShelf: R = {
  id: 'order.onShelf',
  title: '只能买在售的商品',
  cites: [PLAN],
  from: HERE,
  check: ({ items }) => {
    const gone = items.filter((i) => !i.live)
    return (
      gone.length === 0 || {
        because: `${names(gone)}已经下架`,
        cure: '从购物车移去，另选在售的商品',
        field: 'lines',
      }
    )
  },
}
const certified: R = {
  id: 'order.certified',
  title: '证书过期的商品不得下单',
  cites: [citeMarked('财库〔2019〕9号', '三', '✎')],
  from: '2019-04-01',
  check: ({ items, today }) => {
    const ended = items.filter((i) => i.certificateEnded !== null && i.certificateEnded < today)
    const [one] = ended
    return (
      !one || {
        because: `${names(ended)}的证书已于${showDay(one.certificateEnded ?? today)}到期`,
        facts: { 到期日: one.certificateEnded ?? today },
        cure: '另选证书有效的商品，或待供应商更换证书',
        field: 'lines',
      }
    )
  },
}
const priceStands: R = {
  id: 'order.priceStands',
  title: '按所见的价格下单',
  cites: [setting('下单价格')],
  from: HERE,
  check: ({ items }) => {
    const moved = items.filter((i) => i.seenPrice !== null && i.seenPrice !== i.unitPrice)
    const [one] = moved
    return (
      !one || {
        because: moved
          .map(
            (i) =>
              `${i.name}现价${showYuan(i.unitPrice)}元，您看到的是${showYuan(i.seenPrice ?? 0)}元`,
          )
          .join('；'),
        facts: { 现价: showYuan(one.unitPrice), 所见: showYuan(one.seenPrice ?? 0) },
        cure: '刷新购物车，按现价再定',
        field: 'lines',
      }
    )
  },
}
const delivers: R = {
  id: 'order.delivers',
  title: '在供货地区内下单',
  cites: [setting('供货地区')],
  from: HERE,
  check: ({ items }) => {
    const far = items.filter((i) => !i.delivers)
    return (
      far.length === 0 || {
        because: `${names(far)}不向本单位所在地供货`,
        cure: '另选向本地供货的商品',
        field: 'lines',
      }
    )
  },
}
const whyDearer: R = {
  id: 'order.whyDearer',
  title: '不选最低价的，须说明理由',
  cites: [setting('非最低价说明')],
  from: HERE,
  check: ({ items, direct }) => {
    const dear = direct
      ? items.filter((i) => i.cheapest !== null && i.reason === '' && i.justification === '')
      : []
    const [one] = dear
    return (
      !one?.cheapest || {
        because: `${one.name}每件${showYuan(one.unitPrice)}元，${one.cheapest.supplier}的同样商品${showYuan(one.cheapest.price)}元${dear.length > 1 ? `；另有${dear.length - 1}种` : ''}`,
        facts: { 单价: showYuan(one.unitPrice), 最低: showYuan(one.cheapest.price) },
        cure: '改买最低价的一家，或写明选择这一家的理由',
        field: 'lines',
      }
    )
  },
}
/** 国采中心价格警戒: 20% over the median of live offers. It blocks until somebody says why and somebody else agrees. */
const priceGuard: R = {
  id: 'order.priceGuard',
  title: '单价不得高于在售报价中位数的警戒线',
  cites: [setting('价格警戒比例', '◐')],
  from: HERE,
  check: ({ items, direct }) => {
    const over = direct
      ? items.filter((i) => i.guard !== null && i.unitPrice > i.guard && i.justification === '')
      : []
    const [one] = over
    return (
      !one || {
        because: `${one.name}每件${showYuan(one.unitPrice)}元，${one.basis}在售报价中位数${showYuan(one.median ?? 0)}元，警戒线${showYuan(one.guard ?? 0)}元${over.length > 1 ? `；另有${over.length - 1}种` : ''}`,
        facts: {
          单价: showYuan(one.unitPrice),
          中位数: showYuan(one.median ?? 0),
          警戒线: showYuan(one.guard ?? 0),
          比较的供应商: one.suppliers,
        },
        cure: '换用价格合理的商品；确有必要的，写明必要性，由审核人签署意见后方可下单',
        field: 'lines',
      }
    )
  },
}
export const guardSeen: R = {
  id: 'order.guardSeen',
  title: '越过价格警戒线的订单，审核人须签署意见',
  cites: [setting('价格警戒比例', '◐'), cite('87号令', '第六条', '内部控制制度')],
  from: HERE,
  check: ({ items, direct, opinion }) => {
    const over = direct ? items.filter((i) => i.guard !== null && i.unitPrice > i.guard) : []
    return (
      over.length === 0 ||
      opinion === null ||
      opinion !== '' || {
        because: `${names(over)}的单价越过警戒线`,
        facts: { 理由: over.map((i) => i.justification).join('；') },
        cure: '写明同意的理由；不同意的，选“不同意下单”',
        field: 'opinion',
      }
    )
  },
}
const singleLimit: R = {
  id: 'order.singleLimit',
  title: '直购有单笔上限',
  cites: [setting('直购单笔上限')],
  from: HERE,
  check: ({ amount, direct, singleLimit: most }) =>
    !direct ||
    amount <= most || {
      because: `订单${showYuan(amount)}元，直购单笔上限${showYuan(most)}元`,
      facts: { 订单金额: showYuan(amount), 上限: showYuan(most) },
      cure: '改用网上竞价或网上询价',
      field: 'lines',
    },
}
/** 化整为零: what one line bears of one kind in one year, with this one; of goods bought directly and of services alike. */
export const notSplitUp = <F extends { readonly yearTotal: Fen }>(
  id: string,
  of: {
    readonly judged: (f: F) => boolean
    readonly said: (f: F) => string
    readonly field: string
  },
): Rule<F> => ({
  id,
  title: '达到采购限额标准的，用法定采购方式，不得化整为零',
  cites: [
    cite('政府采购法', '第二条', '采购限额标准以上的货物、工程和服务'),
    citeMarked('系统设置', '采购限额货物服务', '✎'),
  ],
  from: '2020-01-01',
  check: (f, on) => {
    const limit = lawOn(on)('采购限额货物服务')
    return (
      !of.judged(f) ||
      f.yearTotal < limit || {
        because: `${of.said(f)}${showYuan(f.yearTotal)}元，达到采购限额标准${showYuan(limit)}元`,
        facts: { 累计: showYuan(f.yearTotal), 限额标准: showYuan(limit) },
        cure: '归集需求，编制采购计划，按法定采购方式办理',
        field: of.field,
      }
    )
  },
})
const notSplit: R = notSplitUp('order.notSplit', {
  judged: (f) => f.direct,
  said: () => '本年度同一指标同类品目的直购连同本单合计',
  field: 'lines',
})
export const supplierGood: R = {
  id: 'order.supplierGood',
  title: '供应商须在库，且没有因断货暂停',
  cites: [cite('政府采购法', '第二十二条', '具有良好的商业信誉'), setting('断货暂停次数')],
  from: '2003-01-01',
  check: ({ supplierName, supplierState, stockOuts, stockOutLimit }) =>
    supplierState !== '在库'
      ? {
          because: `${supplierName}在供应商库中处于“${supplierState}”`,
          facts: { 供应商状态: supplierState },
          cure: '另选在库的供应商',
        }
      : stockOuts < stockOutLimit || {
          because: `${supplierName}近期因断货、停产没有履行的订单已有${stockOuts}笔，暂停接受新订单`,
          facts: { 次数: stockOuts, 上限: stockOutLimit },
          cure: '另选供应商',
        },
}
const acceptFirst: R = {
  id: 'order.acceptFirst',
  title: '有逾期未验收的订单，先验收再下单',
  cites: [setting('验收期限'), cite('政府采购法', '第四十一条', '组织对供应商履约的验收')],
  from: HERE,
  check: ({ unaccepted }) =>
    unaccepted.length === 0 || {
      because: `本单位有${unaccepted.length}笔订单逾期未验收：${unaccepted.slice(0, 3).join('、')}`,
      facts: { 逾期未验收: unaccepted.length },
      cure: '先验收，或要求退换货',
    },
}
export const placeRules = [
  withinBudget,
  onShelf,
  certified,
  priceStands,
  delivers,
  whyDearer,
  priceGuard,
  singleLimit,
  notSplit,
  supplierGood,
  acceptFirst,
]
export const awardRules = [withinBudget, supplierGood]
