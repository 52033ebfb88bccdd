import { withinLine } from '#budget'
import { addYears, type Rule, showDay, showYuan, yuanText } from '#kernel'
import { cite, lawOn } from '#law'
import { listedSupplier } from '#libraries'
import { notSplitUp } from '#mall/order'
import { type CardFacts, type Facts, FRAME, HERE, PLAN, type R, setting } from './facts.ts'
import { totalOf } from './lines.ts'

type C = Rule<CardFacts>
const FRAMES = cite('110号令', '第三十三条', '以协议价格为最高限价')

const oneCode: C = {
  id: 'ratecard.oneCode',
  title: '价目一项一码',
  cites: [cite('110号令', '第十四条', '协议价格')],
  from: FRAME,
  check: ({ items }) => {
    const twice = items.filter((x, n) => items.findIndex((y) => y.code === x.code) !== n)
    return (
      twice.length === 0 || {
        because: `代码重复：${[...new Set(twice.map((x) => x.code))].join('、')}`,
        cure: '每一项用自己的代码',
        field: 'items',
      }
    )
  },
}
const notTooLong: C = {
  id: 'ratecard.notTooLong',
  title: '服务价目的有效期有上限',
  cites: [cite('110号令', '第十五条', '服务项目框架协议有效期一般不超过2年')],
  from: FRAME,
  check: ({ from, to }, on) => {
    const years = lawOn(on)('框架协议服务年限')
    const last = addYears(from, years)
    return (
      to <= last || {
        because: `自${showDay(from)}至${showDay(to)}，超过${years}年`,
        facts: { 起: from, 止: to },
        cure: `有效期至多到${showDay(last)}`,
        field: 'to',
        suggest: last,
      }
    )
  },
}
const oneCard: C = {
  id: 'ratecard.one',
  title: '一家一类同时只有一份价目',
  cites: [setting('定点价目')],
  from: HERE,
  check: ({ another, kind }) =>
    another === null || {
      because: `${kind}已有价目${another}，有效期重叠`,
      facts: { 已有: another },
      cure: '先停用原来的价目，或改有效期',
      field: 'from',
    },
}
const cardSupplier: C = listedSupplier('ratecard.supplierGood', '恢复在库后再报送')
export const cardRules = [oneCode, notTooLong, oneCard, cardSupplier]

export const withinBudget: R = withinLine('service.withinBudget', {
  word: '限额',
  sum: (f) => f.cap,
  cure: (available) => `限额不超过${available}元，换用其他指标，或先追加预算`,
  field: 'cap',
  suggests: true,
})
const cardStands: R = {
  id: 'service.cardStands',
  title: '按有效的价目下单',
  cites: [cite('110号令', '第三十条', '整个框架协议有效期内'), setting('定点价目')],
  from: FRAME,
  check: ({ card, today }) =>
    card.state !== '有效' || today < card.from || today > card.to
      ? {
          because:
            card.state !== '有效'
              ? `价目处于“${card.state}”`
              : `价目有效期为${showDay(card.from)}至${showDay(card.to)}`,
          facts: { 价目状态: card.state, 有效期止: card.to },
          cure: '另选价目有效的一家',
          field: 'card',
        }
      : card.serves || {
          because: '这份价目不服务本单位所在地',
          cure: '另选服务本地的一家',
          field: 'card',
        },
}
const directLimit: R = {
  id: 'service.directLimit',
  title: '直接选定有单笔上限',
  cites: [
    cite('110号令', '第三十二条', '直接选定方式是确定第二阶段成交供应商的主要方式'),
    setting('定点直接选定上限'),
  ],
  from: FRAME,
  check: ({ way, cap, directLimit: most }) =>
    way !== '直接选定' ||
    cap <= most || {
      because: `限额${showYuan(cap)}元，直接选定单笔上限${showYuan(most)}元`,
      facts: { 限额: showYuan(cap), 上限: showYuan(most) },
      cure: '改用顺序轮候，由系统依次确定一家',
      field: 'way',
      suggest: '顺序轮候',
    },
}
export const notSplit: R = notSplitUp('service.notSplit', {
  judged: () => true,
  said: ({ kind }) => `本指标今年的${kind}连同这一单`,
  field: 'cap',
})
export const supplierGood: R = listedSupplier('service.supplierGood', '另选在库的供应商')
const PLATE = /^[一-龥][A-Z][A-Z0-9]{4,6}[A-Z0-9挂学警港澳]$/
export const vehicleNamed: R = {
  id: 'service.vehicleNamed',
  title: '车辆服务须写明车牌和里程',
  cites: [cite('110号令', '第三十六条', '证明其按照合同约定数量或者工作量清单履约的相关记录')],
  from: FRAME,
  check: ({ vehicle, plate, odometer }) =>
    !vehicle ||
    (PLATE.test(plate) && odometer > 0) || {
      because: !PLATE.test(plate) ? `车牌“${plate}”不是一个车牌号` : '没有写里程表读数',
      cure: '填写车牌（如 蒙A12345，字母大写）和现在的里程表读数',
      field: PLATE.test(plate) ? 'odometer' : 'plate',
    },
}
export const odometerOn: R = {
  id: 'service.odometerOn',
  title: '里程表不倒走',
  cites: [setting('车辆台账')],
  from: HERE,
  check: ({ odometer, lastOdometer: last }) =>
    last === null ||
    odometer >= last.odometer || {
      because: `里程${odometer}公里，${showDay(last.day)}登记的是${last.odometer}公里`,
      facts: { 现在: odometer, 上次: last.odometer },
      cure: '核对里程表；换过里程表的，在事由里写明并请审核人另行登记',
      field: 'odometer',
      suggest: String(last.odometer),
    },
}
export const notSecret: R = {
  id: 'service.notSecret',
  title: '涉密的印刷不在本平台办理',
  cites: [cite('政府采购法', '第八十五条', '涉及国家安全和秘密的采购，不适用本法')],
  from: '2003-01-01',
  check: ({ secret }) =>
    !secret || {
      because: '这件印刷涉及国家秘密',
      cure: '请按保密规定办理；不要把文件或内容写进本平台',
      field: 'secret',
    },
}
export const placeRules = [
  withinBudget,
  cardStands,
  directLimit,
  notSplit,
  supplierGood,
  vehicleNamed,
  odometerOn,
  notSecret,
]

/** 报价和增项同守一份价目：不在上面的不收，高过它的不收。 */
export const onCard: R = {
  id: 'service.onCard',
  title: '只按价目上的项目报价',
  cites: [FRAMES, setting('定点价目')],
  from: FRAME,
  check: ({ lines, card }) => {
    const off = lines.filter((l) => !card.items.some((i) => i.code === l.code))
    return (
      off.length === 0 || {
        because: `价目上没有：${off.map((l) => l.code).join('、')}`,
        facts: { 价目上有: card.items.map((i) => `${i.code} ${i.name}`).join('；') },
        cure: '改为价目上的项目；确需增加项目的，先报送新的价目',
        field: 'lines',
      }
    )
  },
}
export const withinCard: R = {
  id: 'service.withinCard',
  title: '单价不得高于价目',
  cites: [FRAMES, PLAN],
  from: FRAME,
  check: ({ lines, card }) => {
    const over = lines.flatMap((l) => {
      const rate = card.items.find((i) => i.code === l.code)
      return rate && l.price > rate.price ? [{ l, rate }] : []
    })
    const [one] = over
    return (
      !one || {
        because: over
          .map(
            ({ l, rate }) =>
              `${rate.name}每${rate.unit}${showYuan(l.price)}元，价目最高${showYuan(rate.price)}元`,
          )
          .join('；'),
        facts: { 报价: showYuan(one.l.price), 价目: showYuan(one.rate.price) },
        cure: `${one.rate.name}的单价改为不高于${showYuan(one.rate.price)}元`,
        field: 'lines',
        suggest: yuanText(one.rate.price),
      }
    )
  },
}
export const withinCap: R = {
  id: 'service.withinCap',
  title: '报价不得超过下单的限额',
  cites: [cite('政府采购法', '第六条', '严格按照批准的预算执行')],
  from: '2003-01-01',
  check: ({ lines, cap }) =>
    totalOf(lines) <= cap || {
      because: `报价合计${showYuan(totalOf(lines))}元，下单限额${showYuan(cap)}元`,
      facts: { 报价: showYuan(totalOf(lines)), 限额: showYuan(cap) },
      cure: '减少项目；或请采购人撤销后按更高的限额重新下单',
      field: 'lines',
    },
}
export const notAgain: R = {
  id: 'service.notAgain',
  title: '质保期内的返修不另收费',
  cites: [setting('定点质保日数')],
  from: HERE,
  check: ({ lines, repeats }: Facts) => {
    const again = repeats.filter((x) => lines.some((l) => l.code === x.code && l.note === ''))
    const [one] = again
    return (
      !one || {
        because: again
          .map((x) => `${x.name}在${showDay(x.day)}（${x.no}）刚由本单位做过`)
          .join('；'),
        facts: { 上次: one.day, 上次订单: one.no },
        cure: '质保期内的返修免费；确是另一处故障的，在该行的说明里写明',
        field: 'lines',
      }
    )
  },
}
export const quoteRules = [onCard, withinCard, withinCap, notAgain, supplierGood]
/** A quote that was sealed among others is not asked for again: everybody quoted once. */
export const notContested: R = {
  id: 'service.notContested',
  title: '比价得来的报价不重新报',
  cites: [setting('密封一次')],
  from: HERE,
  check: ({ way }) =>
    way !== '比价' || {
      because: '这份报价是各家密封比价得来的',
      cure: '不同意的，撤销服务单，另行比价或另选一家',
    },
}
export const awardRules = [withinBudget, withinCap, supplierGood]
