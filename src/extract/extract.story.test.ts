import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateRawSync } from 'node:zlib'
import { Document, Packer, Paragraph, Table, TableCell, TableRow } from 'docx'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Extracted, textOf } from '#extract'
import { startPrinter } from '#papers'

const dir = mkdtempSync(join(tmpdir(), 'yiwang-extract-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))
const put = (name: string, bytes: Uint8Array | string) => {
  const path = join(dir, name)
  writeFileSync(path, bytes)
  return path
}
const said = (e: Extracted) => ('text' in e ? e.text : `【${e.mark}】`)

/** A zip of one deflated entry, whatever its directory claims. */
function zip(name: string, body: Buffer, claimed = body.length): Buffer {
  const packed = deflateRawSync(body, { level: 9 })
  const n = Buffer.from(name)
  let crc = ~0
  for (const b of body) {
    crc ^= b
    for (let k = 0; k < 8; k++) crc = (crc >>> 1) ^ (0xedb88320 & -(crc & 1))
  }
  const sum = (crc ^ ~0) >>> 0
  const local = Buffer.alloc(30)
  local.writeUInt32LE(0x04034b50, 0)
  local.writeUInt16LE(20, 4)
  local.writeUInt16LE(8, 8)
  local.writeUInt32LE(sum, 14)
  local.writeUInt32LE(packed.length, 18)
  local.writeUInt32LE(claimed, 22)
  local.writeUInt16LE(n.length, 26)
  const central = Buffer.alloc(46)
  central.writeUInt32LE(0x02014b50, 0)
  central.writeUInt16LE(20, 4)
  central.writeUInt16LE(20, 6)
  central.writeUInt16LE(8, 10)
  central.writeUInt32LE(sum, 16)
  central.writeUInt32LE(packed.length, 20)
  central.writeUInt32LE(claimed, 24)
  central.writeUInt16LE(n.length, 28)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(1, 8)
  end.writeUInt16LE(1, 10)
  end.writeUInt32LE(46 + n.length, 12)
  end.writeUInt32LE(30 + n.length + packed.length, 16)
  return Buffer.concat([local, n, packed, central, n, end])
}
/** A PDF whose page stream draws for ever longer than anyone waits: text operators without end. */
function endless(operators: number): Buffer {
  const stream = Buffer.from(`BT /F1 1 Tf ${'(a) Tj 0 0 Td '.repeat(operators)} ET`)
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 10 10] /Resources << /Font << /F1 5 0 R >> >> /Contents 4 0 R >>',
    `<< /Length ${stream.length} >>\nstream\n${stream.toString('latin1')}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ]
  let out = '%PDF-1.4\n'
  const at: number[] = []
  for (const [i, o] of objects.entries()) {
    at.push(out.length)
    out += `${i + 1} 0 obj\n${o}\nendobj\n`
  }
  const xref = out.length
  out += `xref\n0 6\n0000000000 65535 f \n${at.map((a) => `${String(a).padStart(10, '0')} 00000 n \n`).join('')}trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n${xref}\n%%EOF`
  return Buffer.from(out, 'latin1')
}

describe('附件的文字', () => {
  let pdf: Uint8Array
  beforeAll(async () => {
    const printer = startPrinter()
    try {
      pdf = (
        await printer.print({
          title: '技术规格书',
          author: '某单位',
          date: '2026-10-16',
          meta: '',
          opening: '离心泵头须为钛合金。#let x = 1 *星号* $公式$',
          sections: [],
          tail: '',
          publisher: '某单位',
          dateWords: '',
          foot: '',
          address: 'http://127.0.0.1/',
          proof: [],
        })
      ).pdf
    } finally {
      await printer.stop()
    }
  })
  test('PDF 的文字可选可查；文中的排版符号只是文字', async () => {
    const text = said(await textOf(put('a.pdf', pdf)))
    expect(text).toContain('离心泵头须为钛合金')
    expect(text).toContain('#let x = 1 *星号* $公式$')
  })
  test('Word：段落和表格', async () => {
    const doc = new Document({
      sections: [
        {
          children: [
            new Paragraph('工作转速不低于五千转'),
            new Table({
              rows: [
                new TableRow({
                  children: [new TableCell({ children: [new Paragraph('不锈钢底座')] })],
                }),
              ],
            }),
          ],
        },
      ],
    })
    const text = said(await textOf(put('a.docx', await Packer.toBuffer(doc))))
    expect(text).toContain('工作转速不低于五千转\n')
    expect(text).toContain('不锈钢底座')
  })
  test('纯文字：UTF-8 与国标编码', async () => {
    expect(said(await textOf(put('a.txt', '接口：RS-485')))).toContain('RS-485')
    expect(said(await textOf(put('b.txt', Buffer.from([0xb2, 0xc9, 0xb9, 0xba]))))).toBe('采购')
  })
  test.each([
    ['空文件', Buffer.alloc(0), '空'],
    ['旧版 Word', Buffer.from('d0cf11e0a1b11ae1'.padEnd(64, '0'), 'hex'), '旧版'],
    ['坏的 PDF', Buffer.from('%PDF-1.7 再没有别的'), '没有提取文字'],
    ['图片', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0]), '不是文字文件'],
    ['只是压缩包', zip('a.txt', Buffer.from('x')), '不是 Word'],
    ['压缩炸弹', zip('word/document.xml', Buffer.alloc(64 * 2 ** 20, 0x61)), '压缩炸弹'],
    [
      '说谎的压缩炸弹',
      zip('word/document.xml', Buffer.alloc(32 * 2 ** 20, 0x61), 100),
      '没有提取文字',
    ],
    [
      '实体炸弹',
      zip('word/document.xml', Buffer.from('<!DOCTYPE x [<!ENTITY a "b">]><w>&a;</w>')),
      '实体定义',
    ],
  ])('%s：写明为什么没有文字', async (name, bytes, want) => {
    expect(said(await textOf(put(`${name}.bin`, bytes)))).toContain(want)
  })
  test('读不完的 PDF 到时就停，别的照读', async () => {
    const long = put('endless.pdf', endless(2_000_000))
    const [a, b] = await Promise.all([textOf(long, { ms: 1500 }), textOf(put('c.txt', '别的照读'))])
    expect(said(a)).toMatch(/还没有读完|内存不够/)
    expect(said(b)).toBe('别的照读')
  })
  test('文字太多只取前一部分，并且写明', async () => {
    const e = await textOf(put('long.txt', '很长'.repeat(1000)), { chars: 100 })
    expect('text' in e && e.cut).toBe(true)
    expect(said(e)).toHaveLength(100)
  })
})
