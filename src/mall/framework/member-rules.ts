import { showYuan } from '#kernel'
import { cite } from '#law'
import { type MemberRule, SINCE } from './facts.ts'
import { partyRules } from './party-rules.ts'

const L = (article: string, quote: string) => cite('110号令', article, quote)

const accepting: MemberRule = {
  id: 'frameworkMember.accepting',
  title: '开放式框架协议期满以前随时申请',
  cites: [L('第三十九条', '随时提交加入框架协议的申请')],
  from: SINCE,
  check: ({ kind, frameworkState }) =>
    (kind === '开放式' && frameworkState === '开放加入') || {
      because:
        kind === '开放式'
          ? `框架协议处于“${frameworkState}”`
          : '封闭式框架协议只在征集时响应，征集以后不得增加供应商',
      cure: '参加以后的征集或者补充征集',
    },
}
const party = partyRules<Parameters<MemberRule['check']>[0]>('frameworkMember', {
  verb: '申请',
  barred: '重新申请加入',
})
export const { good: supplierGood, agents: agentsAllowed } = party
const once: MemberRule = {
  id: 'frameworkMember.once',
  title: '已经入围或者正在审核的，不再申请',
  cites: [L('第三十九条', '供应商可以按照征集公告要求')],
  from: SINCE,
  check: ({ already }) =>
    !already || {
      because: '本单位对这一包已经入围，或者申请正在审核',
      cure: '在“入围供应商”里查看这一包',
    },
}
export const applying: readonly MemberRule[] = [
  accepting,
  party.good,
  party.notRemoved,
  once,
  party.agents,
  party.maker,
]
const exits = [
  L('第二十条', '封闭式框架协议入围供应商无正当理由，不得主动放弃入围资格或者退出框架协议'),
]
export const openLeaves: MemberRule = {
  id: 'frameworkMember.openLeaves',
  title: '封闭式框架协议无正当理由不得退出',
  cites: [...exits, L('第二十条', '开放式框架协议入围供应商可以随时申请退出框架协议')],
  from: SINCE,
  check: ({ kind }) =>
    kind === '开放式' || {
      because: '这是封闭式框架协议',
      cure: '有正当理由的，办理“请求退出”，由征集人决定',
    },
}
export const closedAsks: MemberRule = {
  id: 'frameworkMember.closedAsks',
  title: '封闭式框架协议的退出请求写明正当理由',
  cites: exits,
  from: SINCE,
  check: ({ kind, asked }) =>
    kind === '开放式'
      ? { because: '开放式框架协议可以随时退出', cure: '办理“退出框架协议”' }
      : asked === null || { because: '上一次请求征集人还没有答复', cure: '待答复后再提' },
}
export const leaveAsked: MemberRule = {
  id: 'frameworkMember.leaveAsked',
  title: '供应商请求退出后方可答复',
  cites: exits,
  from: SINCE,
  check: ({ asked }) =>
    asked !== null || {
      because: '供应商没有请求退出',
      cure: '由供应商先请求退出；有法定情形的，依规清退',
    },
}
/** 第十九条: six grounds, each with what shows it; the third is counted from this system's own orders. */
export const removalGround: MemberRule = {
  id: 'frameworkMember.removalGround',
  title: '有法定情形之一，方可取消入围资格、解除框架协议',
  cites: [L('第十九条', '入围供应商有下列情形之一')],
  from: SINCE,
  check: ({ ground, evidence, refusals }) =>
    ground === null
      ? true
      : ground === '无正当理由拒不接受合同授予' && refusals === 0
        ? {
            because: '这家供应商在本框架协议下没有拒单或者逾期不接单的记录',
            facts: { 拒绝次数: 0 },
            cure: '另选符合事实的情形',
            field: 'ground',
          }
        : evidence !== '' || {
            because: '没有写明事实和证据',
            cure: '写明事实、证据和查明的经过',
            field: 'evidence',
          },
}

/** 第十六条第四项: newer or other, no worse and no dearer. What is cheaper the machine sees; what is worse the solicitor judges. */
const keeps = [L('第十六条', '在质量不降低、价格不提高的前提下')]
const noDearer: MemberRule = {
  id: 'frameworkMember.noDearer',
  title: '以新产品替代，价格不得提高',
  cites: keeps,
  from: SINCE,
  check: ({ proposal }) => {
    if (proposal === null) return true
    const { price, agreed, dearer, missing } = proposal
    const wrong = [
      ...(price > agreed ? [`新产品单价${showYuan(price)}元，协议价格${showYuan(agreed)}元`] : []),
      ...dearer.map((n) => `${n}的报价提高了`),
      ...missing.map((n) => `没有对${n}报价`),
    ]
    return (
      wrong.length === 0 || {
        because: wrong.join('；'),
        facts: { 新产品单价: showYuan(price), 协议价格: showYuan(agreed) },
        cure: '各项报价都不高于原来的协议价格，逐项报全',
        field: 'price',
      }
    )
  },
}
const another: MemberRule = {
  id: 'frameworkMember.anotherProduct',
  title: '替代的须是另一个产品，说明质量不降低',
  cites: [...keeps, L('第二十四条', '不得是专供政府采购的产品')],
  from: SINCE,
  check: ({ proposal, category }) =>
    proposal === null
      ? true
      : category !== '货物'
        ? { because: '服务项目没有产品替代', cure: '按框架协议约定的服务标准履行' }
        : proposal.same
          ? { because: '品牌型号与原入围产品相同', cure: '写明新产品的品牌型号', field: 'thing' }
          : proposal.comparison !== '' || {
              because: '没有与原产品逐项对比',
              cure: '写明各项技术规格不低于原产品的对比',
              field: 'comparison',
            },
}
const notWaiting: MemberRule = {
  id: 'frameworkMember.oneReplacement',
  title: '一次只审核一个替代请求',
  cites: keeps,
  from: SINCE,
  check: ({ replacing }) =>
    !replacing || { because: '上一次替代请求征集人还没有答复', cure: '待答复后再提' },
}
export const replacementAsked: MemberRule = {
  id: 'frameworkMember.replacementAsked',
  title: '供应商请求替代后方可答复',
  cites: keeps,
  from: SINCE,
  check: ({ replacing }) =>
    replacing || { because: '供应商没有请求以新产品替代', cure: '由供应商先提出请求' },
}
export const replacingBy: readonly MemberRule[] = [notWaiting, another, noDearer]
/** Judged again when it is agreed to: the agreed price may have come down since. */
export const replacementKept: readonly MemberRule[] = [replacementAsked, another, noDearer]
