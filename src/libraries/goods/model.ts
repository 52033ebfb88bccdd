import { type Day, type Rule, type StateOf, showDay } from '#kernel'
import { citeMarked, flow } from '#law'

export const kinds = ['节能产品', '环境标志产品', '脱贫地区农副产品'] as const
export interface Certificate {
  readonly kind: (typeof kinds)[number]
  readonly no: string
  readonly expires: Day
}
export interface Facts {
  readonly today: Day
  readonly rows: number
  readonly faults: number
  readonly importing: boolean
  /** Certificates that have run out, by supplier's code. */
  readonly expired: readonly { sku: string; kind: string; expires: Day }[]
  readonly input?: { readonly onlyGood?: boolean }
}
const HERE = citeMarked('内财购〔2020〕179号', '商品库', '◐')
const complete: Rule<Facts> = {
  id: 'goods.complete',
  title: '上架单须有商品',
  cites: [HERE],
  from: '2020-03-02',
  check: ({ rows, importing }) =>
    importing
      ? { because: '表格还在读入', cure: '待读完后再提交' }
      : rows > 0 || { because: '上架单里没有商品', cure: '上传表格，或逐项录入' },
}
const clean: Rule<Facts> = {
  id: 'goods.clean',
  title: '有误的行须改正或舍去',
  cites: [HERE],
  from: '2020-03-02',
  check: ({ rows, faults, input }) =>
    faults === 0 ||
    input?.onlyGood === true || {
      because: `表格有${faults}处有误`,
      facts: { 有误: faults, 可以上架: rows },
      cure: `下载错误清单，改正后重新上传；或勾选只提交没有错误的${rows}项`,
      field: 'onlyGood',
      suggest: 'true',
    },
}
const certified: Rule<Facts> = {
  id: 'goods.certified',
  title: '节能、环境标志证书须在有效期内',
  cites: [citeMarked('财库〔2019〕9号', '三', '✎')],
  from: '2019-04-01',
  check: ({ expired }) => {
    const [first] = expired
    return (
      !first || {
        because: `货号${first.sku}的${first.kind}证书已于${showDay(first.expires)}到期${expired.length > 1 ? `，另有${expired.length - 1}件` : ''}`,
        facts: { 货号: first.sku, 到期日: showDay(first.expires) },
        cure: '换用有效的证书，或去掉该证书后重新上传',
      }
    )
  },
}
const putUp = [complete, clean, certified]

// biome-ignore format: a table reads as a table
export const listingFlow = flow<Facts>()(
  { noun: '商品上架', module: 'listing', states: ['登记中', '待审核', '在库', '停用'], open: ['在库'], onDue: { 待审核: 'admit' } },
  {
    register: { name: '登记商品', from: [],         to: '登记中', by: ['供应商经办'] },
    upload:   { name: '上传商品表', from: ['登记中'], to: '登记中', by: ['供应商经办'] },
    submit:   { name: '提交审核', from: ['登记中'], to: '待审核', by: ['供应商经办'], rules: putUp },
    giveBack: { name: '退回修改', from: ['待审核'], to: '登记中', by: ['财政监管'] },
    admit:    { name: '机器核查入库', from: ['待审核'], to: '在库', by: ['系统'], rules: [certified] },
    flag:     { name: '机器核查有疑，转人工', from: ['待审核'], to: '待审核', by: ['系统'] },
    approve:  { name: '审核入库', from: ['待审核'], to: '在库', by: ['财政监管'], rules: [certified] },
    reprice:  { name: '调整价格', from: ['在库'],   to: '在库', by: ['供应商经办'] },
    delist:   { name: '下架一项', from: ['在库'],   to: '在库', by: ['供应商经办', '财政监管'], may: true },
    stop:     { name: '停用',     from: ['在库'],   to: '停用', by: ['供应商经办', '财政监管'], may: true },
    resume:   { name: '恢复在库', from: ['停用'],   to: '在库', by: ['财政监管'], rules: [certified] },
  },
)
export type State = StateOf<typeof listingFlow>
