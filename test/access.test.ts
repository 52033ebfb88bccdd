import { expect, test } from 'vitest'
import { undeclared } from '../src/access.ts'
import { api } from '../src/api.ts'

test('每个接口都说了谁可以问、答到哪里为止', () => {
  expect(undeclared(api).join('\n\n')).toBe('')
})
test('没有声明的接口过不了', () => {
  const bare = { ...api.plan.list, reads: undefined }
  // biome-ignore lint/suspicious/noExplicitAny: an op as someone might forget to finish it
  const found = undeclared({ plan: { listAll: bare as any } })
  expect(found).toHaveLength(1)
  expect(found[0]).toContain('plan.listAll')
  expect(found[0]).toContain('reads: xxxFlow')
})
