import { expect, test } from 'vitest'
import { canonical } from './canonical.ts'

test('RFC 8785 §3.2.3 的次序：按 UTF-16 码元，不按码点', () => {
  const o = {
    '\u20ac': 'Euro Sign',
    '\r': 'Carriage Return',
    '\ufb33': 'Hebrew Letter Dalet With Dagesh',
    '1': 'One',
    '\ud83d\ude00': 'Emoji: Grinning Face',
    '\u0080': 'Control',
    '\u00f6': 'Latin Small Letter O With Diaeresis',
  }
  expect(Object.values(JSON.parse(canonical(o)))).toEqual([
    // JSON.parse puts the integer key first; the text is compared below.
    'One',
    'Carriage Return',
    'Control',
    'Latin Small Letter O With Diaeresis',
    'Euro Sign',
    'Emoji: Grinning Face',
    'Hebrew Letter Dalet With Dagesh',
  ])
  expect(canonical(o).startsWith('{"\\r":"Carriage Return","1":"One","\u0080":')).toBe(true)
})
test('RFC 8785 §3.2.2.2 的转义', () => {
  expect(canonical('\u20ac$\u000f\u000aA\'\u0042\u0022\u005c\\"/')).toBe(
    '"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"',
  )
})
test.each([
  ['零没有正负', -0, '0'],
  ['未填的成员不写', { b: undefined, a: [undefined, null, true] }, '{"a":[null,null,true]}'],
  ['没有原型的对象', Object.assign(Object.create(null), { a: 1 }), '{"a":1}'],
])('%s', (_, value, want) => expect(canonical(value)).toBe(want))
test.each([
  ['小数', 0.1],
  ['不是数', Number.NaN],
  ['过大的整数', 2 ** 53],
  ['大整数', 1n],
  ['未填', undefined],
  ['函数', () => 1],
  ['日期', { at: new Date(0) }],
  ['映射', new Map([['a', 1]])],
  ['字节', new Uint8Array(1)],
  ['半个字', 'a\ud800'],
  ['键里半个字', { '\udc00': 1 }],
])('不写%s', (_, value) => expect(() => canonical(value)).toThrow(TypeError))
