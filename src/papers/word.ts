import { crc32, deflateRawSync } from 'node:zlib'
import type { Paper, PaperSection } from './paper.ts'

/** What no XML may hold. */
const UNWRITABLE = /(?![\t\n\r])\p{Cc}|\p{Noncharacter_Code_Point}|\p{Cs}/gu
const xml = (s: string) =>
  s
    .replace(UNWRITABLE, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
/** Text only: fields and macros are elements of Word, and no text makes one. A line break is a break. */
const run = (text: string, bold = false) =>
  `<w:r>${bold ? '<w:rPr><w:b/></w:rPr>' : ''}${text
    .split('\n')
    .map((line, n) => `${n > 0 ? '<w:br/>' : ''}<w:t xml:space="preserve">${xml(line)}</w:t>`)
    .join('')}</w:r>`
const para = (runs: string, style?: string, align?: string) =>
  `<w:p><w:pPr>${style ? `<w:pStyle w:val="${style}"/>` : ''}${align ? `<w:jc w:val="${align}"/>` : ''}</w:pPr>${runs}</w:p>`
const cell = (runs: string, align?: string) =>
  `<w:tc><w:tcPr><w:tcW w:w="0" w:type="auto"/></w:tcPr>${para(runs, undefined, align)}</w:tc>`
const BORDERS = ['top', 'left', 'bottom', 'right', 'insideH', 'insideV']
  .map((b) => `<w:${b} w:val="single" w:sz="4" w:space="0" w:color="808080"/>`)
  .join('')
function table(s: PaperSection): string {
  const head = s.columns.map((c) => cell(run(c.label, true))).join('')
  const rows = s.rows.map(
    (r) =>
      `<w:tr>${s.columns.map((c, n) => cell(run(r[n] ?? ''), c.money ? 'right' : undefined)).join('')}</w:tr>`,
  )
  return `<w:tbl><w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:tblBorders>${BORDERS}</w:tblBorders></w:tblPr><w:tblGrid>${s.columns
    .map(() => '<w:gridCol/>')
    .join(
      '',
    )}</w:tblGrid><w:tr><w:trPr><w:tblHeader/></w:trPr>${head}</w:tr>${rows.join('')}</w:tbl>${para('')}`
}
const section = (s: PaperSection) =>
  [
    para(run(s.heading), 'Heading1'),
    ...(s.text === '' ? [] : [para(run(s.text))]),
    ...s.groups.flatMap((g) => [
      ...(g.name === '' ? [] : [para(run(g.name, true))]),
      ...g.fields.map((f) =>
        para(run(`${f.label}：`, true) + run(f.long ? `\n${f.value}` : f.value)),
      ),
    ]),
    ...(s.columns.length > 0 ? [table(s)] : []),
  ].join('')

const W = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main'
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
const FONT = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="宋体"/>'
const style = (id: string, name: string, size: number, more: string) =>
  `<w:style w:type="paragraph" w:styleId="${id}"><w:name w:val="${name}"/><w:pPr>${more}</w:pPr><w:rPr><w:b/><w:sz w:val="${size}"/></w:rPr></w:style>`
const STYLES = `${HEAD}<w:styles xmlns:w="${W}"><w:docDefaults><w:rPrDefault><w:rPr>${FONT}<w:sz w:val="22"/><w:lang w:val="zh-CN" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="120" w:line="312" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>${style('Title', 'Title', 36, '<w:jc w:val="center"/><w:spacing w:after="240"/>')}${style('Heading1', 'heading 1', 26, '<w:keepNext/><w:spacing w:before="240"/><w:outlineLvl w:val="0"/>')}</w:styles>`
const PKG = 'http://schemas.openxmlformats.org/package/2006'
const OD = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const ML = 'application/vnd.openxmlformats-officedocument.wordprocessingml'

/** The same paper as a Word file (WordprocessingML): headings are headings and tables are tables, so that it can be worked on. */
export function wordOf(p: Paper): Uint8Array {
  const body = [
    para(run(p.title), 'Title'),
    para(run(p.meta), undefined, 'center'),
    ...(p.opening === '' ? [] : [para(run(p.opening))]),
    ...p.sections.map(section),
    ...(p.tail === '' ? [] : [para(run(p.tail))]),
    para(run(p.publisher), undefined, 'right'),
    para(run(p.dateWords), undefined, 'right'),
    ...p.proof.map((x) => para(run(x))),
  ].join('')
  return zip([
    [
      '[Content_Types].xml',
      `${HEAD}<Types xmlns="${PKG}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="${ML}.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="${ML}.styles+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>`,
    ],
    [
      '_rels/.rels',
      `${HEAD}<Relationships xmlns="${PKG}/relationships"><Relationship Id="r1" Type="${OD}/officeDocument" Target="word/document.xml"/><Relationship Id="r2" Type="${PKG}/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`,
    ],
    [
      'docProps/core.xml',
      `${HEAD}<cp:coreProperties xmlns:cp="${PKG}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>${xml(p.title)}</dc:title><dc:creator>${xml(p.author)}</dc:creator></cp:coreProperties>`,
    ],
    [
      'word/_rels/document.xml.rels',
      `${HEAD}<Relationships xmlns="${PKG}/relationships"><Relationship Id="r1" Type="${OD}/styles" Target="styles.xml"/></Relationships>`,
    ],
    ['word/styles.xml', STYLES],
    [
      'word/document.xml',
      `${HEAD}<w:document xmlns:w="${W}"><w:body>${body}<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1300" w:bottom="1440" w:left="1300" w:header="700" w:footer="700" w:gutter="0"/></w:sectPr></w:body></w:document>`,
    ],
  ])
}

/** 1 January 1980: the same paper is the same bytes, whenever it is made. */
const DAY = 0x0021
/** A zip of a few small parts. Names are ASCII. */
function zip(parts: readonly (readonly [string, string])[]): Uint8Array {
  const files: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const [name, text] of parts) {
    const raw = Buffer.from(text)
    const packed = deflateRawSync(raw)
    const path = Buffer.from(name)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(8, 4)
    common.writeUInt16LE(DAY, 8)
    common.writeUInt32LE(crc32(raw), 10)
    common.writeUInt32LE(packed.length, 14)
    common.writeUInt32LE(raw.length, 18)
    common.writeUInt16LE(path.length, 22)
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, path, packed])
    const entry = Buffer.alloc(14)
    entry.writeUInt32LE(at, 10)
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), common, entry, path]))
    files.push(local)
    at += local.length
  }
  const list = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06')
  end.writeUInt16LE(parts.length, 8)
  end.writeUInt16LE(parts.length, 10)
  end.writeUInt32LE(list.length, 12)
  end.writeUInt32LE(at, 16)
  return new Uint8Array(Buffer.concat([...files, list, end]))
}
