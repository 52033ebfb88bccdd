import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import excel from 'exceljs'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { csvStream, type Limits, limits, type Row, readSheet, xlsxStream } from '#sheets'
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
const texts = (rows: Row[]) => rows.map((r) => r.cells.map((c) => c?.text ?? null))

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
