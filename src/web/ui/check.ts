import type { Schema } from '../api.ts'

/**
 * A bid is judged here and nowhere else before it is sealed: what is missing now would be found at the opening, when it can
 * no longer be put right. Only what JSON Schema says and forms can break; no code is compiled, so the page's policy holds.
 */
type Limits = Schema & {
  minimum?: number
  maximum?: number
  exclusiveMinimum?: number
  minItems?: number
  minLength?: number
  pattern?: string
}
/** Without what was left empty and may be. */
export function prune(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(prune)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, v]) => v !== '' && v !== null && v !== undefined)
      .map(([k, v]) => [k, prune(v)]),
  )
}
/** Path → what is wrong. */
export function check(schema: Schema, value: unknown, path = ''): Record<string, string> {
  const s = schema as Limits
  const at = (k: string | number) => (path === '' ? String(k) : `${path}.${k}`)
  if (s.type === 'object') {
    const v = (value ?? {}) as Record<string, unknown>
    const out: Record<string, string> = {}
    for (const [k, p] of Object.entries(s.properties ?? {})) {
      if (v[k] !== undefined) Object.assign(out, check(p, v[k], at(k)))
      else if (s.required?.includes(k)) out[at(k)] = '没有填'
    }
    return out
  }
  if (s.type === 'array') {
    const rows = Array.isArray(value) ? value : []
    if (rows.length < (s.minItems ?? 0)) return { [path]: `至少${s.minItems}项` }
    return Object.assign({}, ...rows.map((r, i) => (s.items ? check(s.items, r, at(i)) : {})))
  }
  const said = scalar(s, value)
  return said === '' ? {} : { [path]: said }
}
function scalar(s: Limits, value: unknown): string {
  if (s.type === 'integer' || s.type === 'number') {
    if (typeof value !== 'number' || Number.isNaN(value)) return '须为数字'
    if (s.type === 'integer' && !Number.isInteger(value)) return '须为整数'
    if (value < (s.minimum ?? -Infinity)) return `不得小于${s.minimum}`
    if (value > (s.maximum ?? Infinity)) return `不得大于${s.maximum}`
    return ''
  }
  if (s.enum && !s.enum.includes(value as string)) return '请从所列选项中选择'
  if (typeof value !== 'string') return ''
  if (s['x-kind'] === 'money' && !/^(0|[1-9]\d{0,12})\.\d{2}$/.test(value))
    return '金额须为元，两位小数'
  if (s.maxLength !== undefined && value.trim().length > s.maxLength)
    return `不得超过${s.maxLength}字`
  return value.trim() === '' ? '没有填' : ''
}
