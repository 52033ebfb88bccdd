import { cite } from '#law'
import { listedSupplier } from '#libraries'
import { type MemberRule, SINCE } from './facts.ts'

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
export const supplierGood: MemberRule = listedSupplier(
  'frameworkMember.supplierGood',
  '恢复在库后再申请',
  { from: SINCE },
)
const notRemoved: MemberRule = {
  id: 'frameworkMember.notRemoved',
  title: '被解除框架协议的，不得重新申请加入',
  cites: [L('第十九条', '不得参加同一封闭式框架协议补充征集，或者重新申请加入同一开放式框架协议')],
  from: SINCE,
  check: ({ removed }) =>
    !removed || { because: '本单位已被解除这一框架协议', cure: '参加以后另行征集的框架协议' },
}
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
export const agentsAllowed: MemberRule = {
  id: 'frameworkMember.agents',
  title: '代理商只在征集文件许可时列出',
  cites: [L('第十八条', '入围供应商应当在框架协议中提供委托协议和委托的代理商名单')],
  from: SINCE,
  check: ({ agents, agentsAllowed: allowed }) =>
    allowed ||
    agents === 0 || {
      because: '征集文件没有约定可以委托代理商',
      cure: '不列代理商',
      field: 'agents',
    },
}
const maker: MemberRule = {
  id: 'frameworkMember.maker',
  title: '货物须由生产厂家或其唯一授权供应商加入',
  cites: [L('第十八条', '应当为入围产品生产厂家或者生产厂家唯一授权供应商')],
  from: SINCE,
  check: ({ category, standing }) =>
    (category === '货物') === (standing !== '服务提供者') || {
      because:
        category === '货物'
          ? '没有说明是生产厂家还是其唯一授权供应商'
          : '服务由提供服务的供应商加入',
      cure: category === '货物' ? '选“生产厂家”或“生产厂家唯一授权供应商”' : '选“服务提供者”',
      field: 'standing',
    },
}
export const applying: readonly MemberRule[] = [
  accepting,
  supplierGood,
  notRemoved,
  once,
  agentsAllowed,
  maker,
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
