import { deflateRawSync } from 'node:zlib'

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
export function zip(
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
export const X = (s: string) => Buffer.from(s)
/** A workbook of one sheet, its parts as they are given. */
export const book = (sheet: string | Buffer, more: { name: string; data: Buffer }[] = []) =>
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
export const sheet = (rows: string, after = '') =>
  `<worksheet><sheetData>${rows}</sheetData>${after}</worksheet>`
