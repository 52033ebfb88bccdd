import { type Instant, type Rule, type SuiteName, showInstant } from '#kernel'
import { cite, citeMarked, flow } from '#law'

export const CUSTODIAN_ROLES = ['采购人', '代理机构', '财政部门', '平台', '公证机构'] as const
export type CustodianRole = (typeof CUSTODIAN_ROLES)[number]
/** Roles that act for a custodian that is an organisation. */
export const keepers: Readonly<Record<string, CustodianRole>> = {
  采购人审核: '采购人',
  代理经办: '代理机构',
  财政监管: '财政部门',
}
export interface Custodian {
  /** 1…n, the number of its share. */
  readonly no: number
  readonly role: CustodianRole
  readonly name: string
  /** Null for those that answer by machine: the platform and the notary. */
  readonly org: string | null
  readonly publicKey: string
}
/** What a seal is bound to; its digest stands in the journal from the day the box is set up. */
export interface BoxParams {
  readonly v: 1
  readonly box: string
  readonly lot: string
  readonly part: string
  readonly suite: SuiteName
  readonly k: number
  readonly custodians: readonly Custodian[]
}
export interface Box {
  readonly id: string
  readonly lot: string
  readonly part: string
  readonly suite: SuiteName
  readonly k: number
  readonly params: BoxParams
  /** SHA-256 of the parameters, hexadecimal. */
  readonly digest: string
  readonly least: number
  readonly closes: Instant
  readonly gate: string | null
  /** When the step before was over. */
  readonly permittedAt: Instant | null
  /** What may be opened; null: everything inside. */
  readonly admitted: readonly string[] | null
  /** Closes by itself at its time; else with the tender. */
  readonly ownClock: boolean
  readonly suspended: string | null
  /** SHA-256 over the digests of what was inside at the close. */
  readonly sealedSet: string | null
}

/** A custodian, person or machine, may let go of its shares only when all of this holds. */
export interface ReleaseFacts {
  readonly now: Instant
  readonly closes: Instant
  readonly entries: number
  readonly least: number
  readonly gate: string | null
  readonly permitted: boolean
  readonly suspended: string | null
  readonly released: readonly number[]
  readonly input?: { readonly no?: number; readonly wrong?: readonly string[] }
}
const basis = [citeMarked('电子招标投标办法', '第二十七条', '◐')]
const afterDeadline: Rule<ReleaseFacts> = {
  id: 'box.afterDeadline',
  title: '截止以前任何人不得解密、提取',
  cites: basis,
  from: '2013-05-01',
  check: ({ now, closes }) =>
    now >= closes || {
      because: `截止时间是${showInstant(closes)}，现在是${showInstant(now)}，份额不得放出`,
      facts: { 现在: showInstant(now), 截止: showInstant(closes) },
      cure: `${showInstant(closes)}封箱以后办理`,
    },
}
const enough: Rule<ReleaseFacts> = {
  id: 'box.enough',
  title: '不足法定家数的，不予启封',
  cites: [cite('87号令', '第四十一条', '投标人不足3家的，不得开标')],
  from: '2017-10-01',
  // The number is a secret until the deadline, here too.
  check: ({ now, closes, entries, least }) =>
    now < closes ||
    entries >= least || {
      because: `箱内不足${least}份，份额不得放出，原封保存`,
      facts: { 最少: least },
      cure: '依法废标后，各份投标原封退还',
    },
}
const gateOpen: Rule<ReleaseFacts> = {
  id: 'box.gate',
  title: '后启的信封须待前一环节完成',
  cites: [citeMarked('系统设置', '分信封启封', '△')],
  from: '2013-05-01',
  check: ({ gate, permitted }) =>
    gate === null ||
    permitted || { because: `这一箱须待“${gate}”以后启封`, cure: `完成${gate}后办理` },
}
const notSuspended: Rule<ReleaseFacts> = {
  id: 'box.notSuspended',
  title: '暂停或者终止期间不得启封',
  cites: [cite('政府采购法', '第五十七条', '可以视具体情况书面通知采购人暂停采购活动')],
  from: '2003-01-01',
  check: ({ suspended }) =>
    suspended === null || { because: `采购活动${suspended}，份额不得放出`, cure: '恢复以后办理' },
}
const once: Rule<ReleaseFacts> = {
  id: 'box.once',
  title: '每名保管人只放一次',
  cites: basis,
  from: '2013-05-01',
  check: ({ released, input }) =>
    input?.no === undefined ||
    !released.includes(input.no) || {
      because: '本单位的份额已经放出，不必再办',
      cure: '等待其他保管人放出份额',
    },
}
const genuine: Rule<ReleaseFacts> = {
  id: 'box.genuine',
  title: '份额须与投标人封存时的承诺相符',
  cites: [citeMarked('系统设置', '份额承诺', '△')],
  from: '2013-05-01',
  check: ({ input }) =>
    (input?.wrong ?? []).length === 0 || {
      because: `${(input?.wrong ?? []).join('、')}放出的份额与承诺不符`,
      facts: { 不符: (input?.wrong ?? []).join('、') },
      cure: '核对所用的密钥文件后重新放出；其余保管人足数的，不影响开启',
    },
}
// biome-ignore format: a table reads as a table
export const boxFlow = flow<ReleaseFacts>()(
  { noun: '标箱', module: 'box', states: ['收件', '已封箱', '已启封', '原封保存'], open: ['收件', '已封箱', '已启封', '原封保存'], onDue: { 收件: 'close' } },
  {
    place:   { name: '设箱',     from: [],                   to: '收件',     by: ['代理经办', '采购人经办', '采购人审核', '系统'], inner: true },
    move:    { name: '改期',     from: ['收件'],             to: '收件',     by: ['代理经办', '采购人经办', '采购人审核', '系统'], inner: true },
    close:   { name: '封箱',     from: ['收件'],             to: '已封箱',   by: ['系统'], inner: true },
    permit:  { name: '准予启封', from: ['已封箱'],           to: '已封箱',   by: ['代理经办', '采购人经办', '采购人审核', '评审专家', '系统'], inner: true },
    release: { name: '放出份额', stepUp: true, from: ['已封箱'],           to: '已封箱',   by: ['采购人审核', '代理经办', '财政监管', '系统'], rules: [afterDeadline, enough, gateOpen, notSuspended, once, genuine] },
    open:    { name: '启封',     from: ['已封箱'],           to: '已启封',   by: ['代理经办', '采购人经办', '采购人审核', '系统'], inner: true },
    keep:    { name: '原封保存', from: ['收件', '已封箱'],   to: '原封保存', by: ['代理经办', '采购人经办', '采购人审核', '系统'], inner: true },
  },
)

// biome-ignore format: a table reads as a table
export const keyFlow = flow<object>()(
  { noun: '开标密钥', module: 'custody', states: ['在用', '已停用'], open: ['在用', '已停用'] },
  {
    register: { name: '登记开标密钥', from: [],       to: '在用',   by: ['采购人审核', '代理经办', '财政监管', '系统'] },
    retire:   { name: '停用开标密钥', from: ['在用'], to: '已停用', by: ['采购人审核', '代理经办', '财政监管', '系统'], may: true },
  },
)
