/**
 * RFC 8785 (JCS) for the data of this house: strings, whole numbers, booleans, null, arrays, objects.
 * Two writers of the same facts write the same bytes, so their hashes can be compared. Throws TypeError on a
 * fraction, NaN or anything JSON has no word for; members that are undefined are left out, as JSON does.
 */
export function canonical(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value)
    case 'boolean':
      return String(value)
    case 'number':
      if (!Number.isSafeInteger(value)) throw new TypeError(`canonical: 只写整数，不写 ${value}`)
      return String(value === 0 ? 0 : value)
    case 'object': {
      if (value === null) return 'null'
      if (Array.isArray(value)) return `[${value.map((v) => canonical(v ?? null)).join(',')}]`
      const members = Object.entries(value)
        .filter(([, v]) => v !== undefined)
        .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
        .map(([k, v]) => `${JSON.stringify(k)}:${canonical(v)}`)
      return `{${members.join(',')}}`
    }
    default:
      throw new TypeError(`canonical: 不能写 ${typeof value}`)
  }
}
