import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { canonical, permutation } from '#kernel'
import { evaluate } from '#law'
import {
  ed25519Verifier,
  leafHash,
  memoryReader,
  openCheckpoint,
  parseVkey,
  root,
  sha256,
  verifyInclusion,
} from '#merkle'
import { commitmentOf, type DrawSpec, poolLeaf, seedOf, specHash } from '#tender'
import { verifyAuction } from './auction.ts'

/** 证据包: one file of canonical JSON. The names of its parts are the places that a falsehood is reported at. */
export interface Bundle {
  readonly v: 'yiwang/bundle/v1'
  /** File → SHA-256 of its canonical JSON. */
  readonly manifest: Readonly<Record<string, string>>
  readonly files: Readonly<Record<string, unknown>>
}
export interface ProvenEntry {
  readonly index: number
  /** The bytes that the tree hashes, as text. */
  readonly leaf: string
  readonly proof: readonly string[]
  /** Opens what the leaf only hashes; in the complete bundle. */
  readonly salt?: string
  readonly data?: Record<string, unknown>
  readonly body?: Record<string, unknown>
}
export interface JournalFile {
  readonly vkey: string
  readonly checkpoint: string
  readonly entries: readonly ProvenEntry[]
}
export interface DrawFile {
  readonly draw: string
  readonly beaconNote: string | null
  /** Positions of the pool that are opened: the seated ones to all, every one to the auditor. */
  readonly opened: readonly { place: number; salt: string; expert: string }[]
  readonly leaves: readonly string[]
  readonly seats: readonly { turn: number; place: number; outcome: string }[]
}
export interface LotFile {
  readonly lot: string
  readonly title: string
  /** What the engine was asked, as JSON text. */
  readonly input: string
  readonly ranked: readonly {
    bid: string
    total: string
    priceScore: string
    evaluationPrice: string
  }[]
  readonly order: readonly (readonly string[])[]
}
export interface BidFile {
  readonly bid: string
  readonly lot: string
  readonly sha256: string
  readonly price: string | null
  /** In the complete bundle: canonical JSON of the sealed envelope, which is what the bidder committed to. */
  readonly envelope?: string
}
/** A falsehood, and the place of it. */
export class Untrue extends Error {
  override name = 'Untrue'
  readonly place: string
  constructor(place: string, message: string) {
    super(`${place}：${message}`)
    this.place = place
  }
}
const hex = (s: string | Uint8Array) => createHash('sha256').update(s).digest('hex')
const b64 = (s: string) => createHash('sha256').update(s).digest('base64')
function must(ok: boolean, place: string, message: string): asserts ok {
  if (!ok) throw new Untrue(place, message)
}
type Leaf = {
  noun?: string
  action?: string
  subject?: string
  data?: string
  blind?: string
  open?: Record<string, unknown>
}
interface Read {
  readonly at: string
  readonly entry: ProvenEntry
  readonly leaf: Leaf
}

/**
 * Check a bundle against itself and its signed checkpoint, offline. Answers what was checked, in words; throws Untrue at the
 * first falsehood. `key` is the journal's key as the reader knows it; without it the one in the bundle is taken, and said.
 */
export async function verifyBundle(text: string, key?: string): Promise<string[]> {
  const b = opened(text)
  const checked: string[] = []
  const journal = b.files['journal.json'] as JournalFile
  must(
    key === undefined || key.trim() === journal.vkey,
    'journal.json/vkey',
    '不是您给出的那把公钥',
  )
  const reads = await entries(journal)
  checked.push(
    `${reads.length}条流水逐条证明在签名检查点之下（${key === undefined ? '公钥取自证据包' : '公钥由您给出'}）`,
  )
  const unsealed = reads.filter((r) => opens(r)).length
  checked.push(`${unsealed}条流水所隐的内容打开后与其摘要一致`)
  const named = (prefix: string) =>
    Object.keys(b.files)
      .filter((f) => f.startsWith(prefix))
      .sort()
  notices(b.files['notices.json'], reads)
  checked.push(`${(b.files['notices.json'] as unknown[]).length}份公告与流水所记摘要一致`)
  const bids = named('bids/')
  for (const f of bids) bid(f, b.files[f] as BidFile, reads)
  checked.push(`${bids.length}份投标与开标时公布的承诺一致`)
  const draws = named('draws/')
  for (const f of draws) await draw(f, b.files[f] as DrawFile, reads, journal.vkey)
  checked.push(`${draws.length}次专家抽取由承诺、信标和揭示重算，次序与通知一致`)
  const lots = named('lots/')
  for (const f of lots) ranking(f, b.files[f] as LotFile, reads)
  checked.push(`${lots.length}个采购包由评分重算价格分、总分和排序，与流水所记一致`)
  return checked
}
function opened(text: string): Bundle {
  let b: Bundle
  try {
    b = JSON.parse(text) as Bundle
  } catch (e) {
    throw new Untrue('证据包', `不是 JSON：${(e as Error).message}`)
  }
  must(b?.v === 'yiwang/bundle/v1', '证据包/v', '不认识的版本')
  const files = b.files ?? {}
  const manifest = b.manifest ?? {}
  for (const [name, said] of Object.entries(manifest)) {
    must(name in files, `manifest/${name}`, '清单里有，包里没有')
    must(hex(written(name, files[name])) === said, name, '内容与清单所记摘要不符')
  }
  for (const name of Object.keys(files)) must(name in manifest, name, '不在清单里')
  for (const name of ['journal.json', 'notices.json', 'project.json'])
    must(name in files, name, '包里没有')
  must(written('证据包', b) === text, '证据包', '不是规范写法：有多余或改动的字节')
  return b
}
function written(place: string, value: unknown): string {
  try {
    return canonical(value)
  } catch (e) {
    throw new Untrue(place, (e as Error).message)
  }
}
/** The bundle names its own log: the key's name is the log's origin. */
const signedCheckpoint = (note: string, vkey: string) =>
  openCheckpoint(note, parseVkey(vkey).name, [ed25519Verifier(vkey)])
async function entries(j: JournalFile): Promise<Read[]> {
  let checkpoint: ReturnType<typeof openCheckpoint>
  try {
    checkpoint = signedCheckpoint(j.checkpoint, j.vkey)
  } catch (e) {
    throw new Untrue('journal.json/checkpoint', (e as Error).message)
  }
  return j.entries.map((entry, i) => {
    const at = `journal.json/entries/${i}`
    const held = verifyInclusion(sha256, {
      leaf: leafHash(sha256, Buffer.from(entry.leaf)),
      index: entry.index,
      size: checkpoint.size,
      proof: entry.proof.map((p) => new Uint8Array(Buffer.from(p, 'base64'))),
      root: checkpoint.root,
    })
    must(held, at, `流水第${entry.index}条不在检查点之下`)
    return { at, entry, leaf: JSON.parse(entry.leaf) as Leaf }
  })
}
/** What a leaf hides, when the bundle opens it: salted data, or a whole sealed step. */
function opens({ at, entry, leaf }: Read): boolean {
  if (entry.salt === undefined) return false
  const { salt, data, body } = entry
  if (leaf.blind !== undefined) {
    const inside = data === undefined ? body : { ...body, data: b64(salt + canonical(data)) }
    must(b64(salt + canonical(inside)) === leaf.blind, at, '打开的内容与流水所记不符')
  } else must(b64(salt + canonical(data)) === leaf.data, at, '打开的内容与流水所记不符')
  return true
}
const find = (reads: readonly Read[], noun: string, action: string, subject: string) =>
  reads.find((r) => r.leaf.noun === noun && r.leaf.action === action && r.leaf.subject === subject)

function notices(file: unknown, reads: readonly Read[]) {
  for (const [i, n] of (file as { id: string; sha256: string; content: unknown }[]).entries()) {
    const at = `notices.json/${i}`
    must(hex(canonical(n.content)) === n.sha256, at, '公告与其摘要不符')
    const said = reads.find((r) => r.leaf.noun === '公告' && r.leaf.subject === n.id)
    must(said?.leaf.open?.['sha256'] === n.sha256, at, '公告与流水所记摘要不符')
  }
}
function bid(at: string, f: BidFile, reads: readonly Read[]) {
  const said = find(reads, '采购包', 'open', f.lot)?.leaf.open?.['bids'] as string[] | undefined
  must(said?.includes(f.sha256) ?? false, at, '投标的承诺不在开标记录里')
  if (f.envelope !== undefined) must(hex(f.envelope) === f.sha256, at, '信封与承诺不符')
  const open = find(reads, '投标', 'open', f.bid)?.leaf.open
  must(open === undefined || priceOf(open['price']) === f.price, at, '报价与开启时所记不符')
}
const priceOf = (fen: unknown): string | null =>
  typeof fen === 'number' ? `${Math.trunc(fen / 100)}.${String(fen % 100).padStart(2, '0')}` : null

async function draw(at: string, f: DrawFile, reads: readonly Read[], vkey: string) {
  const of = (action: string) =>
    reads.filter(
      (r) => r.leaf.noun === '专家抽取' && r.leaf.action === action && r.leaf.subject === f.draw,
    )
  const [commit] = of('commit')
  must(commit !== undefined, at, '流水里没有这次抽取的承诺')
  const said = commit.leaf.open as {
    spec: DrawSpec
    specHash: string
    commits: { by: string; commitment: string }[]
  }
  must(specHash(said.spec) === said.specHash, at, '抽取条件与其摘要不符')
  must(f.leaves.length === said.spec.pool.size, at, '名单人数与承诺不符')
  const sorted = f.leaves.every((l, i) => i === 0 || (f.leaves[i - 1] as string) < l)
  must(sorted, `${at}/leaves`, '名单没有按序')
  const hashes = f.leaves.map((l) => leafHash(sha256, Buffer.from(l, 'hex')))
  const top = await root(sha256, memoryReader(sha256, hashes), hashes.length)
  must(
    Buffer.from(top).toString('hex') === said.spec.pool.root,
    `${at}/leaves`,
    '名单与承诺的树根不符',
  )
  for (const [i, o] of f.opened.entries())
    must(
      poolLeaf(o.salt, o.expert) === f.leaves[o.place],
      `${at}/opened/${i}`,
      '打开的一位与名单不符',
    )
  const [settled] = of('settle')
  if (settled === undefined) {
    must(f.seats.length === 0, `${at}/seats`, '次序未定而有通知')
    return
  }
  const reveals = settled.leaf.open?.['reveals'] as { by: string; nonce: string }[]
  const commits = [
    ...said.commits,
    ...of('join').map((r) => r.leaf.open as (typeof said.commits)[number]),
  ]
  must(commits.length === reveals.length, at, '揭示与承诺的份数不同')
  for (const c of commits) {
    const r = reveals.find((x) => x.by === c.by)
    must(
      r !== undefined && commitmentOf(r.by, r.nonce) === c.commitment,
      at,
      `${c.by}的揭示与承诺不符`,
    )
  }
  const beacon = of('beacon')[0]?.leaf.open?.['beacon'] as { size: number; root: string }
  const note = checkpointIn(at, f.beaconNote ?? '', vkey)
  must(
    note.size === beacon.size && Buffer.from(note.root).toString('base64') === beacon.root,
    `${at}/beaconNote`,
    '信标不是签名的检查点',
  )
  for (const r of [commit, ...of('join')]) must(beacon.size > r.entry.index, at, '信标早于承诺')
  const seed = seedOf({ spec: said.specHash, beacon, reveals })
  must(settled.leaf.open?.['seed'] === seed.toString('hex'), at, '种子与流水所记不符')
  const order = permutation(seed, said.spec.pool.size)
  const answers = new Map(
    [...of('answer'), ...of('vacate'), ...of('replace'), ...of('seat')].map((r) => [
      Number(r.leaf.open?.['turn']),
      String(r.leaf.open?.['outcome'] ?? r.leaf.open?.['cause'] ?? '已签到'),
    ]),
  )
  for (const [i, s] of f.seats.entries()) {
    must(
      s.turn === i && order[i] === s.place,
      `${at}/seats/${i}`,
      `第${i + 1}位不是由种子定出的那一位`,
    )
    const known = answers.get(s.turn)
    must(
      s.outcome === '待接听' ||
        known === s.outcome ||
        (s.outcome === '已签到' && known === '已签到'),
      `${at}/seats/${i}`,
      '通知结果与流水所记不符',
    )
  }
}
function checkpointIn(at: string, note: string, vkey: string) {
  try {
    return signedCheckpoint(note, vkey)
  } catch (e) {
    throw new Untrue(`${at}/beaconNote`, (e as Error).message)
  }
}
function ranking(at: string, f: LotFile, reads: readonly Read[]) {
  let again: ReturnType<typeof evaluate>
  let input: Parameters<typeof evaluate>[0]
  try {
    input = JSON.parse(f.input) as typeof input
    again = evaluate(input)
  } catch (e) {
    throw new Untrue(`${at}/input`, `不能重算：${(e as Error).message}`)
  }
  must(
    JSON.stringify(again.ranking) === JSON.stringify(f.order),
    `${at}/order`,
    '重算的排序与所记不符',
  )
  for (const [i, r] of f.ranked.entries()) {
    const place = `${at}/ranked/${i}`
    must(r.total === (again.totals[r.bid] ?? ''), place, '重算的总分与所记不符')
    must(r.priceScore === (again.priceScores[r.bid] ?? ''), place, '重算的价格分与所记不符')
    must(
      r.evaluationPrice === (again.evaluationPrices[r.bid] ?? ''),
      place,
      '重算的评审价与所记不符',
    )
  }
  const said = find(reads.toReversed(), '采购包', 'report', f.lot)?.leaf.open?.['result']
  must(said === hex(canonical({ ranked: f.ranked, order: f.order })), at, '结果与流水所记摘要不符')
  scores(at, f.lot, input, reads)
}
/** In the complete bundle every signed sheet is open: the engine's input must be made of them. */
function scores(
  at: string,
  lot: string,
  input: Parameters<typeof evaluate>[0],
  reads: readonly Read[],
) {
  const sheets = reads.flatMap(({ entry }) =>
    entry.body?.['action'] === 'sign' && entry.data?.['lot'] === lot ? [entry] : [],
  )
  const last = new Map(sheets.map((s) => [String(s.body?.['subject']), s.data?.['scores']]))
  if (last.size === 0) return
  const given = [...last.values()] as { bid: string; item: string; points: number }[][]
  for (const b of input.bids)
    for (const [item, marks] of Object.entries(b.scores ?? {})) {
      const signed = given.flatMap((g) =>
        g.filter((x) => x.bid === b.bidder && x.item === item).map((x) => x.points),
      )
      const used = marks.map((m) => Math.round(m * 100))
      const same = (xs: number[]) => [...xs].sort((p, q) => p - q).join()
      must(same(signed) === same(used), `${at}/input`, '评分与评委签署的不符')
    }
}

/** The command: a file, or an address that answers a bundle. Prints what was checked; 0 when true, 1 at the first falsehood. */
export async function verifyTarget(
  target: string,
  key: string | undefined,
  say: (line: string) => void,
): Promise<number> {
  try {
    const text = /^https?:\/\//.test(target)
      ? await (await fetch(target)).text()
      : readFileSync(target, 'utf8')
    if (/"v":\s*"yiwang\/auction\/v1"/.test(text.slice(0, 200))) {
      const { checked, faults } = verifyAuction(text)
      for (const line of checked) say(`✓ ${line}`)
      for (const line of faults) say(`✗ ${line}`)
      return faults.length === 0 ? 0 : 1
    }
    for (const line of await verifyBundle(text, key)) say(`✓ ${line}`)
    say('证据包属实')
    return 0
  } catch (e) {
    say(`✗ ${e instanceof Untrue ? e.message : `验证不能完成：${(e as Error).message}`}`)
    return 1
  }
}
