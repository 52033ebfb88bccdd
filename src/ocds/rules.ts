import { everything } from './extensions.ts'
import { fieldOf, type Shapes } from './standard.ts'

/** How a field is merged when it is not merged by the routine's default: dropped, or taken whole. */
export type Rule = 'omit' | 'whole'
/** By the path of field names from the release, without places in lists: `tender/items/additionalClassifications`. */
export type Rules = ReadonlyMap<string, Rule>

/**
 * The merge rules that a description of the standard implies (https://standard.open-contracting.org/1.1/en/schema/merging/):
 * about the release itself → dropped; a list said to be replaced, a list of anything but objects, and a list of objects that
 * have no `id` → taken whole. Everything else merges object by object, and lists by `id`.
 */
export function rulesOf(shapes: Shapes): Rules {
  const rules = new Map<string, Rule>()
  const walk = (shape: string, path: string, above: readonly string[]) => {
    for (const [name, text] of Object.entries(shapes[shape] ?? {})) {
      const f = fieldOf(text)
      const at = path === '' ? name : `${path}/${name}`
      const inside = f.of === null ? undefined : shapes[f.of]
      if (f.marks.has('omit')) rules.set(at, 'omit')
      else if (f.kind === 'words' || f.kind === 'tag' || f.marks.has('whole'))
        rules.set(at, 'whole')
      else if (f.list && inside && !('id' in inside)) rules.set(at, 'whole')
      else if (f.of !== null && !above.includes(f.of)) walk(f.of, at, [...above, f.of])
    }
  }
  walk('Release', '', ['Release'])
  return rules
}
export const ocdsRules: Rules = rulesOf(everything)

type Node = Readonly<Record<string, unknown>>
const node = (v: unknown): Node => (typeof v === 'object' && v !== null ? (v as Node) : {})
const typesOf = (n: Node): unknown[] => (n['type'] === undefined ? [] : [n['type']].flat())
/** The rules that somebody's own release schema implies (OCDS 1.0's `mergeStrategy` too), its references followed. */
export function rulesOfSchema(schema: unknown): Rules {
  const rules = new Map<string, Rule>()
  const follow = (v: unknown, seen: readonly string[]): readonly [Node, readonly string[]] => {
    const ref = node(v)['$ref']
    if (typeof ref !== 'string' || seen.includes(ref)) return [node(v), seen]
    const target = ref
      .replace(/^#\/?/, '')
      .split('/')
      .filter(Boolean)
      .reduce<unknown>((at, k) => node(at)[k.replace(/~1/g, '/').replace(/~0/g, '~')], schema)
    return follow(target, [...seen, ref])
  }
  const walk = (properties: unknown, path: string, seen: readonly string[]) => {
    for (const [name, raw] of Object.entries(node(properties))) {
      const [p, seenHere] = follow(raw, seen)
      const at = path === '' ? name : `${path}/${name}`
      const [items, seenItems] = follow(p['items'], seenHere)
      const types = typesOf(p)
      if (p['omitWhenMerged'] === true || p['mergeStrategy'] === 'ocdsOmit') rules.set(at, 'omit')
      else if (
        types.includes('array') &&
        (p['wholeListMerge'] === true || p['mergeStrategy'] === 'ocdsVersion')
      )
        rules.set(at, 'whole')
      else if (types.includes('object') && p['properties'] !== undefined)
        walk(p['properties'], at, seenHere)
      else if (types.includes('array') && p['items'] !== undefined) {
        const kinds = typesOf(items)
        if (kinds.some((t) => t !== 'object')) rules.set(at, 'whole')
        else if (kinds.includes('object') && items['properties'] !== undefined) {
          if ('id' in node(items['properties'])) walk(items['properties'], at, seenItems)
          else rules.set(at, 'whole')
        }
      }
    }
  }
  walk(node(schema)['properties'], '', [])
  return rules
}
