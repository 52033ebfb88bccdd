import { type Instant, type Rule, type StateOf, showInstant, veil } from '#kernel'
import { cite, flow } from '#law'
import { openingPhases, tenderFlow } from '#trade/tender'

export interface HallFacts {
  readonly now: Instant
  readonly ends: Instant
  readonly unanswered: number
  readonly input?: { readonly bidder?: boolean; readonly confirmed?: boolean }
}
const RECORD = cite('87号令', '第四十二条', '由参加开标的各投标人代表和相关工作人员签字确认')
const OBJECT = cite('87号令', '第四十二条', '应当场提出询问或者回避申请')
const ABSENT = cite('87号令', '第四十二条', '投标人未参加开标的，视同认可开标结果')

const bidderOnly: Rule<HallFacts> = {
  id: 'hall.bidderOnly',
  title: '参加这一包投标的方可确认或提出异议',
  cites: [RECORD],
  from: '2017-10-01',
  check: ({ input }) =>
    input?.bidder !== false || {
      because: '本单位没有参加这一包的投标',
      cure: '只有参加这一包的投标人确认或提出异议；旁观请看公开的开标记录',
    },
}
const inTime: Rule<HallFacts> = {
  id: 'hall.inTime',
  title: '对开标有疑义的应当场提出',
  cites: [OBJECT],
  from: '2017-10-01',
  check: ({ now, ends }) =>
    now < ends || {
      because: `确认时间已于${showInstant(ends)}结束，未确认的视同认可`,
      facts: { 现在: showInstant(now), 结束: showInstant(ends) },
      cure: '对采购过程的异议，请依法提出质疑',
    },
}
const once: Rule<HallFacts> = {
  id: 'hall.once',
  title: '一家只确认一次',
  cites: [RECORD],
  from: '2017-10-01',
  check: ({ input }) =>
    !input?.confirmed || {
      because: '本单位已经确认',
      cure: '不必再办；对开标有异议的，在确认时间内当场提出',
    },
}
const answered: Rule<HallFacts> = {
  id: 'hall.answered',
  title: '询问和回避申请应当及时处理',
  cites: [cite('87号令', '第四十二条', '应当及时处理')],
  from: '2017-10-01',
  check: ({ unanswered }) =>
    unanswered === 0 || {
      because: `还有${unanswered}件异议没有答复`,
      facts: { 未答复: unanswered },
      cure: '先逐件答复',
    },
}
/** Not a bar: it says under which words silence counts as consent. */
const deemed: Rule<HallFacts> = {
  id: 'hall.deemed',
  title: '未到场、未确认的视同认可开标结果',
  cites: [ABSENT],
  from: '2017-10-01',
  check: ({ now, ends }) =>
    now >= ends || {
      because: '确认时间还没有结束',
      cure: '待确认时间结束，或者各投标人都确认以后办理',
    },
}
// biome-ignore format: a table reads as a table
export const hallFlow = flow<HallFacts>()(
  {
    noun: '开标记录', module: 'hall', states: ['待确认', '已形成', '已签署'],
    open: ['已形成', '已签署'], onDue: { 待确认: 'form' },
  },
  {
    begin:   { name: '开标',         from: [],         to: '待确认', by: ['代理经办', '系统'], inner: true },
    confirm: { name: '确认开标结果', from: ['待确认'], to: '待确认', by: ['供应商经办'], rules: [bidderOnly, inTime, once] },
    object:  { name: '提出异议',     from: ['待确认'], to: '待确认', by: ['供应商经办'], rules: [bidderOnly, inTime] },
    answer:  { name: '当场答复异议', from: ['待确认'], to: '待确认', by: ['代理经办'] },
    form:    { name: '形成开标记录', from: ['待确认'], to: '已形成', by: ['系统'], rules: [deemed] },
    sign:    { name: '签署开标记录', from: ['已形成'], to: '已签署', by: ['代理经办'], rules: [answered] },
  },
)
const HOSTS = ['采购人', '代理机构', '财政部门']
const secret = cite('87号令', '第二十八条', '不得向他人透露已获取招标文件的潜在投标人的名称、数量')
const talks = cite(
  '政府采购法',
  '第三十八条',
  '谈判的任何一方不得透露与谈判有关的其他供应商的技术资料、价格和其他信息',
)
/**
 * Who takes part is a secret until the bids are open, from the host as well. A tender's are read out to everybody; those of
 * talks are opened to who holds them, and each supplier sees what is his own.
 */
export const roomVeil = veil(tenderFlow, openingPhases, {
  attended: {
    title: '到场名单',
    cites: [secret, talks],
    to: { 未开启: [], '已开标（招标）': ['读者'], '已开启（非招标）': HOSTS, 结果已公告: ['读者'] },
  },
  bids: {
    title: '开标一览表、确认与异议',
    cites: [secret, talks],
    to: { 未开启: [], '已开标（招标）': ['读者'], '已开启（非招标）': HOSTS, 结果已公告: ['读者'] },
  },
})
export type HallState = StateOf<typeof hallFlow>
export interface Word {
  readonly id: string
  readonly hall: string
  readonly org: string
  readonly kind: '确认' | '异议'
  readonly text: string
  readonly answer: string | null
  readonly at: Instant
}
/** 开标记录 as data: what is hashed, signed and printed. Money in yuan as text. */
export interface OpeningRecord {
  readonly v: 1
  readonly lot: string
  readonly title: string
  readonly place: string
  readonly deadline: string
  readonly opened: string
  readonly attended: readonly { readonly org: string; readonly name: string; readonly at: string }[]
  readonly bids: readonly {
    readonly supplier: string
    readonly price: string | null
    readonly sha256: string
    readonly fault: string
  }[]
  readonly words: readonly {
    readonly org: string
    readonly kind: string
    readonly text: string
    readonly answer: string
  }[]
  /** Who said nothing in time, and so agreed (87号令第四十二条). */
  readonly deemed: readonly string[]
}
