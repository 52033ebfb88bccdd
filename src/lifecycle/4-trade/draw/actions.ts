import { createHmac, randomBytes } from 'node:crypto'
import {
  type Ask,
  begin,
  Conflict,
  DRAW,
  type Instant,
  instant,
  mineOf,
  newId,
  type Subject,
  step,
  subjectOf,
} from '#kernel'
import { session } from '#law'
import { poolFor } from '#libraries'
import { leafHash, memoryReader, root, sha256 } from '#merkle'
import { factsOf, lotFlow, lotsOf, membersOf, tenderFlow, tenders } from '#trade/tender'
import { advance } from './calls.ts'
import { asSystem, drawFacts, draws } from './facts.ts'
import {
  BEACON,
  type DrawSpec,
  type DrawState,
  drawFlow,
  FILTER,
  type Occasion,
  type Party,
  partyOf,
  RECUSAL,
} from './model.ts'
import { tenderOccasion } from './occasion.ts'
import { commitmentOf, poolLeaf, seedOf, specHash } from './permute.ts'
import { concernedIn, groundsAgainst } from './recusal.ts'
import * as store from './store.ts'
import { lock, type Pooled } from './vault.ts'

const OVER = new Set(['已完成', '人数不足', '已作废'])
const MINUTE = 60_000

/** The platform's own nonce cannot be chosen after the fact: it is the house's secret over the draw's name. */
const platformNonce = (masterKey: Uint8Array, draw: string) =>
  createHmac('sha256', masterKey).update(`yiwang/draw-nonce/v1\n${draw}`).digest('hex')

async function poolOf(
  ask: Ask,
  s: Subject,
  { code, bidders }: Pick<Occasion, 'code' | 'bidders'>,
  regions: readonly string[] | null,
) {
  const concerned = await concernedIn(ask, bidders, s)
  const seated = new Set((await membersOf(ask.tx, s.id)).map((m) => m.person))
  const able = (await poolFor(ask.tx, code, ask.today)).filter(
    (e) => regions === null || regions.includes(e.region),
  )
  const excluded: { expert: string; reason: string }[] = []
  const pool: Pooled[] = []
  for (const e of able) {
    const against = seated.has(e.person) ? ['已在评标委员会'] : groundsAgainst(e, concerned)
    if (against.length > 0) excluded.push({ expert: e.person, reason: against.join('、') })
    else {
      const salt = randomBytes(16).toString('hex')
      pool.push({ expert: e.person, salt, leaf: poolLeaf(salt, e.person) })
    }
  }
  pool.sort((a, b) => (a.leaf < b.leaf ? -1 : 1))
  return { pool, excluded }
}
export const poolRoot = async (leaves: readonly string[]): Promise<string> => {
  const hashes = leaves.map((l) => leafHash(sha256, Buffer.from(l, 'hex')))
  return Buffer.from(await root(sha256, memoryReader(sha256, hashes), hashes.length)).toString(
    'hex',
  )
}

export interface Drawing {
  need: number
  reason: string
  commitment: string | null
}
type Site = { id: string; regions: readonly string[] } | null
/** 公布条件: pool root, rule versions and commitments go into the journal before anyone can know the beacon. */
export async function commit(ask: Ask, i: Drawing & { id: string; site: Site }): Promise<Subject> {
  const ts = await mineOf(ask, tenderFlow, i.id)
  const { reviewDay } = await factsOf(ask, ts)
  const unopened: number[] = []
  for (const l of await lotsOf(ask.tx, { tender: i.id })) {
    const { state } = await subjectOf(ask.tx, lotFlow, l.id)
    if (state === '招标中' || state === '待开标') unopened.push(l.no)
  }
  const occasion = { ...(await tenderOccasion(ask, i.id)), reviewDay }
  return drawn(ask, ts, occasion, i, {
    unopened,
    site: i.site,
    kept: false,
    told: (open) =>
      tenders.take(ask, 'draw', i.id, { input: { remote: i.site !== null } }, { open }),
  })
}
/**
 * 为别的事项抽取: whoever reviews in another way than a tender's says what the draw must know, and takes a step of its own
 * (`told`), in which the draw is named.
 */
export const drawFor = (
  ask: Ask,
  s: Subject,
  occasion: Occasion,
  i: Drawing,
  told: Told,
): Promise<Subject> => drawn(ask, s, occasion, i, { unopened: [], site: null, kept: true, told })

type Told = (open: { draw: string; kind: DrawSpec['kind'] }) => Promise<unknown>
async function drawn(
  ask: Ask,
  of: Subject,
  occasion: Occasion,
  i: Drawing,
  more: { unopened: readonly number[]; site: Site; kept: boolean; told: Told },
): Promise<Subject> {
  const site = more.site?.id ?? null
  const earlier = (await store.drawsOf(ask.tx, of.id)).filter((d) => d.site === site)
  const done = earlier.filter((d) => OVER.has(d.state))
  const { pool, excluded } = await poolOf(ask, of, occasion, more.site?.regions ?? null)
  const id = newId<'draw'>(ask.now)
  const kind: DrawSpec['kind'] =
    done.length === 0 ? '首次' : done.some((d) => d.state === '已完成') ? '补抽' : '重抽'
  const spec: DrawSpec = {
    v: DRAW,
    draw: id,
    tender: of.id,
    site,
    kind,
    reason: i.reason,
    need: i.need,
    pool: {
      root: await poolRoot(pool.map((p) => p.leaf)),
      size: pool.length,
      filter: FILTER,
      recusal: RECUSAL,
      code: occasion.code,
      excluded: counted(excluded.map((x) => x.reason)),
    },
    beacon: BEACON,
  }
  const own = platformNonce(ask.world.masterKey, id)
  const by = partyOf[ask.actor.role]
  const commits: store.Committed[] = [
    { by: '平台', commitment: commitmentOf('平台', own), nonce: own },
    ...(i.commitment === null || by === undefined
      ? []
      : [{ by, commitment: i.commitment, nonce: null }]),
  ]
  await more.told({ draw: id, kind })
  const s = await begin(
    ask,
    drawFlow,
    'commit',
    {
      id,
      title: `${of.title}　专家抽取`,
      process: of.process,
      lawOn: of.lawOn,
      region: of.region,
      parties: of.parties,
    },
    {
      poolSize: pool.length,
      need: i.need,
      seated: 0,
      today: ask.today,
      reviewDay: occasion.reviewDay,
      unopened: more.unopened,
      underWay: earlier.length - done.length,
      before: done.length,
      reason: i.reason,
      outstanding: [],
    },
    {
      due: instant(ask.now + session('抽取承诺窗口秒', ask.world.settings) * 1000),
      open: {
        spec,
        specHash: specHash(spec),
        commits: commits.map(({ by, commitment }) => ({ by, commitment })),
        // 名单过小: said aloud, in the record that everyone reads (trust §3.7).
        warning: pool.length < 3 * i.need ? `名单${pool.length}人，不足需要的三倍` : '',
      },
    },
  )
  await store.addDraw(ask.tx, {
    id,
    tender: of.id,
    site,
    kind,
    reason: i.reason,
    need: i.need,
    spec,
    vault: lock(ask.world.masterKey, id, { pool, excluded }),
    occasion: more.kept ? occasion : null,
  })
  for (const c of commits) await store.addCommit(ask.tx, id, c)
  return s
}
const counted = (reasons: readonly string[]) => {
  const n = new Map<string, number>()
  for (const r of reasons) n.set(r, (n.get(r) ?? 0) + 1)
  return [...n].map(([reason, count]) => ({ reason, count })).sort((a, b) => b.count - a.count)
}

/** 加入承诺: a party that adds its own randomness need trust nobody else's. */
export async function join(ask: Ask, i: { id: string; commitment: string }): Promise<Subject> {
  const by = partyOf[ask.actor.role] as Party
  const before = await store.commitsOf(ask.tx, i.id)
  const s = await draws.take(
    ask,
    'join',
    i.id,
    { input: { by, committed: before.some((c) => c.by === by) } },
    (d) => ({ due: d.due, open: { by, commitment: i.commitment } }),
  )
  await store.addCommit(ask.tx, i.id, { by, commitment: i.commitment, nonce: null })
  return s
}
/** 揭示: refused unless it is what was committed. The last one settles the order. */
export async function reveal(ask: Ask, i: { id: string; nonce: string }): Promise<Subject> {
  const by = partyOf[ask.actor.role] as Party
  const mine = (await store.commitsOf(ask.tx, i.id)).find((c) => c.by === by)
  const s = await draws.take(
    ask,
    'reveal',
    i.id,
    { input: { nonceFits: mine !== undefined && commitmentOf(by, i.nonce) === mine.commitment } },
    (d) => ({ due: d.due, open: { by, nonce: i.nonce } }),
  )
  await store.setNonce(ask.tx, i.id, by, i.nonce)
  return settle(ask, s)
}
/** 信标: by the clock, as soon as a signed checkpoint covers every commitment. */
export async function beacon(ask: Ask, id: string): Promise<void> {
  const found = await store.checkpointAfter(ask.tx, id)
  // The sequencer runs beside us; the clock looks again.
  if (found === null) throw new Conflict('信标尚未出现')
  const d = await store.drawOf(ask.tx, id)
  const due = session('抽取揭示期限分钟', ask.world.settings) * MINUTE
  const s = await draws.take(asSystem(ask), 'beacon', id, undefined, {
    due: instant(ask.now + due),
    open: { beacon: { size: found.size, root: found.root } },
  })
  await store.setSeed(ask.tx, id, {
    spec: specHash(d.spec),
    beacon: { size: found.size, root: found.root },
    reveals: [],
    note: found.note,
  })
  await settle(ask, s)
}
async function settle(ask: Ask, s: Subject<DrawState>): Promise<Subject> {
  const commits = await store.commitsOf(ask.tx, s.id)
  const d = await store.drawOf(ask.tx, s.id)
  if (d.seed === null || commits.some((c) => c.nonce === null)) return s
  const reveals = commits.map(({ by, nonce }) => ({ by, nonce: nonce ?? '' }))
  const seed = { ...d.seed, reveals }
  await store.setSeed(ask.tx, s.id, seed)
  const next = await step(asSystem(ask), drawFlow, 'settle', s, await drawFacts(ask, s), {
    due: ask.now as Instant,
    open: { reveals, seed: seedOf(seed).toString('hex') },
  })
  return advance(asSystem(ask), next)
}
/** 逾期未揭示: the draw is void, and the record says who kept the others waiting. */
export async function lapse(ask: Ask, id: string): Promise<void> {
  const late = (await store.commitsOf(ask.tx, id)).filter((c) => c.nonce === null).map((c) => c.by)
  await draws.take(asSystem(ask), 'lapse', id, undefined, { open: { late } })
}
export async function cancel(ask: Ask, i: { id: string; reason: string }): Promise<Subject> {
  return draws.take(ask, 'cancel', i.id, undefined, { open: { reason: i.reason } })
}
