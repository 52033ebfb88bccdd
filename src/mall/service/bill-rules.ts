import { type Rule, showDay, showYuan, yuanText } from '#kernel'
import { cite } from '#law'
import { type BillFacts, FRAME, HERE, setting } from './facts.ts'

type B = Rule<BillFacts>
const monthOver: B = {
  id: 'servicebill.monthOver',
  title: '一个月过完再结算',
  cites: [setting('定点按月结算')],
  from: HERE,
  check: ({ month, today }) =>
    month < today.slice(0, 7) || {
      because: `${month}还没有过完`,
      facts: { 结算月份: month, 今天: today },
      cure: '下月一日起结算',
      field: 'month',
    },
}
const something: B = {
  id: 'servicebill.something',
  title: '只结算已验收的订单',
  cites: [cite('政府采购法', '第四十一条', '组织对供应商履约的验收')],
  from: '2003-01-01',
  check: ({ orders, month }) =>
    orders > 0 || {
      because: `${month}没有该单位已验收、未结算的服务订单`,
      cure: '先由采购人验收',
      field: 'month',
    },
}
const once: B = {
  id: 'servicebill.once',
  title: '一家、一单位、一月，一张结算单',
  cites: [setting('定点按月结算')],
  from: HERE,
  check: ({ another }) =>
    another === null || {
      because: `这个月的结算单处于“${another}”`,
      facts: { 结算单: another },
      cure:
        another === '已退回'
          ? '在原结算单上改正后再报'
          : '同一月份只报一份，请等待在办的结算单办结',
    },
}
const invoiceDay: B = {
  id: 'servicebill.invoiceDay',
  title: '发票日期不得在今天之后',
  cites: [cite('财库〔2019〕38号', '三', '收到发票后30日内')],
  from: '2019-09-01',
  check: ({ invoice, today }) =>
    invoice === null ||
    invoice.day <= today || {
      because: `发票日期${showDay(invoice.day)}在今天${showDay(today)}之后`,
      cure: '填写发票上的日期',
      field: 'day',
      suggest: today,
    },
}
const invoiceAmount: B = {
  id: 'servicebill.invoiceAmount',
  title: '发票金额须与验收的合计一致',
  cites: [cite('政府采购法实施条例', '第五十一条', '按照政府采购合同规定')],
  from: '2015-03-01',
  check: ({ invoice, total, orders }) =>
    invoice === null ||
    orders === 0 ||
    invoice.amount === total || {
      because: `发票${showYuan(invoice.amount)}元，${orders}单已验收的合计${showYuan(total)}元`,
      facts: { 发票: showYuan(invoice.amount), 验收合计: showYuan(total) },
      cure: `按${showYuan(total)}元开具发票`,
      field: 'invoiceAmount',
      suggest: yuanText(total),
    },
}
export const invoiceRules = [invoiceDay, invoiceAmount]
export const gatherRules = [monthOver, something, once, ...invoiceRules]
/** 从不多付：结算单与各单验收的合计不符，就不能核对。 */
export const asAccepted: B = {
  id: 'servicebill.asAccepted',
  title: '结算金额不得超过批准并验收的金额',
  cites: [cite('110号令', '第三十六条', '详细工作量清单')],
  from: FRAME,
  check: ({ total, accepted }) =>
    total === accepted || {
      because: `结算单${showYuan(total)}元，各单验收合计${showYuan(accepted)}元`,
      cure: '退回结算单重新归集',
    },
}
