import { showYuan } from '#kernel'
import { cite, citeMarked } from '#law'
import { alive, type CallRule, type QuoteRule, SINCE } from './facts.ts'

const L = (article: string, quote: string) => cite('110号令', article, quote)

const inForce: CallRule = {
  id: 'frameworkCall.inForce',
  title: '框架协议在有效期内',
  cites: [L('第十七条', '应当将第二阶段的采购合同授予入围供应商')],
  from: SINCE,
  check: ({ frameworkState }) =>
    alive(frameworkState) || {
      because: `框架协议处于“${frameworkState}”`,
      cure: '改用执行中的框架协议，或者依法采用其他方式',
    },
}
const inScope: CallRule = {
  id: 'frameworkCall.inScope',
  title: '只有适用框架协议的采购人可以采购',
  cites: [L('第十四条', '适用框架协议的采购人或者服务对象范围')],
  from: SINCE,
  check: ({ inScope: yes }) =>
    yes || { because: '本单位不在框架协议的适用范围', cure: '请征集人在征集文件约定的范围内办理' },
}
const planned: CallRule = {
  id: 'frameworkCall.planned',
  title: '先有备案的采购计划，采购方式为框架协议',
  cites: [
    cite('政府采购法', '第六条', '严格按照批准的预算执行'),
    L('第十七条', '采购人或者服务对象采购框架协议约定的货物、服务'),
  ],
  from: SINCE,
  check: ({ planMethod, planState, itemPlanned, lotName }) =>
    planMethod !== '框架协议'
      ? {
          because: `该计划的采购方式是${planMethod}`,
          cure: '编制采购方式为框架协议的计划',
          field: 'plan',
        }
      : planState !== '已备案'
        ? {
            because: `该计划处于“${planState}”`,
            cure: '选一份已备案、还没有执行的计划',
            field: 'plan',
          }
        : itemPlanned || {
            because: `该计划里没有“${lotName}”的品目`,
            cure: '选一份买这个品目的计划',
            field: 'plan',
          },
}
const affordable: CallRule = {
  id: 'frameworkCall.affordable',
  title: '无预算不采购',
  cites: [cite('政府采购法', '第六条', '严格按照批准的预算执行')],
  from: SINCE,
  check: ({ amount, planLeft }) =>
    amount <= planLeft || {
      because: `按协议价格至多${showYuan(amount)}元，计划冻结的预算${showYuan(planLeft)}元`,
      facts: { 金额: showYuan(amount), 计划金额: showYuan(planLeft) },
      cure: '减少数量，或另编计划',
      field: 'quantity',
    },
}
const modeSaid: CallRule = {
  id: 'frameworkCall.modeSaid',
  title: '按征集文件载明的方式确定成交供应商',
  cites: [L('第三十二条', '在征集文件中载明采用二次竞价或者顺序轮候方式外')],
  from: SINCE,
  check: ({ way, modes }) =>
    way === '非入围授予' ||
    modes.includes(way) || {
      because: `征集文件载明的方式是${modes.join('、')}`,
      facts: { 载明: modes.join('、') },
      cure: `改用${modes.join('或')}`,
    },
}
const standing: CallRule = {
  id: 'frameworkCall.member',
  title: '合同只授予协议有效的入围供应商',
  cites: [L('第十七条', '应当将第二阶段的采购合同授予入围供应商')],
  from: SINCE,
  check: ({ chosen }) =>
    chosen === null
      ? { because: '没有选定入围供应商', cure: '从入围供应商中选定一家', field: 'member' }
      : chosen.state === '协议有效' || {
          because: `${chosen.name}处于“${chosen.state}”`,
          facts: { 状态: chosen.state },
          cure: '另选协议有效的入围供应商',
          field: 'member',
        },
}
const underAgreed: CallRule = {
  id: 'frameworkCall.underAgreed',
  title: '成交价不得高于协议价格',
  cites: [
    L('第十三条', '是采购人或者服务对象确定第二阶段成交供应商的最高限价'),
    L('第十三条', '价格应当按照征集文件中明确的折扣降低'),
  ],
  from: SINCE,
  check: ({ chosen, price }) =>
    chosen === null ||
    price === null ||
    price <= chosen.agreed || {
      because: `单价${showYuan(price)}元，协议价格${showYuan(chosen.agreed)}元`,
      facts: { 单价: showYuan(price), 协议价格: showYuan(chosen.agreed) },
      cure: `单价不高于${showYuan(chosen.agreed)}元`,
      field: 'price',
    },
}
/** The law lets a purchaser weigh price, quality, convenience and reviews; what was weighed must be said where it was not price. */
const whyDearer: CallRule = {
  id: 'frameworkCall.whyDearer',
  title: '不选最低价的，须说明理由',
  cites: [
    L('第三十二条', '依据入围产品价格、质量以及服务便利性、用户评价等因素'),
    citeMarked('系统设置', '非最低价说明', '△'),
  ],
  from: SINCE,
  check: ({ cheapest, price, reason }) =>
    cheapest === null ||
    price === null ||
    price <= cheapest.price ||
    reason !== '' || {
      because: `单价${showYuan(price)}元，${cheapest.name}的协议价格${showYuan(cheapest.price)}元`,
      facts: { 单价: showYuan(price), 最低: showYuan(cheapest.price) },
      cure: '改选最低价的一家，或写明在质量、服务便利性、用户评价上的理由',
      field: 'reason',
    },
}
const inTurn: CallRule = {
  id: 'frameworkCall.inTurn',
  title: '按轮候顺序授予，跳过须有理由',
  cites: [
    L('第三十四条', '根据征集文件中确定的轮候顺序规则，对所有入围供应商依次授予采购合同的方式'),
    L('第三十四条', '每个入围供应商在一个顺序轮候期内，只有一次获得合同授予的机会'),
  ],
  from: SINCE,
  check: ({ turn }) =>
    turn === null
      ? { because: '没有协议有效的入围供应商', cure: '请征集人补充征集，或者依法采用其他方式' }
      : turn.wrong !== ''
        ? { because: turn.wrong, cure: '按顺序逐家写明跳过的理由', field: 'skips' }
        : turn.expected === turn.chosen || {
            because: `编制以后轮候已经前进，现在轮到${turn.expected}`,
            cure: '不同意这一单，由经办重新办理',
          },
}
const enough: CallRule = {
  id: 'frameworkCall.enoughTime',
  title: '给予供应商必要的响应时间',
  cites: [
    L('第三十三条', '进行二次竞价应当给予供应商必要的响应时间'),
    citeMarked('系统设置', '框架竞价最短小时', '△'),
  ],
  from: SINCE,
  check: ({ hours, leastHours }) =>
    hours === null ||
    hours >= leastHours || {
      because: `开放${hours}小时，至少${leastHours}小时`,
      facts: { 开放: hours, 最短: leastHours },
      cure: `改为${leastHours}小时以上`,
      field: 'hours',
      suggest: String(leastHours),
    },
}
const somebody: CallRule = {
  id: 'frameworkCall.somebody',
  title: '邀请所有符合的入围供应商',
  cites: [L('第三十三条', '从入围供应商中选择所有符合竞价需求的供应商参与二次竞价')],
  from: SINCE,
  check: ({ members }) =>
    members > 0 || {
      because: '这一包没有协议有效的入围供应商',
      cure: '请征集人补充征集，或者依法采用其他方式',
    },
}
/** 第三十七条: cheaper outside. Whether the members will not go below is found out by asking them all, not by taking somebody's word. */
const outsideSaid: CallRule = {
  id: 'frameworkCall.outsideSaid',
  title: '征集文件载明的，方可授予非入围供应商',
  cites: [L('第三十七条', '征集人应当在征集文件中载明并在框架协议中约定')],
  from: SINCE,
  check: ({ outsideAllowed }) =>
    outsideAllowed || { because: '征集文件没有载明', cure: '从入围供应商中确定' },
}
const cheaperOutside: CallRule = {
  id: 'frameworkCall.cheaperOutside',
  title: '非入围供应商的价格须更低，并有证明',
  cites: [L('第三十七条', '采购人证明能够以更低价格向非入围供应商采购相同货物')],
  from: SINCE,
  check: ({ outsider, cheapest, reason }) =>
    outsider === null
      ? { because: '没有写明非入围供应商', cure: '写明是哪一家', field: 'outsider' }
      : outsider.member
        ? { because: `${outsider.name}是入围供应商`, cure: '改用直接选定', field: 'outsider' }
        : outsider.state !== '在库'
          ? {
              because: `${outsider.name}在供应商库中处于“${outsider.state}”`,
              cure: '另选在库的供应商',
              field: 'outsider',
            }
          : cheapest !== null && outsider.price >= cheapest.price
            ? {
                because: `非入围供应商报${showYuan(outsider.price)}元，入围供应商${cheapest.name}的协议价格是${showYuan(cheapest.price)}元`,
                facts: { 非入围: showYuan(outsider.price), 最低协议价格: showYuan(cheapest.price) },
                cure: '从入围供应商中确定',
                field: 'price',
              }
            : reason !== '' || {
                because: '没有写明相同货物和更低价格的证明',
                cure: '写明同一品牌型号的报价从何而来',
                field: 'reason',
              },
}
/** 第二十六条: at no more than it quoted, to whom has the device. */
const accessoryListed: CallRule = {
  id: 'frameworkCall.accessory',
  title: '专用耗材、选配件按入围时的报价供应',
  cites: [L('第二十六条', '应当以不高于其报价的价格向适用框架协议的采购人供应专用耗材')],
  from: SINCE,
  check: ({ accessory, accessoryListed: listed, chosen }) =>
    !listed
      ? {
          because: `征集文件没有列明“${accessory}”`,
          cure: '从征集文件列明的耗材、选配件中选，或者另行采购',
          field: 'accessory',
        }
      : accessory === '' ||
        chosen === null ||
        chosen.agreed > 0 || {
          because: `${chosen.name}没有对“${accessory}”报价`,
          cure: '另选对它报过价的入围供应商',
          field: 'accessory',
        },
}
const usual = [inForce, inScope, planned, affordable, modeSaid]
export const choosing: readonly CallRule[] = [
  ...usual,
  standing,
  accessoryListed,
  underAgreed,
  whyDearer,
]
export const competing: readonly CallRule[] = [...usual, somebody, enough]
export const rotating: readonly CallRule[] = [...usual, inTurn]
export const goingOutside: readonly CallRule[] = [
  ...usual,
  outsideSaid,
  cheaperOutside,
  somebody,
  enough,
]
const direct: CallRule = {
  ...modeSaid,
  id: 'frameworkCall.direct',
  title: '需要报价的，先邀请报价',
  check: ({ way }) =>
    way === '直接选定' ||
    way === '顺序轮候' || { because: `这一单是${way}`, cure: '办理“审核并邀请报价”' },
}
const quoted: CallRule = {
  ...modeSaid,
  id: 'frameworkCall.quoted',
  title: '直接选定和顺序轮候不报价',
  check: ({ way }) =>
    way === '二次竞价' ||
    way === '非入围授予' || { because: `这一单是${way}`, cure: '办理“审核并授予”' },
}
/** Judged again at the second person's hand: members leave, turns go on. */
export const approving: readonly CallRule[] = [
  direct,
  inForce,
  planned,
  affordable,
  standing,
  underAgreed,
  {
    ...inTurn,
    check: (f, on) => f.way !== '顺序轮候' || inTurn.check(f, on),
  },
]
export const inviting: readonly CallRule[] = [quoted, inForce, planned, affordable, somebody]

const open: QuoteRule = {
  id: 'frameworkQuote.open',
  title: '截止以后的报价一概不收',
  cites: [L('第三十三条', '进行二次竞价应当给予供应商必要的响应时间')],
  from: SINCE,
  check: ({ state, before }) =>
    (state === '竞价中' && before) || {
      because: state === '竞价中' ? '报价截止时间已过' : `这一单处于“${state}”`,
      cure: '下次请在截止以前报价',
    },
}
const memberNow: QuoteRule = {
  id: 'frameworkQuote.member',
  title: '只有协议有效的入围供应商可以报价',
  cites: [L('第三十三条', '从入围供应商中选择所有符合竞价需求的供应商参与二次竞价')],
  from: SINCE,
  check: ({ memberState }) =>
    memberState === '协议有效' || {
      because: `本单位处于“${memberState}”`,
      cure: '只有协议有效的入围供应商可以报价',
    },
}
const under: QuoteRule = {
  id: 'frameworkQuote.under',
  title: '以协议价格为最高限价',
  cites: [
    L('第三十三条', '以协议价格为最高限价'),
    L('第三十七条', '且入围供应商不同意将价格降至非入围供应商以下的'),
  ],
  from: SINCE,
  check: ({ price, most, mostSaid }) =>
    price <= most || {
      because: `报价${showYuan(price)}元，${mostSaid}`,
      facts: { 报价: showYuan(price), 至多: showYuan(most) },
      cure: `报价不高于${showYuan(most)}元`,
      field: 'price',
    },
}
const onlyOnce: QuoteRule = {
  id: 'frameworkQuote.once',
  title: '密封报价只报一次',
  cites: [citeMarked('系统设置', '框架竞价报价次数', '△')],
  from: SINCE,
  check: ({ taken }) =>
    !taken || { because: '本单位已经报过价', cure: '密封报价不能更改，等截止后开启' },
}
export const quoting: readonly QuoteRule[] = [open, memberNow, under, onlyOnce]
