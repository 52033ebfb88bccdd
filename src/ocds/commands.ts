import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { Flags } from './flags/engine.ts'
import { settingsOf } from './flags/settings.ts'
import { isObject, type Json, parse, print } from './json.ts'
import { compiledRelease, versionedRelease } from './merge.ts'
import { ocdsRules, type Rules, rulesOfSchema } from './rules.ts'
import { validate } from './validate.ts'

/** The command line's side of open data: standard input in, standard output out, complaints on standard error. */
export interface Streams {
  readonly in: Readable
  readonly out: (text: string) => void
  readonly err: (text: string) => void
}
/** Wrong use or unreadable input, in one line. */
export class UsageError extends Error {}

async function all(input: Readable): Promise<string> {
  const parts: Buffer[] = []
  for await (const p of input) parts.push(Buffer.from(p as Uint8Array))
  return Buffer.concat(parts)
    .toString('utf8')
    .replace(/^\uFEFF/, '')
}
/** One JSON value, or one on each line. */
function values(text: string): Json[] {
  if (text.trim() === '') throw new UsageError('标准输入是空的')
  try {
    return [parse(text)]
  } catch (whole) {
    const lines = text.split('\n')
    const out: Json[] = []
    for (const [i, line] of lines.entries()) {
      if (line.trim() === '') continue
      try {
        out.push(parse(line))
      } catch (e) {
        // One value that spans lines and is broken is told as that; broken lines by their number.
        throw new UsageError(
          out.length === 0 && lines.length > 1 && i === 0
            ? (whole as Error).message
            : `第${i + 1}行：${(e as Error).message}`,
        )
      }
    }
    return out
  }
}
/** What was given, as releases: themselves, lists of them, or packages of them. */
const releasesIn = (v: Json): Json[] => {
  if (Array.isArray(v)) return v.flatMap((x) => (Array.isArray(x) ? [x] : releasesIn(x)))
  return isObject(v) && Array.isArray(v['releases']) && !('tag' in v) ? v['releases'] : [v]
}

/** `yiwang ocds merge`: returns the exit code. Throws UsageError, MergeError. */
export async function merge(
  s: Streams,
  o: { versioned: boolean; schema: string | null },
): Promise<number> {
  const rules: Rules =
    o.schema === null ? ocdsRules : rulesOfSchema(JSON.parse(readFileSync(o.schema, 'utf8')))
  const releases = values(await all(s.in)).flatMap(releasesIn)
  const merged = (o.versioned ? versionedRelease : compiledRelease)(releases, rules)
  for (const w of merged.warnings) s.err(`注意：${w}\n`)
  s.out(`${print(merged.release)}\n`)
  return 0
}

/** `yiwang ocds validate`: 0 when all is as the standard wants it, 1 when not. */
export async function check(s: Streams, o: { json: boolean }): Promise<number> {
  const given = values(await all(s.in))
  let wrong = 0
  const said: unknown[] = []
  for (const [i, v] of given.entries()) {
    const verdict = validate(JSON.parse(print(v)))
    const prefix = given.length > 1 ? `第${i + 1}行 ` : ''
    wrong += verdict.faults.length
    if (o.json) {
      said.push(verdict)
      continue
    }
    for (const f of verdict.faults) s.out(`${prefix}${f.path || '/'}\t${f.message}\n`)
    for (const u of verdict.unknown) s.err(`注意：${prefix}不认识扩展 ${u}，其字段未作判断\n`)
    if (verdict.faults.length === 0) s.out(`${prefix}合于 OCDS 1.1：${verdict.kind}\n`)
  }
  if (o.json) s.out(`${JSON.stringify(given.length === 1 ? said[0] : said)}\n`)
  return wrong === 0 ? 0 : 1
}

/** `yiwang flags`: streams; a bad line is told and passed over. Throws UsageError, SettingsError. */
export async function flags(s: Streams, o: { settings: string | null }): Promise<number> {
  let text: string | null = null
  if (o.settings !== null)
    try {
      text = readFileSync(o.settings, 'utf8')
    } catch (e) {
      throw new UsageError(`读不到设置文件 ${o.settings}：${(e as Error).message}`)
    }
  const found = new Flags(settingsOf(text))
  let n = 0
  for await (const line of createInterface({ input: s.in, crlfDelay: Number.POSITIVE_INFINITY })) {
    n++
    if (line.trim() === '') continue
    let value: unknown
    try {
      value = JSON.parse(n === 1 ? line.replace(/^\uFEFF/, '') : line)
    } catch {
      s.err(`第${n}行不是合法的 JSON，已跳过\n`)
      continue
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      s.err(`第${n}行不是对象，已跳过\n`)
    else if (typeof (value as { ocid?: unknown }).ocid !== 'string')
      s.err(`第${n}行没有 ocid，已跳过\n`)
    else found.add(value)
  }
  s.out(`${JSON.stringify(found.results())}\n`)
  return 0
}
