import type pg from 'pg'

export interface Table {
  /** "schema"."table", quoted. */
  readonly name: string
  readonly columns: readonly string[]
  /** Refers to itself: its rows must come in one statement. */
  readonly own: boolean
}
/** Every table of ours, whoever is referred to before whoever refers. Throws when references go round. */
export async function tablesOf(client: pg.ClientBase): Promise<Table[]> {
  const { rows } = await client.query<{
    name: string
    columns: string[]
    refers: string[] | null
  }>(`
    select format('%I.%I', n.nspname, c.relname) as name,
      (select array_agg(quote_ident(a.attname) order by a.attnum) from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns,
      (select array_agg(distinct format('%I.%I', fn.nspname, fc.relname)) from pg_constraint f
        join pg_class fc on fc.oid = f.confrelid join pg_namespace fn on fn.oid = fc.relnamespace
        where f.conrelid = c.oid and f.contype = 'f') as refers
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and n.nspname !~ '^(pg_|information_schema$|public$)'
    order by 1`)
  const out: Table[] = []
  const waiting = new Map(rows.map((r) => [r.name, r]))
  while (waiting.size > 0) {
    const ready = [...waiting.values()].filter((r) =>
      (r.refers ?? []).every((to) => to === r.name || !waiting.has(to)),
    )
    if (ready.length === 0) throw new Error(`外键成环：${[...waiting.keys()].join('、')}`)
    for (const r of ready) {
      waiting.delete(r.name)
      out.push({ name: r.name, columns: r.columns, own: r.refers?.includes(r.name) === true })
    }
  }
  return out
}
export interface Sequence {
  readonly name: string
  readonly last: string
  readonly called: boolean
}
export async function sequencesOf(client: pg.ClientBase): Promise<Sequence[]> {
  const { rows } = await client.query<{ name: string }>(
    `select format('%I.%I', schemaname, sequencename) as name from pg_sequences
     where schemaname !~ '^(pg_|information_schema$|public$)' order by 1`,
  )
  const out: Sequence[] = []
  for (const { name } of rows) {
    const at = await client.query<{ last: string; called: boolean }>(
      `select last_value::text as last, is_called as called from ${name}`,
    )
    out.push({ name, ...(at.rows[0] as { last: string; called: boolean }) })
  }
  return out
}
const FETCH = 2000
/** One JSON object a line, read through a cursor in the snapshot the client stands in. Answers how many by `counted`. */
export async function* linesOf(
  client: pg.ClientBase,
  t: Table,
  counted: (rows: number) => void,
): AsyncGenerator<string> {
  await client.query(
    `declare rows no scroll cursor for select row_to_json(r)::text as line from (select ${t.columns.join(', ')} from ${t.name}) r`,
  )
  let total = 0
  for (;;) {
    const { rows } = await client.query<{ line: string }>(`fetch ${FETCH} from rows`)
    if (rows.length === 0) break
    total += rows.length
    yield `${rows.map((r) => r.line).join('\n')}\n`
  }
  await client.query('close rows')
  counted(total)
}
/** Lines as `linesOf` wrote them, back into a table whose triggers are off. Answers how many. */
export async function insertLines(
  client: pg.ClientBase,
  t: Table,
  source: AsyncIterable<Buffer>,
): Promise<number> {
  let total = 0
  let rest = ''
  let lines: string[] = []
  const flush = async () => {
    if (lines.length === 0) return
    const list = t.columns.join(', ')
    await client.query(
      `insert into ${t.name} (${list}) overriding system value
       select ${list} from jsonb_populate_recordset(null::${t.name}, $1::jsonb)`,
      [`[${lines.join(',')}]`],
    )
    total += lines.length
    lines = []
  }
  const decoder = new TextDecoder('utf-8', { fatal: true })
  for await (const chunk of source) {
    rest += decoder.decode(chunk, { stream: true })
    const cut = rest.lastIndexOf('\n')
    if (cut < 0) continue
    for (const line of rest.slice(0, cut).split('\n')) {
      lines.push(line)
      if (lines.length >= FETCH && !t.own) await flush()
    }
    rest = rest.slice(cut + 1)
  }
  if (rest !== '') throw new Error(`${t.name} 的内容不完整`)
  await flush()
  return total
}
