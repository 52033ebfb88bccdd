import { type Day, type Instant, type Rule, showDay } from '#kernel'
import { cite, citeMarked, flow, lawOn } from '#law'
import {
  arriving,
  committed,
  inReach,
  once,
  type Standing,
  standing,
  usccHolds,
} from '#libraries/register'

/** What a supplier promises instead of handing in papers (政府采购法第二十二条). Shown whole before the tick, kept with the fact. */
export const COMMITMENT =
  '本单位承诺：具有独立承担民事责任的能力；具有良好的商业信誉和健全的财务会计制度；具有履行合同所必需的设备和专业技术能力；有依法缴纳税收和社会保障资金的良好记录；参加政府采购活动前三年内，在经营活动中没有重大违法记录；所填资料真实，变化后及时更新。承诺不实的，依法承担责任。'

export const declarations = [
  '中小企业声明',
  '残疾人福利性单位声明',
  '监狱企业声明',
  '本国产品声明',
  '资质证书',
  '纳税和社会保障资金缴纳',
  '财务状况',
  '业绩',
  '其他',
] as const
export interface Relation {
  readonly kind: '控股' | '参股' | '管理'
  readonly uscc: string
  readonly name: string
  readonly percent: number | null
  readonly since: Day
  readonly until: Day | null
}
export interface Share {
  readonly code: string
  readonly supplier: string
  readonly reader: string
  readonly made: Instant
  readonly ends: Instant
  readonly revoked: Instant | null
  readonly reads: number
}

export interface SupplierFacts extends Standing {
  readonly input?: Standing['input'] & {
    readonly declaring?: { kind: string; staff: number | null; disabled: number | null }
    readonly relation?: { uscc: string; own: string; kind: string; percent: number | null }
    readonly shareDays?: number
  }
}
const welfare: Rule<SupplierFacts> = {
  id: 'supplier.welfare',
  title: '残疾人福利性单位的安置比例和人数',
  cites: [citeMarked('财库〔2017〕141号', '一', '◐')],
  from: '2017-10-01',
  check: ({ input }, on) => {
    const d = input?.declaring
    if (d?.kind !== '残疾人福利性单位声明') return true
    if (d.staff === null || d.disabled === null)
      return { because: '没有填在职职工人数和残疾职工人数', cure: '填写两个人数', field: 'staff' }
    const percent = lawOn(on)('残疾职工最低比例')
    const least = lawOn(on)('残疾职工最少人数')
    return (
      (d.disabled * 100 >= d.staff * percent && d.disabled >= least && d.disabled <= d.staff) || {
        because:
          d.disabled > d.staff
            ? `残疾职工${d.disabled}人多于在职职工${d.staff}人`
            : `残疾职工${d.disabled}人，占在职职工${d.staff}人的${Math.floor((d.disabled * 1000) / d.staff) / 10}%`,
        facts: { 在职职工: d.staff, 残疾职工: d.disabled },
        cure: `比例不低于${percent}%且不少于${least}人方可声明`,
        field: 'disabled',
      }
    )
  },
}
const otherParty: Rule<SupplierFacts> = {
  id: 'supplier.otherParty',
  title: '关联单位须另有其人',
  cites: [
    cite('政府采购法实施条例', '第十八条', '存在直接控股、管理关系的不同供应商'),
    citeMarked('GB 32100—2015', '校验码', '◐'),
  ],
  from: '2015-03-01',
  check: ({ input }) => {
    const r = input?.relation
    if (r === undefined) return true
    if (r.uscc === r.own)
      return { because: '填的是本单位自己的代码', cure: '填对方的代码', field: 'uscc' }
    return (
      r.kind === '管理' ||
      r.percent !== null || {
        because: `${r.kind}关系没有填持股比例`,
        cure: '填写持股比例',
        field: 'percent',
      }
    )
  },
}
const shareTerm: Rule<SupplierFacts> = {
  id: 'supplier.shareTerm',
  title: '分享码须有期限',
  cites: [citeMarked('系统设置', '分享码最长日数', '△')],
  from: '2020-03-02',
  check: ({ input }, on) => {
    const most = lawOn(on)('分享码最长日数')
    const days = input?.shareDays
    return (
      days === undefined ||
      days <= most || {
        because: `分享${days}日，最长${most}日`,
        cure: `改为${most}日以内，到期可以再出具`,
        field: 'days',
        suggest: String(most),
      }
    )
  },
}

// biome-ignore format: a table reads as a table
export const supplierFlow = flow<SupplierFacts>()(
  { noun: '供应商登记', module: 'supplier', states: ['在库', '暂停', '停用', '已撤回'], onDue: { 暂停: 'lapse' } },
  {
    register:  { name: '登记（备案）', from: [],               to: '在库', by: ['供应商经办'], rules: [usccHolds, once, committed], nature: '备案' },
    enrol:     { name: '迁入',         from: [],               to: '在库', by: ['系统'], rules: [usccHolds, once] },
    amend:     { name: '变更登记',     from: ['在库'],         to: '在库', by: ['供应商经办'], nature: '备案', may: true },
    declare:   { name: '声明一项资料', from: ['在库'],         to: '在库', by: ['供应商经办'], rules: [welfare], nature: '备案', may: true },
    relate:    { name: '申报关联单位', from: ['在库'],         to: '在库', by: ['供应商经办'], rules: [otherParty], nature: '备案', may: true },
    unrelate:  { name: '解除关联',     from: ['在库'],         to: '在库', by: ['供应商经办'], may: true },
    share:     { name: '出具分享码',   from: ['在库'],         to: '在库', by: ['供应商经办'], rules: [shareTerm], sealed: true, may: true },
    revoke:    { name: '收回分享码',   from: ['在库'],         to: '在库', by: ['供应商经办'], sealed: true, may: true },
    ...arriving([usccHolds, once, inReach]),
    ...standing('供应商经办'),
  },
)

export interface ClaimFacts {
  readonly today: Day
}
// biome-ignore format: a table reads as a table
export const claimFlow = flow<ClaimFacts>()(
  { noun: '登记认领', module: 'claim', states: ['待核实', '已交付', '未通过'], onDue: { 待核实: 'overdue' } },
  {
    ask:      { name: '申请认领',       from: [],         to: '待核实', by: ['供应商经办'], sealed: true },
    handOver: { name: '核实并交付',     from: ['待核实'], to: '已交付', by: ['财政监管'], sealed: true, nature: '核准' },
    overdue:  { name: '逾期未核实',     from: ['待核实'], to: '待核实', by: ['系统'], sealed: true },
    decline:  { name: '不予认领',       from: ['待核实'], to: '未通过', by: ['财政监管'], sealed: true, nature: '核准' },
  },
)

export interface Pair {
  readonly a: string
  readonly b: string
  readonly why: string
}
interface Party {
  readonly id: string
  readonly name: string
  readonly uscc: string
  readonly in_charge: string
}
/**
 * Who among these may not stand in one package together (条例第十八条): the same person in charge, a direct holding, or management.
 * A mere share (参股) is shown on the record and does not bar: the article says 直接控股.
 */
export function relatedAmong(
  parties: readonly Party[],
  relations: readonly (Relation & { supplier: string })[],
  on: Day,
): Pair[] {
  return parties.flatMap((a, i) =>
    parties.slice(i + 1).flatMap((b) => {
      if (a.in_charge === b.in_charge)
        return [{ a: a.id, b: b.id, why: `单位负责人为同一人（${a.in_charge}）` }]
      const r = relations.find(
        (x) =>
          x.kind !== '参股' &&
          x.since <= on &&
          (x.until === null || x.until > on) &&
          ((x.supplier === a.id && x.uscc === b.uscc) ||
            (x.supplier === b.id && x.uscc === a.uscc)),
      )
      return r === undefined
        ? []
        : [{ a: a.id, b: b.id, why: `存在直接${r.kind}关系（自${showDay(r.since)}）` }]
    }),
  )
}
