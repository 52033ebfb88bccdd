/**
 * JSON whose numbers survive: a number that a double would change (18446744073709551616, 1.10) stays as it was written.
 * Merging other people's releases must not round their money.
 */
export class Numeral {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}
export type Json = null | boolean | number | string | Numeral | Json[] | { [key: string]: Json }
export type JsonObject = { [key: string]: Json }
export const isObject = (v: Json | undefined): v is JsonObject =>
  typeof v === 'object' && v !== null && !Array.isArray(v) && !(v instanceof Numeral)

const TOKEN =
  /[ \t\n\r]*(?:([[\]{},:"])|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)|(true|false|null))/y
const DEEPEST = 200

/** Throws SyntaxError saying where. Of two equal keys the last counts, as everywhere. */
export function parse(text: string): Json {
  let at = 0
  const bad = (): never => {
    throw new SyntaxError(`第${at + 1}个字符处不是合法的 JSON`)
  }
  const next = () => {
    TOKEN.lastIndex = at
    const m = TOKEN.exec(text)
    if (!m) return bad()
    at = TOKEN.lastIndex
    return m
  }
  /** From after the opening quote to after the closing one. */
  const string = (): string => {
    const from = at - 1
    for (;;) {
      const end = text.indexOf('"', at)
      if (end < 0) return bad()
      let back = end
      while (text[back - 1] === '\\') back--
      at = end + 1
      if ((end - back) % 2 === 0) break
    }
    try {
      return JSON.parse(text.slice(from, at)) as string
    } catch {
      return bad()
    }
  }
  const value = (m: RegExpExecArray, depth: number): Json => {
    if (depth > DEEPEST) throw new SyntaxError(`JSON 嵌套超过${DEEPEST}层`)
    const [, mark, num, word] = m
    if (mark === '"') return string()
    if (num !== undefined) return String(Number(num)) === num ? Number(num) : new Numeral(num)
    if (word !== undefined) return word === 'null' ? null : word === 'true'
    if (mark === '[') {
      const list: Json[] = []
      let t = next()
      if (t[1] === ']') return list
      for (;;) {
        list.push(value(t, depth + 1))
        t = next()
        if (t[1] === ']') return list
        if (t[1] !== ',') return bad()
        t = next()
      }
    }
    if (mark === '{') {
      const object: JsonObject = Object.create(null)
      let t = next()
      if (t[1] === '}') return object
      for (;;) {
        if (t[1] !== '"') return bad()
        const key = string()
        if (next()[1] !== ':') return bad()
        object[key] = value(next(), depth + 1)
        t = next()
        if (t[1] === '}') return object
        if (t[1] !== ',') return bad()
        t = next()
      }
    }
    return bad()
  }
  const result = value(next(), 0)
  if (/[^ \t\n\r]/.test(text.slice(at))) return bad()
  return result
}
export function print(v: Json): string {
  if (v instanceof Numeral) return v.text
  if (Array.isArray(v)) return `[${v.map(print).join(',')}]`
  if (isObject(v))
    return `{${Object.entries(v)
      .map(([k, x]) => `${JSON.stringify(k)}:${print(x)}`)
      .join(',')}}`
  return JSON.stringify(v)
}
/** Equal as JSON: the order of keys does not matter, 1 is 1.0 and is not "1". */
export function equal(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true
  if (a === undefined || b === undefined) return false
  const number = (x: Json) => typeof x === 'number' || x instanceof Numeral
  if (number(a) && number(b)) {
    const [x, y] = [digits(a as number | Numeral), digits(b as number | Numeral)]
    return x === y
  }
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((x, i) => equal(x, b[i]))
  if (isObject(a) && isObject(b)) {
    const keys = Object.keys(a)
    return keys.length === Object.keys(b).length && keys.every((k) => k in b && equal(a[k], b[k]))
  }
  return false
}
/** A number's value, whatever way it was written: sign, digits without zeros at the ends, and the power of ten. */
function digits(n: number | Numeral): string {
  const [, sign = '', whole = '', part = '', power = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(n instanceof Numeral ? n.text : String(n)) ??
    []
  const all = `${whole}${part}`.replace(/^0+/, '')
  const end = all.replace(/0+$/, '')
  return end === ''
    ? '0'
    : `${sign}${end}e${Number(power) - part.length + (all.length - end.length)}`
}
