import { SaxesParser } from 'saxes'
import { expect, test } from 'vitest'
import yauzl from 'yauzl'
import type { Paper } from './paper.ts'
import { wordOf } from './word.ts'

const paper: Paper = {
  title: '招标文件 <一>',
  author: '代理',
  date: '2026-03-02',
  meta: '第1版',
  opening: '',
  sections: [
    {
      heading: '一、资格要求',
      text: '',
      groups: [{ name: '', fields: [{ label: '概况', value: '甲\n乙 & 丙\u0000', long: true }] }],
      columns: [
        { label: '要求', money: false, wide: true },
        { label: '预算', money: true, wide: false },
      ],
      rows: [['=HYPERLINK("http://x")', '1.00'], ['</w:t><w:fldSimple/>']],
    },
  ],
  tail: '',
  publisher: '代理',
  dateWords: '2026年3月2日',
  foot: '',
  address: '',
  proof: ['摘要'],
}
const partsOf = (bytes: Uint8Array) =>
  new Promise<Record<string, string>>((done, fail) => {
    const parts: Record<string, string> = {}
    yauzl.fromBuffer(Buffer.from(bytes), { lazyEntries: true }, (e, zip) => {
      if (e) return fail(e)
      zip.on('entry', (entry: yauzl.Entry) =>
        zip.openReadStream(entry, async (x, stream) => {
          if (x) return fail(x)
          const all: Buffer[] = []
          for await (const piece of stream) all.push(piece as Buffer)
          parts[entry.fileName] = Buffer.concat(all).toString()
          zip.readEntry()
        }),
      )
      zip.on('end', () => done(parts))
      zip.on('error', fail)
      zip.readEntry()
    })
  })
test('Word 文件：各部分齐全而合乎 XML；文字就是文字；同一份内容同样的字节', async () => {
  const bytes = wordOf(paper)
  const parts = await partsOf(bytes)
  expect(Object.keys(parts).sort()).toEqual([
    '[Content_Types].xml',
    '_rels/.rels',
    'docProps/core.xml',
    'word/_rels/document.xml.rels',
    'word/document.xml',
    'word/styles.xml',
  ])
  const names = new Set<string>()
  const texts: string[] = []
  for (const xml of Object.values(parts)) {
    const parser = new SaxesParser()
    parser.on('opentag', (t) => names.add(t.name))
    parser.on('text', (t) => texts.push(t))
    parser.write(xml).close()
  }
  expect(names.has('w:tbl')).toBe(true)
  expect(names.has('w:fldSimple')).toBe(false)
  expect(texts).toContain('=HYPERLINK("http://x")')
  expect(texts).toContain('</w:t><w:fldSimple/>')
  expect(texts).toContain('乙 & 丙')
  expect(Buffer.from(wordOf(paper)).equals(Buffer.from(bytes))).toBe(true)
})
