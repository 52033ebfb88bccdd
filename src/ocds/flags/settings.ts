/**
 * Settings of the red flags, in the INI format that Cardinal's users have: a section switches its indicator on, `;` and `#`
 * begin comments, lists are written `a|b`. Sections of Cardinal's other commands are passed over.
 */
export interface Settings {
  readonly currency: string | null
  /** procurementMethodDetails: deny and allow lists of what prices may be compared within, and what is left out whole. */
  readonly noPriceComparison: ReadonlySet<string>
  readonly priceComparison: ReadonlySet<string>
  readonly excluded: ReadonlySet<string>
  readonly R003: {
    threshold: number
    methods: ReadonlySet<string>
    byDetails: ReadonlyMap<string, number>
  } | null
  readonly R018: { methods: ReadonlySet<string> } | null
  readonly R024: { threshold: number | null } | null
  readonly R025: { percentile: number; threshold: number | null } | null
  readonly R028: object | null
  readonly R030: object | null
  readonly R035: { threshold: number } | null
  readonly R036: object | null
  readonly R038: { threshold: number | null; minimumBids: number; minimumProcesses: number } | null
  readonly R048: { threshold: number | null; digits: number; minimumProcesses: number } | null
  readonly R058: { threshold: number | null } | null
}
export class SettingsError extends Error {}

const INDICATORS = [
  'R003',
  'R018',
  'R024',
  'R025',
  'R028',
  'R030',
  'R035',
  'R036',
  'R038',
  'R048',
  'R058',
] as const
const KNOWN: Readonly<Record<string, readonly string[]>> = {
  '': [
    'currency',
    'no_price_comparison_procurement_methods',
    'price_comparison_procurement_methods',
  ],
  exclusions: ['procurement_method_details'],
  R003: ['threshold', 'procurement_methods'],
  R018: ['procurement_methods'],
  R024: ['threshold'],
  R025: ['percentile', 'threshold'],
  R028: [],
  R030: [],
  R035: ['threshold'],
  R036: [],
  R038: ['threshold', 'minimum_submitted_bids', 'minimum_contracting_processes'],
  R048: ['digits', 'threshold', 'minimum_contracting_processes'],
  R058: ['threshold'],
}
const OTHERS = /^(defaults|redactions|corrections|modifications|codelists(\.\w+)?)$/
const BY_DETAILS = 'R003.procurement_method_details'

type Sections = Map<string, Map<string, string>>
function sectionsOf(text: string): Sections {
  const out: Sections = new Map([['', new Map()]])
  let at = ''
  for (const [i, raw] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    const line = raw.trim()
    if (line === '' || /^[;#]/.test(line)) continue
    const bad = (why: string) => new SettingsError(`设置第${i + 1}行：${why}`)
    const section = /^\[([^\]]+)\]$/.exec(line)?.[1]?.trim()
    if (section !== undefined) {
      at = section
      if (!(at in KNOWN) && at !== BY_DETAILS && !OTHERS.test(at))
        throw bad(`没有“${at}”这个指标或小节`)
      if (!out.has(at)) out.set(at, new Map())
      continue
    }
    const [, key, value] = /^([^=]+?)\s*=\s*(.*)$/.exec(line) ?? []
    if (key === undefined || value === undefined) throw bad('应写作“名称 = 值”')
    const known = KNOWN[at]
    if (known && !known.includes(key)) throw bad(`“${at || '开头'}”没有“${key}”这项设置`)
    out.get(at)?.set(key, value.replace(/^"(.*)"$/, '$1'))
  }
  return out
}
const listed = (text: string | undefined) =>
  new Set((text ?? '').split('|').filter((x) => x !== ''))
function number(
  section: string,
  values: ReadonlyMap<string, string>,
  key: string,
  whole: boolean,
): number | null {
  const text = values.get(key)
  if (text === undefined) return null
  const n = Number(text)
  if (text === '' || !Number.isFinite(n) || n < 0 || (whole && !Number.isInteger(n)))
    throw new SettingsError(
      `[${section}] ${key} 应为${whole ? '不小于零的整数' : '不小于零的数'}，现为“${text}”`,
    )
  return n
}

/** Without a file: every indicator with its defaults. Throws SettingsError. */
export function settingsOf(text: string | null): Settings {
  const sections = sectionsOf(text ?? INDICATORS.map((i) => `[${i}]`).join('\n'))
  const top = sections.get('') ?? new Map<string, string>()
  const on = <T>(id: string, read: (values: ReadonlyMap<string, string>) => T): T | null => {
    const values =
      sections.get(id) ?? (id === 'R003' ? sections.get(BY_DETAILS) && new Map() : undefined)
    return values ? read(values) : null
  }
  const ratio = (id: string) => on(id, (v) => ({ threshold: number(id, v, 'threshold', false) }))
  const details = sections.get(BY_DETAILS) ?? new Map<string, string>()
  return {
    currency: top.get('currency') ?? null,
    noPriceComparison: listed(top.get('no_price_comparison_procurement_methods')),
    priceComparison: listed(top.get('price_comparison_procurement_methods')),
    excluded: listed(sections.get('exclusions')?.get('procurement_method_details')),
    R003: on('R003', (v) => ({
      threshold: number('R003', v, 'threshold', true) ?? 15,
      methods: listed(v.get('procurement_methods')),
      byDetails: new Map(
        [...details.keys()].map((k) => [
          k.toLowerCase(),
          number(BY_DETAILS, details, k, true) ?? 0,
        ]),
      ),
    })),
    R018: on('R018', (v) => ({
      methods: listed(v.get('procurement_methods') ?? 'open|selective'),
    })),
    R024: ratio('R024'),
    R025: on('R025', (v) => ({
      percentile: number('R025', v, 'percentile', true) ?? 75,
      threshold: number('R025', v, 'threshold', false),
    })),
    R028: on('R028', () => ({})),
    R030: on('R030', () => ({})),
    R035: on('R035', (v) => ({
      threshold: Math.max(1, number('R035', v, 'threshold', true) ?? 1),
    })),
    R036: on('R036', () => ({})),
    R038: on('R038', (v) => ({
      threshold: number('R038', v, 'threshold', false),
      minimumBids: number('R038', v, 'minimum_submitted_bids', true) ?? 2,
      minimumProcesses: number('R038', v, 'minimum_contracting_processes', true) ?? 2,
    })),
    R048: on('R048', (v) => ({
      threshold: number('R048', v, 'threshold', true),
      digits: number('R048', v, 'digits', true) ?? 2,
      minimumProcesses: number('R048', v, 'minimum_contracting_processes', true) ?? 20,
    })),
    R058: ratio('R058'),
  }
}
