import { createHash } from 'node:crypto'
import { canonical } from '#kernel'
import { evaluate } from '#law'
import {
  decodeBundle,
  ed25519Verifier,
  type Hasher,
  leafHash,
  memoryReader,
  openCheckpoint,
  parseVkey,
  renamedVkey,
  root,
  sameBytes,
  sha256,
  sm2Verifier,
  sm3,
  sm3Origin,
  tilePath,
} from '#merkle'

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
  const origin = parseVkey(vkey).name
  const note = openCheckpoint(await (await get('/journal/checkpoint')).text(), origin, [
    ed25519Verifier(vkey),
  ])
  out.size = note.size
  out.root = Buffer.from(note.root).toString('base64')
  const entries = await entriesFrom(get, 0, note.size)
  out.checked.push(`流水检查点签名有效，共${note.size}条`)
  await compareRoot(out, sha256, entries, note.root)
  // The SM3 tree is signed by the same key under its own name, and by an SM2 key that the site names.
  const gmKeys = (await (await get('/journal/sm3/vkey')).text()).trim().split('\n')
  const gmName = sm3Origin(origin)
  const gm = openCheckpoint(await (await get('/journal/sm3/checkpoint')).text(), gmName, [
    ed25519Verifier(renamedVkey(vkey, gmName)),
    ...gmKeys.slice(1).map((k) => sm2Verifier(k)),
  ])
  if (gm.size <= entries.length) await compareRoot(out, sm3, entries.slice(0, gm.size), gm.root)
  await notices(out, get, entries)
  await rankings(out, get, entries)
  return out
}
async function compareRoot(
  out: Verified,
  h: Hasher,
  entries: readonly Uint8Array[],
  want: Uint8Array,
) {
  const leaves = entries.map((e) => leafHash(h, e))
  const mine = await root(h, memoryReader(h, leaves), entries.length)
  const shown = (x: Uint8Array) => Buffer.from(x).toString('base64')
  if (sameBytes(mine, want))
    out.checked.push(`由${entries.length}条流水重算 ${h.name} 树根，与检查点一致`)
  else out.faults.push(`${h.name} 树根不符：重算 ${shown(mine)}，检查点 ${shown(want)}`)
}
export type Get = (path: string) => Promise<Response>
/** The entries [from, to) of a journal, from the bundles of its tiles. */
export async function entriesFrom(get: Get, from: number, to: number): Promise<Uint8Array[]> {
  const out: Uint8Array[] = []
  let bytes = 0
  for (let at = from; at < to; ) {
    const index = Math.floor(at / 256)
    const width = Math.min(256, to - index * 256)
    const res = await get(`/journal/${tilePath({ level: 'entries', index, width })}`)
    const bundle = new Uint8Array(await res.arrayBuffer())
    bytes += bundle.length
    if (bytes > MAX_BYTES) throw new Error('流水过大，请分段验证')
    out.push(...decodeBundle(bundle, width).slice(at - index * 256))
    at = index * 256 + width
  }
  return out
}
/** What the journal said of a notice when it was published. What stands under `open` was not always said: older entries have less. */
export interface Vouch {
  readonly sha256: string
  readonly at?: string
  readonly region?: string
  readonly process?: string
  readonly open?: Readonly<Record<string, string | null>>
}
export function vouchedIn(entries: readonly Uint8Array[]): Map<string, Vouch> {
  const vouched = new Map<string, Vouch>()
  for (const e of entries) {
    const x = JSON.parse(Buffer.from(e).toString('utf8')) as {
      noun?: string
      subject?: string
      at: string
      region: string
      process: string
      open?: Record<string, string | null> & { sha256?: string }
    }
    if (x.noun === '公告' && x.subject && x.open?.sha256)
      vouched.set(x.subject, {
        sha256: x.open.sha256,
        at: x.at,
        region: x.region,
        process: x.process,
        open: x.open,
      })
  }
  return vouched
}
interface Told {
  id: string
  of: string
  process: string | null
  kind: string
  ocid: string | null
  projectNo: string | null
  title: string
  region: string
  publisher: string
  published: string
  ends: string | null
  corrects: string | null
  sha256: string
  content: {
    kind: string
    title: string
    publisher: string
    attachments?: { title: string; sha256: string; size: number }[]
  }
}
/** What stands around the content of a notice and is not what the content or the journal says. */
function strayed(x: Told, v: Vouch | undefined): string[] {
  const said: [what: string, here: string | null, there: string | null | undefined][] = [
    ['种类', x.kind, x.content.kind],
    ['标题', x.title, x.content.title],
    ['发布主体', x.publisher, x.content.publisher],
    ['地区', x.region, v?.region],
    ['发布时间', x.published, v?.at],
    // A notice of no purchase stands under its own matter in the journal.
    ['所属', x.process ?? v?.process ?? null, v?.process],
    ['标题', x.title, v?.open?.['title']],
    ['种类', x.kind, v?.open?.['kind']],
    ['事项', x.of, v?.open?.['of']],
    ['项目', x.ocid, v?.open?.['ocid']],
    ['项目编号', x.projectNo, v?.open?.['no']],
    ['公告期限', x.ends, v?.open?.['ends']],
    ['所更正的公告', x.corrects, v?.open?.['corrects']],
  ]
  return [
    ...new Set(
      said.flatMap(([what, here, there]) => (there === undefined || here === there ? [] : [what])),
    ),
  ]
}
export interface Filed {
  readonly path: string
  readonly title: string
  readonly sha256: string
  readonly size: number
}
/**
 * Every notice of a site against what the journal said of it; each that is not there any more; and, apart, those of which
 * the journal has not said anything (yet). `files` are what goes with them, for whoever wants to read those too.
 */
export async function noticeFaults(
  get: Get,
  vouched: ReadonlyMap<string, Vouch>,
): Promise<{
  count: number
  faults: string[]
  unvouched: { id: string; fault: string }[]
  files: Filed[]
}> {
  const faults: string[] = []
  const unvouched: { id: string; fault: string }[] = []
  const files: Filed[] = []
  const left = new Map(vouched)
  let before = ''
  let count = 0
  for (;;) {
    const page = (await (
      await get(
        `/api/disclosure/list?limit=100${before ? `&before=${encodeURIComponent(before)}` : ''}`,
      )
    ).json()) as { notices: Told[]; next: string | null }
    for (const x of page.notices) {
      count++
      const name = `公告《${x.title}》（${x.id}）`
      const mine = createHash('sha256').update(canonical(x.content)).digest('hex')
      if (mine !== x.sha256) faults.push(`${name}与其摘要不符`)
      // The digest that stands beside a notice proves nothing alone: the journal must have said the same when it was published.
      const fault = `${name}与流水所记摘要不符`
      const v = vouched.get(x.id)
      if (!v) unvouched.push({ id: x.id, fault })
      else if (v.sha256 !== mine) faults.push(fault)
      const stray = strayed(x, v)
      if (stray.length > 0) faults.push(`${name}的${stray.join('、')}与流水所记或公告内容不符`)
      for (const [i, a] of (x.content.attachments ?? []).entries())
        files.push({
          ...a,
          path: `/notices/${x.id}/files/${i + 1}`,
          title: `${name}的附件《${a.title}》`,
        })
      left.delete(x.id)
    }
    if (page.next === null) break
    before = page.next
  }
  for (const id of left.keys()) faults.push(`流水记有公告 ${id}，但已不见`)
  return { count, faults, unvouched, files }
}
/** The bytes of every file against the digest in the notice it goes with; piece by piece, whatever its size. */
export async function fileFaults(get: Get, files: readonly Filed[]): Promise<string[]> {
  const faults: string[] = []
  for (const f of files) {
    try {
      const hash = createHash('sha256')
      let size = 0
      for await (const piece of (await get(f.path)).body ?? []) {
        size += piece.byteLength
        hash.update(piece)
      }
      if (hash.digest('hex') !== f.sha256 || size !== f.size)
        faults.push(`${f.title}与公告所记摘要不符`)
    } catch (e) {
      faults.push(`${f.title}取不到：${(e as Error).message}`)
    }
  }
  return faults
}
async function notices(out: Verified, get: Get, entries: readonly Uint8Array[]) {
  const { count, faults, unvouched, files } = await noticeFaults(get, vouchedIn(entries))
  out.faults.push(...faults, ...unvouched.map((u) => u.fault), ...(await fileFaults(get, files)))
  out.checked.push(`${count}份公告逐份重算摘要，与流水所记一致，一份不少`)
  if (files.length > 0) out.checked.push(`${files.length}个公告附件逐个重算摘要`)
}
async function rankings(out: Verified, get: Get, entries: readonly Uint8Array[]) {
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
    const x = JSON.parse(Buffer.from(e).toString('utf8')) as {
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
