import { createHash } from 'node:crypto'
import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { DuckDBInstance } from '@duckdb/node-api'
import type { Db } from '#kernel'
import * as store from './store.ts'
import { recordOf } from './wire.ts'

export const formats = {
  jsonl: 'application/x-ndjson; charset=utf-8',
  'jsonl.gz': 'application/gzip',
  csv: 'text/csv; charset=utf-8',
  parquet: 'application/vnd.apache.parquet',
} as const
export type Format = keyof typeof formats
export const isFormat = (f: string): f is Format => f in formats

interface Compiled {
  readonly ocid: string
  readonly date: string
  readonly buyer?: { id: string; name: string }
  readonly tender?: {
    title?: string
    status?: string
    procurementMethod?: string
    procurementMethodDetails?: string
    mainProcurementCategory?: string
    value?: { amount: number }
    tenderPeriod?: { startDate: string; endDate: string }
    numberOfTenderers?: number
  }
  readonly awards?: readonly {
    status: string
    value?: { amount: number }
    suppliers?: readonly { name: string }[]
  }[]
  readonly contracts?: readonly {
    value?: { amount: number }
    implementation?: { transactions?: readonly { value: { amount: number } }[] }
  }[]
}
/** Money in yuan is summed in fen. */
const total = (list: readonly ({ amount: number } | undefined)[]) =>
  list.reduce((a, v) => a + Math.round((v?.amount ?? 0) * 100), 0) / 100
/** One purchase, one row: for those who want a table. */
// biome-ignore format: a table reads as a table
const columns: readonly [name: string, type: string, of: (c: Compiled) => string | number | null][] = [
  ['ocid', 'VARCHAR', (c) => c.ocid],
  ['date', 'VARCHAR', (c) => c.date],
  ['buyer_id', 'VARCHAR', (c) => c.buyer?.id ?? null],
  ['buyer_name', 'VARCHAR', (c) => c.buyer?.name ?? null],
  ['title', 'VARCHAR', (c) => c.tender?.title ?? null],
  ['status', 'VARCHAR', (c) => c.tender?.status ?? null],
  ['procurement_method', 'VARCHAR', (c) => c.tender?.procurementMethod ?? null],
  ['procurement_method_details', 'VARCHAR', (c) => c.tender?.procurementMethodDetails ?? null],
  ['category', 'VARCHAR', (c) => c.tender?.mainProcurementCategory ?? null],
  ['budget_yuan', 'DECIMAL(18,2)', (c) => c.tender?.value?.amount ?? null],
  ['tender_start', 'VARCHAR', (c) => c.tender?.tenderPeriod?.startDate ?? null],
  ['tender_end', 'VARCHAR', (c) => c.tender?.tenderPeriod?.endDate ?? null],
  ['tenderers', 'INTEGER', (c) => c.tender?.numberOfTenderers ?? null],
  ['suppliers', 'VARCHAR', (c) => [...new Set((c.awards ?? []).flatMap((a) => a.suppliers ?? []).map((s) => s.name))].join('；')],
  ['awarded_yuan', 'DECIMAL(18,2)', (c) => total((c.awards ?? []).map((a) => a.value))],
  ['contracted_yuan', 'DECIMAL(18,2)', (c) => total((c.contracts ?? []).map((x) => x.value))],
  ['paid_yuan', 'DECIMAL(18,2)', (c) => total((c.contracts ?? []).flatMap((x) => x.implementation?.transactions ?? []).map((t) => t.value))],
]

export interface Bulk {
  readonly etag: string
  readonly size: number
  readonly body: ReadableStream
}
const quoted = (s: string) => `'${s.replace(/'/g, "''")}'`

/**
 * Compiled releases of one year and league (or of the whole region) as one file: made once for what there is, kept beside
 * the data until there is more. Read purchase by purchase, so that a year of a province passes through little memory.
 */
export function bulks(db: Db, dataDir: string) {
  const folder = join(dataDir, 'bulk')
  const making = new Map<string, Promise<string>>()

  async function make(
    name: string,
    ocids: readonly string[],
    origin: string,
    format: Format,
  ): Promise<string> {
    mkdirSync(folder, { recursive: true })
    const path = join(folder, name)
    if (existsSync(path)) return path
    const rows = join(folder, `${name}.rows.tmp`)
    const part = join(folder, `${name}.tmp`)
    const table = format === 'csv' || format === 'parquet'
    async function* lines() {
      for (const ocid of ocids) {
        const list = await db
          .transaction()
          .setAccessMode('read only')
          .execute((tx) => store.releasesOf(tx, { ocid }))
        const compiled = recordOf(list, origin).compiledRelease
        yield `${JSON.stringify(
          table
            ? Object.fromEntries(
                columns.map(([key, , of]) => [key, of(compiled as unknown as Compiled)]),
              )
            : compiled,
        )}\n`
      }
    }
    const source = Readable.from(lines())
    if (format === 'jsonl.gz') await pipeline(source, createGzip(), createWriteStream(part))
    else await pipeline(source, createWriteStream(table ? rows : part))
    if (table) {
      const duck = await DuckDBInstance.create(':memory:')
      const c = await duck.connect()
      try {
        const typed = columns.map(([key, type]) => `${quoted(key)}: ${quoted(type)}`).join(', ')
        const how = format === 'csv' ? 'FORMAT csv, HEADER' : 'FORMAT parquet, COMPRESSION zstd'
        await c.run(
          `COPY (SELECT * FROM read_json(${quoted(rows)}, format = 'newline_delimited', columns = {${typed}})) TO ${quoted(part)} (${how})`,
        )
      } finally {
        c.closeSync()
        duck.closeSync()
        rmSync(rows, { force: true })
      }
    }
    renameSync(part, path)
    const [stem] = name.split('@')
    for (const f of readdirSync(folder))
      if (f !== name && f.startsWith(`${stem}@`) && f.endsWith(`.${format}`))
        rmSync(join(folder, f), { force: true })
    return path
  }

  /** Null when there is nothing of that year and place. */
  return async (
    year: number,
    region: string,
    format: Format,
    origin: string,
  ): Promise<Bulk | null> => {
    const prefix = region.replace(/(00)+$/, '')
    const list = await db
      .transaction()
      .setAccessMode('read only')
      .execute((tx) => store.ocidsOf(tx, year, prefix))
    if (list.length === 0) return null
    const last = list.reduce((a, x) => Math.max(a, x.last), 0)
    const mark = createHash('sha256')
      .update(`${origin} ${list.length} ${last}`)
      .digest('hex')
      .slice(0, 16)
    const name = `${year}-${region}@${mark}.${format}`
    let made = making.get(name)
    if (!made) {
      made = make(
        name,
        list.map((x) => x.ocid),
        origin,
        format,
      ).finally(() => making.delete(name))
      making.set(name, made)
    }
    const path = await made
    return {
      etag: `"${mark}"`,
      size: statSync(path).size,
      body: Readable.toWeb(createReadStream(path)) as ReadableStream,
    }
  }
}
