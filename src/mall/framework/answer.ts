import { z } from 'zod'
import { zFen, zText } from '#kernel'
import { standings } from './model.ts'

const long = (title: string, max = 2000) => zText(max).meta({ title, 'x-kind': 'long' })
export const money = (title: string) =>
  zFen.refine((n) => n > 0, { message: '金额须大于零' }).meta({ title, 'x-kind': 'money' })

export const zThing = z
  .strictObject({
    name: zText(100).meta({ title: '产品或者服务名称' }),
    brand: z.string().max(60).default('').meta({ title: '品牌（货物）' }),
    model: z.string().max(100).default('').meta({ title: '规格型号（货物）' }),
    spec: long('技术规格或者服务内容、服务标准'),
    standing: z.enum(standings).meta({ title: '本单位是' }),
  })
  .meta({ title: '响应的产品或者服务' })
export const zAgents = z
  .array(
    z.strictObject({
      name: zText(100).meta({ title: '代理商名称' }),
      uscc: z
        .string()
        .regex(/^[0-9A-Z]{18}$/, { message: '统一社会信用代码为18位' })
        .meta({ title: '统一社会信用代码' }),
    }),
  )
  .max(500)
  .default([])
  .meta({ title: '委托的代理商（征集文件许可的）' })
/** Prices of the consumables and fittings that the document lists, by name. */
export const zExtras = z
  .array(
    z.strictObject({
      name: zText(100).meta({ title: '耗材或者选配件' }),
      price: money('单价（元）'),
    }),
  )
  .max(100)
  .default([])
  .meta({ title: '征集文件列明的专用耗材、选配件报价（没有列明的不填）' })
/** What a supplier seals for one package: nobody reads any of it before the opening. */
export const zPlainResponse = z.strictObject({
  price: money('响应报价（单价，元）'),
  extras: zExtras,
  thing: zThing,
  agents: zAgents,
})
export type PlainResponse = z.output<typeof zPlainResponse>
