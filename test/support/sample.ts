/** A value that a JSON Schema accepts, as small as it may be; `ids` fills fields that name a record by its kind. */
export interface Schema {
  type?: string | string[]
  enum?: unknown[]
  const?: unknown
  default?: unknown
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  minItems?: number
  minLength?: number
  minimum?: number
  exclusiveMinimum?: number
  pattern?: string
  format?: string
  'x-kind'?: string
}
/** What a schema checks in code and does not say in its JSON form. */
const named: Readonly<Record<string, string>> = {
  code: 'A02320500',
  item: 'A02320500',
  phone: '0471-6500000',
  invoiceNo: '26152000000012345678',
  regions: '150100',
  month: '2026-10',
  key: 'k1',
  account: '6222020409000012345',
  no: '26152000000012345678',
}
const NOBODY = '00000000-0000-7000-8000-000000000000'
/** By the pattern's own text: the few kinds of text the house knows. */
const texts: readonly [RegExp, string][] = [
  [/T/, '2026-12-31T09:30:00.000Z'],
  [/\\d\{21\}/, '1'.repeat(21)],
  [/\\d\{7\}/, '2100201'],
  [/\\d\{5\}/, '31003'],
  [/\\\.\\d\{2\}|\\\.\[0-9\]\{2\}|\\\./, '1.00'],
  [/\d{4}.*-.*-|\\d\\d\\d\\d-/, '2026-12-31'],
  [/\\d\{4\}-/, '2026-12'],
]
export function sample(s: Schema, ids: Readonly<Record<string, string>>, name = ''): unknown {
  if (s.default !== undefined) return s.default
  if (s.const !== undefined) return s.const
  if (s.enum) return s.enum[0]
  const one = s.anyOf ?? s.oneOf
  if (one) return sample((one.find((x) => x.type === 'null') ?? one[0]) as Schema, ids, name)
  const type = Array.isArray(s.type) ? s.type[0] : s.type
  if (type === 'object' || s.properties)
    return Object.fromEntries(
      Object.entries(s.properties ?? {})
        .filter(([k]) => s.required?.includes(k))
        .map(([k, v]) => [k, sample(v, ids, k)]),
    )
  if (type === 'array')
    return Array.from({ length: s.minItems ?? 0 }, () => sample(s.items ?? {}, ids, name))
  if (type === 'integer' || type === 'number')
    return Math.max(s.minimum ?? 1, s.exclusiveMinimum === undefined ? 1 : s.exclusiveMinimum + 1)
  if (type === 'boolean') return true
  if (type === 'null') return null
  if (/\[0-9a-f\]\{64\}/.test(s.pattern ?? '')) return '0'.repeat(64)
  if (s.format === 'uuid' || /0-9a-f/i.test(s.pattern ?? ''))
    return ids[s['x-kind'] ?? ''] ?? ids[name] ?? NOBODY
  if (s['x-kind'] === 'money') return '1.00'
  if (s['x-kind'] === 'day' || s.format === 'date') return '2026-12-31'
  if (s['x-kind'] === 'instant' || s.format === 'date-time')
    return name === 'ends' ? '2026-12-31T02:30:00.000Z' : '2026-12-31T01:30:00.000Z'
  if (s.format === 'base64' || /base64/i.test(s.pattern ?? '')) return 'AAAA'
  if (named[name] !== undefined) return named[name]
  for (const [p, text] of texts) if (s.pattern && p.test(s.pattern)) return text
  return '测'.repeat(Math.max(s.minLength ?? 1, 1))
}
