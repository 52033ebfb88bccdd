import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Limits, limits, type Row, readSheet, SheetError } from '#sheets'
import { book, sheet, X, zip } from '../../test/support/book.ts'
import { fileRows } from './file.ts'

let dir: string
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'yiwang-sheets-'))
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))
let n = 0
const put = (bytes: Uint8Array | string) => {
  n += 1
  const path = join(dir, `f${n}`)
  writeFileSync(path, bytes)
  return path
}
const rowsOf = async (bytes: Uint8Array | string, given: Partial<Limits> = {}) => {
  const out: Row[] = []
  for await (const row of fileRows(put(bytes), { ...limits, ...given })) out.push(row)
  return out
}
/** The same through the reading thread. */
const threaded = async (bytes: Uint8Array | string, given: Partial<Limits> = {}) => {
  const out: Row[] = []
  for await (const rows of readSheet(put(bytes), given)) out.push(...rows)
  return out
}
const texts = (rows: Row[]) => rows.map((r) => r.cells.map((c) => c?.text ?? null))
const refused = async (bytes: Uint8Array | string, given: Partial<Limits> = {}, read = rowsOf) => {
  const e = await read(bytes, given).then(
    () => {
      throw new Error('本应读不成')
    },
    (x: unknown) => x,
  )
  expect(e).toBeInstanceOf(SheetError)
  expect((e as SheetError).cure).not.toBe('')
  return (e as SheetError).message
}
describe('读不成的文件，说清楚，系统照常', () => {
  const many = '<row><c t="inlineStr"><is><t>a</t></is></c></row>'
  test.each<[string, () => Buffer | string, RegExp, Partial<Limits>?]>([
    ['空文件', () => '', /空的/],
    [
      '只是改了名的文件',
      () => Buffer.concat([X('PK\x03\x04'), Buffer.alloc(500, 7)]),
      /不完整或已损坏/,
    ],
    ['截断的压缩包', () => book(sheet(many)).subarray(0, -30), /不完整或已损坏/],
    ['别的压缩包', () => zip([{ name: 'readme.txt', data: X('hi') }]), /不是 Excel 工作簿/],
    ['压缩炸弹：比例', () => book(Buffer.alloc(17 * 2 ** 20, 0x20)), /疑似压缩炸弹/],
    [
      '压缩炸弹：总量',
      () => book(sheet(many.repeat(3000))),
      /解压后有/,
      { unpackedBytes: 2 ** 16 },
    ],
    [
      '目录谎报大小',
      () =>
        zip([{ name: 'xl/workbook.xml', data: Buffer.alloc(300_000, 0x20), says: { size: 10 } }]),
      /不完整或已损坏/,
    ],
    [
      '互相重叠',
      () => zip([{ name: 'xl/workbook.xml', data: X('<a/>'), says: { packed: 10_000 } }]),
      /互相重叠|不完整/,
    ],
    ['路径越界', () => zip([{ name: '../../etc/passwd', data: X('x') }]), /不完整或已损坏/],
    [
      '文件太多',
      () => zip(Array.from({ length: 30 }, (_, i) => ({ name: `f${i}`, data: X('x') }))),
      /最多20个/,
      { entries: 20 },
    ],
    ['实体炸弹', () => book(`<!DOCTYPE a [<!ENTITY b "bbbb">]>${sheet(many)}`), /实体定义/],
    ['坏的 XML', () => book('<worksheet><sheetData><row></sheetData>'), /不完整或已损坏/],
    ['行太多', () => book(sheet(many.repeat(50))), /超过20行/, { rows: 20 }],
    ['列太多', () => book(sheet('<row r="1"><c r="XFD1"><v>1</v></c></row>')), /超过256列/],
    ['文件太大', () => 'x'.repeat(2 ** 20 + 1), /最多1MB/, { fileBytes: 2 ** 20 }],
    [
      '旧版 xls',
      () => Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(2000)]),
      /旧版 \.xls/,
    ],
    [
      '加了密码',
      () =>
        Buffer.concat([
          Buffer.from('d0cf11e0a1b11ae1', 'hex'),
          Buffer.alloc(900),
          Buffer.from('EncryptedPackage', 'utf16le'),
          Buffer.alloc(900),
        ]),
      /打开密码/,
    ],
    [
      '压缩包里套着工作簿',
      () => zip([{ name: '报价/价格表.xlsx', data: Buffer.alloc(100, 7) }]),
      /是压缩包，不是表格/,
    ],
    ['截断在中间', () => book(sheet(many.repeat(500))).subarray(0, 400), /不完整或已损坏/],
    [
      '外部实体',
      () => book(`<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>${sheet(many)}`),
      /实体定义/,
    ],
    [
      '文字表里的实体',
      () =>
        book(sheet(many), [
          {
            name: 'xl/sharedStrings.xml',
            data: X('<!DOCTYPE a [<!ENTITY b "bb">]><sst><si><t>&b;</t></si></sst>'),
          },
        ]),
      /实体定义/,
    ],
    ['没有声明的实体', () => book(sheet('<row><c><v>&lol;</v></c></row>')), /不完整或已损坏/],
    [
      '后一格写在前一格上',
      () => book(sheet('<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>2</v></c></row>')),
      /不完整或已损坏/,
    ],
    [
      '一万六千列',
      () => book(sheet(`<row r="3">${'<c><v>1</v></c>'.repeat(16_384)}</row>`)),
      /第3行超过256列/,
    ],
    ['CSV 一行全是逗号', () => `甲\n${','.repeat(16_384)}\n`, /第2行超过256列/],
    [
      '合并得太多',
      () =>
        book(sheet(many.repeat(20_002), '<mergeCells><mergeCell ref="A1:A1048576"/></mergeCells>')),
      /合并的单元格涉及的行超过20000行/,
    ],
    ['拉丁文编码', () => Buffer.from('Prénom,Société\nAndré,Café\n', 'latin1'), /编码/],
    ['二进制内容', () => Buffer.from([1, 2, 0, 0, 3, 0, 9, 0, 0, 1]), /二进制/],
    ['编码不明', () => Buffer.concat([X('名称'), Buffer.from([0xff, 0xff, 0x80])]), /编码/],
    ['引号不配对', () => '名称,价\n"打印纸,3\n椅子,4\n', /第2行的引号/],
  ])('%s', async (_, bytes, says, given) => {
    expect(await refused(bytes(), given)).toMatch(says)
  })
  test('套在工作簿里的压缩炸弹没有人去解', async () => {
    const inner = zip([{ name: 'bomb', data: Buffer.alloc(2 ** 20) }])
    const bytes = book(sheet(many), [{ name: 'xl/embeddings/bomb.zip', data: inner }])
    expect(texts(await rowsOf(bytes))).toEqual([['a']])
  })
  test('一格有六百万字：内存有界，说出是哪一格', async () => {
    const rows = await threaded(
      book(
        sheet(
          `<row r="2"><c r="B2" t="inlineStr"><is><t>${'长'.repeat(2_000_000)}</t></is></c></row>`,
        ),
      ),
      { heapMb: 64 },
    )
    expect(rows.flatMap((r) => r.faults)).toEqual([
      { row: 2, column: 'B', what: '内容有2000000字，最多8000字', cure: '请缩短这一格' },
    ])
  })
  test('读表线程用尽内存，进程不受影响', async () => {
    const strings = Array.from(
      { length: 60_000 },
      (_, i) => `<si><t>很长的一段文字${i}${'某'.repeat(40)}</t></si>`,
    ).join('')
    const bytes = book(sheet(many), [
      { name: 'xl/sharedStrings.xml', data: X(`<sst>${strings}</sst>`) },
    ])
    expect(await refused(bytes, { heapMb: 16 }, threaded)).toMatch(/内存不够/)
    expect(await refused('甲,"乙\n', {}, threaded)).toMatch(/引号/)
    expect(texts(await threaded('甲,乙\n'))).toEqual([['甲', '乙']])
  })
  test('读到一半不要了，线程随即结束', async () => {
    const before = process.getActiveResourcesInfo().filter((r) => r === 'MessagePort').length
    for await (const _ of readSheet(put('甲,乙\n'.repeat(5000)))) break
    expect(process.getActiveResourcesInfo().filter((r) => r === 'MessagePort').length).toBe(before)
  })
})

describe('数和日期', () => {
  const cells = async (cs: string, styles = '', workbook = '') => {
    const bytes = zip([
      {
        name: 'xl/workbook.xml',
        data: X(
          `<workbook xmlns:r="r">${workbook}<sheets><sheet name="一" r:id="rId1"/></sheets></workbook>`,
        ),
      },
      {
        name: 'xl/_rels/workbook.xml.rels',
        data: X(
          '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>',
        ),
      },
      { name: 'xl/styles.xml', data: X(`<styleSheet><cellXfs>${styles}</cellXfs></styleSheet>`) },
      { name: 'xl/worksheets/sheet1.xml', data: X(sheet(`<row r="1">${cs}</row>`)) },
    ])
    const [row] = await rowsOf(bytes)
    return {
      texts: row?.cells.map((c) => c?.text ?? null),
      faults: row?.faults.map((f) => `${f.row}${f.column} ${f.what}`),
    }
  }
  test('负数照读；大得没有道理的数是一长串数字；不是数的只坏那一格', async () => {
    const v = (x: string) => `<c><v>${x}</v></c>`
    const read = await cells(['-5', '-0', '1e308', '1e-300', '1e999', 'NaN', 'abc'].map(v).join(''))
    expect(read.texts?.slice(0, 2)).toEqual(['-5', '0'])
    expect(read.texts?.[2]).toMatch(/^1\d{308}$/)
    expect(read.texts?.[3]).toBe('0')
    expect(read.faults).toEqual(['1E “1e999”不是数', '1F “NaN”不是数', '1G “abc”不是数'])
  })
  const DAY = '<xf numFmtId="0"/><xf numFmtId="14"/>'
  const day = (n: number) => `<c s="1"><v>${n}</v></c>`
  const days = [1, 59, 60, 61, 46_350, 2_958_465, 2_958_466, -1].map(day).join('')
  test('1900 年起算：没有过的二月二十九日、负数和九千九百九十九年以后都不是日期', async () => {
    expect(await cells(days, DAY)).toEqual({
      texts: [
        '1900-01-01',
        '1900-02-28',
        null,
        '1900-03-01',
        '2026-11-24',
        '9999-12-31',
        null,
        null,
      ],
      faults: ['1C 日期不存在', '1G 日期不存在', '1H 日期不存在'],
    })
  })
  test('1904 年起算：同一个数晚四年零一天', async () => {
    const read = await cells(days, DAY, '<workbookPr date1904="1"/>')
    expect(read.texts?.slice(0, 5)).toEqual([
      '1904-01-02',
      '1904-02-29',
      '1904-03-01',
      '1904-03-02',
      '2030-11-25',
    ])
    expect(read.faults?.at(-1)).toBe('1H 日期不存在')
    // Beyond the year 9999 there is no such day, whatever it is counted from.
    expect(read.texts?.[5]).toBeNull()
  })
})
