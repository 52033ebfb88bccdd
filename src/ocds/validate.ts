import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'
import addFormats from 'ajv-formats'
import { type Extension, extensions } from './extensions.ts'
import {
  linkedReleaseSchema,
  recordPackageSchema,
  recordSchema,
  releasePackageSchema,
  releaseSchema,
  versionedSchema,
} from './schema.ts'
import { withExtensions } from './standard.ts'

export interface Fault {
  /** A JSON pointer from the root of what was given. */
  readonly path: string
  readonly message: string
}
type Kind = '发布' | '发布包' | '记录' | '记录包'
export interface Verdict {
  readonly kind: Kind
  readonly faults: readonly Fault[]
  /** Which extensions' fields were judged, and which were named and are not known here. */
  readonly extensions: readonly string[]
  readonly unknown: readonly string[]
}
type Thing = Record<string, unknown>
const isThing = (v: unknown): v is Thing => typeof v === 'object' && v !== null && !Array.isArray(v)

interface Judges {
  readonly release: ValidateFunction
  readonly versioned: ValidateFunction
}
const ajv = () => {
  const a = new Ajv({ allErrors: true, strict: false, verbose: true })
  ;(addFormats as unknown as (a: Ajv) => void)(a)
  return a
}
const once = (schema: object) => {
  let judge: ValidateFunction | undefined
  return (): ValidateFunction => {
    judge ??= ajv().compile(schema)
    return judge
  }
}
const packages = {
  release: once(releasePackageSchema),
  record: once(recordPackageSchema),
  one: once(recordSchema),
  linked: once(linkedReleaseSchema),
}
const compiled = new Map<string, Judges>()
function judgesFor(used: readonly Extension[]): Judges {
  const key = used.map((e) => e.id).join()
  let found = compiled.get(key)
  if (!found) {
    const shapes = withExtensions(used.map((e) => e.shapes))
    found = {
      release: ajv().compile(releaseSchema(shapes)),
      versioned: ajv().compile(versionedSchema(shapes)),
    }
    compiled.set(key, found)
  }
  return found
}

const typeNames: Record<string, string> = {
  string: '文本',
  integer: '整数',
  number: '数',
  boolean: '真假',
  array: '列表',
  object: '对象',
  null: '空',
}
const shown = (v: unknown) => {
  const text = JSON.stringify(v) ?? ''
  return text.length > 60 ? `${text.slice(0, 57)}…` : text
}
const at = (path: string, key: string) => `${path}/${key.replace(/~/g, '~0').replace(/\//g, '~1')}`
function faultOf(e: ErrorObject, base: string): Fault {
  const path = base + e.instancePath
  switch (e.keyword) {
    case 'required':
      return { path: at(path, e.params['missingProperty']), message: '必须有，缺少' }
    case 'type': {
      const types = [e.params['type']].flat() as string[]
      return {
        path,
        message: `应为${types.map((t) => typeNames[t] ?? t).join('或')}，现为 ${shown(e.data)}`,
      }
    }
    case 'enum': {
      const allowed = (e.params['allowedValues'] as unknown[]).filter((v) => v !== null)
      const some = allowed.length > 20 ? '代码表内的值' : allowed.join('、')
      return { path, message: `应为${some}之一，现为 ${shown(e.data)}` }
    }
    case 'format': {
      const name = e.params['format'] === 'uri' ? '网址（URI）' : '带时区的日期时间（RFC 3339）'
      return { path, message: `应为${name}，现为 ${shown(e.data)}` }
    }
    case 'minLength':
      return { path, message: '不能是空的文本' }
    case 'minItems':
      return { path, message: '不能是空的列表' }
    case 'uniqueItems':
      return { path, message: `第${e.params['j']}项与第${e.params['i']}项相同，不得重复` }
    case 'pattern':
      return { path, message: `格式不对，现为 ${shown(e.data)}` }
    default:
      return { path, message: e.message ?? e.keyword }
  }
}
const run = (judge: ValidateFunction, v: unknown, base: string): Fault[] =>
  judge(v) ? [] : (judge.errors ?? []).map((e) => faultOf(e, base))

function recordFaults(j: Judges, v: unknown, base: string): Fault[] {
  const faults = run(packages.one(), v, base)
  if (!isThing(v)) return faults
  const list = Array.isArray(v['releases']) ? v['releases'] : []
  // Either addresses or releases, never both ways at once.
  const embedded = list.flatMap((r, i) => run(j.release, r, `${base}/releases/${i}`))
  const linked = list.flatMap((r, i) => run(packages.linked(), r, `${base}/releases/${i}`))
  if (list.length > 0 && embedded.length === 0 && linked.length === 0)
    faults.push({ path: `${base}/releases`, message: '既是网址清单又是发布清单，只能取其一' })
  else if (embedded.length > 0 && linked.length > 0)
    faults.push(
      ...(list.some((r) => isThing(r) && 'url' in r && !('ocid' in r)) ? linked : embedded),
    )
  if (v['compiledRelease'] !== undefined)
    faults.push(...run(j.release, v['compiledRelease'], `${base}/compiledRelease`))
  if (v['versionedRelease'] !== undefined)
    faults.push(...run(j.versioned, v['versionedRelease'], `${base}/versionedRelease`))
  return faults
}
const kindOf = (v: unknown): Kind => {
  if (!isThing(v)) return '发布包'
  if ('records' in v) return '记录包'
  if ('ocid' in v && ('compiledRelease' in v || 'versionedRelease' in v || 'releases' in v))
    return '记录'
  if ('releases' in v || ('publisher' in v && !('ocid' in v))) return '发布包'
  return '发布'
}

/**
 * Judge a release, a release package, a record or a record package by OCDS 1.1.5. Members that neither the standard nor a
 * known extension describes are allowed, as the standard allows them; the fields of the extensions that a package names
 * are judged too, where we know them.
 */
export function validate(v: unknown): Verdict {
  const kind = kindOf(v)
  const named = isThing(v) && Array.isArray(v['extensions']) ? v['extensions'] : []
  const urls = named.filter((x): x is string => typeof x === 'string')
  const used = extensions.filter((e) => urls.some((u) => e.known.test(u)))
  const j = judgesFor(used)
  const faults: Fault[] = []
  if (kind === '发布') faults.push(...run(j.release, v, ''))
  else if (kind === '记录') faults.push(...recordFaults(j, v, ''))
  else {
    const name = kind === '发布包' ? 'releases' : 'records'
    faults.push(...run(kind === '发布包' ? packages.release() : packages.record(), v, ''))
    const list = isThing(v) && Array.isArray(v[name]) ? (v[name] as unknown[]) : []
    list.forEach((x, i) => {
      const base = `/${name}/${i}`
      if (!isThing(x)) return
      faults.push(...(kind === '发布包' ? run(j.release, x, base) : recordFaults(j, x, base)))
    })
  }
  return {
    kind,
    faults,
    extensions: used.map((e) => e.id),
    unknown: urls.filter((u) => !extensions.some((e) => e.known.test(u))),
  }
}
