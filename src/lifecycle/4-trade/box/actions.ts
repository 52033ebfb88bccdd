import { createHash } from 'node:crypto'
import {
  type Ask,
  asHouse,
  begin,
  canonical,
  fromBase64,
  type Instant,
  instant,
  isShareOf,
  NotFound,
  newId,
  Refused,
  refusal,
  rfc3339,
  type SealContext,
  type Subject,
  type SuiteName,
  step,
  story,
  subjectOf,
  suiteOf,
  system,
  within,
} from '#kernel'
import { citeMarked, isOn, numberOf } from '#law'
import { findOrgs, orgOf } from '#libraries'
import { agentsFor, askAgents } from './agents.ts'
import { factsOf, setDigest } from './facts.ts'
import {
  type Box,
  type BoxParams,
  boxFlow,
  type Custodian,
  keepers,
  keyFlow,
  type ReleaseFacts,
} from './model.ts'
import * as store from './store.ts'

const NO_FACTS = {} as ReleaseFacts
export const boxes = story(boxFlow, async (ask, s) => factsOf(ask, await store.boxOf(ask.tx, s.id)))
export const custodyKeys = story(keyFlow, async () => ({}))

/** 登记：公钥入册；同一单位同一套件只有一把在用，旧的随即停用（已设的箱仍用旧的）。 */
export async function register(
  ask: Ask,
  i: { suite: SuiteName; publicKey: string },
): Promise<Subject> {
  const role = keepers[ask.actor.role]
  const org = ask.actor.org
  if (!role || org === null)
    throw new Refused([
      refusal('职责', '本岗位不保管开标密钥', {
        cure: '由采购人、代理机构或者财政部门的保管人登记',
      }),
    ])
  const suite = await suiteOf(i.suite)
  try {
    await suite.wrap(fromBase64(i.publicKey), new Uint8Array(32))
  } catch {
    throw new Refused([
      refusal('公钥须有效', '这不是所选密码套件的公钥', {
        field: 'publicKey',
        cure: '重新生成密钥',
      }),
    ])
  }
  for (const k of await store.keysInUse(ask.tx, [org], i.suite))
    await custodyKeys.take(ask, 'retire', k.id)
  const id = newId<'key'>(ask.now)
  const s = await begin(
    ask,
    keyFlow,
    'register',
    {
      id,
      title: `${ask.actor.orgName}的开标密钥（${i.suite === 'GM-1' ? '国密' : '国际通用'}）`,
      process: id,
      lawOn: ask.today,
      region: ask.actor.region,
      parties: { [role]: [org] },
    },
    {},
    { open: { suite: i.suite, publicKey: i.publicKey } },
  )
  await store.addKey(ask.tx, {
    id,
    org,
    suite: i.suite,
    publicKey: i.publicKey,
    registered: ask.now,
  })
  return s
}

export interface BoxSpec {
  /** The subject it belongs to: a lot, or whatever else collects sealed papers. */
  readonly lot: Pick<Subject, 'id' | 'title' | 'process' | 'lawOn' | 'region' | 'parties'>
  /** Which envelope or round: one box each. */
  readonly part: string
  readonly closes: Instant
  /** Fewer than this stay sealed. */
  readonly least: number
  /** What must happen, beside the time, before it may be opened; permitBox() says that it has. */
  readonly gate?: string
  /** Closes by itself at its time; else whoever placed it closes it. */
  readonly ownClock?: boolean
  readonly suite?: SuiteName
  readonly k?: number
}
/** 设箱：定下套件、保管人和几份可开；此后不变。保管单位没有登记密钥的，不得设箱。 */
export async function placeBox(ask: Ask, spec: BoxSpec): Promise<Box> {
  const given = ask.world.settings
  const suite = spec.suite ?? (isOn('国密套件', given) ? 'GM-1' : 'STD-1')
  const { lot } = spec
  const wanted: Pick<Custodian, 'role' | 'org' | 'name'>[] = []
  for (const role of ['采购人', '代理机构'] as const)
    for (const org of (lot.parties[role] ?? []).slice(0, 1))
      wanted.push({ role, org, name: (await orgOf(ask.tx, org)).name })
  // The finance department of the place, or the nearest above it.
  const finance = (await findOrgs(ask.tx, '财政部门'))
    .filter((o) => within(lot.region, o.region))
    .sort((a, b) => (a.region < b.region ? 1 : -1))[0]
  if (finance) wanted.push({ role: '财政部门', org: finance.id, name: finance.name })
  const keys = await store.keysInUse(
    ask.tx,
    wanted.flatMap((w) => w.org ?? []),
    suite,
  )
  const missing = wanted.filter((w) => !keys.some((k) => k.org === w.org))
  if (missing.length > 0)
    throw new Refused([
      refusal(
        '开标密钥保管人须已登记密钥',
        `${missing.map((m) => m.name).join('、')}还没有登记 ${suite} 开标密钥`,
        {
          cites: [citeMarked('系统设置', '开标所需份额', '△')],
          facts: { 未登记: missing.map((m) => m.name).join('、'), 密码套件: suite },
          cure: '请各单位的审核或经办人员在“开标密钥”里生成并登记，然后办理',
        },
      ),
    ])
  const custodians = [
    ...wanted.map((w) => ({
      ...w,
      publicKey: keys.find((k) => k.org === w.org)?.public_key ?? '',
    })),
    ...agentsFor(ask, suite),
  ].map((c, i): Custodian => ({ no: i + 1, ...c }))
  const k = spec.k ?? Math.min(numberOf('开标所需份额', given), custodians.length)
  const id = newId<'box'>(ask.now)
  const params: BoxParams = { v: 1, box: id, lot: lot.id, part: spec.part, suite, k, custodians }
  const digest = createHash('sha256').update(canonical(params)).digest('hex')
  await begin(
    ask,
    boxFlow,
    'place',
    {
      id,
      title: `${lot.title}　${spec.part}`,
      process: lot.process,
      lawOn: lot.lawOn,
      region: lot.region,
      parties: lot.parties,
    },
    NO_FACTS,
    { due: spec.ownClock ? closesAt(ask, spec.closes) : null, open: { params } },
  )
  const box = { id, lot: lot.id, part: spec.part, suite, k, params, digest }
  await store.addBox(ask.tx, {
    ...box,
    least: spec.least,
    closes: spec.closes,
    gate: spec.gate ?? null,
    ownClock: spec.ownClock ?? false,
  })
  return store.boxOf(ask.tx, id)
}
/** The box of a lot's envelope or round. Throws NotFound. */
export async function boxFor(ask: Ask, lot: string, part: string): Promise<Box> {
  const box = await store.findBox(ask.tx, lot, part)
  if (!box) throw new NotFound('标箱')
  return box
}
/** When a box is closed: after its deadline, so that whoever had arrived by then and stood in line is dealt with. */
export const closesAt = (ask: Ask, deadline: Instant): Instant =>
  instant(deadline + numberOf('截标收讫宽限', ask.world.settings) * 1000)
/** 截止时间变动：箱随之。 */
export async function moveBox(ask: Ask, id: string, closes: Instant): Promise<void> {
  const s = await subjectOf(ask.tx, boxFlow, id, 'update')
  if (s.state !== '收件') return
  const { ownClock } = await store.boxOf(ask.tx, id)
  await step(ask, boxFlow, 'move', s, NO_FACTS, {
    due: ownClock ? closesAt(ask, closes) : null,
    open: { closes: rfc3339(closes) },
  })
  await store.setBox(ask.tx, id, { closes })
}
/** 到时封箱：有自己时钟的箱。While the purchase rests it waits; whoever resumes gives it a new time. */
export async function closeDue(ask: Ask, id: string): Promise<void> {
  const box = await store.boxOf(ask.tx, id)
  if (box.suspended === null) return closeBox(ask, id)
  const s = await subjectOf(ask.tx, boxFlow, id, 'update')
  await step({ ...ask, actor: system }, boxFlow, 'move', s, NO_FACTS, {
    open: { suspended: box.suspended },
  })
}

/**
 * 封箱：从此不收不退。Takes the box's lock, so every paper that holds it goes first and every later one is late: the order
 * of transactions decides, whatever any clock says. The marker in the journal names the whole content by one digest.
 */
export async function closeBox(ask: Ask, id: string): Promise<void> {
  const s = await subjectOf(ask.tx, boxFlow, id, 'update')
  if (s.state !== '收件') return
  const sealedSet = setDigest(await store.entriesOf(ask.tx, id))
  await step({ ...ask, actor: system }, boxFlow, 'close', s, NO_FACTS, { open: { sealedSet } })
  await store.setBox(ask.tx, id, { sealedSet })
}
/** 后启的信封：前一环节已完成。 Only these papers; of any other no share is ever let go. */
export async function permitBox(ask: Ask, id: string, entries: readonly string[]): Promise<void> {
  const s = await subjectOf(ask.tx, boxFlow, id, 'update')
  await step(ask, boxFlow, 'permit', s, NO_FACTS, { open: { admitted: entries.length } })
  await store.setBox(ask.tx, id, { permittedAt: ask.now, admitted: entries })
}
/** 原封保存：不足家数、终止。没有份额会再放出。 */
export async function keepShut(ask: Ask, id: string, why: string): Promise<void> {
  const s = await subjectOf(ask.tx, boxFlow, id, 'update')
  if (s.state === '收件' || s.state === '已封箱')
    await step(ask, boxFlow, 'keep', s, NO_FACTS, { open: { why } })
}
/** 暂停与恢复：暂停期间没有保管人放出份额。 */
export const suspendBox = (ask: Ask, id: string, why: string | null) =>
  store.setBox(ask.tx, id, { suspended: why })

/** What a seal for this box and bidder is bound to. */
export const contextOf = (box: Pick<Box, 'digest' | 'part'>, bidder: string): SealContext => ({
  box: box.digest,
  bidder,
  part: box.part,
})
/** Everything a browser needs to seal to this box as this bidder. */
export const sealView = (box: Box, bidder: string) => ({
  box: box.id,
  suite: box.suite,
  k: box.k,
  digest: box.digest,
  params: box.params,
  custodians: box.params.custodians.map((c) => c.publicKey),
  context: contextOf(box, bidder),
})
export type SealView = ReturnType<typeof sealView>

/** Which custodian of this box does this person act for? */
export const mine = (ask: Ask, box: Box): Custodian | undefined =>
  box.params.custodians.find(
    (c) => c.org !== null && c.org === ask.actor.org && c.role === keepers[ask.actor.role],
  )

/** 待放的份额：到了可以放的时候才给出，密文仍只有这名保管人解得开。 */
export async function waitingShares(ask: Ask, id: string) {
  const box = await store.boxOf(ask.tx, id)
  const c = mine(ask, box)
  if (!c) throw new NotFound('标箱')
  const s = await subjectOf(ask.tx, boxFlow, id)
  const held = (await boxes.offers(ask, s)).find((o) => o.action === 'release')?.refusals ?? []
  if (held.length > 0) throw new Refused(held)
  // Judged above: only now, and each only what was sealed to him.
  const entries = await asHouse(ask, () => store.admittedOf(ask.tx, box))
  return {
    no: c.no,
    suite: box.suite,
    publicKey: c.publicKey,
    shares: entries.map((e) => ({
      entry: e.id,
      wrapped: e.envelope.shares[c.no - 1]?.wrapped ?? '',
    })),
  }
}
/** 放出份额：本人的密钥在本机解开的，逐份与投标人的承诺核对；假的不收，并指名。 */
export async function release(
  ask: Ask,
  i: { id: string; shares: { entry: string; share: string | null; fault: string | null }[] },
): Promise<Subject> {
  const box = await store.boxOf(ask.tx, i.id)
  const c = mine(ask, box)
  if (!c) throw new NotFound('标箱')
  const entries = await store.admittedOf(ask.tx, box)
  const given = new Map(i.shares.map((x) => [x.entry, x]))
  const rows: Parameters<typeof store.addReleases>[1] = []
  const wrong = new Set<string>()
  for (const e of entries) {
    const g = given.get(e.id)
    if (g?.share == null)
      rows.push({ entry: e.id, no: c.no, share: null, fault: g?.fault ?? '未给出' })
    else if (await isShareOf(e.envelope, c.no, fromBase64(g.share)))
      rows.push({ entry: e.id, no: c.no, share: g.share, fault: null })
    else wrong.add(c.name)
  }
  const s = await boxes.take(
    ask,
    'release',
    i.id,
    { input: { no: c.no, wrong: [...wrong] } },
    { open: { custodian: c.name, no: c.no } },
  )
  await store.addReleases(ask.tx, rows)
  await askAgents(ask, box)
  return s
}
