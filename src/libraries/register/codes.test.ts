import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  idCheck,
  isIdNo,
  isUscc,
  likelyUscc,
  makeUscc,
  orgCheck,
  usccCheck,
  usccFault,
} from '#libraries/register'

/** Codes seen in public notices and code bases, and made ones whose check characters hold (facts carried over, domain standards §5.1). */
test.each([
  '91350100M000100Y43',
  '91440300708461136T',
  '91110108551385082Q',
  '91341000MA2N0ABGXX',
  '51100000500019541K',
  '1134082855783407XL',
  '52610500MJU60350X1',
  '92510100MA61WJ3204',
  '112302070019030687',
  '911101077776591113',
  '11150000011700125Q',
  '12150100460001127P',
  '91150204MA0N00016J',
  '92152502MA0P0TT89D',
  '93152222MA0QWE1261',
])('%s 通过 GB 32100 与 GB 11714 校验', (code) => {
  expect(usccFault(code)).toBeNull()
  expect(code[17]).toBe(usccCheck(code))
  expect(code[16]).toBe(orgCheck(code.slice(8, 16)))
})
test.each([
  ['末位错', '91350200M000000510', /第1[78]位/],
  ['少一位', '9115020400MA0N0016', /第1[78]位|位/],
  ['空', '', /应为18位，填了0位/],
  ['全角数字', '９１１５０２０４ＭＡ０Ｎ０００１６Ｊ', /不允许的字符/],
  ['小写', '91150204ma0n00016j', /不允许的字符/],
  ['用了字母 I', '9115O204MA0N00016J', /不使用字母O/],
  ['带空格', '91150204 MA0N00016J', /应为18位/],
  ['汉字', '九一一五〇二〇四九一一五〇二〇四九一', /不允许的字符/],
])('%s 说得出错在哪里', (_, code, says) => {
  expect(usccFault(code)).toMatch(says)
})
test.each(['９１１５０２０４ＭＡ０Ｎ０００１６Ｊ', '91150204ma0n00016j', ' 91150204-MA0N-00016J '])(
  '%s 猜得出本意',
  (typed) => expect(likelyUscc(typed)).toBe('91150204MA0N00016J'),
)
const body = fc.string({
  unit: fc.constantFrom(...'0123456789ABCDEFGHJKLMNPQRTUWXY'),
  minLength: 8,
  maxLength: 8,
})
test('造出的代码都通过；改任何一位就不通过', () => {
  fc.assert(
    fc.property(body, fc.nat(17), fc.nat(30), (b, at, to) => {
      const code = makeUscc('91', '150204', b)
      expect(isUscc(code)).toBe(true)
      const c = '0123456789ABCDEFGHJKLMNPQRTUWXY'[to] as string
      const changed = code.slice(0, at) + c + code.slice(at + 1)
      if (changed !== code) expect(isUscc(changed)).toBe(false)
    }),
    { numRuns: 300 },
  )
})
test('公民身份号码：末位是 X 的也认，改一位就不认', () => {
  const head = '15010419680315002'
  const no = head + idCheck(head)
  expect(isIdNo(no)).toBe(true)
  for (let i = 1; i < 17; i++)
    expect(isIdNo(`${no.slice(0, i)}${(Number(no[i]) + 1) % 10}${no.slice(i + 1)}`)).toBe(false)
  expect(isIdNo('15010419680315００２X')).toBe(false)
})
