import { deflateSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { type Attached, type BidIndex, wrongIndex } from '../../../web/ui/bidForm.ts'
import { pdfPages } from '../../../web/ui/pdfPages.ts'
import { zPlainBid } from './model.ts'

/** 响应索引：封存以前核对页码，封存以后再也改不了。 */
const leaf = '<< /Type /Page /Parent 2 0 R >>\n'
const plain = (n: number) =>
  `%PDF-1.4\n1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj\n2 0 obj << /Type /Pages /Count ${n} >> endobj\n${leaf.repeat(n)}%%EOF`
const packed = (inside: string) => {
  const bytes = deflateSync(Buffer.from(inside))
  return Buffer.concat([
    Buffer.from(
      `%PDF-1.7\n5 0 obj << /Type /ObjStm /Filter /FlateDecode /Length ${bytes.length} >>\nstream\n`,
    ),
    bytes,
    Buffer.from('\nendstream endobj\n%%EOF'),
  ])
}
test.each<[string, string | Buffer, number | null]>([
  ['对象写在明处', plain(3), 3],
  ['只写了总数，页在压缩的对象流里', packed('2 0 << /Type /Pages /Count 12 /Kids [3 0 R] >>'), 12],
  ['页都在压缩的对象流里', packed(leaf.repeat(7)), 7],
  ['改过一次、旧的还在里面：宁多不少', `${plain(2)}\n${plain(4)}`, 6],
  ['不是PDF', '这不是', null],
  ['数不出来的', '%PDF-1.7 %%EOF', null],
])('页数：%s', async (_, bytes, want) => expect(await pdfPages(new Blob([bytes]))).toBe(want))

const files: Attached[] = [
  { name: '技术.pdf', pages: 12 },
  { name: '加密.pdf', pages: null },
]
test.each<[string, BidIndex[string], string | null]>([
  ['在', { file: '技术.pdf', page: 12 }, null],
  ['页码超过', { file: '技术.pdf', page: 13 }, '共12页，没有第13页'],
  ['止页超过', { file: '技术.pdf', page: 11, to: 14 }, '没有第14页'],
  ['止页在前', { file: '技术.pdf', page: 5, to: 4 }, '止页在起页之前'],
  ['附件换了', { file: '旧.pdf', page: 1 }, '附件里没有“旧.pdf”'],
  ['没写页', { file: '技术.pdf' }, '写明第几页'],
  ['数不出页数的不拦', { file: '加密.pdf', page: 900 }, null],
  ['没写', {}, null],
])('索引：%s', (_, at, want) => {
  const [wrong] = Object.values(wrongIndex({ 'responses.plan': at }, files))
  if (want === null) expect(wrong).toBeUndefined()
  else expect(wrong).toContain(want)
})
test('密封内容只认三类项目的索引', () => {
  const { index } = zPlainBid.shape
  expect(index.safeParse({ 'responses.plan': { file: 'a.pdf', page: 1 } }).success).toBe(true)
  for (const bad of [
    { 'price.x': { file: 'a', page: 1 } },
    { 'responses.plan': { file: 'a', page: 0 } },
  ])
    expect(index.safeParse(bad).success).toBe(false)
})
