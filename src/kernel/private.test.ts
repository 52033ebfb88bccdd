import { expect, test } from 'vitest'
import { type Actor, isOwn, type Mask, masked, Private, without } from '#kernel'

test.each([
  ['姓名', '张三', '张*'],
  ['姓名', '娜仁托娅', '娜***'],
  ['姓名', '', ''],
  ['电话', '13812341234', '138****1234'],
  ['电话', '0471-6600000', '047*****0000'],
  ['电话', '110', '*10'],
  ['证件号', '150102197503150014', '150***********0014'],
  ['账号', '6222020409000012345', '***************2345'],
  ['邮箱', 'wang@example.cn', 'w***@example.cn'],
  ['地址', '呼和浩特市新城区某街1号', '呼和浩特市***'],
  ['日期', '1975-03-15', '1975年'],
  ['不示', '什么都行', '***'],
] as const)('%s“%s”遮作“%s”', (kind, value, shown) => {
  expect(masked(kind as Mask, value)).toBe(shown)
})
test('无主的值不归任何人；受托人看得到委托人自己的', () => {
  const actor = (over: Partial<Actor>): Actor => ({
    person: 'p1',
    name: '甲',
    role: '财政监管',
    org: 'o1',
    orgName: '',
    region: '150000',
    ...over,
  })
  expect(isOwn(actor({}), {})).toBe(false)
  expect(isOwn(actor({ org: null }), { org: null })).toBe(false)
  expect(isOwn(actor({}), { org: 'o2' })).toBe(false)
  expect(isOwn(actor({}), { org: 'o1' })).toBe(true)
  const behalf = { person: 'p2', name: '乙', delegation: 'd', nouns: [] }
  expect(isOwn(actor({ behalf }), { person: 'p2' })).toBe(true)
})
test('数据里不给的就没有，忘了处理的写出来也是遮的', () => {
  const p = new Private('library.expert.phone', '电话', '13812341234', { person: 'x' })
  const ask = { actor: { person: 'y', role: '财政监管', org: null } as Actor }
  expect(without(ask, { a: 1, phone: p, list: [{ phone: p }] })).toEqual({ a: 1, list: [{}] })
  expect(JSON.stringify({ p })).not.toContain('13812341234')
  expect(`${p}`).toBe('138****1234')
})
