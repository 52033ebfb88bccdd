import { expect, test } from 'vitest'
import { placeIn } from './place.ts'

const document = {
  qualifications: [{ key: 'q1' }, { key: 'q3' }],
  substantial: [{ key: 's1' }],
  criteria: [{ key: 'technical' }, { key: 'plan' }],
}
test.each([
  [['qualifications', 'q3'], '资格条件第2项'],
  [['substantial', 's1'], '实质性要求第1项'],
  [['responses', 'plan'], '评审因素第2项'],
  [['price'], '投标总价（元）'],
  [['items', 2, 'brand'], '分项报价第3项'],
  // Not of this form: said as it stands.
  [['something', 'else'], 'something.else'],
] as const)('当众宣布的原因说人话：%j', (path, said) => {
  expect(placeIn(path, document)).toBe(said)
})
test('没有采购文件时也说得出', () => {
  expect(placeIn(['qualifications', 'q1'], null)).not.toContain('.')
})
