import type { Citation, Day, Instant } from '#kernel'
import { cite, citeMarked } from '#law'

export const kinds = [
  '采购意向公告',
  '招标公告',
  '更正公告',
  '终止公告',
  '废标公告',
  '中标结果公告',
  '合同公告',
  '验收结果公告',
] as const
export type Kind = (typeof kinds)[number]

export interface Field {
  readonly label: string
  readonly value: string | null
  readonly kind?: 'text' | 'money' | 'day' | 'instant' | 'long'
}
/** One numbered part of a notice: fields in their order, or a table. */
export interface Part {
  readonly heading: string
  readonly fields?: readonly Field[]
  readonly columns?: readonly { key: string; label: string; money?: boolean }[]
  readonly rows?: readonly Readonly<Record<string, string>>[]
}
export interface Content {
  readonly kind: Kind
  readonly title: string
  readonly opening: string
  readonly parts: readonly Part[]
  readonly closing: string
  readonly publisher: string
  readonly date: Day
}
export interface Notice {
  readonly id: string
  readonly kind: Kind
  readonly subject: string
  readonly process: string
  readonly ocid: string
  readonly projectNo: string
  readonly title: string
  readonly region: string
  readonly publisher: string
  readonly content: Content
  readonly sha256: string
  readonly published: Instant
  readonly ends: Day | null
  readonly corrects: string | null
}

interface Form {
  /** Headings in the order of 财办库〔2020〕50号; a notice that lacks one is not published. */
  readonly headings: readonly string[]
  readonly cites: readonly Citation[]
}
const F50 = (form: string, mark: '◐' | '✎' = '◐') => citeMarked('财办库〔2020〕50号', form, mark)
const contact = '联系方式'
// biome-ignore format: a table reads as a table
export const forms: Readonly<Record<Kind, Form>> = {
  采购意向公告: { headings: ['采购意向'], cites: [F50('格式一'), citeMarked('财库〔2020〕10号', '意向公开内容', '◐')] },
  招标公告:     { headings: ['项目概况', '项目基本情况', '申请人的资格要求', '获取招标文件', '提交投标文件截止时间、开标时间和地点', '公告期限', '其他补充事宜', contact], cites: [F50('格式三'), cite('87号令', '第十三条', '招标公告应当包括')] },
  更正公告:     { headings: ['项目基本情况', '更正信息', '其他补充事宜', contact], cites: [F50('格式六'), cite('87号令', '第二十七条', '应当在原公告发布媒体上发布澄清公告')] },
  终止公告:     { headings: ['项目基本情况', '项目终止的原因', '其他补充事宜', contact], cites: [F50('格式七'), cite('87号令', '第二十九条', '发布终止公告')] },
  废标公告:     { headings: ['项目基本情况', '项目终止的原因', '其他补充事宜', contact], cites: [F50('格式七'), cite('政府采购法', '第三十六条', '应予废标')] },
  中标结果公告: { headings: ['项目编号', '项目名称', '中标信息', '主要标的信息', '评审专家名单', '代理服务收费标准及金额', '公告期限', '其他补充事宜', contact, '附件'], cites: [F50('格式五'), cite('87号令', '第六十九条', '公告中标结果'), citeMarked('财办库〔2023〕243号', '评审总得分', '◐')] },
  合同公告:     { headings: ['合同编号', '合同名称', '项目编号', '项目名称', '合同主体', '合同主要信息', '合同签订日期', '合同公告日期', '其他补充事宜'], cites: [F50('格式八'), cite('政府采购法实施条例', '第五十条', '公告')] },
  验收结果公告: { headings: ['合同编号', '合同名称', '项目编号', '项目名称', '合同主体', '合同主要信息', '验收日期', '验收组成员', '验收意见', '其他补充事宜'], cites: [F50('格式九')] },
}

/** Headings that the form wants and the content lacks, or that stand in another order. */
export function lacking(c: Content): string[] {
  const want = forms[c.kind].headings
  const have = c.parts.map((p) => p.heading)
  const missing = want.filter((h) => !have.includes(h))
  const empty = c.parts
    .filter(
      (p) =>
        (p.fields?.every((f) => f.value === null || f.value === '') ?? true) &&
        (p.rows?.length ?? 0) === 0,
    )
    .map((p) => p.heading)
  const order = want.filter((h) => have.includes(h)).join() === have.join() ? [] : ['次序']
  return [...missing, ...empty.filter((h) => want.includes(h)), ...order]
}
const NUMBERS = '一二三四五六七八九十'
export const numbered = (n: number) => NUMBERS[n] ?? String(n + 1)
