import type { Day, Instant, StateOf } from '#kernel'
import { flow } from '#law'

export const kinds = [
  '采购意向公告',
  '资格预审公告',
  '招标公告',
  '竞争性谈判公告',
  '竞争性磋商公告',
  '询价公告',
  '合作创新采购公告',
  '研发谈判文件公告',
  '单一来源采购公示',
  '更正公告',
  '终止公告',
  '废标公告',
  '中标结果公告',
  '成交结果公告',
  '合同公告',
  '合同变更公告',
  '验收结果公告',
  '框架协议征集公告',
  '框架协议入围结果公告',
  '框架协议成交结果公告',
  '框架协议成交结果汇总公告',
  '框架协议退出公告',
  '投诉处理结果公告',
  '监督检查处理结果公告',
  '集中采购机构考核结果公告',
  '投诉受理方式公告',
  '中小企业预留项目执行情况公告',
] as const
export type Kind = (typeof kinds)[number]
/** 监管信息; everything else is 采购项目信息 (101号令 tells the two apart). */
export const regulatory: readonly Kind[] = [
  '投诉处理结果公告',
  '监督检查处理结果公告',
  '集中采购机构考核结果公告',
  '投诉受理方式公告',
]
/** Notices that hand the documents of a tender out; their subject is the tender. */
export const handsOut = (kind: Kind): boolean =>
  ['招标公告', '竞争性谈判公告', '竞争性磋商公告', '询价公告', '研发谈判文件公告'].includes(kind)
export const streamOf = (kind: Kind) => (regulatory.includes(kind) ? '监管信息' : '采购项目信息')
export type Category = '货物' | '服务' | '工程'

export interface Field {
  readonly label: string
  readonly value: string
  readonly kind?: 'money' | 'long'
  /** The party a field belongs to: 采购人信息, 采购代理机构信息 … */
  readonly group?: string
}
export interface Column {
  readonly key: string
  readonly label: string
  readonly money?: true
}
export type Row = Readonly<Record<string, string>>
/** One part of a notice: fields in their order, or a table, or both. */
export interface Section {
  /** 一、二、三 …; empty for the box before the first number. */
  readonly no: string
  readonly heading: string
  readonly fields?: readonly Field[]
  readonly columns?: readonly Column[]
  readonly rows?: readonly Row[]
}
/** What a notice says. Money is yuan with two places, as text. Its canonical JSON is what sha256 is taken of. */
export interface Content {
  readonly kind: Kind
  readonly title: string
  readonly opening: string
  readonly sections: readonly Section[]
  readonly tail: string
  readonly publisher: string
  readonly date: Day
  /** Files that go with it; their digests make them part of what the notice says. */
  readonly attachments?: readonly Attachment[]
}
export interface Attachment {
  readonly title: string
  readonly name: string
  readonly sha256: string
  readonly size: number
}
export interface Notice {
  readonly id: string
  readonly kind: Kind
  readonly subject: string
  /** The purchase it belongs to, its ocid and its number: all three, or none for a unit's own statement. */
  readonly process: string | null
  readonly ocid: string | null
  readonly projectNo: string | null
  readonly title: string
  readonly region: string
  readonly publisher: string
  readonly content: Content
  readonly sha256: string
  readonly published: Instant
  readonly ends: Day | null
  readonly corrects: string | null
}

/** Whoever takes a step that the law wants announced publishes with it; nobody publishes by itself. */
// biome-ignore format: a table reads as a table
export const noticeFlow = flow<null>()(
  { noun: '公告', module: 'disclosure', states: ['已发布'], open: ['已发布'] },
  {
    publish: { name: '发布公告', from: [], to: '已发布', by: ['采购人经办', '采购人审核', '代理经办', '供应商经办', '财政监管', '系统'], inner: true },
  },
)
export type State = StateOf<typeof noticeFlow>
