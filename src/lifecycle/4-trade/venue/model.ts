import { type Day, type Instant, type Rule, showDay, showInstant } from '#kernel'
import { cite, citeMarked, flow } from '#law'

/** 国家未见货物服务项目异地评标的程序规定：做法记在系统设置里，各有名字与默认值（rules.md §13）。 */
const REMOTE = citeMarked('系统设置', '异地评标', '△')
const SHARED = citeMarked('发改办法规〔2025〕807号', '工位共享', '◐')

export interface VenueFacts {
  readonly input?: { readonly keeperFits?: boolean; readonly busy?: number }
}
const keeperFits: Rule<VenueFacts> = {
  id: 'venue.keeper',
  title: '场所由在库的代理机构（含集中采购机构）管理',
  cites: [REMOTE],
  from: '2003-01-01',
  check: ({ input }) =>
    input?.keeperFits !== false || {
      because: '所选单位不是在库的代理机构或集中采购机构',
      cure: '从代理机构库中选择管理单位',
      field: 'keeper',
    },
}
const notBooked: Rule<VenueFacts> = {
  id: 'venue.notBooked',
  title: '有席位预订的场所不得停用',
  cites: [SHARED],
  from: '2003-01-01',
  check: ({ input }) =>
    (input?.busy ?? 0) === 0 || {
      because: `还有${input?.busy}项没有结束的预订`,
      facts: { 预订: input?.busy ?? 0 },
      cure: '待预订的评审结束，或由预订人改订后停用',
    },
}
// biome-ignore format: a table reads as a table
export const venueFlow = flow<VenueFacts>()(
  { noun: '评审场所', module: 'venue', states: ['可用', '停用'], open: ['可用', '停用'] },
  {
    register: { name: '登记评审场所', from: [],       to: '可用', by: ['财政监管'], rules: [keeperFits], nature: '备案' },
    suspend:  { name: '停用',         from: ['可用'], to: '停用', by: ['财政监管'], rules: [notBooked], may: true },
    restore:  { name: '恢复使用',     from: ['停用'], to: '可用', by: ['财政监管'], may: true },
  },
)

export interface RemoteFacts {
  readonly now: Instant
  readonly starts: Instant
  readonly tenderState: string
  readonly reviewDay: Day | null
  /** Bookings that stand, by what they are. */
  readonly main: number
  readonly sub: number
  readonly unconfirmed: number
  readonly members: number
  /** Members with a seat that was checked and attested. */
  readonly seated: number
  /** Of the bookings that stand, those where nobody sits. */
  readonly emptySites: number
  /** Pairs of members from one unit: how many, never who. */
  readonly sameUnit: number
  /** Lots whose evaluation is neither reported nor failed. */
  readonly openLots: readonly number[]
  /** Seats whose line is silent, by number; since when the oldest silence lasts. */
  readonly silent: readonly number[]
  readonly silentSince: Instant | null
  readonly waitMs: number
  readonly input?: {
    readonly slot?: { readonly starts: Instant; readonly day: Day }
    readonly sites?: readonly { readonly venue: string; readonly kind: string }[]
    readonly short?: readonly string[]
    readonly known?: boolean
    readonly free?: boolean
  }
}
const whileTrading: Rule<RemoteFacts> = {
  id: 'remote.whileTrading',
  title: '公告发布后、评审结束前方可安排异地评审',
  cites: [REMOTE],
  from: '2003-01-01',
  check: ({ tenderState }) =>
    tenderState === '招标中' ||
    tenderState === '已截标' || {
      because: `项目处于“${tenderState}”`,
      cure: '公告发布后再预订席位',
    },
}
const twoSites: Rule<RemoteFacts> = {
  id: 'remote.sites',
  title: '异地评审须有一个主会场和至少一个分会场，场所各不相同',
  cites: [REMOTE],
  from: '2003-01-01',
  check: ({ input }) => {
    const sites = input?.sites
    if (sites === undefined) return true
    const main = sites.filter((s) => s.kind === '主会场').length
    const sub = sites.filter((s) => s.kind === '分会场').length
    const twice = new Set(sites.map((s) => s.venue)).size < sites.length
    return (
      (main === 1 && sub > 0 && !twice) || {
        because: twice ? '同一场所预订了两次' : `主会场${main}个，分会场${sub}个`,
        facts: { 主会场: main, 分会场: sub },
        cure: '选一个主会场，再选不同的分会场',
        field: 'sites',
      }
    )
  },
}
const onReviewDay: Rule<RemoteFacts> = {
  id: 'remote.slot',
  title: '席位的时间须在公告的评审日，且尚未过去',
  cites: [REMOTE],
  from: '2003-01-01',
  check: ({ now, reviewDay, input }) => {
    const slot = input?.slot
    if (slot === undefined) return true
    if (slot.starts <= now)
      return {
        because: `席位从${showInstant(slot.starts)}起，已经过去`,
        cure: '另选时间',
        field: 'starts',
      }
    return (
      reviewDay === null ||
      slot.day >= reviewDay || {
        because: `评审定于${showDay(reviewDay)}，席位订在${showDay(slot.day)}`,
        facts: { 评审日: reviewDay, 席位日: slot.day },
        cure: '席位订在评审日或以后',
        field: 'starts',
      }
    )
  },
}
const freeSeats: Rule<RemoteFacts> = {
  id: 'remote.freeSeats',
  title: '预订的席位须有空',
  cites: [SHARED],
  from: '2003-01-01',
  check: ({ input }) =>
    (input?.short ?? []).length === 0 || {
      because: (input?.short ?? []).join('；'),
      cure: '减少席位、另选场所或另选时间；席位表写着每个时段还有几席',
      field: 'sites',
    },
}
const confirmed: Rule<RemoteFacts> = {
  id: 'remote.confirmed',
  title: '各会场确认席位后方可开场',
  cites: [REMOTE],
  from: '2003-01-01',
  check: ({ unconfirmed, main, sub }) =>
    (unconfirmed === 0 && main === 1 && sub > 0) || {
      because:
        unconfirmed > 0 ? `还有${unconfirmed}处会场没有确认` : `主会场${main}处，分会场${sub}处`,
      facts: { 未确认: unconfirmed },
      cure: '等会场确认；谢绝或逾期的，另订席位',
    },
}
const everyoneSeated: Rule<RemoteFacts> = {
  id: 'remote.everyoneSeated',
  title: '评委全部到席、设备合格、身份经核验方可开场',
  cites: [REMOTE, cite('87号令', '第四十五条', '核对评审专家身份')],
  from: '2017-10-01',
  check: ({ members, seated, emptySites }) =>
    (members > 0 && seated === members && emptySites === 0) || {
      because:
        emptySites > 0
          ? `有${emptySites}处会场没有评委到席`
          : `评委${members}名，到席并经核验的${seated}名`,
      facts: { 评委: members, 到席: seated },
      cure: '请评委在席位上自检设备，由会场管理单位核验身份',
    },
}
const apart: Rule<RemoteFacts> = {
  id: 'remote.apart',
  title: '异地评审的评委不得来自同一单位',
  cites: [REMOTE],
  from: '2003-01-01',
  check: ({ sameUnit }) =>
    sameUnit === 0 || {
      because: `有${sameUnit}对评委来自同一单位`,
      facts: { 同一单位: sameUnit },
      cure: '更换其中一名，由抽取次序的下一位递补',
    },
}
const notEarly: Rule<RemoteFacts> = {
  id: 'remote.notEarly',
  title: '到预订的时间方可开场',
  cites: [REMOTE],
  from: '2003-01-01',
  check: ({ now, starts }) =>
    now >= starts || {
      because: `席位从${showInstant(starts)}起，现在是${showInstant(now)}`,
      facts: { 现在: showInstant(now), 开场: showInstant(starts) },
      cure: `${showInstant(starts)}起开场`,
    },
}
const linked: Rule<RemoteFacts> = {
  id: 'remote.linked',
  title: '各席连线恢复后方可继续',
  cites: [REMOTE],
  from: '2003-01-01',
  check: ({ silent }) =>
    silent.length === 0 || {
      because: `${silent.map((n) => `${n}号席`).join('、')}还没有连上`,
      facts: { 断线: silent.join('、') },
      cure: '等席位恢复连线；超过等待时间的，换席或改期',
    },
}
/** 断线不足等待时间的只等；超过了才由规则许可换席、改期。 */
const waited: Rule<RemoteFacts> = {
  id: 'remote.waited',
  title: '断线超过等待时间方可换席或改期',
  cites: [REMOTE],
  from: '2003-01-01',
  check: ({ now, silentSince, waitMs }) => {
    const minutes = silentSince === null ? 0 : Math.floor((now - silentSince) / 60_000)
    return (
      (silentSince !== null && now - silentSince >= waitMs) || {
        because: `断线${minutes}分钟，不足${waitMs / 60_000}分钟`,
        facts: { 已断线分钟: minutes, 等待分钟: waitMs / 60_000 },
        cure: '继续等待；等待期间不计评审时间',
      }
    )
  },
}
const seatThere: Rule<RemoteFacts> = {
  id: 'remote.seatThere',
  title: '改坐的须是订下而空着的席位',
  cites: [REMOTE],
  from: '2003-01-01',
  check: ({ input }) =>
    (input?.known !== false && input?.free !== false) || {
      because: input?.known === false ? '没有这个席位' : '这个席位有人坐',
      cure: '选订下而空着的席位（含备用会场）',
      field: 'seat',
    },
}
const evaluated: Rule<RemoteFacts> = {
  id: 'remote.evaluated',
  title: '各包评审报告形成后方可收场',
  cites: [cite('87号令', '第五十八条', '编写评标报告')],
  from: '2017-10-01',
  check: ({ openLots }) =>
    openLots.length === 0 || {
      because: `第${openLots.join('、')}包还没有评完`,
      facts: { 未评完: openLots.join('、') },
      cure: '先汇总评审报告，或依法废标',
    },
}
// biome-ignore format: a table reads as a table
export const remoteFlow = flow<RemoteFacts>()(
  {
    noun: '异地评审', module: 'remote',
    states: ['待确认席位', '待开场', '进行中', '已暂停', '已改期', '待签记录', '已结束', '已取消'],
    onDue: { 进行中: 'interrupt' },
  },
  {
    plan:      { name: '安排异地评审', from: [],                     to: '待确认席位', by: ['代理经办'], rules: [whileTrading, twoSites, onReviewDay, freeSeats] },
    rebook:    { name: '改订席位',     from: ['待确认席位', '待开场', '已改期'], to: '待确认席位', by: ['代理经办'], rules: [twoSites, onReviewDay, freeSeats] },
    settle:    { name: '席位齐备',     from: ['待确认席位'],         to: '待开场',     by: ['代理经办', '系统'], inner: true },
    start:     { name: '开场',         from: ['待开场'],             to: '进行中',     by: ['代理经办'], rules: [notEarly, confirmed, everyoneSeated, apart] },
    interrupt: { name: '断线暂停',     from: ['进行中'],             to: '已暂停',     by: ['系统'] },
    resume:    { name: '恢复评审',     from: ['已暂停'],             to: '进行中',     by: ['代理经办', '系统'], rules: [linked] },
    swap:      { name: '换席',         from: ['已暂停'],             to: '已暂停',     by: ['代理经办'], rules: [waited, seatThere], may: true },
    adjourn:   { name: '改期',         from: ['已暂停'],             to: '已改期',     by: ['代理经办'], rules: [waited], may: true },
    finish:    { name: '收场',         from: ['进行中'],             to: '待签记录',   by: ['代理经办'], rules: [evaluated] },
    close:     { name: '各会场签齐',   from: ['待签记录'],           to: '已结束',     by: ['代理经办'], inner: true },
    cancel:    { name: '取消异地评审', from: ['待确认席位', '待开场', '已改期'], to: '已取消', by: ['代理经办'], may: true },
  },
)

export interface BookingFacts {
  readonly keeper: boolean
  readonly remoteState: string
}
const keeperOnly: Rule<BookingFacts> = {
  id: 'booking.keeper',
  title: '席位由场所的管理单位确认、谢绝和签记录',
  cites: [REMOTE],
  from: '2003-01-01',
  check: ({ keeper }) =>
    keeper || { because: '本单位是预订人，不是这处场所的管理单位', cure: '请场所的管理单位办理' },
}
const afterFinish: Rule<BookingFacts> = {
  id: 'booking.afterFinish',
  title: '收场以后签会场记录',
  cites: [REMOTE, cite('87号令', '第三十九条', '进行全程录音录像')],
  from: '2017-10-01',
  check: ({ remoteState }) =>
    remoteState === '待签记录' || { because: `异地评审处于“${remoteState}”`, cure: '收场后签署' },
}
// biome-ignore format: a table reads as a table
export const bookingFlow = flow<BookingFacts>()(
  { noun: '席位预订', module: 'booking', states: ['待确认', '已确认', '已谢绝', '逾期未确认', '已退订', '已签记录'], onDue: { 待确认: 'lapse' } },
  {
    request: { name: '预订席位',     from: [],                   to: '待确认',     by: ['代理经办'], inner: true },
    confirm: { name: '确认席位',     from: ['待确认'],           to: '已确认',     by: ['代理经办'], rules: [keeperOnly] },
    refuse:  { name: '谢绝',         from: ['待确认'],           to: '已谢绝',     by: ['代理经办'], rules: [keeperOnly], may: true },
    lapse:   { name: '逾期未确认',   from: ['待确认'],           to: '逾期未确认', by: ['系统'] },
    release: { name: '退订',         from: ['待确认', '已确认'], to: '已退订',     by: ['代理经办'], inner: true },
    sign:    { name: '签会场记录', stepUp: true,  from: ['已确认'],           to: '已签记录',   by: ['代理经办'], rules: [keeperOnly, afterFinish] },
  },
)

/** 席位自检：what the page of the seat measured. */
export interface Device {
  readonly camera: boolean
  readonly microphone: boolean
  /** Median round trip, milliseconds. */
  readonly latency: number
  /** Kilobits a second, whole: the journal writes no fractions. */
  readonly bandwidth: number
}
export interface SittingFacts {
  readonly keeper: boolean
  readonly device: Device
  readonly latencyMost: number
  readonly bandwidthLeast: number
  readonly input?: { readonly seatFits?: boolean }
}
const seatBooked: Rule<SittingFacts> = {
  id: 'sitting.booked',
  title: '所坐的须是为本项目订下而空着的席位',
  cites: [REMOTE],
  from: '2003-01-01',
  check: ({ input }) =>
    input?.seatFits !== false || {
      because: '这个席位没有订下，或者已经有人',
      cure: '看桌上的席号，选订下的席位',
      field: 'seat',
    },
}
const green: Rule<SittingFacts> = {
  id: 'sitting.green',
  title: '席位设备自检合格方可到席',
  cites: [REMOTE],
  from: '2003-01-01',
  check: ({ device, latencyMost, bandwidthLeast }) => {
    const bad = [
      ...(device.camera ? [] : ['没有摄像头']),
      ...(device.microphone ? [] : ['没有话筒']),
      ...(device.latency > latencyMost
        ? [`时延${device.latency}毫秒，上限${latencyMost}毫秒`]
        : []),
      ...(device.bandwidth < bandwidthLeast
        ? [`带宽${device.bandwidth / 1000}兆，下限${bandwidthLeast / 1000}兆`]
        : []),
    ]
    return (
      bad.length === 0 || {
        because: bad.join('；'),
        facts: { 时延毫秒: device.latency, 带宽兆: device.bandwidth / 1000 },
        cure: '请会场换一个席位或修好后重新自检',
      }
    )
  },
}
const attester: Rule<SittingFacts> = {
  id: 'sitting.attester',
  title: '身份由席位所在会场的管理单位当面核验',
  cites: [cite('87号令', '第四十五条', '核对评审专家身份'), REMOTE],
  from: '2017-10-01',
  check: ({ keeper }) =>
    keeper || { because: '本单位不管理这处会场', cure: '请会场的管理单位核验' },
}
// biome-ignore format: a table reads as a table
export const sittingFlow = flow<SittingFacts>()(
  { noun: '评审到席', module: 'sitting', states: ['待核验', '已到席', '已离席'], closed: ['待核验', '已到席', '已离席'] },
  {
    sit:    { name: '到席自检', from: [],                   to: '待核验', by: ['评审专家'], rules: [seatBooked, green], sealed: true },
    attest: { name: '核验身份', from: ['待核验'],           to: '已到席', by: ['代理经办'], rules: [attester], sealed: true },
    move:   { name: '改坐他席', from: ['待核验', '已到席', '已离席'], to: '待核验', by: ['评审专家'], rules: [seatBooked, green], sealed: true, may: true },
    leave:  { name: '离席',     from: ['待核验', '已到席'], to: '已离席', by: ['代理经办', '系统'], inner: true, sealed: true },
  },
)

/** 异地评审记录: what each site signs. Times RFC 3339; seats without names. */
export interface RemoteRecord {
  readonly v: 1
  readonly remote: string
  readonly title: string
  readonly opened: string
  readonly closed: string
  readonly sites: readonly {
    readonly venue: string
    readonly kind: string
    readonly region: string
    readonly seats: readonly number[]
    readonly seated: number
  }[]
  readonly interruptions: readonly {
    readonly venue: string
    readonly seat: number
    readonly began: string
    readonly ended: string
    readonly minutes: number
    readonly decision: string
  }[]
}
