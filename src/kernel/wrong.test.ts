import { expect, test } from 'vitest'
import { z } from 'zod'
import { checked, Malformed, zFenGiven, zText } from '#kernel'

const zLot = z.strictObject({
  name: zText(20).meta({ title: '包名称' }),
  amount: zFenGiven.meta({ title: '预算金额' }),
  kind: z.enum(['货物', '服务']).meta({ title: '类别' }),
  count: z.int().min(1).max(9).meta({ title: '数量' }).optional(),
})
const zPlan = z.strictObject({
  title: zText(20).meta({ title: '项目名称' }),
  lots: z.array(zLot).min(1).meta({ title: '采购包' }),
  note: z
    .union([z.strictObject({ text: zText(9) }).meta({ title: '说明' }), z.null()])
    .meta({ title: '备注' })
    .optional(),
})
const said = (raw: unknown) => {
  try {
    checked(zPlan, raw)
  } catch (e) {
    if (e instanceof Malformed) return e.issues
    throw e
  }
  return []
}
const lot = { name: '一包', amount: '100', kind: '货物' }
test.each([
  [
    '什么也没填',
    {},
    [
      ['title', '项目名称', '没有填'],
      ['lots', '采购包', '没有填'],
    ],
  ],
  ['一项也没有', { title: '甲', lots: [] }, [['lots', '采购包', '至少1项']]],
  [
    '列表里的一格没填',
    { title: '甲', lots: [lot, { ...lot, amount: undefined }] },
    [['lots.1.amount', '采购包第2项的预算金额', '没有填']],
  ],
  [
    '金额带逗号',
    { title: '甲', lots: [{ ...lot, amount: '1,000' }] },
    [
      [
        'lots.0.amount',
        '采购包第1项的预算金额',
        '金额须写作元，至多两位小数，不带逗号和正负号，如 1234.50',
      ],
    ],
  ],
  [
    '不在选项里',
    { title: '甲', lots: [{ ...lot, kind: '工程' }] },
    [['lots.0.kind', '采购包第1项的类别', '须为以下之一：货物、服务']],
  ],
  [
    '数目太大、不是整数',
    {
      title: '甲',
      lots: [
        { ...lot, count: 10 },
        { ...lot, count: 1.5 },
      ],
    },
    [
      ['lots.0.count', '采购包第1项的数量', '不得大于9'],
      ['lots.1.count', '采购包第2项的数量', '应为整数'],
    ],
  ],
  ['文字给成了数', { title: 5, lots: [lot] }, [['title', '项目名称', '应为文字']]],
  ['多出来的字段', { title: '甲', lots: [lot], x: 1 }, [['', '', '没有这样的字段：x']]],
  [
    '可以不填的一组里填错了一格',
    { title: '甲', lots: [lot], note: { text: '一二三四五六七八九十' } },
    [['note.text', '备注的text', '不得超过9字']],
  ],
  ['不是一组字段', 7, [['', '', '应为一组字段']]],
])('%s', (_, raw, expected) => {
  expect(said(raw).map((i) => [i.path, i.field, i.message])).toEqual(expected)
})
test('说给人听的一句话用表单上的名称', () => {
  expect(() => checked(zPlan, { title: '', lots: [lot] })).toThrow('项目名称：不能为空')
})
