/**
 * RFC 8785 (JCS) for the data of this house: strings, whole numbers, booleans, null, arrays, plain objects.
 * Two writers of the same facts write the same bytes, so their hashes can be compared. Members that are undefined are left
 * out and undefined elements are null, as JSON does. Throws TypeError on a fraction, NaN, half a surrogate pair, an object
 * of a class, or anything else JSON has no word for: JSON.stringify would write `{}` for a Map and hash nothing.
 */
export function canonical(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return text(value)
    case 'boolean':
      return String(value)
    case 'number':
      if (!Number.isSafeInteger(value)) throw new TypeError(`canonical: 只写整数，不写 ${value}`)
      return String(value === 0 ? 0 : value)
    case 'object': {
      if (value === null) return 'null'
      if (Array.isArray(value)) return `[${value.map((v) => canonical(v ?? null)).join(',')}]`
      const proto: unknown = Object.getPrototypeOf(value)
      if (proto !== Object.prototype && proto !== null)
        throw new TypeError(`canonical: 不能写 ${value.constructor.name}，先化为普通的值`)
      const members = Object.entries(value)
        .filter(([, v]) => v !== undefined)
        // By UTF-16 code units (RFC 8785 §3.2.3), which is what < compares.
        .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
        .map(([k, v]) => `${text(k)}:${canonical(v)}`)
      return `{${members.join(',')}}`
    }
    default:
      throw new TypeError(`canonical: 不能写 ${typeof value}`)
  }
}
/** JSON.stringify escapes as RFC 8785 §3.2.2.2 asks, but would write half a surrogate pair that no UTF-8 has. */
function text(s: string): string {
  if (/\p{Surrogate}/u.test(s)) throw new TypeError('canonical: 文字里有半个字')
  return JSON.stringify(s)
}
