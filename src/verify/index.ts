import { createHash } from 'node:crypto'
import { type Hasher, leafHash, openCheckpoint, readerOf, root, sha256, sm3 } from '#journal'
import { canonical } from '#kernel'
import { evaluate } from '#law'

export interface Verified {
  size: number
  root: string
  /** What was recomputed, in words. */
  checked: string[]
  faults: string[]
}
const MAX_BYTES = 256 * 1024 * 1024

/**
 * Recompute what a running service claims, trusting nothing of it but the key it is known by: the journal from its entries
 * (both trees, against the signed checkpoints), every notice against its digest, every published ranking from its scores.
 */
export async function verifyUrl(base: string, key?: string): Promise<Verified> {
  const get = async (path: string) => {
    const res = await fetch(base.replace(/\/$/, '') + path)
    if (!res.ok) throw new Error(`${path} 答 ${res.status}`)
    return res
  }
  const out: Verified = { size: 0, root: '', checked: [], faults: [] }
  const vkey = key ?? (await (await get('/journal/vkey')).text()).trim()
  const note = openCheckpoint(await (await get('/journal/checkpoint')).text(), vkey)
  out.size = note.size
  out.root = note.root.toString('base64')
  const entries = await entriesOf(note.size, async (path) =>
    Buffer.from(await (await get(path)).arrayBuffer()),
  )
  out.checked.push(`流水检查点签名有效，共${note.size}条`)
  for (const [h, want] of [[sha256, note.root]] as const) await compareRoot(out, h, entries, want)
  const gm = openCheckpoint(await (await get('/journal/sm3/checkpoint')).text(), gmKey(vkey))
  if (gm.size <= entries.length) await compareRoot(out, sm3, entries.slice(0, gm.size), gm.root)
  await notices(out, get, entries)
  await rankings(out, get, entries)
  return out
}
/** The SM3 tree is signed by the same key under its own name. */
function gmKey(vkey: string): string {
  const m = /^(\S+?)\+([0-9a-f]{8})\+(\S+)$/.exec(vkey)
  const raw = Buffer.from(m?.[3] ?? '', 'base64')
  const name = `${m?.[1]}/sm3`
  const id = createHash('sha256')
    .update(`${name}\n`)
    .update(Buffer.from([1]))
    .update(raw.subarray(1))
    .digest()
    .subarray(0, 4)
    .toString('hex')
  return `${name}+${id}+${m?.[3]}`
}
async function compareRoot(out: Verified, h: Hasher, entries: readonly Buffer[], want: Buffer) {
  const mine = await root(
    h,
    readerOf(
      h,
      entries.map((e) => leafHash(h, e)),
    ),
    entries.length,
  )
  if (mine.equals(want))
    out.checked.push(`由${entries.length}条流水重算 ${h.name} 树根，与检查点一致`)
  else
    out.faults.push(
      `${h.name} 树根不符：重算 ${mine.toString('base64')}，检查点 ${want.toString('base64')}`,
    )
}
/** Every entry, from the bundles of the tiles. */
async function entriesOf(size: number, get: (path: string) => Promise<Buffer>): Promise<Buffer[]> {
  const out: Buffer[] = []
  let bytes = 0
  for (let n = 0; out.length < size; n++) {
    const width = Math.min(256, size - n * 256)
    const digits = String(n)
      .padStart(Math.ceil(String(n).length / 3) * 3, '0')
      .match(/\d{3}/g) ?? ['000']
    const path = digits.map((d, i) => (i < digits.length - 1 ? `x${d}` : d)).join('/')
    const bundle = await get(`/journal/tile/entries/${path}${width < 256 ? `.p/${width}` : ''}`)
    bytes += bundle.length
    if (bytes > MAX_BYTES) throw new Error('流水过大，请分段验证')
    let i = 0
    for (let k = 0; k < width; k++) {
      const length = bundle.readUInt16BE(i)
      out.push(bundle.subarray(i + 2, i + 2 + length))
      i += 2 + length
    }
    if (i !== bundle.length) throw new Error('流水分片长度不符')
  }
  return out
}
type Get = (path: string) => Promise<Response>
async function notices(out: Verified, get: Get, entries: readonly Buffer[]) {
  const vouched = new Map<string, string>()
  for (const e of entries) {
    const x = JSON.parse(e.toString('utf8')) as {
      noun?: string
      subject?: string
      open?: { sha256?: string }
    }
    if (x.noun === '公告' && x.subject && x.open?.sha256) vouched.set(x.subject, x.open.sha256)
  }
  let before = ''
  let n = 0
  for (;;) {
    const page = (await (
      await get(
        `/api/disclosure/list?limit=100${before ? `&before=${encodeURIComponent(before)}` : ''}`,
      )
    ).json()) as {
      notices: { id: string; title: string; sha256: string; content: unknown }[]
      next: string | null
    }
    for (const x of page.notices) {
      n++
      const mine = createHash('sha256').update(canonical(x.content)).digest('hex')
      if (mine !== x.sha256) out.faults.push(`公告《${x.title}》（${x.id}）与其摘要不符`)
      // The digest that stands beside a notice proves nothing alone: the journal must have said the same when it was published.
      if (vouched.get(x.id) !== mine)
        out.faults.push(`公告《${x.title}》（${x.id}）与流水所记摘要不符`)
      vouched.delete(x.id)
    }
    if (page.next === null) break
    before = page.next
  }
  for (const id of vouched.keys()) out.faults.push(`流水记有公告 ${id}，但已不见`)
  out.checked.push(`${n}份公告逐份重算摘要，与流水所记一致，一份不少`)
}
async function rankings(out: Verified, get: Get, entries: readonly Buffer[]) {
  const { evaluations } = (await (await get('/api/disclosure/listEvaluations')).json()) as {
    evaluations: {
      lot: string
      title: string
      input: Parameters<typeof evaluate>[0]
      order: string[][]
      ranked: { bid: string; total: string }[]
      sha256: string
    }[]
  }
  const open = new Map<string, string>()
  for (const e of entries) {
    const x = JSON.parse(e.toString('utf8')) as {
      noun?: string
      action?: string
      subject?: string
      open?: { result?: string }
    }
    if (x.noun === '采购包' && x.action === 'report' && x.subject && x.open?.result)
      open.set(x.subject, x.open.result)
  }
  for (const e of evaluations) {
    const again = evaluate(e.input)
    if (JSON.stringify(again.ranking) !== JSON.stringify(e.order))
      out.faults.push(`${e.title}：重算的排序与公布的不符`)
    if (e.ranked.some((r) => r.total !== (again.totals[r.bid] ?? '')))
      out.faults.push(`${e.title}：重算的得分与公布的不符`)
    if (
      open.get(e.lot) !==
      createHash('sha256')
        .update(canonical({ ranked: e.ranked, order: e.order }))
        .digest('hex')
    )
      out.faults.push(`${e.title}：评审结果与流水所记摘要不符`)
  }
  out.checked.push(`${evaluations.length}个采购包由评分重算排序`)
}
