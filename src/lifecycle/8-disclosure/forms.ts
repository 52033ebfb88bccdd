import type { Citation } from '#kernel'
import { cite, citeMarked } from '#law'
import type { Category, Column, Field, Kind, Row, Section } from './model.ts'

/** A field of a form; `optional` is the form's own 如有. */
interface FieldForm {
  readonly label: string
  readonly group?: string
  readonly optional?: true
  readonly kind?: 'money' | 'long'
}
interface ColumnForm extends Column {
  readonly optional?: true
  /** This column belongs to one category only. */
  readonly only?: Category
}
interface SectionForm {
  readonly heading: string
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

const must = (...labels: string[]): FieldForm[] => labels.map((label) => ({ label }))
const may = (...labels: string[]): FieldForm[] => labels.map((label) => ({ label, optional: true }))
const long = (...labels: string[]): FieldForm[] => labels.map((label) => ({ label, kind: 'long' }))
const money = (label: string): FieldForm => ({ label, kind: 'money' })
const of = (group: string, fields: readonly FieldForm[]) => fields.map((f) => ({ ...f, group }))
const self = (heading: string): SectionForm => ({ heading, fields: must(heading) })
const column = (
  key: string,
  label: string,
  more: Omit<ColumnForm, 'key' | 'label'> = {},
): ColumnForm => ({ key, label, ...more })

const other: SectionForm = { heading: '其他补充事宜', fields: long('其他补充事宜') }
const contact = (heading: string): SectionForm => ({
  heading,
  fields: [
    ...of('1.采购人信息', must('名称', '地址', '联系方式')),
    ...of('2.采购代理机构信息', may('名称', '地址', '联系方式')),
    ...of('3.项目联系方式', must('项目联系人', '电话')),
  ],
})
export const CONTACT = '凡对本次公告内容提出询问，请按以下方式联系'
export const TENDER_CONTACT = '对本次招标提出询问，请按以下方式联系'
const ended: readonly SectionForm[] = [
  { heading: '项目基本情况', fields: must('采购项目编号', '采购项目名称') },
  { heading: '项目终止的原因', fields: long('项目终止的原因') },
  other,
  contact(CONTACT),
]
const contractHead: readonly SectionForm[] = [
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
const F50 = (form: string) => citeMarked('财办库〔2020〕50号', form, '◐')

/**
 * The notices of 《政府采购公告和公示信息格式规范（2020年版）》 as data: headings and fields in the order of the form.
 * The forms were seen in secondary copies and in notices as really published (◐), not in the ministry's own file.
 */
export const forms: Readonly<Record<Kind, Form>> = {
  采购意向公告: {
    cites: [F50('格式一'), citeMarked('财库〔2020〕10号', '意向公开内容', '◐')],
    sections: [
      {
        heading: '采购意向',
        unnumbered: true,
        columns: [
          column('no', '序号'),
          column('title', '采购项目名称'),
          column('summary', '采购需求概况'),
          column('budget', '预算金额（元）', { money: true }),
          column('month', '预计采购时间'),
          column('sme', '是否专门面向中小企业', { optional: true }),
          column('note', '备注', { optional: true }),
        ],
      },
    ],
  },
  招标公告: {
    cites: [F50('格式三'), cite('87号令', '第十三条', '公开招标公告应当包括以下主要内容')],
    sections: [
      { heading: '项目概况', unnumbered: true, fields: long('项目概况') },
      {
        heading: '项目基本情况',
        fields: [
          ...must('项目编号', '项目名称'),
          ...may('采购方式'),
          money('预算金额（元）'),
          ...may('最高限价'),
          ...long('采购需求'),
          ...must('合同履行期限', '是否接受联合体投标'),
        ],
        columns: [
          column('lot', '包号'),
          column('name', '标的名称'),
          column('code', '品目', { optional: true }),
          column('quantity', '数量'),
          column('requirement', '简要技术需求或服务要求'),
        ],
      },
      {
        heading: '申请人的资格要求',
        fields: long(
          '1.满足《中华人民共和国政府采购法》第二十二条规定',
          '2.落实政府采购政策需满足的资格要求',
          '3.本项目的特定资格要求',
        ),
      },
      { heading: '获取招标文件', fields: [...must('时间', '地点', '方式'), money('售价（元）')] },
      {
        heading: '提交投标文件截止时间、开标时间和地点',
        fields: must('截止时间、开标时间', '地点'),
      },
      self('公告期限'),
      other,
      contact(TENDER_CONTACT),
    ],
  },
  更正公告: {
    cites: [F50('格式六'), cite('87号令', '第二十七条', '应当在原公告发布媒体上发布澄清公告')],
    sections: [
      {
        heading: '项目基本情况',
        fields: must('原公告的采购项目编号', '原公告的采购项目名称', '首次公告日期'),
      },
      {
        heading: '更正信息',
        fields: [
          ...must('更正事项'),
          { label: '更正原因', kind: 'long', optional: true },
          ...must('更正日期'),
        ],
        columns: [
          column('item', '更正内容'),
          column('before', '更正前'),
          column('after', '更正后'),
        ],
      },
      other,
      contact(CONTACT),
    ],
  },
  终止公告: {
    cites: [F50('格式七'), cite('87号令', '第二十九条', '发布终止公告')],
    sections: ended,
  },
  废标公告: {
    cites: [F50('格式七'), cite('政府采购法', '第三十六条', '应予废标')],
    sections: ended,
  },
  中标结果公告: {
    cites: [
      F50('格式五'),
      cite('87号令', '第六十九条', '公告中标结果'),
      citeMarked('财办库〔2023〕243号', '评审总得分或评审报价', '◐'),
    ],
    sections: [
      self('项目编号'),
      self('项目名称'),
      {
        heading: '中标信息',
        columns: [
          column('lot', '包号'),
          column('supplier', '供应商名称'),
          column('address', '供应商地址'),
          column('amount', '中标金额（元）', { money: true }),
          column('total', '评审总得分', { optional: true }),
          column('quoted', '评审报价（元）', { optional: true, money: true }),
        ],
        either: ['total', 'quoted'],
      },
      {
        heading: '主要标的信息',
        columns: [
          column('lot', '包号'),
          column('name', '名称'),
          column('brand', '品牌', { only: '货物', optional: true }),
          column('model', '规格型号', { only: '货物' }),
          column('quantity', '数量', { only: '货物' }),
          column('price', '单价（元）', { only: '货物', money: true }),
          column('scope', '服务范围', { only: '服务' }),
          column('requirement', '服务要求', { only: '服务' }),
          column('time', '服务时间', { only: '服务' }),
          column('standard', '服务标准', { only: '服务' }),
          column('works', '施工范围', { only: '工程' }),
          column('duration', '施工工期', { only: '工程' }),
          column('manager', '项目经理', { only: '工程' }),
          column('licence', '执业证书信息', { only: '工程' }),
        ],
      },
      self('评审专家名单'),
      self('代理服务收费标准及金额'),
      self('公告期限'),
      other,
      contact(CONTACT),
      { heading: '附件', fields: [...must('采购文件'), ...may('中小企业声明函')] },
    ],
  },
  合同公告: {
    cites: [
      F50('格式八'),
      cite(
        '政府采购法实施条例',
        '第五十条',
        '将政府采购合同在省级以上人民政府财政部门指定的媒体上公告',
      ),
    ],
    sections: [
      ...contractHead,
      {
        heading: '合同主要信息',
        fields: [money('合同金额（元）'), ...must('履约期限、地点等简要信息', '采购方式')],
        columns: [
          column('name', '主要标的名称'),
          column('model', '规格型号或服务要求'),
          column('quantity', '数量'),
          column('price', '单价（元）', { money: true }),
        ],
      },
      self('合同签订日期'),
      self('合同公告日期'),
      other,
      { heading: '附件', fields: must('合同文本摘要（SHA-256）') },
    ],
  },
  验收结果公告: {
    cites: [F50('格式九'), cite('政府采购法实施条例', '第四十五条', '验收结果应当向社会公告')],
    sections: [
      ...contractHead,
      {
        heading: '合同主要信息',
        fields: must('服务期限、服务地点'),
        columns: [
          column('name', '服务内容（标的）'),
          column('requirement', '服务要求（规格型号）'),
          column('quantity', '数量'),
        ],
      },
      self('验收日期'),
      self('验收组成员'),
      { heading: '验收意见', fields: long('验收意见') },
      other,
    ],
  },
}

export interface Given {
  /** By label, or by `group label` where a form names the same thing of two parties. */
  readonly values?: Readonly<Record<string, string | null | undefined>>
  readonly rows?: readonly Row[]
}
const filled = (s: string | null | undefined): s is string =>
  s !== undefined && s !== null && s.trim() !== ''
const NUMBERS = '一二三四五六七八九十'
const columnsOf = (s: SectionForm, category: Category) =>
  (s.columns ?? []).filter((c) => c.only === undefined || c.only === category)
export const keyOf = (f: { label: string; group?: string | undefined }) =>
  f.group === undefined ? f.label : `${f.group} ${f.label}`

/** Business data poured into the form: the order is the form's, never the caller's. What is empty is left out. */
export function fill(
  kind: Kind,
  category: Category,
  given: Readonly<Record<string, Given>>,
): Section[] {
  const out: Section[] = []
  let n = 0
  for (const form of forms[kind].sections) {
    const g = given[form.heading] ?? {}
    const fields = (form.fields ?? []).flatMap((f): Field[] => {
      const value = g.values?.[keyOf(f)]
      if (!filled(value)) return []
      return [
        {
          label: f.label,
          value,
          ...(f.kind ? { kind: f.kind } : {}),
          ...(f.group ? { group: f.group } : {}),
        },
      ]
    })
    const rows = g.rows ?? []
    if (fields.length === 0 && rows.length === 0) continue
    const columns = columnsOf(form, category).filter(
      (c) => c.optional !== true || rows.some((r) => filled(r[c.key])),
    )
    out.push({
      no: form.unnumbered ? '' : (NUMBERS[n++] ?? ''),
      heading: form.heading,
      ...(fields.length > 0 ? { fields } : {}),
      ...(rows.length > 0
        ? {
            columns: columns.map(({ key, label, money: m }) => ({
              key,
              label,
              ...(m ? { money: m } : {}),
            })),
            rows: rows.map((r) => Object.fromEntries(columns.map((c) => [c.key, r[c.key] ?? '']))),
          }
        : {}),
    })
  }
  return out
}

/** What the form requires and the sections do not have, as a person would say it; empty when the notice is complete. */
export function lacking(kind: Kind, category: Category, sections: readonly Section[]): string[] {
  const out: string[] = []
  for (const form of forms[kind].sections) {
    const s = sections.find((x) => x.heading === form.heading)
    if (!s) {
      const labels = (form.fields ?? []).filter((f) => !f.optional && f.label !== form.heading)
      out.push(form.heading + (labels.length > 0 ? `（${labels.map(keyOf).join('、')}）` : ''))
      continue
    }
    for (const f of form.fields ?? [])
      if (!f.optional && !s.fields?.some((x) => keyOf(x) === keyOf(f) && filled(x.value)))
        out.push(f.label === form.heading ? form.heading : `${form.heading}的“${keyOf(f)}”`)
    const columns = columnsOf(form, category)
    if (columns.length > 0 && !s.rows?.length) out.push(`${form.heading}的明细`)
    for (const [i, row] of (s.rows ?? []).entries()) {
      for (const c of columns)
        if (!c.optional && !filled(row[c.key]))
          out.push(`${form.heading}第${i + 1}行的“${c.label}”`)
      if (form.either && !form.either.some((key) => filled(row[key])))
        out.push(
          `${form.heading}第${i + 1}行的“${columns
            .filter((c) => form.either?.includes(c.key))
            .map((c) => c.label)
            .join('”或“')}”`,
        )
    }
  }
  const have = sections.map((s) => s.heading)
  const sorted = forms[kind].sections.map((s) => s.heading).filter((h) => have.includes(h))
  if (sorted.join('\n') !== have.join('\n')) out.push('各部分的次序（须与格式一致）')
  return out
}
