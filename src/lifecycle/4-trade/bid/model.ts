import { z } from 'zod'
import { type Fen, type Instant, type Rule, showInstant, veil, zFen, zText } from '#kernel'
import { cite, citeMarked, flow, sayByNumber } from '#law'
import type { Fault } from '#trade/box'
import { sizes } from './declared.ts'
import { grades } from './grade.ts'

/** What a bidder fills in, seals in its own browser and nobody reads before the opening. */
export const zPlainBid = z.strictObject({
  price: zFen
    .refine((n) => n > 0, { message: '报价须大于零' })
    .meta({ title: '投标总价（元）', 'x-kind': 'money' }),
  items: z
    .array(
      z.strictObject({
        name: zText(200).meta({ title: '标的名称' }),
        brand: zText(100).meta({ title: '品牌' }),
        model: zText(100).meta({ title: '规格型号' }),
        quantity: z.int().min(1).max(10_000_000).meta({ title: '数量' }),
        unitPrice: zFen.meta({ title: '单价（元）', 'x-kind': 'money' }),
      }),
    )
    .min(1)
    .max(500)
    .meta({ title: '分项报价' }),
  sme: z.enum(['none', 'all', 'medium', 'share']).meta({
    title: '中小企业声明',
    'x-names': {
      none: '不声明',
      all: '全部由小微企业制造或承接',
      medium: '全部由中小企业制造或承接，其中有中型企业',
      share: '联合体或分包含小微企业',
    },
  }),
  smeProof: z
    .enum(['中小企业声明函', '残疾人福利性单位声明函', '监狱企业证明文件'])
    .optional()
    .meta({ title: '凭何声明（不填为中小企业声明函）' }),
  makers: z
    .array(
      z.strictObject({
        item: zText(200).meta({ title: '标的' }),
        industry: zText(60).meta({ title: '所属行业' }),
        name: zText(120).meta({ title: '制造或承接企业' }),
        staff: z.int().min(0).max(10_000_000).optional().meta({ title: '从业人员（人）' }),
        revenue: zFen.optional().meta({ title: '营业收入（元）', 'x-kind': 'money' }),
        assets: zFen.optional().meta({ title: '资产总额（元）', 'x-kind': 'money' }),
        size: z.enum(sizes).meta({ title: '规模' }),
      }),
    )
    .max(200)
    .optional()
    .meta({ title: '声明函：相关企业的具体情况（不声明的不填）' }),
  smeAmount: zFen.optional().meta({ title: '小微企业承担金额（元）', 'x-kind': 'money' }),
  mediumAmount: zFen.optional().meta({ title: '中型企业承担金额（元）', 'x-kind': 'money' }),
  domestic: z.enum(['none', 'all', 'share']).meta({
    title: '本国产品声明',
    'x-names': { none: '不声明', all: '全部为本国产品', share: '部分为本国产品' },
  }),
  domesticCostPercent: z.int().min(0).max(100).optional().meta({ title: '本国产品成本占比（%）' }),
  delivery: zText(500).meta({ title: '交货或服务期限、地点' }),
  qualifications: z.record(z.string().max(40), zText(2000)).meta({ title: '资格条件响应' }),
  responses: z.record(z.string().max(40), zText(8000)).meta({ title: '评审因素响应' }),
  counts: z
    .record(z.string().max(40), z.int().min(0).max(1_000_000_000))
    .optional()
    .meta({ title: '由系统计算的评审因素：填报的数' }),
  substantial: z.record(z.string().max(40), zText(2000)).meta({ title: '实质性要求响应' }),
  consortium: z
    .array(
      z.strictObject({
        name: zText(120).meta({ title: '联合体成员' }),
        uscc: z.string().max(18).optional().meta({ title: '统一社会信用代码' }),
        work: zText(200).optional().meta({ title: '承担的工作' }),
        percent: z.int().min(1).max(99).meta({ title: '承担的合同份额（%）' }),
        sme: z.boolean().meta({ title: '中小企业' }),
        size: z.enum(sizes).optional().meta({ title: '规模' }),
        grade: z.enum(grades).optional().meta({ title: '资质等级（没有同类资质的不填）' }),
      }),
    )
    .max(10)
    .default([])
    .meta({ title: '联合体其他成员（不是联合体的不填）' }),
  work: zText(200).optional().meta({ title: '本单位承担的工作（联合体填）' }),
  grade: z.enum(grades).optional().meta({ title: '本单位的资质等级（要求等级的填）' }),
  index: z
    .record(
      z.string().regex(/^(qualifications|responses|substantial)\.[a-z0-9]{1,20}$/),
      z.strictObject({
        file: zText(255).meta({ title: '附件' }),
        page: z.int().min(1).max(100_000).meta({ title: '页' }),
        to: z.int().min(1).max(100_000).optional().meta({ title: '至' }),
      }),
    )
    .optional()
    .meta({ title: '响应索引：每一项在哪份附件的第几页' }),
  contact: zText(100).meta({ title: '联系人与电话' }),
})
/** 技术信封: everything but prices; a price found in it spoils it. */
export const zTechnicalBid = zPlainBid.omit({ price: true }).extend({
  items: z
    .array(
      z.strictObject({
        name: zText(200).meta({ title: '标的名称' }),
        brand: zText(100).meta({ title: '品牌' }),
        model: zText(100).meta({ title: '规格型号' }),
        quantity: z.int().min(1).max(10_000_000).meta({ title: '数量' }),
      }),
    )
    .min(1)
    .max(500)
    .meta({ title: '标的' }),
})
export type PlainBid = z.output<typeof zPlainBid>

export interface BidFacts {
  readonly now: Instant
  readonly deadline: Instant | null
  readonly boxState: string
  readonly supplierState: string
  readonly paused: boolean
  /** On the shortlist, where suppliers were invited by name. */
  readonly invited: boolean
}
const inTime: Rule<BidFacts> = {
  id: 'bid.inTime',
  title: '逾期送达的投标文件应当拒收',
  cites: [
    cite(
      '87号令',
      '第三十三条',
      '逾期送达或者未按照招标文件要求密封的投标文件，采购人、采购代理机构应当拒收',
    ),
  ],
  from: '2017-10-01',
  // Two conditions: it had arrived before the deadline, and its turn came before the box was closed. The second is decided
  // by the order of transactions, which the journal shows; see docs/decisions on the close marker.
  check: ({ now, deadline, boxState, paused }) =>
    (boxState === '收件' && !paused && deadline !== null && now < deadline) || {
      because: paused
        ? '采购活动已暂停，恢复后再提交'
        : deadline === null
          ? '招标公告尚未发布'
          : now >= deadline
            ? `投标已于${showInstant(deadline)}截止，本次收到时已过${now - deadline}毫秒`
            : boxState === '已封箱'
              ? '标箱已经封箱：本次在截止前到达，但在封箱之后才轮到；流水的先后为准'
              : `标箱处于“${boxState}”，不再接收投标文件`,
      facts: {
        截止: deadline === null ? '未定' : showInstant(deadline),
        收到晚于截止毫秒: deadline === null ? 0 : Math.max(0, now - deadline),
      },
      cure: '截止或者封箱以后不再接收；因系统故障没有办成的，以公布的服务故障和顺延公告为准',
    },
}
const withdrawable: Rule<BidFacts> = {
  ...inTime,
  id: 'bid.withdrawable',
  title: '投标截止前方可补充、修改或者撤回',
  cites: [
    cite(
      '87号令',
      '第三十四条',
      '投标人在投标截止时间前，可以对所递交的投标文件进行补充、修改或者撤回',
    ),
  ],
}
const registered: Rule<BidFacts> = {
  id: 'bid.registered',
  title: '供应商须在库',
  cites: [citeMarked('内财购〔2020〕179号', '七大基础库', '✔')],
  from: '2020-03-02',
  check: ({ supplierState }) =>
    supplierState === '在库' || {
      because: `本单位在供应商库中处于“${supplierState}”`,
      cure: '完成供应商登记后投标',
    },
}
const invitedOnly: Rule<BidFacts> = {
  id: 'bid.invited',
  title: '只有受邀请的供应商可以参加',
  cites: [
    cite('87号令', '第十四条', '向其发出投标邀请书'),
    cite('74号令', '第十二条', '邀请不少于3家符合相应资格条件的供应商参与'),
  ],
  from: '2014-02-01',
  check: ({ invited }) =>
    invited || {
      because: '本项目以邀请方式进行，本单位不在邀请名单',
      cure: '受到邀请的供应商才能参加；认为邀请违法的，可以依法质疑',
    },
}
// biome-ignore format: a table reads as a table
export const bidFlow = flow<BidFacts>()(
  { noun: '投标', module: 'bid', states: ['已提交', '已撤回', '已开启', '无法开启', '无效'], closed: ['已提交', '已撤回'], say: sayByNumber },
  {
    submit:    { name: '提交投标文件', stepUp: true, from: [],                     to: '已提交',   by: ['供应商经办'], rules: [inTime, registered, invitedOnly], sealed: true },
    replace:   { name: '更换投标文件', stepUp: true, from: ['已提交', '已撤回'],   to: '已提交',   by: ['供应商经办'], rules: [withdrawable, registered], sealed: true, may: true },
    withdraw:  { name: '撤回投标文件', from: ['已提交'],             to: '已撤回',   by: ['供应商经办'], rules: [withdrawable], sealed: true, may: true },
    open:      { name: '开启',         from: ['已提交'],             to: '已开启',   by: ['代理经办'], inner: true },
    spoil:     { name: '无法开启',     from: ['已提交'],             to: '无法开启', by: ['代理经办'], inner: true },
    reject:    { name: '投标无效',     from: ['已开启'],             to: '无效',     by: ['采购人经办', '代理经办', '系统'], inner: true },
  },
)
const sealedUntilOpening = cite('87号令', '第二十八条', '可能影响公平竞争的有关招标投标的其他情况')
const JUDGES = ['供应商', '采购人', '代理机构', '评审专家', '财政部门']
/** A bid is sealed until the opening; what the committee made of it is said when the result is. */
export const bidVeil = veil(bidFlow, ['密封中', '已启封', '结果已公告'], {
  opened: {
    title: '投标内容与报价',
    cites: [sealedUntilOpening],
    to: { 密封中: [], 已启封: JUDGES, 结果已公告: JUDGES },
  },
  mine: {
    title: '本单位的得分、排序与未通过的原因',
    cites: [cite('87号令', '第六十九条', '未中标人本人的评审得分与排序')],
    to: { 密封中: [], 已启封: [], 结果已公告: ['读者'] },
  },
})
export interface Bid {
  readonly id: string
  readonly lot: string
  readonly supplier: string
  readonly box: string
  /** SHA-256 of the envelope, which names the ciphertext by its hash. */
  readonly sha256: string
  /** Bytes of ciphertext. */
  readonly size: number
  readonly submitted: Instant
  /** In wire form (yuan as text): exactly what the bidder sealed. */
  readonly opened: z.input<typeof zPlainBid> | null
  readonly price: Fen | null
  readonly fault: Fault | null
}
