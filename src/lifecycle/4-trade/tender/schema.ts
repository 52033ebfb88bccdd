import { z } from 'zod'
import { zFen, zText } from '#kernel'
import { groundTitles } from '#law'
import { itemOf } from '#libraries'
import { zFormula } from './formula.ts'
import { zFront } from './front.ts'
import { reserveForms } from './model.ts'

const key = z
  .string()
  .regex(/^[a-z0-9]{1,20}$/, { message: '代号为1至20位小写字母或数字' })
  .meta({ title: '代号' })
const money = (title: string) => zFen.meta({ title, 'x-kind': 'money' })
const distinct = (xs: readonly { key: string }[]) =>
  new Set(xs.map((x) => x.key)).size === xs.length

export const zDocument = z.strictObject({
  overview: zText(4000).meta({ title: '项目概况', 'x-kind': 'long' }),
  performance: zText(500).meta({ title: '合同履行期限、地点' }),
  consortium: z.boolean().meta({ title: '接受联合体投标' }),
  documentPrice: money('招标文件售价（元）'),
  bidBond: money('投标保证金（元）'),
  performanceBondPercent: z.int().min(0).max(100).meta({ title: '履约保证金（合同金额的%）' }),
  method: z.enum(['综合评分法', '最低评标价法', '最低价', '协商']).meta({ title: '评审方法' }),
  ground: z
    .enum(['', ...groundTitles])
    .default('')
    .meta({
      title: '采用本方式的法定情形（公开招标不填）',
      'x-names': { '': '公开招标，不须情形' },
    }),
  envelopes: z
    .union([z.literal(1), z.literal(2)])
    .default(1)
    .meta({ title: '信封', 'x-names': { 1: '一个信封', 2: '先开技术信封，后开报价信封' } }),
  imports: z.boolean().default(false).meta({ title: '接受进口产品（须经批准）' }),
  negotiable: z
    .array(
      z.strictObject({
        key,
        part: z.enum(['技术要求', '服务要求', '合同草案条款']).meta({ title: '部分' }),
        text: zText(1000).meta({ title: '可以变动的内容', 'x-kind': 'long' }),
      }),
    )
    .max(50)
    .refine(distinct, { message: '代号不能重复' })
    .default([])
    .meta({ title: '谈判中可能实质性变动的内容' }),
  priceWeight: z.int().min(0).max(100).meta({ title: '价格分' }),
  smePercent: z
    .int()
    .min(0)
    .max(100)
    .meta({ title: '小微企业价格扣除（%；只用于未预留份额的采购包，各包都预留的填0）' }),
  smeSharePercent: z.int().min(0).max(100).meta({ title: '联合体、分包价格扣除（%；同上）' }),
  qualifications: z
    .array(
      z.strictObject({
        key,
        kind: z.enum(['法定', '政策', '特定']).meta({ title: '类别' }),
        text: zText(1000).meta({ title: '资格条件', 'x-kind': 'long' }),
      }),
    )
    .min(1, '至少一项资格条件')
    .max(50)
    .refine(distinct, { message: '代号不能重复' })
    .meta({ title: '投标人的资格要求' }),
  substantial: z
    .array(
      z.strictObject({ key, text: zText(1000).meta({ title: '★实质性要求', 'x-kind': 'long' }) }),
    )
    .max(100)
    .refine(distinct, { message: '代号不能重复' })
    .meta({ title: '实质性要求' }),
  criteria: z
    .array(
      z.strictObject({
        key,
        name: zText(100).meta({ title: '评审因素' }),
        kind: z.enum(['技术', '商务']).meta({ title: '类别' }),
        max: z.int().min(1).max(100).meta({ title: '分值' }),
        objective: z.boolean().meta({ title: '客观分' }),
        steps: zText(2000).meta({ title: '评分标准', 'x-kind': 'long' }),
        formula: zFormula.optional().meta({ title: '由系统计算（评委打分的不填）' }),
      }),
    )
    .max(60)
    .refine(distinct, { message: '代号不能重复' })
    .meta({ title: '评审因素' }),
  clauses: z
    .array(zText(2000))
    .min(1, '至少一条合同条款')
    .max(100)
    .meta({ title: '拟签订的合同条款' }),
  lots: z
    .array(
      z.strictObject({
        no: z.int().min(1).max(99).meta({ title: '包号' }),
        title: zText(200).meta({ title: '包名称' }),
        budget: money('本包预算（元）').refine((n) => n > 0, { message: '金额须大于零' }),
        ceiling: money('最高限价（元）').nullable(),
        coreProduct: z.union([z.literal(''), zText(200)]).meta({ title: '核心产品' }),
        reserve: z
          .strictObject({
            form: z.enum(reserveForms).meta({ title: '预留形式' }),
            percent: z.int().min(1).max(100).meta({ title: '预留给中小企业的比例（%）' }),
            microPercent: z.int().min(0).max(100).meta({ title: '其中给小微企业的比例（%）' }),
          })
          .nullable()
          .default(null)
          .meta({ title: '预留份额（不预留的不填）' }),
        items: z
          .array(
            z.strictObject({
              code: z
                .string()
                .refine((c) => itemOf(c) !== undefined, {
                  message: '品目目录（2022版）中没有这个代码',
                })
                .meta({ title: '品目代码', 'x-kind': 'item' }),
              name: zText(200).meta({ title: '标的名称' }),
              quantity: z.int().min(1).max(10_000_000).meta({ title: '数量' }),
              unit: zText(20).meta({ title: '单位' }),
              requirement: zText(4000).meta({ title: '技术、商务要求', 'x-kind': 'long' }),
            }),
          )
          .min(1)
          .max(500)
          .meta({ title: '采购标的' }),
      }),
    )
    .min(1, '至少一个采购包')
    .max(99)
    .refine((ls) => new Set(ls.map((l) => l.no)).size === ls.length, { message: '包号不能重复' })
    .meta({ title: '采购包' }),
  ...zFront,
  attachments: z
    .array(
      z.strictObject({
        title: zText(100).meta({ title: '附件名称' }),
        file: z
          .uuid({ message: '请选择文件' })
          .meta({ title: '文件', 'x-kind': 'upload', 'x-accept': '.pdf,.docx,.xlsx,.txt,.zip' }),
      }),
    )
    .max(30)
    .optional()
    .meta({ title: '附件（图纸、技术规格书等，随公告公开）' }),
  explained: z
    .array(
      z.strictObject({
        at: zText(100).meta({ title: '何处（照检查结果写）' }),
        words: zText(100).meta({ title: '用语（照检查结果写）' }),
        reason: zText(500).meta({ title: '为什么不是限制', 'x-kind': 'long' }),
      }),
    )
    .max(50)
    .optional()
    .meta({ title: '对用语的说明（检查有误时填，随文件公开）' }),
})
