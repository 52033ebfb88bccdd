import { z } from 'zod'
import { Malformed } from './problem.ts'

/** One thing that is wrong with the form of an input. */
export interface Wrong {
  /** For programs: the JSON path, `lots.0.amount`. */
  readonly path: string
  /** For people: the titles of the fields on the way, 采购包第1项的预算金额. */
  readonly field: string
  readonly message: string
}

const kinds: Readonly<Record<string, string>> = {
  string: '文字',
  number: '数字',
  int: '整数',
  boolean: '是或否',
  array: '列表',
  object: '一组字段',
  record: '一组字段',
  date: '日期',
}
const formats: Readonly<Record<string, string>> = {
  uuid: '应为编号（UUID）',
  url: '应为网址',
  email: '应为电子邮箱',
  date: '日期须为 YYYY-MM-DD',
  datetime: '时间须为 YYYY-MM-DDThh:mm:ss，并写明时区',
  json_string: '应为 JSON',
  base64: '应为 base64 文字',
  base64url: '应为 base64url 文字',
}
const counted = (origin: string, n: number | bigint) =>
  origin === 'string' ? `${n}字` : origin === 'array' || origin === 'set' ? `${n}项` : `${n}`

/** Said to a person who filled in a form, not to one who wrote the schema. What a schema says itself goes before. */
function plain(i: z.core.$ZodRawIssue): string | undefined {
  if (i.code === 'invalid_type')
    return i.input === undefined ? '没有填' : `应为${kinds[i.expected] ?? i.expected}`
  if (i.code === 'invalid_value')
    return i.input === undefined
      ? '没有填'
      : i.values.length === 1
        ? `只能是 ${String(i.values[0])}`
        : `须为以下之一：${i.values.map(String).join('、')}`
  if (i.code === 'too_small') {
    const n = i.minimum
    if (i.origin === 'string')
      return Number(n) === 1 ? '不能为空' : `不得少于${counted('string', n)}`
    if (i.origin === 'array' || i.origin === 'set') return `至少${counted('array', n)}`
    return i.inclusive === false ? `须大于${n}` : `不得小于${n}`
  }
  if (i.code === 'too_big') {
    const n = i.maximum
    if (i.origin === 'string' || i.origin === 'array' || i.origin === 'set')
      return `最多${counted(i.origin, n)}`
    return i.inclusive === false ? `须小于${n}` : `不得大于${n}`
  }
  if (i.code === 'invalid_format') return formats[i.format] ?? '格式不对'
  if (i.code === 'not_multiple_of') return `须为${i.divisor}的整数倍`
  if (i.code === 'unrecognized_keys') return `没有这样的字段：${i.keys.join('、')}`
  if (i.code === 'invalid_union') return '不合任何一种填法'
  if (i.code === 'invalid_key') return `名称“${String(i.input).slice(0, 40)}”不合要求`
  return undefined
}
// Whoever sends something malformed reads why in Chinese; the library's own translation is for what we have no words for.
z.config({ ...z.locales.zhCN(), customError: plain })

/** The parts of a schema that stand between it and the schema of one of its fields. */
type Def = {
  type: string
  shape?: Record<string, z.core.$ZodType>
  element?: z.core.$ZodType
  innerType?: z.core.$ZodType
  in?: z.core.$ZodType
  valueType?: z.core.$ZodType
  options?: readonly z.core.$ZodType[]
  items?: readonly z.core.$ZodType[]
  left?: z.core.$ZodType
  right?: z.core.$ZodType
  getter?: () => z.core.$ZodType
}
const defOf = (s: z.core.$ZodType) => s._zod.def as unknown as Def
const unwrapped = (d: Def) => d.innerType ?? d.in ?? d.getter?.()

function titleOf(s: z.core.$ZodType): string | undefined {
  const title = z.globalRegistry.get(s)?.title
  if (title !== undefined) return title
  const inner = unwrapped(defOf(s))
  return inner && titleOf(inner)
}
/** The schema one step down, through whatever wraps it: among alternatives the first that has the field. */
function below(s: z.core.$ZodType, key: PropertyKey): z.core.$ZodType | undefined {
  const d = defOf(s)
  if (d.shape) return Object.hasOwn(d.shape, key) ? d.shape[key as string] : undefined
  if (d.element) return d.element
  if (d.valueType) return d.valueType
  if (d.items) return d.items[key as number]
  const inner = unwrapped(d)
  const among = inner ? [inner] : (d.options ?? [d.left, d.right])
  for (const one of among) {
    const found = one && below(one, key)
    if (found) return found
  }
  return undefined
}
function fieldOf(schema: z.core.$ZodType, path: readonly PropertyKey[]): string {
  let at: z.core.$ZodType | undefined = schema
  let text = ''
  for (const key of path) {
    at = at && below(at, key)
    if (typeof key === 'number') text += `第${key + 1}项`
    else {
      const name = (at && titleOf(at)) ?? String(key)
      text += text === '' ? name : `的${name}`
    }
  }
  return text
}

/** Of alternatives, the one that was meant is the only one of the right kind; then what is wrong in it is what is wrong. */
function within(i: z.core.$ZodIssue): z.core.$ZodIssue[] {
  if (i.code !== 'invalid_union') return [i]
  const meant = i.errors.filter(
    (issues) => !issues.some((e) => e.path.length === 0 && e.code === 'invalid_type'),
  )
  return meant.length === 1
    ? (meant[0] ?? []).flatMap((e) => within({ ...e, path: [...i.path, ...e.path] }))
    : [i]
}
/** What is wrong, at most twenty: a page cannot show more, and nobody reads further. */
export const wrongs = (schema: z.core.$ZodType, error: z.core.$ZodError): Wrong[] =>
  error.issues
    .flatMap(within)
    .slice(0, 20)
    .map((i) => ({
      path: i.path.map(String).join('.'),
      field: fieldOf(schema, i.path),
      message: i.message,
    }))

/** The input as its schema has it. Throws Malformed (400) naming each field as its form does. */
export function checked<T>(schema: z.ZodType<T>, raw: unknown): T {
  const parsed = schema.safeParse(raw)
  if (parsed.success) return parsed.data
  const issues = wrongs(schema, parsed.error)
  throw new Malformed(
    400,
    issues.map((i) => (i.field ? `${i.field}：${i.message}` : i.message)).join('；'),
    issues,
  )
}
