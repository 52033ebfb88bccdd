import { showYuan } from '#kernel'
import { cite } from '#law'
import { type OpenedRule, type ResponseRule, SINCE } from './facts.ts'
import { partyRules } from './party-rules.ts'

const L = (article: string, quote: string) => cite('110号令', article, quote)

export const inTime: ResponseRule = {
  id: 'frameworkResponse.inTime',
  title: '截止以后的响应一概不收',
  cites: [cite('87号令', '第三十三条', '逾期送达'), L('第九条', '按照政府采购公开招标的规定执行')],
  from: SINCE,
  // Two conditions, as for bids: it had arrived in time, and its turn came before the box was closed.
  check: ({ state, before, boxState }) =>
    (['征集中', '补充征集中'].includes(state) && before && boxState === '收件') || {
      because: !before
        ? '响应截止时间已过'
        : boxState !== '收件'
          ? `标箱处于“${boxState}”，不再接收响应`
          : `框架协议处于“${state}”，不在征集`,
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
const handing = partyRules<Parameters<ResponseRule['check']>[0]>('frameworkResponse', {
  verb: '响应',
  barred: '参加补充征集',
})
/** What is known of a sealed answer when it comes: who, where and when, and nothing of what it says. */
export const responding: readonly ResponseRule[] = [
  inTime,
  lotAsked,
  handing.good,
  handing.notRemoved,
  once,
]
const underCeiling: OpenedRule = {
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
const extrasQuoted: OpenedRule = {
  id: 'frameworkResponse.extras',
  title: '征集文件列明的耗材、选配件须同时报价',
  cites: [
    L('第二十四条', '征集文件有要求的，应当同时对产品的选配件、耗材进行报价'),
    L('第二十六条', '应当要求供应商同时对3年以上约定期限内的专用耗材进行报价'),
  ],
  from: SINCE,
  check: ({ asked, quoted }) => {
    const missing = asked.filter((n) => !quoted.includes(n))
    const other = quoted.filter((n, i) => !asked.includes(n) || quoted.indexOf(n) !== i)
    return (
      (missing.length === 0 && other.length === 0) || {
        because: [
          ...(missing.length > 0 ? [`没有对${missing.join('、')}报价`] : []),
          ...(other.length > 0 ? [`${other.join('、')}不在征集文件之列，或者报了两次`] : []),
        ].join('；'),
        facts: { 缺: missing.join('、'), 多: other.join('、') },
        cure: `对${asked.join('、') || '列明的各项'}逐项各报一次`,
        field: 'extras',
      }
    )
  },
}
const said = partyRules<Parameters<OpenedRule['check']>[0]>('frameworkResponse', {
  verb: '响应',
  barred: '参加补充征集',
})
/** What is asked of it once it is open: who does not pass is invalid, with the reason, and the group need not judge it. */
export const opening: readonly OpenedRule[] = [underCeiling, extrasQuoted, said.maker, said.agents]
