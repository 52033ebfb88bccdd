/** The articles of a text that somebody pasted: found by their numbers, checked by a person. Pure. */
export interface Piece {
  readonly chapter: string
  readonly article: string
  readonly body: string
}
const DIGITS = '零一二三四五六七八九'
const UNITS: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000 }
/** 一百二十三 → 123; NaN for what is no such number. */
export function numeral(text: string): number {
  let total = 0
  let digit = 0
  for (const c of text.replace(/[〇○]/g, '零')) {
    const d = DIGITS.indexOf(c)
    if (d >= 0) digit = d
    else {
      const unit = UNITS[c]
      if (unit === undefined) return Number.NaN
      total += (digit || (unit === 10 ? 1 : 0)) * unit
      digit = 0
    }
  }
  return total + digit
}
const CHAPTER = /^(第[一二三四五六七八九十百零〇]+[编章节])[\s　]*(.*)$/
const ARTICLE =
  /^(第[一二三四五六七八九十百千零〇]+条(?:之[一二三四五六七八九十]+)?)[\s　:：]*(.*)$/
const POINT = /^([一二三四五六七八九十百]+)、[\s　]*(.*)$/
const lines = (text: string) =>
  text
    .normalize('NFC')
    .replace(/\r\n?/g, '\n')
    .split('\n')
    .map((l) => l.replace(/^[\s　]+|[\s　]+$/g, ''))
    .filter((l) => l !== '')

/**
 * A regulation is cut by 第…条; a notice that has none by 一、二、. What stands before the first is kept as 正文前. `doubts` are
 * what a person must look at: a number that is missing, or stands twice or out of order. Empty text gives no pieces.
 */
export function piecesOf(text: string): { pieces: Piece[]; doubts: string[] } {
  const all = lines(text)
  const cut = all.some((l) => ARTICLE.test(l)) ? ARTICLE : POINT
  const pieces: { chapter: string; article: string; body: string[] }[] = []
  let chapter = ''
  for (const l of all) {
    const heading = cut === ARTICLE ? CHAPTER.exec(l) : null
    if (heading && (heading[2]?.length ?? 0) <= 40) {
      chapter = `${heading[1]} ${heading[2]}`.trim()
      continue
    }
    const begins = cut.exec(l)
    if (begins) pieces.push({ chapter, article: begins[1] ?? '', body: [begins[2] ?? ''] })
    else if (pieces.length === 0) pieces.push({ chapter, article: '正文前', body: [l] })
    else pieces.at(-1)?.body.push(l)
  }
  return {
    pieces: pieces.map((p) => ({ ...p, body: p.body.filter((l) => l !== '').join('\n') })),
    doubts: doubtsOf(pieces.map((p) => p.article)),
  }
}
const placeOf = (article: string) =>
  numeral(article.replace(/^第|条(?:之.*)?$/g, '').replace(/之.*$/, ''))
function doubtsOf(articles: readonly string[]): string[] {
  const out: string[] = []
  const seen = new Set<string>()
  let last = 0
  for (const a of articles) {
    if (a === '正文前') continue
    const n = placeOf(a)
    if (seen.has(a)) out.push(`“${a}”出现了两次`)
    else if (a.includes('之') ? n !== last : n !== last + 1)
      out.push(n > last + 1 ? `“${a}”之前少了${n - last - 1}条` : `“${a}”的次序不对`)
    seen.add(a)
    last = Math.max(last, n)
  }
  if (articles.every((a) => a === '正文前')) out.push('没有认出条文（第…条，或一、二、）')
  return out
}

export interface Segment {
  readonly is: '同' | '删' | '增'
  readonly text: string
}
export interface Change {
  readonly article: string
  readonly is: '未变' | '修改' | '新增' | '删去'
  readonly segments: readonly Segment[]
}
/** Words and punctuation, so that a change of one number shows as that number. */
const cut = (text: string) => text.match(/\d+(?:\.\d+)?|[A-Za-z]+|[\s\S]/gu) ?? []
/** The longest common subsequence of two texts, as runs. Quadratic, so what is alike at both ends is taken off first. */
function compare(a: readonly string[], b: readonly string[]): Segment[] {
  let head = 0
  while (head < a.length && head < b.length && a[head] === b[head]) head++
  let tail = 0
  while (tail < a.length - head && tail < b.length - head && a.at(-1 - tail) === b.at(-1 - tail))
    tail++
  const x = a.slice(head, a.length - tail)
  const y = b.slice(head, b.length - tail)
  const out: { is: Segment['is']; text: string }[] = []
  const put = (is: Segment['is'], text: string) => {
    const last = out.at(-1)
    if (last?.is === is) last.text += text
    else if (text !== '') out.push({ is, text })
  }
  put('同', a.slice(0, head).join(''))
  if (x.length * y.length > 4_000_000) {
    put('删', x.join(''))
    put('增', y.join(''))
  } else {
    const w = y.length + 1
    const best = new Uint32Array((x.length + 1) * w)
    for (let i = x.length - 1; i >= 0; i--)
      for (let j = y.length - 1; j >= 0; j--)
        best[i * w + j] =
          x[i] === y[j]
            ? (best[(i + 1) * w + j + 1] ?? 0) + 1
            : Math.max(best[(i + 1) * w + j] ?? 0, best[i * w + j + 1] ?? 0)
    let i = 0
    let j = 0
    while (i < x.length || j < y.length) {
      if (i < x.length && j < y.length && x[i] === y[j]) {
        put('同', x[i] ?? '')
        i++
        j++
      } else if (
        i < x.length &&
        (j === y.length || (best[(i + 1) * w + j] ?? 0) >= (best[i * w + j + 1] ?? 0))
      )
        put('删', x[i++] ?? '')
      else put('增', y[j++] ?? '')
    }
  }
  put('同', a.slice(a.length - tail).join(''))
  return out
}
/** Two versions article by article, in the order of the newer, what was dropped where it stood. */
export function diff(before: readonly Piece[], after: readonly Piece[]): Change[] {
  const old = new Map(before.map((p) => [p.article, p]))
  const now = new Set(after.map((p) => p.article))
  const gone = before.filter((p) => !now.has(p.article))
  const changes = after.map((p): Change => {
    const was = old.get(p.article)
    if (was === undefined)
      return { article: p.article, is: '新增', segments: [{ is: '增', text: p.body }] }
    return was.body === p.body
      ? { article: p.article, is: '未变', segments: [{ is: '同', text: p.body }] }
      : { article: p.article, is: '修改', segments: compare(cut(was.body), cut(p.body)) }
  })
  for (const p of gone) {
    const place = before.indexOf(p)
    const next = before.slice(place + 1).find((q) => now.has(q.article))
    const at = next ? changes.findIndex((c) => c.article === next.article) : changes.length
    changes.splice(at, 0, {
      article: p.article,
      is: '删去',
      segments: [{ is: '删', text: p.body }],
    })
  }
  return changes
}
