import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { deflateRawSync } from 'node:zlib'
import excel from 'exceljs'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  csvStream,
  type Limits,
  limits,
  type Row,
  readSheet,
  SheetError,
  xlsxStream,
} from '#sheets'
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
const CRC = Array.from({ length: 256 }, (_, i) => {
  let c = i
  for (let k = 0; k < 8; k++) c = (c >>> 1) ^ (0xedb88320 & -(c & 1))
  return c
})
function crc(bytes: Buffer): number {
  let c = -1
  for (const b of bytes) c = (c >>> 8) ^ (CRC[(c ^ b) & 255] as number)
  return ~c >>> 0
}
/** A zip written by hand, so that its directory may lie. */
function zip(
  files: { name: string; data: Buffer; says?: { size?: number; packed?: number } }[],
): Buffer {
  const parts: Buffer[] = []
  const central: Buffer[] = []
  let at = 0
  for (const f of files) {
    const name = Buffer.from(f.name)
    const packed = deflateRawSync(f.data)
    const head = Buffer.alloc(30)
    head.writeUInt32LE(0x04034b50, 0)
    head.writeUInt16LE(20, 4)
    head.writeUInt16LE(8, 8)
    head.writeUInt32LE(crc(f.data), 14)
    head.writeUInt32LE(f.says?.packed ?? packed.length, 18)
    head.writeUInt32LE(f.says?.size ?? f.data.length, 22)
    head.writeUInt16LE(name.length, 26)
    const entry = Buffer.alloc(46)
    entry.writeUInt32LE(0x02014b50, 0)
    entry.writeUInt16LE(20, 4)
    entry.writeUInt16LE(20, 6)
    head.copy(entry, 10, 8, 28)
    entry.writeUInt16LE(name.length, 28)
    entry.writeUInt32LE(at, 42)
    parts.push(head, name, packed)
    central.push(entry, name)
    at += 30 + name.length + packed.length
  }
  const dirBytes = Buffer.concat(central)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(files.length, 8)
  end.writeUInt16LE(files.length, 10)
  end.writeUInt32LE(dirBytes.length, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...parts, dirBytes, end])
}
const X = (s: string) => Buffer.from(s)
const book = (sheet: string | Buffer, more: { name: string; data: Buffer }[] = []) =>
  zip([
    {
      name: 'xl/workbook.xml',
      data: X('<workbook xmlns:r="r"><sheets><sheet name="一" r:id="rId1"/></sheets></workbook>'),
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      data: X(
        '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>',
      ),
    },
    { name: 'xl/worksheets/sheet1.xml', data: typeof sheet === 'string' ? X(sheet) : sheet },
    ...more,
  ])
const sheet = (rows: string, after = '') =>
  `<worksheet><sheetData>${rows}</sheetData>${after}</worksheet>`

describe('Excel 工作簿', () => {
  test('文字、数、日期、是否、富文本和空行', async () => {
    const b = new excel.Workbook()
    const s = b.addWorksheet('报价')
    b.addWorksheet('别的').addRow(['不读'])
    s.addRow(['名称', '单价', '有效期至', '节能'])
    s.addRow(['联想便携式计算机', 5999.9, new Date('2027-03-31T00:00:00Z'), true])
    s.addRow([])
    s.addRow([{ richText: [{ text: '打印' }, { text: '纸' }] }, 0.1 + 0.2, null, false])
    s.getCell('C4').value = new Date('2026-11-24T09:30:00Z')
    const rows = await rowsOf(Buffer.from(await b.xlsx.writeBuffer()))
    expect(texts(rows)).toEqual([
      ['名称', '单价', '有效期至', '节能'],
      ['联想便携式计算机', '5999.9', '2027-03-31', '是'],
      ['打印纸', '0.3', '2026-11-24 09:30', '否'],
    ])
    expect(rows.map((r) => r.no)).toEqual([1, 2, 4])
    expect(rows.every((r) => r.faults.length === 0)).toBe(true)
  })
  test('公式、错误值、合并的单元格、不存在的日期：说出哪一行哪一列、怎么改', async () => {
    const b = new excel.Workbook()
    const s = b.addWorksheet('一')
    s.addRow(['名称', '单价'])
    s.addRow(['打印纸', { formula: 'A1*2', result: 12 }])
    s.addRow(['椅子', { error: '#N/A' }])
    s.addRow(['桌子', 3])
    s.getCell('B4').numFmt = 'yyyy-mm-dd'
    s.getCell('B4').value = 60
    s.mergeCells('A5:B6')
    s.getCell('A5').value = '合并了'
    const rows = await rowsOf(Buffer.from(await b.xlsx.writeBuffer()))
    expect(rows.flatMap((r) => r.faults).map((f) => `${f.row}${f.column} ${f.what}`)).toEqual([
      '2B 是公式，不是内容',
      '3B 是错误值#N/A',
      '4B 日期不存在',
      '5A A5至B6是合并的单元格',
      '6A A5至B6是合并的单元格',
    ])
    expect(rows.find((r) => r.no === 2)?.cells[1]).toBeNull()
  })
  test('隐藏的工作表不读', async () => {
    const b = new excel.Workbook()
    b.addWorksheet('底稿', { state: 'hidden' }).addRow(['不该读'])
    b.addWorksheet('正表').addRow(['该读'])
    expect(texts(await rowsOf(Buffer.from(await b.xlsx.writeBuffer())))).toEqual([['该读']])
  })
  test('三万行一边读一边给，内存有界', async () => {
    let i = 0
    const lines = function* () {
      for (; i < 30_000; i++) yield [`商品${i}`, i, '规格说明'.repeat(5)]
    }
    const bytes = await buffer(
      xlsxStream(
        '商品',
        [{ title: '名称' }, { title: '价', kind: 'number' }, { title: '规格' }],
        lines(),
      ),
    )
    let seen = 0
    let peak = 0
    for await (const rows of readSheet(put(bytes), { heapMb: 64 })) {
      seen += rows.length
      peak = Math.max(peak, rows.length)
    }
    expect(seen).toBe(30_001)
    expect(peak).toBeLessThanOrEqual(500)
  })
})

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

describe('CSV', () => {
  const gb = Buffer.from('c3fbb3c62cb5a5bcdb0d0ab4f2d3a1d6bd2c32330d0a', 'hex')
  const utf16 = (s: string, be: boolean, bom: boolean) => {
    const b = Buffer.from((bom ? '\ufeff' : '') + s, 'utf16le')
    return be ? b.swap16() : b
  }
  test.each<[string, Buffer | string]>([
    ['UTF-8', '名称,单价\n打印纸,23\n'],
    ['UTF-8 带标记', '\ufeff名称,单价\r\n打印纸,23'],
    ['GB18030', gb],
    ['UTF-16 小端', utf16('名称,单价\n打印纸,23\n', false, true)],
    ['UTF-16 大端', utf16('名称,单价\n打印纸,23\n', true, true)],
    ['UTF-16 小端无标记', utf16('名称,单价\n打印纸,23\n', false, false)],
    ['UTF-16 大端无标记', utf16('名称,单价\n打印纸,23\n', true, false)],
    ['制表符', '名称\t单价\n打印纸\t23\n'],
    ['分号', '名称;单价\r打印纸;23\r'],
    ['引号', '"名称","单价"\n"打印纸","23"\n'],
  ])('%s', async (_, bytes) => {
    expect(texts(await rowsOf(bytes))).toEqual([
      ['名称', '单价'],
      ['打印纸', '23'],
    ])
  })
  test('没有标记的 UTF-16 里有“一”（U+4E00），也认得出', async () => {
    const s = '名称,单价\n一次性纸杯,1\n一体机,2500\n'
    for (const be of [false, true])
      expect(texts(await rowsOf(utf16(s, be, false)))[1]).toEqual(['一次性纸杯', '1'])
  })
  test('读了多少，随读随报', async () => {
    const seen = { part: 0 }
    const parts: number[] = []
    for await (const _ of readSheet(put('甲,乙\n'.repeat(50_000)), {}, seen)) parts.push(seen.part)
    expect(parts.length).toBeGreaterThan(50)
    expect(parts).toEqual([...parts].sort((a, b) => a - b))
    expect(parts[0]).toBeLessThan(0.5)
    expect(parts.at(-1)).toBe(1)
  })
  test('引号里的逗号、换行和引号；行号是表格里的行号', async () => {
    const rows = await rowsOf('名称,说明\n纸,"A4,""白""\n70克"\n\n笔,x\n')
    expect(texts(rows)).toEqual([
      ['名称', '说明'],
      ['纸', 'A4,"白"\n70克'],
      ['笔', 'x'],
    ])
    expect(rows.map((r) => r.no)).toEqual([1, 2, 4])
  })
  test('过长的一格和控制字符只坏那一格', async () => {
    const rows = await rowsOf(`名称,说明\n纸,${'长'.repeat(30)}\n笔,a\u0001b\n`, { cellChars: 20 })
    expect(rows.flatMap((r) => r.faults).map((f) => `${f.row}${f.column} ${f.what}`)).toEqual([
      '2B 内容有30字，最多20字',
      '3B 含有不可见的控制字符',
    ])
  })
})

describe('写出去的表', () => {
  const nasty = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 30 }),
    fc
      .tuple(
        fc.constantFrom('=', '+', '-', '@', '\t', '\r', "'", '＝'),
        fc.string({ maxLength: 20 }),
      )
      .map((p) => p.join('')),
    fc.constantFrom('=1+1', "=cmd|' /C calc'!A0", '@SUM(A1)', '-2+3', '+86 471', '"', ',,', '\n'),
  )
  test('没有一格文字会成为公式；我们自己读回来一字不差', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(nasty, nasty), { minLength: 1, maxLength: 20 }),
        async (rows) => {
          const csv = await buffer(csvStream([{ title: '甲' }, { title: '乙' }], rows))
          const fields = csv.toString('utf8').slice(1)
          for (const [, quoted, bare] of fields.matchAll(
            /(?:^|,|\r\n)(?:"((?:[^"]|"")*)"|([^,\r\n]*))/g,
          ))
            expect(quoted ?? bare).not.toMatch(/^[=+\-@\t\r]/)
          const x = await buffer(xlsxStream('表', [{ title: '甲' }, { title: '乙' }], rows))
          const b = new excel.Workbook()
          await b.xlsx.load(x as never)
          b.eachSheet((s) =>
            s.eachRow((r) => r.eachCell((c) => expect(c.type).not.toBe(excel.ValueType.Formula))),
          )
        },
      ),
      { numRuns: 25 },
    )
  })
  test('CSV 往返', async () => {
    const rows = [
      ['=1+1', '-5'],
      ["'=x", '@a"b,c'],
      ['普通', '3.50'],
    ]
    const csv = await buffer(csvStream([{ title: '甲' }, { title: '乙', kind: 'money' }], rows))
    expect(csv.toString('utf8')).toContain('\n"\'=1+1",-5\r')
    expect(texts(await rowsOf(csv)).slice(1)).toEqual(rows)
  })
  test('数是数，钱是钱，日是日', async () => {
    const x = await buffer(
      xlsxStream(
        '表',
        [{ title: '名' }, { title: '价', kind: 'money' }, { title: '日', kind: 'day' }],
        [['007', '1234.50', '2026-11-24']],
      ),
    )
    const rows = await rowsOf(x)
    expect(rows[1]?.cells).toEqual([
      { kind: 'text', text: '007' },
      { kind: 'number', text: '1234.5' },
      { kind: 'day', text: '2026-11-24' },
    ])
    expect(readFileSync(put(x)).subarray(0, 2).toString()).toBe('PK')
  })
})
