import { readFile } from 'node:fs/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { hear, kindOf, openZip, SheetError, limits as sheetLimits, type Zip } from '#sheets/parts'
import type { Extracted, ExtractLimits } from './extract.ts'

const { path, size, limits } = workerData as { path: string; size: number; limits: ExtractLimits }
const port = parentPort
if (!port) throw new Error('只在读取线程里运行')

/** Enough is enough: the rest of the file is not read. */
class Full extends Error {}
function collector() {
  const parts: string[] = []
  let chars = 0
  return {
    add(t: string) {
      chars += t.length
      parts.push(t)
      if (chars > limits.chars) throw new Full()
    },
    end: (cut: boolean): Extracted => ({ text: parts.join('').slice(0, limits.chars), cut }),
  }
}
/** Run until the end or until there is enough. */
async function collect(run: (add: (t: string) => void) => Promise<void>): Promise<Extracted> {
  const c = collector()
  try {
    await run(c.add)
    return c.end(false)
  } catch (e) {
    if (e instanceof Full || (e as { cause?: unknown }).cause instanceof Full) return c.end(true)
    throw e
  }
}
/** The parts of an Office file that hold words, and which elements in them do. */
const office = (
  names: readonly string[],
): { parts: string[]; text: string; ends: string[] } | null => {
  if (names.includes('word/document.xml'))
    return {
      parts: names.filter((n) => /^word\/(document|header\d*|footer\d*|footnotes)\.xml$/.test(n)),
      text: 't',
      ends: ['p', 'tc'],
    }
  if (names.includes('xl/workbook.xml'))
    return {
      parts: names.filter((n) => /^xl\/(sharedStrings|worksheets\/sheet\d+)\.xml$/.test(n)),
      text: 't',
      ends: ['si', 'c', 'row'],
    }
  if (names.includes('ppt/presentation.xml'))
    return {
      parts: names.filter((n) => /^ppt\/slides\/slide\d+\.xml$/.test(n)),
      text: 't',
      ends: ['p'],
    }
  return null
}
const fromZip = (zip: Zip) =>
  collect(async (add) => {
    const o = office(zip.names)
    if (o === null) throw new SheetError('压缩包里不是 Word、Excel 或者 PPT 文档', '')
    for (const part of o.parts) {
      let inside = false
      // A number of a shared text is no text; a value written into its cell is.
      let shared = false
      await hear(zip, part, {
        open: (n, a) => {
          if (n === 'c') shared = a['t'] === 's'
          if (n === o.text || (n === 'v' && !shared)) inside = true
        },
        text: (t) => {
          if (inside) add(t)
        },
        close: (n) => {
          if (n === o.text || n === 'v') inside = false
          if (o.ends.includes(n)) add('\n')
        },
      })
    }
  })
const fromPdf = (bytes: Buffer) =>
  collect(async (add) => {
    // Loaded only when there is one: it is most of what this thread would load.
    const { getDocumentProxy } = await import('unpdf')
    const pdf = await getDocumentProxy(new Uint8Array(bytes), { verbosity: 0 })
    if (pdf.numPages > limits.pages)
      throw new SheetError(`有${pdf.numPages}页，超过${limits.pages}页`, '')
    for (let n = 1; n <= pdf.numPages; n++) {
      const page = await pdf.getPage(n)
      const { items } = await page.getTextContent()
      for (const i of items) if ('str' in i) add(i.hasEOL ? `${i.str}\n` : i.str)
      add('\n')
      page.cleanup()
    }
  })
const fromText = (bytes: Buffer) =>
  collect(async (add) => {
    if (bytes.subarray(0, 4096).includes(0)) throw new SheetError('不是文字文件', '')
    try {
      add(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    } catch (e) {
      if (e instanceof Full) throw e
      add(new TextDecoder('gb18030').decode(bytes))
    }
  })

async function read(): Promise<Extracted> {
  const kind = await kindOf(path)
  if (kind === 'empty') return { mark: '文件是空的' }
  if (kind === 'ole') return { mark: '旧版 Office 文件或者设有密码，没有提取文字' }
  if (kind === 'zip') {
    const zip = await openZip(path, size, { ...sheetLimits, ...limits })
    try {
      return await fromZip(zip)
    } finally {
      zip.close()
    }
  }
  const bytes = await readFile(path)
  return bytes.subarray(0, 1024).includes('%PDF-') ? fromPdf(bytes) : fromText(bytes)
}
try {
  port.postMessage(await read())
} catch (e) {
  // Whatever the file did to its reader, it is the file that cannot be read.
  const why = e instanceof SheetError ? e.message : '文件已损坏或者格式不符'
  port.postMessage({ mark: `${why}，没有提取文字` } satisfies Extracted)
}
port.close()
