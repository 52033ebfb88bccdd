import { showYuan } from '#kernel'
import { cite } from '#law'
import { listedSupplier } from '#libraries'
import { type ResponseRule, SINCE } from './facts.ts'

const L = (article: string, quote: string) => cite('110号令', article, quote)

export const inTime: ResponseRule = {
  id: 'frameworkResponse.inTime',
  title: '截止以后的响应一概不收',
  cites: [cite('87号令', '第三十三条', '逾期送达'), L('第九条', '按照政府采购公开招标的规定执行')],
  from: SINCE,
  check: ({ state, before }) =>
    (['征集中', '补充征集中'].includes(state) && before) || {
      because: before ? `框架协议处于“${state}”，不在征集` : '响应截止时间已过',
      cure: '参加以后的征集或者补充征集',
    },
}
const lotAsked: ResponseRule = {
  id: 'frameworkResponse.lotAsked',
  title: '只对正在征集的包响应',
  cites: [L('第三十一条', '框架协议有效期内，征集人不得补充征集供应商')],
  from: SINCE,
  check: ({ lotAsked: asked }) =>
    asked || { because: '这一包不在本次征集之列', cure: '选择本次征集公告列出的包', field: 'lot' },
}
const good: ResponseRule = listedSupplier('frameworkResponse.supplierGood', '恢复在库后再响应', {
  from: SINCE,
})
const notRemoved: ResponseRule = {
  id: 'frameworkResponse.notRemoved',
  title: '被取消资格或解除协议的，不得参加补充征集',
  cites: [L('第十九条', '不得参加同一封闭式框架协议补充征集，或者重新申请加入同一开放式框架协议')],
  from: SINCE,
  check: ({ removed }) =>
    !removed || {
      because: '本单位已被取消入围资格或者解除这一框架协议',
      cure: '参加以后另行征集的框架协议',
    },
}
const once: ResponseRule = {
  id: 'frameworkResponse.once',
  title: '一个包只响应一次、一个产品',
  cites: [L('第二十四条', '对货物项目每个采购包只能用一个产品进行响应')],
  from: SINCE,
  check: ({ already }) =>
    !already || {
      because: '本单位对这一包已有有效的响应，或者已经入围',
      cure: '截止以前更换原响应文件',
    },
}
const underCeiling: ResponseRule = {
  id: 'frameworkResponse.underCeiling',
  title: '响应报价不超过最高限制单价',
  cites: [L('第十三条', '最高限制单价是供应商第一阶段响应报价的最高限价')],
  from: SINCE,
  check: ({ price, ceiling }) =>
    price <= ceiling || {
      because: `报价${showYuan(price)}元，最高限制单价${showYuan(ceiling)}元`,
      facts: { 报价: showYuan(price), 最高限制单价: showYuan(ceiling) },
      cure: `报价不超过${showYuan(ceiling)}元`,
      field: 'price',
    },
}
const maker: ResponseRule = {
  id: 'frameworkResponse.maker',
  title: '货物须由生产厂家或其唯一授权供应商响应',
  cites: [L('第十八条', '应当为入围产品生产厂家或者生产厂家唯一授权供应商')],
  from: SINCE,
  check: ({ category, standing }) =>
    (category === '货物') === (standing !== '服务提供者') || {
      because:
        category === '货物'
          ? '没有说明是生产厂家还是其唯一授权供应商'
          : '服务由提供服务的供应商响应',
      cure: category === '货物' ? '选“生产厂家”或“生产厂家唯一授权供应商”' : '选“服务提供者”',
      field: 'standing',
      suggest: category === '货物' ? '生产厂家' : '服务提供者',
    },
}
const agentsFit: ResponseRule = {
  id: 'frameworkResponse.agents',
  title: '代理商只在征集文件许可时列出',
  cites: [L('第十八条', '入围供应商可以委托一家或者多家代理商，按照框架协议约定')],
  from: SINCE,
  check: ({ agents, agentsAllowed }) =>
    agents === 0 ||
    agentsAllowed || {
      because: '征集文件没有约定可以委托代理商',
      cure: '不列代理商',
      field: 'agents',
    },
}
export const responding: readonly ResponseRule[] = [
  inTime,
  lotAsked,
  good,
  notRemoved,
  once,
  underCeiling,
  maker,
  agentsFit,
]
