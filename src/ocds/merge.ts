import { equal, isObject, type Json, type JsonObject, print } from './json.ts'
import { ocdsRules, type Rules } from './rules.ts'

/**
 * The merge routine of OCDS 1.1 (https://standard.open-contracting.org/1.1/en/schema/merging/), with the choices that the
 * reference implementation made where the text is silent: a compiled release's id is ocid-date; an object in a list that has
 * no id is kept as one more; empty objects and lists change nothing; objects of one id in one release become one.
 */
export class MergeError extends Error {}
export interface Merged {
  readonly release: JsonObject
  /** Several objects of one list carried the same id: they were merged into one, which may not be what was meant. */
  readonly warnings: readonly string[]
}

/** By date; releases of one date keep the order they came in. Throws MergeError. */
function sorted(releases: readonly Json[]): JsonObject[] {
  const list = releases.map((r, i): JsonObject => {
    if (!isObject(r)) throw new MergeError(`第${i + 1}条发布不是对象`)
    return r
  })
  if (list.length === 0) throw new MergeError('没有可合并的发布')
  const ids = new Set(list.map((r) => print(r['ocid'] ?? null)))
  if (ids.size > 1)
    throw new MergeError(`合并只对同一个 ocid 的发布，这里有${ids.size}个：${[...ids].join('、')}`)
  if (list.length === 1) return list
  const dated = list.map((release, i) => {
    const d = release['date']
    if (d === undefined) throw new MergeError(`第${i + 1}条发布没有 date`)
    if (typeof d !== 'string') throw new MergeError(`第${i + 1}条发布的 date 不是文本`)
    return { release, text: d, at: Date.parse(d), i }
  })
  return dated
    .sort(
      (a, b) =>
        // Instants, because offsets differ; what is no date is compared as text, as the reference does.
        (Number.isNaN(a.at - b.at) ? 0 : a.at - b.at) ||
        (a.text < b.text ? -1 : a.text > b.text ? 1 : a.i - b.i),
    )
    .map((d) => d.release)
}

/** Who made an object of a list: its id as written (1 is not "1"), or nobody. */
const idOf = (o: JsonObject): string | null =>
  o['id'] === undefined || o['id'] === null ? null : print(o['id'])
/** Empty objects say nothing. */
const saying = (list: JsonObject[]) => list.filter((o) => Object.keys(o).length > 0)
const isMixed = (v: Json[]) => v.some((x) => !isObject(x))
const inconsistent = (path: string, was: Json) =>
  new MergeError(`/${path} 在较早的发布里是 ${print(was).slice(0, 80)}，与后来的类型不同，不能合并`)

interface Run {
  readonly rules: Rules
  readonly warnings: Set<string>
}
const under = (path: string, key: string) => (path === '' ? key : `${path}/${key}`)

function warnDuplicates(run: Run, list: JsonObject[], path: string) {
  const seen = new Set<string>()
  for (const o of list) {
    const id = idOf(o)
    if (id === null) continue
    if (seen.has(id)) run.warnings.add(`${path} 里有几个对象的 id 同为 ${id}，已合成一个`)
    seen.add(id)
  }
}
/** The object of a list that an input belongs to, made when there is none. */
function member(list: Json[], o: JsonObject): JsonObject {
  const id = idOf(o)
  const found =
    id === null ? undefined : list.find((x): x is JsonObject => isObject(x) && idOf(x) === id)
  if (found) return found
  const made: JsonObject = Object.create(null)
  if (id !== null) made['id'] = o['id'] as Json
  list.push(made)
  return made
}

function compile(run: Run, out: JsonObject, input: JsonObject, path: string) {
  for (const [key, value] of Object.entries(input)) {
    const at = under(path, key)
    const rule = run.rules.get(at)
    if (rule === 'omit') continue
    if (value === null) delete out[key]
    else if (rule === 'whole' || (Array.isArray(value) && isMixed(value))) out[key] = value
    else if (Array.isArray(value)) {
      const said = saying(value as JsonObject[])
      if (said.length === 0) continue
      warnDuplicates(run, said, at)
      out[key] ??= []
      const list = out[key]
      if (!Array.isArray(list)) throw inconsistent(at, list)
      for (const o of said) compile(run, member(list, o), o, at)
    } else if (isObject(value)) {
      if (Object.keys(value).length === 0) continue
      out[key] ??= Object.create(null) as JsonObject
      const inside = out[key]
      if (!isObject(inside)) throw inconsistent(at, inside)
      compile(run, inside, value, at)
    } else out[key] = value
  }
}
const plain = (v: Json | undefined) => (typeof v === 'string' ? v : 'None')

/** The state after the last release. */
export function compiledRelease(releases: readonly Json[], rules: Rules = ocdsRules): Merged {
  const run: Run = { rules, warnings: new Set() }
  const list = sorted(releases)
  const out: JsonObject = Object.create(null)
  const last = list.at(-1) as JsonObject
  out['tag'] = ['compiled']
  out['id'] = `${plain(last['ocid'])}-${plain(last['date'])}`
  if (typeof last['date'] === 'string') out['date'] = last['date']
  if (last['ocid'] !== undefined && last['ocid'] !== null) out['ocid'] = last['ocid']
  for (const r of list) {
    const { ocid, id, date, tag, ...rest } = r
    compile(run, out, rest as JsonObject, '')
  }
  return { release: out, warnings: [...run.warnings] }
}

interface Source {
  readonly releaseID: Json
  readonly releaseDate: Json
  readonly releaseTag: Json
}
const VERSION = ['releaseID', 'releaseDate', 'releaseTag', 'value']
const isVersions = (v: Json | undefined): v is JsonObject[] =>
  Array.isArray(v) &&
  v.length > 0 &&
  v.every((x) => isObject(x) && Object.keys(x).length === 4 && VERSION.every((k) => k in x))

function addVersion(out: JsonObject, key: string, value: Json, from: Source, path: string) {
  const before = out[key]
  if (before === undefined) out[key] = [{ ...from, value }]
  else if (isVersions(before)) {
    if (!equal(before.at(-1)?.['value'], value)) before.push({ ...from, value })
  } else if (value === null) clear(before, from)
  else throw inconsistent(path, before)
}
/** Something was taken out whole: each value that it held ends with null. */
function clear(held: Json, from: Source) {
  if (Array.isArray(held)) for (const o of held) clear(o, from)
  else if (isObject(held))
    for (const [key, v] of Object.entries(held)) {
      if (isVersions(v)) addVersion(held, key, null, from, key)
      else clear(v, from)
    }
}
/** Nothing but nulls so far: the field may yet become an object or a list. */
const onlyNulls = (v: Json | undefined) => isVersions(v) && v.every((x) => x['value'] === null)

function version(
  run: Run,
  out: JsonObject,
  input: JsonObject,
  from: Source,
  path: string,
  inList: boolean,
) {
  for (const [key, value] of Object.entries(input)) {
    const at = under(path, key)
    const rule = run.rules.get(at)
    if (rule === 'omit' || (inList && key === 'id')) continue
    const container = isObject(value) || (Array.isArray(value) && !isMixed(value))
    if (rule === 'whole' || !container || isVersions(value)) addVersion(out, key, value, from, at)
    else {
      if (Object.keys(value as object).length === 0) continue
      if (onlyNulls(out[key])) delete out[key]
      if (Array.isArray(value)) {
        const said = saying(value as JsonObject[])
        if (said.length === 0) continue
        warnDuplicates(run, said, at)
        out[key] ??= []
        const list = out[key]
        if (!Array.isArray(list) || isVersions(list)) throw inconsistent(at, list)
        for (const o of said) version(run, member(list, o), o, from, at, true)
      } else {
        out[key] ??= Object.create(null) as JsonObject
        const inside = out[key]
        if (!isObject(inside)) throw inconsistent(at, inside)
        version(run, inside, value as JsonObject, from, at, false)
      }
    }
  }
}

/** Every value that a field ever had, with the release that brought it. */
export function versionedRelease(releases: readonly Json[], rules: Rules = ocdsRules): Merged {
  const run: Run = { rules, warnings: new Set() }
  const out: JsonObject = Object.create(null)
  for (const r of sorted(releases)) {
    const { ocid, id, date, tag, ...rest } = r
    if (ocid !== undefined && ocid !== null) out['ocid'] = ocid
    version(
      run,
      out,
      rest as JsonObject,
      { releaseID: id ?? null, releaseDate: date ?? null, releaseTag: tag ?? null },
      '',
      false,
    )
  }
  return { release: out, warnings: [...run.warnings] }
}
