import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { sql } from 'kysely'
import { type Notice, noticeOf } from '#disclosure'
import { textOf as extract } from '#extract'
import { type Checked, pathOf, type Tx, type World } from '#kernel'
import { categoryOf, EDITION, entryOf, type Said } from './actions.ts'
import { codesOf, type PriceRow, pricesIn } from './model.ts'
import * as store from './store.ts'

const BATCH = 200

/** Where the entry in the index is not what the notice says; empty when it is. */
async function strayed(tx: Tx, n: Notice, e: store.Entry): Promise<string[]> {
  const { rows } = await sql<Record<string, boolean>>`
    select process is not distinct from ${n.process}::uuid as "项目", kind = ${n.kind} as "种类", region = ${n.region} as "地区",
      published = ${new Date(n.published).toISOString()}::timestamptz as "发布时间",
      method is not distinct from ${e.method} as "采购方式", category is not distinct from ${e.category} as "品类",
      array(select unnest(items) order by 1) = array(select unnest(${store.withBeginnings(e.items)}::text[]) order by 1) as "品目",
      amount is not distinct from ${e.amount}::bigint as "金额", words = ${e.words}::tsvector as "词", pending = ${e.pending} as "附件读否"
    from disclosure.found where notice = ${n.id}`.execute(tx)
  const [r] = rows
  return r
    ? Object.entries(r).flatMap(([what, same]) => (same ? [] : [what]))
    : ['条目（不在索引里）']
}
const samePrices = (a: readonly PriceRow[], b: readonly PriceRow[]) =>
  JSON.stringify(a) === JSON.stringify(b)

/** The index of notices and the unit prices, made again from the notices in the order of the journal. */
export async function checkIndex(tx: Tx): Promise<Checked[]> {
  const below = await store.indexedBelow(tx, EDITION)
  const said = new Map<string, Said>()
  const named = new Map<string, Map<string, string>>()
  let [index, prices] = [0, 0]
  let wrong: string | null = null
  let wrongPrice: string | null = null
  for (let at = 0; at < below; ) {
    const entries = await store.entriesFrom(tx, at, BATCH)
    for (const x of entries) {
      if (x.index >= below || x.notice === null) continue
      const n = await noticeOf(tx, x.notice)
      const key = n.process ?? n.id
      const files = n.content.attachments ? await store.filesOf(tx, n.id) : []
      const e = entryOf(
        n,
        files,
        await categoryOf(tx, n),
        said.get(key) ?? { method: null, items: [] },
      )
      said.set(key, e)
      const names = named.get(key) ?? new Map<string, string>()
      for (const [name, code] of codesOf(n.content)) names.set(name, code)
      named.set(key, names)
      index++
      const stray: string[] = wrong === null ? await strayed(tx, n, e) : []
      if (stray.length > 0) wrong = `公告《${n.title}》（${n.id}）的${stray.join('、')}`
      if (n.kind !== '合同公告' || n.process === null) continue
      const want = pricesIn(n.content, names)
      prices += want.length
      const have = await store.pricesFor(tx, n)
      if (wrongPrice === null && !samePrices(want, have))
        wrongPrice = `合同公告《${n.title}》（${n.id}）`
    }
    at = (entries.at(-1)?.index ?? below) + 1
  }
  const { rows: alien } = await sql<{ notice: string }>`
    select p.notice from disclosure.price p join disclosure.notice n on n.id = p.notice where n.kind <> '合同公告' limit 1`.execute(
    tx,
  )
  if (alien[0]) wrongPrice ??= `公告 ${alien[0].notice} 不是合同公告`
  return [
    { what: '检索索引与公告', looked: index, first: wrong },
    { what: '成交单价与合同公告', looked: prices, first: wrongPrice },
  ]
}
async function digestOf(path: string): Promise<string | null> {
  const hash = createHash('sha256')
  try {
    for await (const piece of createReadStream(path)) hash.update(piece)
  } catch {
    return null
  }
  return hash.digest('hex')
}
/** A mark that says how this machine fared with a file, and not what is in it. */
const ofTheMachine = (mark: string) => /内存不够|读取中断|还没有读完/.test(mark)
/** Every attachment's bytes against its digest, and its text read out of them again. */
export async function checkTexts(tx: Tx, world: Pick<World, 'dataDir'>): Promise<Checked[]> {
  const { rows } = await sql<{
    sha256: string
    title: string
    text: string | null
    mark: string | null
  }>`
    select distinct on (a.sha256) a.sha256, a.title, t.text, t.mark from disclosure.attachment a
    left join disclosure.file_text t on t.sha256 = a.sha256 order by a.sha256`.execute(tx)
  let wrong: string | null = null
  let changed: string | null = null
  let texts = 0
  for (const f of rows) {
    const path = pathOf(world.dataDir, f.sha256)
    const name = `附件《${f.title}》（${f.sha256.slice(0, 12)}…）`
    const digest = await digestOf(path)
    if (digest !== f.sha256) changed ??= digest === null ? `${name}不在了` : name
    else if (f.mark !== null && !ofTheMachine(f.mark) && wrong === null) {
      const again = await extract(path)
      texts++
      const text = 'text' in again ? again.text.replaceAll('\0', ' ') : null
      if (text !== f.text && !('mark' in again && ofTheMachine(again.mark))) wrong = name
    }
  }
  return [
    { what: '附件与其摘要', looked: rows.length, first: changed },
    { what: '附件文字与附件', looked: texts, first: wrong },
  ]
}
