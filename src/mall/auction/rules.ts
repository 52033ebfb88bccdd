import { withinLine } from '#budget'
import { slipped } from '#goods'
import { capital, type Day, type Fen, type Rule, showYuan } from '#kernel'
import { cite, citeMarked } from '#law'
import { listedSupplier, unrelatedBidder } from '#libraries'

export interface AuctionFacts {
  readonly ceiling: Fen
  readonly available: Fen
  readonly minutes: number
  readonly least: number
  readonly leastSaid: string
  readonly brands: number
  readonly reason: string
  /** Brands of the shelf that the needs name. */
  readonly named: readonly string[]
  readonly bidders: number
  readonly minimum: number
  /** What became of the winner while its price waits to be confirmed; null while it is in good standing, or nobody has won. */
  readonly fallen: string | null
  readonly today: Day
}
export interface BidFacts {
  readonly state: string
  readonly before: boolean
  readonly supplierState: string
  readonly supplierName: string
  readonly related: string
  readonly live: boolean
  readonly lacking: readonly string[]
  readonly price: Fen
  readonly ceiling: Fen
  readonly most: Fen
  readonly sure: boolean
  readonly lowest: Fen | null
  /** Null where there are no turns. */
  readonly myTurn: boolean | null
  readonly taken: boolean
}
const setting = (name: string, mark: '◐' | '△' = '△') => citeMarked('系统设置', name, mark)
const HERE = '2020-03-02'
const withinBudget = withinLine<AuctionFacts>('auction.withinBudget', {
  word: '最高限价',
  sum: (f) => f.ceiling,
  cure: (available) => `最高限价不超过${available}元，或先追加预算`,
  field: 'ceiling',
})
const longEnough: Rule<AuctionFacts> = {
  id: 'auction.longEnough',
  title: '报价时间不得过短',
  cites: [setting('竞价最短分钟'), setting('询价最短工作日')],
  from: HERE,
  check: ({ minutes, least, leastSaid }) =>
    minutes >= least || {
      because: `开放${minutes}分钟，${leastSaid}`,
      facts: { 开放: minutes, 至少: least },
      cure: leastSaid,
      field: 'minutes',
      suggest: String(least),
    },
}
const severalBrands: Rule<AuctionFacts> = {
  id: 'auction.severalBrands',
  title: '需求应有三个以上品牌可以满足',
  cites: [
    cite('政府采购法实施条例', '第二十条', '采购需求中的技术、服务等要求指向特定供应商、特定产品'),
  ],
  from: '2015-03-01',
  check: ({ brands, reason }) =>
    brands >= 3 ||
    reason !== '' || {
      because: `在售商品中满足这些参数的只有${brands}个品牌`,
      facts: { 品牌: brands },
      cure: '放宽参数；确有必要的，写明理由',
      field: 'reason',
    },
}
const noBrand: Rule<AuctionFacts> = {
  id: 'auction.noBrand',
  title: '需求不得指定品牌',
  cites: [cite('政府采购法实施条例', '第二十条', '限定或者指定特定的专利、商标、品牌或者供应商')],
  from: '2015-03-01',
  check: ({ named }) =>
    named.length === 0 || {
      because: `需求里写了品牌：${named.join('、')}`,
      cure: '改写为参数和用途',
      field: 'needs',
    },
}
export const draftRules = [withinBudget, longEnough, severalBrands, noBrand]
export const tooFewToRefuse: Rule<AuctionFacts> = {
  id: 'auction.tooFewToRefuse',
  title: '报价家数足够的，应当确认最低价',
  cites: [setting('竞价最少家数'), cite('政府采购法', '第三条', '公正原则')],
  from: HERE,
  check: ({ bidders, minimum, fallen }) =>
    bidders < minimum ||
    fallen !== null || {
      because: `有${bidders}家报价，不少于${minimum}家`,
      facts: { 报价家数: bidders, 最少家数: minimum },
      cure: '确认成交',
    },
}

const beforeBell: Rule<BidFacts> = {
  id: 'price.beforeBell',
  title: '截止以后的报价一概不收',
  cites: [setting('竞价时钟')],
  from: HERE,
  check: ({ state, before }) =>
    (state === '报价中' && before) || {
      because: state === '报价中' ? '已过截止时间' : `竞价处于“${state}”`,
      cure: '下次请早些报价',
    },
}
const good = listedSupplier<BidFacts>('price.supplierGood', '恢复在库后再参加', {
  title: '被暂停、停用的供应商不得报价',
})
const unrelated = unrelatedBidder<BidFacts>('price.unrelated')
const fits: Rule<BidFacts> = {
  id: 'price.fits',
  title: '所报的型号须在售并满足需求',
  cites: [citeMarked('内财购〔2020〕179号', '商品库', '◐')],
  from: HERE,
  check: ({ live, lacking }) =>
    !live
      ? { because: '所报的商品不在架上', cure: '从本单位在售的商品里选', field: 'offer' }
      : lacking.length === 0 || {
          because: `所报的型号不满足：${lacking.join('、')}`,
          cure: '另选满足参数的型号',
          field: 'offer',
        },
}
const withinCeiling: Rule<BidFacts> = {
  id: 'price.withinCeiling',
  title: '报价不得超过最高限价',
  cites: [setting('竞价最高限价')],
  from: HERE,
  check: ({ price, ceiling }) =>
    price <= ceiling || {
      because: `报价${showYuan(price)}元，最高限价${showYuan(ceiling)}元`,
      facts: { 报价: showYuan(price), 最高限价: showYuan(ceiling) },
      cure: `报价不超过${showYuan(ceiling)}元`,
      field: 'price',
    },
}
const stepDown: Rule<BidFacts> = {
  id: 'price.stepDown',
  title: '每次须低到规定的幅度',
  cites: [setting('竞价降幅万分')],
  from: HERE,
  check: ({ price, most, ceiling }) =>
    price <= most ||
    price > ceiling || {
      because: `报价${showYuan(price)}元，现在至多${showYuan(most)}元`,
      facts: { 报价: showYuan(price), 至多: showYuan(most) },
      cure: `报价不高于${showYuan(most)}元`,
      field: 'price',
    },
}
const noSlip: Rule<BidFacts> = {
  id: 'price.noSlip',
  title: '像是错了位数的报价，须再确认一次',
  cites: [setting('报价防错')],
  from: HERE,
  check: ({ price, ceiling, sure, lowest }) => {
    const beside = lowest ?? ceiling
    return (
      sure ||
      !slipped(price, beside) || {
        because: `报价${showYuan(price)}元（${capital(price)}），只有${lowest === null ? '最高限价' : '现最低价'}${showYuan(beside)}元的${Math.floor((price * 1000) / beside) / 10}%`,
        facts: {
          报价: showYuan(price),
          大写: capital(price),
          相比: showYuan(beside),
          占比: `${Math.floor((price * 1000) / beside) / 10}%`,
        },
        cure: '核对位数和单位（填的是总价、元）；确实如此的，勾选“我已核对金额”',
        field: 'sure',
      }
    )
  },
}
const inTurn: Rule<BidFacts> = {
  id: 'price.inTurn',
  title: '轮到才能报价',
  cites: [setting('反拍轮数')],
  from: HERE,
  check: ({ myTurn }) =>
    myTurn !== false || { because: '现在轮到别的供应商', cure: '待轮到时再报' },
}
const sealedOnce: Rule<BidFacts> = {
  id: 'price.sealedOnce',
  title: '密封报价只报一次',
  cites: [setting('密封一次')],
  from: HERE,
  check: ({ taken }) => !taken || { because: '本单位已经报过价', cure: '密封报价报出后不得更改' },
}
export const bidRules = [
  beforeBell,
  good,
  unrelated,
  fits,
  withinCeiling,
  stepDown,
  noSlip,
  inTurn,
  sealedOnce,
]
