import { expect, test } from 'vitest'
import { hallsOf } from './halls.ts'

test.each([
  [null, [], []],
  ['大型', ['节能产品'], ['绿色馆']],
  ['微型', [], ['中小企业馆']],
  ['小型', ['环境标志产品', '脱贫地区农副产品'], ['中小企业馆', '绿色馆', '帮扶馆']],
  [null, ['脱贫地区农副产品'], ['帮扶馆']],
] as const)('规模%s，证书%j → %j', (scale, certificates, halls) => {
  expect(hallsOf({ kind: '货物', scale, certificates })).toEqual(halls)
})
