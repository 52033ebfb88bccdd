import { addDays, type Citation, type Day, dayOf, type Instant } from '#kernel'
import {
  CalendarUnknown,
  cite,
  citeMarked,
  ends,
  lawIf,
  methodOfNumber,
  methodRow,
  type ParamName,
} from '#law'
import type { Kind, Notice } from './model.ts'

/** What a process is, as far as it owes anything: a purchase of its own, a contract given under a framework or in the mall, or a framework's first stage. */
export const processKinds = ['采购', '订单', '封闭式框架协议', '开放式框架协议'] as const
export type ProcessKind = (typeof processKinds)[number]
const FRAMEWORKS = ['封闭式框架协议', '开放式框架协议'] as const
const CONTRACTS = ['采购', '订单'] as const

/** What the law wants published after a step, and by when. */
export interface Duty {
  readonly what: string
  /** In processes of these kinds; in others it can never come to it. */
  readonly of: readonly ProcessKind[]
  /** `noun.action`: any of these starts the clock. */
  readonly after: readonly string[]
  readonly since: string
  /** Any of these kinds settles it. */
  readonly by: readonly Kind[]
  /** Of the very thing the step was taken on, or of the purchase. */
  readonly per: 'subject' | 'process'
  /** How long the law gives; null where it says no number of days. */
  readonly within: (tendering: boolean) => ParamName | null
  readonly cites: readonly Citation[]
  /** Only some purchases ever come to it: not listed before it has. */
  readonly seldom?: true
}
const no = () => null
/** 不得遗漏依法必须公开的事项（101号令第十条）。Where the text names no days (及时), there is no date, and none is made up. */
export const duties: readonly Duty[] = [
  {
    what: '采购结果公告',
    of: ['采购'],
    after: ['采购包.award', '采购包.deem'],
    since: '中标、成交供应商确定',
    by: ['中标结果公告', '成交结果公告'],
    per: 'process',
    within: (tendering) => (tendering ? '结果公告时限' : '成交公告时限'),
    cites: [
      cite('87号令', '第六十九条', '2个工作日内'),
      cite('74号令', '第十八条', '在成交供应商确定后2个工作日内'),
    ],
  },
  {
    what: '采购合同公告',
    of: CONTRACTS,
    after: ['采购合同.signBuyer'],
    since: '采购合同签订',
    by: ['合同公告'],
    per: 'subject',
    within: () => '合同公告时限',
    cites: [cite('政府采购法实施条例', '第五十条', '自政府采购合同签订之日起2个工作日内')],
  },
  {
    what: '合同变更公告',
    of: CONTRACTS,
    after: ['采购合同.approveSupplement'],
    since: '采购合同变更',
    by: ['合同变更公告'],
    per: 'subject',
    within: () => '合同变更公告时限',
    cites: [citeMarked('财办库〔2023〕243号', '一', '◐')],
    seldom: true,
  },
  {
    what: '验收结果公告',
    of: CONTRACTS,
    after: ['履约验收.signSupplier'],
    since: '验收合格',
    by: ['验收结果公告'],
    per: 'subject',
    within: no,
    cites: [cite('政府采购法实施条例', '第四十五条', '验收结果应当向社会公告')],
  },
  {
    what: '终止公告',
    of: ['采购'],
    after: ['招标项目.terminate'],
    since: '终止采购活动',
    by: ['终止公告'],
    per: 'subject',
    within: no,
    cites: [cite('87号令', '第二十九条', '发布终止公告')],
    seldom: true,
  },
  {
    what: '废标（终止）公告',
    of: ['采购'],
    after: ['采购包.fail'],
    since: '废标或者终止',
    by: ['废标公告', '终止公告'],
    per: 'subject',
    within: no,
    cites: [cite('政府采购法', '第三十六条', '应予废标')],
    seldom: true,
  },
  {
    what: '框架协议成交结果公告',
    of: ['订单'],
    after: ['框架采购单.award'],
    since: '二次竞价确定成交供应商',
    by: ['框架协议成交结果公告'],
    per: 'subject',
    within: () => '框架单笔公告期',
    cites: [cite('110号令', '第三十五条', '在确定成交供应商后2个工作日内')],
    seldom: true,
  },
  {
    what: '入围结果公告',
    of: ['封闭式框架协议'],
    after: ['框架协议.announce', '框架协议.announceMore'],
    since: '发出入围通知书',
    by: ['框架协议入围结果公告'],
    per: 'subject',
    within: no,
    cites: [cite('110号令', '第二十八条', '入围结果公告应当包括以下主要内容')],
  },
  {
    what: '终止征集公告',
    of: FRAMEWORKS,
    after: ['框架协议.fail'],
    since: '终止征集',
    by: ['终止公告'],
    per: 'subject',
    within: no,
    cites: [
      cite('110号令', '第九条', '按照政府采购公开招标的规定执行'),
      cite('87号令', '第二十九条', '发布终止公告'),
    ],
    seldom: true,
  },
  {
    what: '开放式入围结果公告',
    of: ['开放式框架协议'],
    after: ['入围供应商.pass'],
    since: '申请审核通过',
    by: ['框架协议入围结果公告'],
    per: 'subject',
    within: () => '开放式公告期',
    cites: [cite('110号令', '第四十条', '在审核通过后2个工作日内')],
    seldom: true,
  },
  {
    what: '入围供应商退出公告',
    of: FRAMEWORKS,
    after: ['入围供应商.leave', '入围供应商.agreeLeave'],
    since: '收到退出申请',
    by: ['框架协议退出公告'],
    per: 'subject',
    within: () => '框架退出公告期',
    cites: [cite('110号令', '第二十条', '在收到退出申请2个工作日内')],
    seldom: true,
  },
  {
    what: '框架协议成交结果汇总公告',
    of: FRAMEWORKS,
    after: ['框架协议.expire'],
    since: '框架协议有效期满',
    by: ['框架协议成交结果汇总公告'],
    per: 'subject',
    within: () => '框架汇总公告期',
    cites: [cite('110号令', '第三十五条', '有效期满后10个工作日内')],
  },
]
export interface Trigger {
  readonly step: string
  readonly subject: string
  readonly at: Instant
}
export type Standing = '尚未发生' | '待公开' | '逾期未公开' | '按期公开' | '逾期公开' | '已公开'
/** One duty of one purchase as it stands on a day. */
export interface Owed {
  readonly what: string
  readonly since: string
  readonly on: Day | null
  /** null: the law names no days, or they end in a year whose calendar is not published yet. */
  readonly due: Day | null
  /** In words: 2个工作日内. */
  readonly within: string
  readonly standing: Standing
  readonly notice: string | null
  readonly published: Day | null
  readonly cites: readonly Citation[]
}
const dueOf = (d: Duty, on: Day, began: Day, tendering: boolean): Day | null => {
  const name = d.within(tendering)
  if (name === null || lawIf(began, name) === undefined) return null
  try {
    return ends(name, on, began)
  } catch (e) {
    if (e instanceof CalendarUnknown) return null
    throw e
  }
}
const inWords = (d: Duty, began: Day, tendering: boolean) => {
  const name = d.within(tendering)
  const n = name === null ? undefined : lawIf(began, name)
  return n === undefined ? '及时（法规没有规定日数）' : `${n}个工作日内`
}
const isTendering = (no: string | null) =>
  methodRow(methodOfNumber(no) ?? '公开招标').form === '招标'

/**
 * Everything one purchase owes the public, in the order of the law. Pure. `no` is the number of its 招标项目. Where the kind is
 * known, only what can ever come to it is listed; a process that came to nothing owes nothing more.
 */
export function owedBy(f: {
  readonly kind?: ProcessKind
  readonly over?: boolean
  readonly began: Day
  readonly no: string | null
  readonly triggers: readonly Trigger[]
  readonly notices: readonly Pick<Notice, 'id' | 'kind' | 'subject' | 'published'>[]
  readonly today: Day
}): Owed[] {
  const tendering = isTendering(f.no)
  return duties.flatMap((d): Owed[] => {
    if (f.kind !== undefined && !d.of.includes(f.kind)) return []
    const base = {
      what: d.what,
      since: d.since,
      within: inWords(d, f.began, tendering),
      cites: d.cites,
    }
    const all = f.triggers.filter((t) => d.after.includes(t.step)).sort((a, b) => a.at - b.at)
    // A purchase is announced once: its clock starts with the first of its lots.
    const started = d.per === 'process' ? all.slice(0, 1) : all
    if (started.length === 0)
      return d.seldom || f.over
        ? []
        : [{ ...base, on: null, due: null, standing: '尚未发生', notice: null, published: null }]
    return started.map((t) => {
      const on = dayOf(t.at)
      const due = dueOf(d, on, f.began, tendering)
      const n = f.notices.find(
        (x) =>
          d.by.includes(x.kind) &&
          x.published >= t.at &&
          (d.per === 'process' || x.subject === t.subject),
      )
      const published = n ? dayOf(n.published) : null
      const late = due !== null && (published ?? f.today) > due
      const standing: Standing =
        published === null
          ? late
            ? '逾期未公开'
            : '待公开'
          : due === null
            ? '已公开'
            : late
              ? '逾期公开'
              : '按期公开'
      return { ...base, on, due, standing, notice: n?.id ?? null, published }
    })
  })
}
/** A trigger without its notice, anywhere in the region, with what it takes to say when it was due. */
export interface Unsettled extends Trigger {
  readonly title: string
  readonly ocid: string
  readonly region: string
  readonly began: Day
  readonly no: string | null
}
export interface Missing extends Owed {
  readonly title: string
  /** null: owed by a unit and not by one of its purchases. */
  readonly ocid: string | null
  /** Where on this site it can be looked into. */
  readonly path: string
  readonly region: string
}
/** Overdue first and the longest first, then what comes due next; what has no date stands last. */
export function missingOf(rows: readonly Unsettled[], today: Day): Missing[] {
  const out = rows.flatMap((r) =>
    owedBy({ began: r.began, no: r.no, triggers: [r], notices: [], today })
      .filter((o) => o.on !== null)
      .map((o) => ({
        ...o,
        title: r.title,
        ocid: r.ocid,
        path: `/projects/${r.ocid}`,
        region: r.region,
      })),
  )
  return soonest(out, today)
}
export function soonest<O extends Pick<Owed, 'due'>>(list: readonly O[], today: Day): O[] {
  const far = addDays(today, 36_500)
  return [...list].sort((a, b) =>
    (a.due ?? far) < (b.due ?? far) ? -1 : (a.due ?? far) > (b.due ?? far) ? 1 : 0,
  )
}
