import { crc32, deflateRawSync } from 'node:zlib'

/** A workbook that unpacks to 120 MiB of blanks from about a tenth of a megabyte. */
export function bomb(): Uint8Array {
  const body = Buffer.alloc(120 * 2 ** 20, 0x20)
  const packed = deflateRawSync(body, { level: 9 })
  const name = Buffer.from('xl/worksheets/sheet1.xml')
  const head = Buffer.alloc(30)
  head.writeUInt32LE(0x04034b50, 0)
  head.writeUInt16LE(20, 4)
  head.writeUInt16LE(8, 8)
  head.writeUInt32LE(crc32(body), 14)
  head.writeUInt32LE(packed.length, 18)
  head.writeUInt32LE(body.length, 22)
  head.writeUInt16LE(name.length, 26)
  const local = Buffer.concat([head, name, packed])
  const central = Buffer.alloc(46)
  central.writeUInt32LE(0x02014b50, 0)
  central.writeUInt16LE(20, 6)
  central.writeUInt16LE(8, 10)
  head.copy(central, 16, 14, 28)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(1, 8)
  end.writeUInt16LE(1, 10)
  end.writeUInt32LE(46 + name.length, 12)
  end.writeUInt32LE(local.length, 16)
  return Buffer.concat([local, central, name, end])
}
