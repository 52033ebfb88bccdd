import { withinLine } from '#budget'
import { showDay, showYuan } from '#kernel'
import { cite } from '#law'
import { FRAME, type R, setting } from './facts.ts'
import { lineSum, totalOf } from './lines.ts'
import { notAgain, onCard, withinCard } from './rules.ts'

export const extraBudget: R = withinLine('service.extraBudget', {
  title: '增项须有预算',
  word: '增项',
  sum: (f) => totalOf(f.lines),
  cure: () => '先追加预算，或不同意增项',
})
const extraLimit: R = {
  id: 'service.extraLimit',
  title: '连同增项也不得越过直接选定上限',
  cites: [
    cite('110号令', '第三十二条', '直接选定方式是确定第二阶段成交供应商的主要方式'),
    setting('定点直接选定上限'),
  ],
  from: FRAME,
  check: ({ way, lines, approved, directLimit: most }) => {
    const all = totalOf([...approved, ...lines])
    return (
      way !== '直接选定' ||
      all <= most || {
        because: `已批准${showYuan(totalOf(approved))}元，连同增项${showYuan(all)}元，直接选定上限${showYuan(most)}元`,
        facts: {
          已批准: showYuan(totalOf(approved)),
          连同增项: showYuan(all),
          上限: showYuan(most),
        },
        cure: '做完已批准的；其余的由采购人按顺序轮候另行下单',
        field: 'lines',
      }
    )
  },
}
export const extraRules = [onCard, withinCard, notAgain, extraLimit]

/** 没有悄悄长大的账单：一项一项不多于批准的数量、单价和金额。 */
export const asApproved: R = {
  id: 'service.asApproved',
  title: '未经批准的项目不得结算',
  cites: [
    cite('110号令', '第三十六条', '列明实际采购数量或者计量方式'),
    cite('政府采购法', '第五十条', '不得擅自变更、中止或者终止合同'),
  ],
  from: FRAME,
  check: ({ billed, approved }) => {
    const faults = [...new Set(billed.map((l) => l.code))].flatMap((code) => {
      const mine = billed.filter((l) => l.code === code)
      const yes = approved.filter((l) => l.code === code)
      const name = mine[0]?.name || code
      const unit = yes[0]?.unit ?? ''
      const count = (ls: typeof mine) => ls.reduce((a, l) => a + l.quantity, 0)
      const sums = (ls: typeof mine) => ls.reduce((a, l) => a + lineSum(l), 0)
      const dearest = Math.max(0, ...yes.map((l) => l.price))
      if (yes.length === 0) return [`${name}没有批准过`]
      if (count(mine) > count(yes))
        return [`${name}${count(mine)}${unit}，批准${count(yes)}${unit}`]
      const dear = mine.find((l) => l.price > dearest)
      if (dear) return [`${name}单价${showYuan(dear.price)}元，批准${showYuan(dearest)}元`]
      return sums(mine) > sums(yes)
        ? [`${name}${showYuan(sums(mine))}元，批准${showYuan(sums(yes))}元`]
        : []
    })
    return (
      faults.length === 0 || {
        because: faults.join('；'),
        facts: {
          明细合计: showYuan(totalOf(billed)),
          批准合计: showYuan(totalOf(approved)),
        },
        cure: '去掉未批准的；确需增加的，先“申请增项”，采购人同意后再做、再结算',
        field: 'lines',
      }
    )
  },
}
export const odometerForward: R = {
  id: 'service.odometerForward',
  title: '交车里程不得小于送修里程',
  cites: [setting('车辆台账')],
  from: '2020-03-02',
  check: ({ vehicle, odometer, odometerNow }) =>
    !vehicle ||
    odometerNow === null ||
    odometerNow >= odometer || {
      because: `交车里程${odometerNow}公里，送修时${odometer}公里`,
      facts: { 交车: odometerNow, 送修: odometer },
      cure: '核对里程表，填写交车时的读数',
      field: 'odometer',
      suggest: String(odometer),
    },
}
export const finishRules = [asApproved, odometerForward]
export const overdue: R = {
  id: 'service.overdue',
  title: '逾期未完工的，可以解除',
  cites: [cite('政府采购法', '第五十条', '不得擅自变更、中止或者终止合同')],
  from: '2003-01-01',
  check: ({ dueDay, today }) =>
    (dueDay !== null && today > dueDay) || {
      because: dueDay === null ? '尚未开工' : `约定${showDay(dueDay)}前完工，还没有逾期`,
      facts: { 约定完工: dueDay ?? '未定' },
      cure: '待完工；供应商不能完成的，由其办理“不能完成，放弃”',
    },
}
