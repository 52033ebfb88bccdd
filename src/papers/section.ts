import {
  type Instant,
  isDay,
  parseYuan,
  type Section,
  showDay,
  showInstant,
  showYuan,
} from '#kernel'
import type { PaperSection } from './paper.ts'

type Cell = string | number | boolean | null | undefined
/** A column that takes what is left of the line: words; figures and marks take what they need. */
export const isWide = (values: readonly string[]) => Math.max(...values.map((v) => v.length), 0) > 8

function cell(v: Cell, kind: string | undefined): string {
  if (v === null || v === undefined || v === '') return '—'
  if (typeof v === 'boolean') return v ? '是' : '否'
  const s = String(v)
  if (kind === 'money') return /^\d{1,13}\.\d{2}$/.test(s) ? showYuan(parseYuan(s)) : s
  if (kind === 'instant' && !Number.isNaN(Date.parse(s)))
    return showInstant(Date.parse(s) as Instant)
  return kind === 'day' && isDay(s) ? showDay(s) : s
}
/** A section of a record on paper, in the workbench's words and order; a table without rows says so. */
export function paperSection(s: Section, no: string): PaperSection {
  const columns = s.columns ?? []
  const rows = (s.rows ?? []).map((r) => columns.map((c) => cell(r[c.key], c.kind)))
  const fields = (s.fields ?? []).map((f) => ({
    label: f.label,
    value: cell(f.value, f.kind),
    long: f.kind === 'long' || f.kind === 'hash',
  }))
  return {
    heading: `${no}、${s.title}`,
    text: columns.length > 0 && rows.length === 0 ? '无。' : '',
    groups: fields.length > 0 ? [{ name: '', fields }] : [],
    columns:
      rows.length === 0
        ? []
        : columns.map((c, n) => ({
            label: c.label,
            money: c.kind === 'money',
            wide: c.kind !== 'money' && isWide(rows.map((r) => r[n] ?? '')),
          })),
    rows,
  }
}

const DIGITS = '零一二三四五六七八九'
/** 1 to 99 in Chinese, as headings are numbered; beyond, in figures. */
export const numeral = (n: number) =>
  n > 99
    ? String(n)
    : `${n >= 20 ? DIGITS[Math.trunc(n / 10)] : ''}${n >= 10 ? '十' : ''}${n % 10 === 0 ? '' : DIGITS[n % 10]}`
