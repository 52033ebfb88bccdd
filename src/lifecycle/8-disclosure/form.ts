import type { Citation } from '#kernel'
import { citeMarked } from '#law'
import type { Category, Column } from './model.ts'

/** A field of a form; `optional` is the form's own 如有. */
export interface FieldForm {
  readonly label: string
  readonly group?: string
  readonly optional?: true
  readonly kind?: 'money' | 'long'
}
export interface ColumnForm extends Column {
  readonly optional?: true
  /** This column belongs to one category only. */
  readonly only?: Category
}
export interface SectionForm {
  readonly heading: string
  /** Left out as a whole when there is nothing to say in it. */
  readonly optional?: true
  /** The box before the first number, and the only table of an intention. */
  readonly unnumbered?: true
  readonly fields?: readonly FieldForm[]
  readonly columns?: readonly ColumnForm[]
  /** Of these columns at least one must be filled in. */
  readonly either?: readonly string[]
}
export interface Form {
  readonly sections: readonly SectionForm[]
  readonly cites: readonly Citation[]
}

export const must = (...labels: string[]): FieldForm[] => labels.map((label) => ({ label }))
export const may = (...labels: string[]): FieldForm[] =>
  labels.map((label) => ({ label, optional: true }))
export const long = (...labels: string[]): FieldForm[] =>
  labels.map((label) => ({ label, kind: 'long' }))
export const money = (label: string): FieldForm => ({ label, kind: 'money' })
export const of = (group: string, fields: readonly FieldForm[]) =>
  fields.map((f) => ({ ...f, group }))
export const self = (heading: string): SectionForm => ({ heading, fields: must(heading) })
export const column = (
  key: string,
  label: string,
  more: Omit<ColumnForm, 'key' | 'label'> = {},
): ColumnForm => ({ key, label, ...more })

export const other: SectionForm = { heading: '其他补充事宜', fields: long('其他补充事宜') }
/** A statement that was wrong is stated again, and says what changed since it was last stated. */
export const amended: SectionForm = {
  heading: '更正信息',
  optional: true,
  unnumbered: true,
  fields: [...must('首次公告日期'), ...long('更正原因'), ...must('更正日期')],
  columns: [column('item', '更正内容'), column('before', '更正前'), column('after', '更正后')],
}
export const contact = (heading: string): SectionForm => ({
  heading,
  fields: [
    ...of('1.采购人信息', must('名称', '地址', '联系方式')),
    ...of('2.采购代理机构信息', may('名称', '地址', '联系方式')),
    ...of('3.项目联系方式', must('项目联系人', '电话')),
  ],
})
export const CONTACT = '凡对本次公告内容提出询问，请按以下方式联系'
export const TENDER_CONTACT = '对本次招标提出询问，请按以下方式联系'
export const ended: readonly SectionForm[] = [
  { heading: '项目基本情况', fields: must('采购项目编号', '采购项目名称') },
  { heading: '项目终止的原因', fields: long('项目终止的原因') },
  other,
  contact(CONTACT),
]
export const contractHead: readonly SectionForm[] = [
  self('合同编号'),
  self('合同名称'),
  self('项目编号'),
  self('项目名称'),
  {
    heading: '合同主体',
    fields: [
      ...of('采购人（甲方）', must('名称', '地址', '联系方式')),
      ...of('供应商（乙方）', must('名称', '地址', '联系方式')),
    ],
  },
]
export const needs: readonly FieldForm[] = long(
  '1.满足《中华人民共和国政府采购法》第二十二条规定',
  '2.落实政府采购政策需满足的资格要求',
  '3.本项目的特定资格要求',
)
export const wanted = [
  column('lot', '包号'),
  column('name', '标的名称'),
  column('code', '品目', { optional: true }),
  column('quantity', '数量'),
  column('requirement', '简要技术需求或服务要求'),
]
export const basics = (method: readonly FieldForm[], last: string): SectionForm => ({
  heading: '项目基本情况',
  fields: [
    ...must('项目编号', '项目名称'),
    ...method,
    money('预算金额（元）'),
    ...may('最高限价'),
    ...long('采购需求'),
    ...must('合同履行期限', last),
  ],
  columns: wanted,
})
export const F50 = (form: string) => citeMarked('财办库〔2020〕50号', form, '◐')
