import { capital, type Fen, type Rule, type StateOf, showYuan } from '#kernel'
import { cite, citeMarked, flow } from '#law'

export const kinds = [
  '价格虚高',
  '以次充好',
  '证书不实',
  '重复上架',
  '以捆绑冒充规格',
  '其他',
] as const
export const measures = ['责令改正', '下架'] as const
export interface Ticket {
  readonly id: string
  readonly offer: string
  readonly product: string
  readonly supplier: string
  readonly origin: '举报' | '巡查'
  readonly kind: string
  readonly said: string
  readonly price: Fen
  readonly median: Fen | null
  readonly answer: string | null
  readonly measure: string | null
  readonly ruling: string | null
}
export interface Facts {
  /** Tickets on the same offer that are not closed yet. */
  readonly open: number
  /** Is the reporter the one who sells it? */
  readonly own: boolean
}
const HERE = citeMarked('内财购〔2020〕179号', '电子卖场', '◐')
const once: Rule<Facts> = {
  id: 'ticket.once',
  title: '一件商品同时只办一张工单',
  cites: [HERE],
  from: '2020-03-02',
  check: ({ open }) =>
    open === 0 || { because: '这件商品已有工单在办', cure: '待办结后，结果公布在商品上' },
}
const notOwn: Rule<Facts> = {
  id: 'ticket.notOwn',
  title: '不得举报自己的商品',
  cites: [cite('政府采购法', '第三条', '诚实信用原则')],
  from: '2003-01-01',
  check: ({ own }) => !own || { because: '这是本单位的商品', cure: '自己的商品直接下架或调价' },
}
// biome-ignore format: a table reads as a table
export const ticketFlow = flow<Facts>()(
  {
    noun: '卖场工单', module: 'ticket',
    states: ['待答复', '待处理', '已处理', '不成立'], open: ['已处理', '不成立'],
    onDue: { 待答复: 'silent' },
  },
  {
    report:  { name: '举报商品',     from: [],         to: '待答复', by: ['采购人经办', '采购人审核', '供应商经办'], rules: [once, notOwn] },
    patrol:  { name: '巡查发现',     from: [],         to: '待答复', by: ['系统'], rules: [once] },
    answer:  { name: '答复',         from: ['待答复'], to: '待处理', by: ['供应商经办'] },
    silent:  { name: '逾期未答复',   from: ['待答复'], to: '待处理', by: ['系统'] },
    uphold:  { name: '成立并处理',   stepUp: true, from: ['待处理'], to: '已处理', by: ['财政监管'] },
    dismiss: { name: '不成立',       from: ['待处理'], to: '不成立', by: ['财政监管'] },
  },
)
export type State = StateOf<typeof ticketFlow>
export const foundDear = (price: Fen, median: Fen, percent: number) =>
  `单价${showYuan(price)}元（${capital(price)}），同款在售中位数${showYuan(median)}元（${capital(median)}），为中位数的${Math.floor((price * 1000) / median) / 10}%，高出${percent}%以上`
