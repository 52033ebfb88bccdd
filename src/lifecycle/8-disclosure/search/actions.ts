import { type Notice, noticeOf } from '#disclosure'
import { textOf as extract } from '#extract'
import { type Db, type Loop, NotFound, pathOf, startLoop, type Tx, type World } from '#kernel'
import { projectOf } from '#libraries'
import { codesOf, gistOf, methodOf, pricesIn, wordsOf } from './model.ts'
import * as store from './store.ts'

/** Changes when what is indexed does: then everything is indexed again, while the old index goes on answering. */
export const EDITION = 2
const BATCH = 200

export const categoryOf = async (tx: Tx, n: Notice) => {
  if (n.process === null) return null
  try {
    return (await projectOf(tx, { id: n.process })).category
  } catch (e) {
    if (e instanceof NotFound) return null
    throw e
  }
}
/** What the purchase said of itself before a notice. */
export interface Said {
  readonly method: string | null
  readonly items: readonly string[]
}
/** The entry of a notice: made of it, of its files as far as they are read, and of what was said before. */
export function entryOf(
  n: Notice,
  files: readonly store.FileText[],
  category: string | null,
  said: Said,
): store.Entry {
  const own = [...new Set(codesOf(n.content).values())]
  return {
    method: methodOf(n.content) ?? said.method,
    category,
    items: own.length > 0 ? own : said.items,
    amount: gistOf(n.content)?.amount ?? null,
    words: wordsOf(
      n,
      files.map((f) => ({ title: f.title, text: f.text ?? '' })),
    ),
    pending: files.some((f) => !f.read),
  }
}
/** One notice into the index, with whatever of its files has been read. What it does not say its purchase said before. */
async function put(tx: Tx, n: Notice): Promise<void> {
  const before = await store.saidBefore(tx, n)
  const said = {
    method: before.find((b) => b.method !== null)?.method ?? null,
    items: before.find((b) => b.items.length > 0)?.items ?? [],
  }
  await store.putEntry(
    tx,
    n,
    entryOf(n, await store.filesOf(tx, n.id), await categoryOf(tx, n), said),
  )
  if (n.kind === '合同公告' && n.process !== null) {
    const names = new Map<string, string>()
    for (const id of await store.noticesUpTo(tx, n))
      for (const [name, code] of codesOf((await noticeOf(tx, id)).content)) names.set(name, code)
    await store.putPrices(tx, n, pricesIn(n.content, names))
  }
}
/** The journal's next entries, once across processes; false when there is none. */
const index = (db: Db): Promise<boolean> =>
  db.transaction().execute(async (tx) => {
    if (!(await store.take(tx))) return false
    const entries = await store.entriesFrom(tx, await store.indexedBelow(tx, EDITION), BATCH)
    if (entries.length === 0) return false
    for (const e of entries) if (e.notice !== null) await put(tx, await noticeOf(tx, e.notice))
    await store.setIndexed(tx, (entries.at(-1)?.index ?? 0) + 1, EDITION)
    return true
  })
/** One file that nobody has read yet: its text, or a mark that says why there is none. */
async function readFile(db: Db, world: World): Promise<boolean> {
  const next = await db.transaction().execute((tx) => store.unreadFile(tx))
  if (!next) return false
  let found: Awaited<ReturnType<typeof extract>>
  try {
    found = await extract(pathOf(world.dataDir, next.sha256))
  } catch (e) {
    if ((e as { code?: string }).code !== 'ENOENT') throw e
    found = { mark: '文件不在了，没有提取文字' }
  }
  await db.transaction().execute(async (tx) => {
    await store.setText(
      tx,
      next.sha256,
      'text' in found ? found.text : null,
      'text' in found ? (found.cut ? '文件很长，只提取了前一部分文字' : '') : found.mark,
      world.now(),
    )
    for (const { notice } of await store.noticesWithFile(tx, next.sha256))
      await put(tx, await noticeOf(tx, notice))
  })
  return true
}
/** Notices first, then files: a file that takes its minute keeps no notice out of the index. */
export function startIndexer(
  db: Db,
  world: World,
  complain: (e: unknown, about: string) => void,
  everyMs: number,
): Loop & { settleFiles(): Promise<void> } {
  const notices = startLoop(() => index(db), { everyMs, about: '检索', complain })
  const files = startLoop(() => readFile(db, world), {
    everyMs: everyMs * 4,
    about: '附件文字',
    complain,
  })
  return {
    settle: notices.settle,
    settleFiles: files.settle,
    async stop() {
      await notices.stop()
      await files.stop()
    },
  }
}
