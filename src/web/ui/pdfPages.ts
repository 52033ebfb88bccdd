const latin = new TextDecoder('latin1')
const WINDOW = 1 << 22
const OVERLAP = 4096

/** Pages named in a piece of a PDF's own text: leaves of the page tree, and the largest count that a node of it states. */
function named(text: string): { leaves: number; count: number } {
  const leaves = text.match(/\/Type\s*\/Page(?![A-Za-z])/g)?.length ?? 0
  let count = 0
  for (const m of text.matchAll(
    /<<(?:(?!<<|>>)[\s\S]){0,200000}?\/Type\s*\/Pages(?![A-Za-z])[\s\S]{0,200000}?>>/g,
  ))
    count = Math.max(count, Number(/\/Count\s+(\d{1,6})/.exec(m[0])?.[1] ?? 0))
  return { leaves, count }
}
async function inflated(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  try {
    const out = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'))
    // What stands behind the compressed data is the end of the line before “endstream”.
    const reader = out.getReader()
    let text = ''
    try {
      for (let r = await reader.read(); !r.done; r = await reader.read())
        text += latin.decode(r.value)
    } catch {
      // Trailing bytes: what came before them counts.
    }
    return text
  } catch {
    return ''
  }
}
/**
 * How many pages a PDF has, as far as its own words say; null when it is none or does not say (encrypted through and
 * through). Never too few: an older revision inside the file may make it too many, and then a wrong page passes, which is
 * better than a right one that is stopped at a deadline.
 */
export async function pdfPages(file: Blob): Promise<number | null> {
  const head = latin.decode(await file.slice(0, 1024).arrayBuffer())
  if (!head.includes('%PDF-')) return null
  let leaves = 0
  let count = 0
  const add = (found: { leaves: number; count: number }) => {
    leaves += found.leaves
    count = Math.max(count, found.count)
  }
  for (let at = 0; at < file.size; at += WINDOW) {
    const bytes = new Uint8Array(await file.slice(at, at + WINDOW + OVERLAP).arrayBuffer())
    const text = latin.decode(bytes)
    const own = text.slice(0, WINDOW)
    add({ leaves: named(own).leaves, count: named(text).count })
    for (const m of own.matchAll(/\/Type\s*\/ObjStm(?![A-Za-z])/g)) {
      const start = /stream\r?\n/.exec(text.slice(m.index, m.index + OVERLAP))
      if (!start) continue
      const from = at + m.index + start.index + start[0].length
      const rest = latin.decode(await file.slice(from, from + WINDOW).arrayBuffer())
      const end = rest.indexOf('endstream')
      if (end < 0) continue
      add(named(await inflated(new Uint8Array(await file.slice(from, from + end).arrayBuffer()))))
    }
  }
  const pages = Math.max(leaves, count)
  return pages === 0 ? null : pages
}
