import { createHash, type Hash } from 'node:crypto'
import {
  type Ask,
  asHouse,
  type BidEnvelope,
  type Content,
  type FileBytes,
  fromBase64,
  NotFound,
  openBid,
  Refused,
  readContent,
  refusal,
  SealBroken,
  type SealCause,
  type Share,
  sealersFault,
  seedOf,
  step,
  subjectOf,
  type Tx,
  toBase64,
  type World,
} from '#kernel'
import { citeMarked, numberOf } from '#law'
import { contextOf } from './actions.ts'
import { askAgents } from './agents.ts'
import { type Box, boxFlow, type ReleaseFacts } from './model.ts'
import type { OpenedFile } from './store.ts'
import * as store from './store.ts'
import { bodyOf } from './uploads.ts'

/** 电子招标投标办法第三十一条：whose doing it was decides what follows. */
export interface Fault {
  readonly cause: SealCause
  readonly why: string
  readonly whose: '投标人原因' | '非投标人原因'
  readonly consequence: string
}
export type Opened = { readonly id: string; readonly owner: string } & (
  | { readonly content: Content }
  | { readonly fault: Fault }
)
export function faultOf(cause: SealCause, why: string): Fault {
  const own = sealersFault(cause)
  return {
    cause,
    why,
    whose: own ? '投标人原因' : '非投标人原因',
    consequence: own
      ? '视为撤销其投标文件'
      : '视为撤回其投标文件，投标人有权要求责任方赔偿因此遭受的直接损失',
  }
}

/** Who has let go, who has not, and what the machines say: for the opening hall and for the refusal below. */
export async function custodyState(ask: Ask, box: Box) {
  // Which custodians have let go is told to all; the shares stay behind the wall.
  const released = new Set(await asHouse(ask, () => store.releasedBy(ask.tx, box.id)))
  return box.params.custodians.map((c) => ({
    no: c.no,
    role: c.role,
    name: c.name,
    org: c.org,
    released: released.has(c.no),
  }))
}

/**
 * 启封：箱内各份同时开启，或一份也不开启（同一事务）。 The machines are asked first. Without enough shares it is refused,
 * naming who is missing, until the time for decryption is over; then what cannot be read is said to be so, one by one, with
 * its cause. A bid that is broken never stops another. With `only`, what else lies inside stays sealed.
 */
export async function openBox(ask: Ask, box: Box, only?: ReadonlySet<string>): Promise<Opened[]> {
  const refused = await askAgents(ask, box)
  const s = await subjectOf(ask.tx, boxFlow, box.id, 'update')
  const entries = (await store.admittedOf(ask.tx, box)).filter((e) => only?.has(e.id) ?? true)
  const shares = new Map<string, Share[]>()
  for (const r of await store.releasesOf(ask.tx, box.id))
    if (r.share !== null)
      shares.set(r.entry, [
        ...(shares.get(r.entry) ?? []),
        { no: r.no, bytes: fromBase64(r.share) },
      ])
  const recovered = new Map(
    (await store.recoveriesOf(ask.tx, box.id)).map((r) => [r.entry, r.seed]),
  )
  const state = await custodyState(ask, box)
  const short = entries.filter(
    (e) => (shares.get(e.id)?.length ?? 0) < box.k && !recovered.has(e.id),
  )
  const windowMs = numberOf('解密时限', ask.world.settings) * 60_000
  // Too few let go at all: wait for them. Enough let go and one bid alone is short of shares: that bid's own trouble.
  const quorum = state.filter((c) => c.released).length >= box.k
  if (
    s.state !== '已封箱' ||
    (short.length > 0 && !quorum && ask.now < Math.max(box.closes, box.permittedAt ?? 0) + windowMs)
  )
    throw new Refused([missing(box, s.state, state, refused, windowMs)])
  const out: Opened[] = []
  for (const e of entries) {
    const to = { id: e.id, owner: e.owner }
    try {
      const given = recovered.get(e.id)
      const seed =
        (shares.get(e.id)?.length ?? 0) >= box.k || given === undefined
          ? await seedOf(e.envelope, shares.get(e.id) ?? [])
          : fromBase64(given)
      const digests: Hash[] = []
      const content = await openBid({
        suite: box.suite,
        context: contextOf(box, e.owner),
        envelope: e.envelope,
        seed,
        body: bodyOf(ask.world, e).stream(),
        told: digesting(digests),
      })
      await store.setOpened(ask.tx, e.id, {
        seed: toBase64(seed),
        filesAt: content.filesAt,
        files: content.files.map((f, n) => ({
          ...f,
          sha256: (digests[n] ?? createHash('sha256')).digest('hex'),
        })),
      })
      out.push({ ...to, content })
    } catch (x) {
      if (x instanceof SealBroken) out.push({ ...to, fault: faultOf(x.code, x.why) })
      else if ((x as NodeJS.ErrnoException).code === 'ENOENT')
        out.push({ ...to, fault: faultOf('body', '平台没有保存好密文') })
      else throw x
    }
  }
  await step(ask, boxFlow, 'open', s, {} as ReleaseFacts, {
    open: { bids: entries.map((e) => e.digest) },
  })
  return out
}
/** Each file's SHA-256, while its bytes go by for the opening anyhow. */
const digesting =
  (digests: Hash[]): FileBytes =>
  (files, at, bytes) => {
    let begin = 0
    files.forEach((f, n) => {
      const part = bytes.subarray(Math.max(0, begin - at), Math.max(0, begin + f.size - at))
      if (part.length > 0) {
        digests[n] ??= createHash('sha256')
        digests[n].update(part)
      }
      begin += f.size
    })
  }
function missing(
  box: Box,
  state: string,
  custodians: Awaited<ReturnType<typeof custodyState>>,
  refused: Record<string, string>,
  windowMs: number,
) {
  const have = custodians.filter((c) => c.released).map((c) => c.name)
  const lack = custodians.filter((c) => !c.released)
  return refusal(
    '份额到齐方可启封',
    state === '收件'
      ? '标箱尚未封箱：截止时刻到达的提交还在收讫'
      : `${box.params.custodians.length}名保管人中须有${box.k}名放出份额，已有${have.length}名${have.length > 0 ? `（${have.join('、')}）` : ''}`,
    {
      cites: [citeMarked('电子招标投标办法', '第三十条', '◐')],
      facts: {
        须有: box.k,
        已有: have.length,
        尚缺: lack
          .map((c) => `${c.name}${refused[c.name] ? `（${refused[c.name]}）` : ''}`)
          .join('、'),
      },
      cure:
        state === '收件'
          ? '稍候片刻'
          : `请${lack.map((c) => c.name).join('或')}放出份额；${windowMs / 60_000}分钟后仍不足的，逐份按非投标人原因处理，投标人可用恢复文件`,
    },
  )
}

/** The attachments of an opened paper; none before the opening. */
export const attachmentsOf = async (tx: Tx, entry: string): Promise<readonly OpenedFile[]> =>
  (await store.findEntry(tx, entry))?.files ?? []
/** One attachment of an opened paper, decrypted as it is read. Throws NotFound before the opening. */
export async function attachment(tx: Tx, world: World, entry: string, index: number) {
  const e = await store.findEntry(tx, entry)
  const file = e?.files?.[index]
  if (!e || e.seed === null || e.files_at === null || !file) throw new NotFound('附件')
  const from = e.files_at + (e.files ?? []).slice(0, index).reduce((n, f) => n + f.size, 0)
  return {
    file,
    /** The whole of it, or `length` bytes from `at` on. */
    bytes: (at = 0, length = file.size - at) =>
      readContent({
        envelope: e.envelope as BidEnvelope,
        seed: fromBase64(e.seed ?? ''),
        from: from + at,
        length,
        read: bodyOf(world, e).read,
      }),
  }
}
