import { evidenceOf } from '#journal'
import {
  type Actor,
  type Ask,
  bodyDigest,
  contextHash,
  NotFound,
  parseEnvelope,
  partBytes,
  reaches,
  rfc3339,
  SealBroken,
  subjectOf,
  suiteOf,
  type Tx,
  toBase64,
  type World,
} from '#kernel'
import { attachment, bodyOf, boxFlow, boxOf, contextOf, custodyState, findEntry } from '#trade/box'
import { lotFlow, lotOf, membersOf } from '#trade/tender'
import { bidFlow } from './model.ts'
import * as store from './store.ts'

/** 回执的证明：流水里的位置、包含证明和签名的检查点；流水还没轮到时为空，稍候再取。 */
export async function receiptOf(ask: Ask, id: string) {
  const s = await subjectOf(ask.tx, bidFlow, id)
  if (!reaches(ask.actor, bidFlow, s)) throw new NotFound('投标')
  const b = await store.bidOf(ask.tx, id)
  return {
    id,
    sha256: b.sha256,
    size: b.size,
    receivedAt: rfc3339(b.submitted),
    proof: await evidenceOf(ask.tx, { subject: id, actions: ['submit', 'replace'] }),
  }
}

export interface Check {
  readonly name: string
  /** Empty when it is as it should be, else the cause. */
  readonly cause: string
}
/**
 * 模拟开启，在截止以前：everything that an opening will need of us and of the envelope, short of the key. What only the seed
 * can show, the bidder's own browser shows with its recovery file and the ciphertext that really lies here.
 */
export async function rehearse(ask: Ask, id: string): Promise<Check[]> {
  const s = await subjectOf(ask.tx, bidFlow, id)
  if (!reaches(ask.actor, bidFlow, s)) throw new NotFound('投标')
  const e = await findEntry(ask.tx, id)
  if (!e) return [{ name: '投标在箱内', cause: '这份投标已撤回，箱内没有密文' }]
  const box = await boxOf(ask.tx, e.box)
  const placed = await subjectOf(ask.tx, boxFlow, box.id)
  const suite = await suiteOf(box.suite)
  const broken = async (run: () => Promise<boolean>, cause: string) => {
    try {
      return (await run()) ? '' : cause
    } catch (x) {
      return x instanceof SealBroken ? x.why : cause
    }
  }
  const digests: Uint8Array[] = []
  const stored = await broken(async () => {
    let held: Uint8Array[] = []
    let n = 0
    const full = partBytes(suite)
    for await (const piece of bodyOf(ask.world, e).stream())
      for (let at = 0; at < piece.length; ) {
        const take = Math.min(full - n, piece.length - at)
        held.push(piece.subarray(at, at + take))
        n += take
        at += take
        if (n === full) {
          digests.push(await suite.hash(new Uint8Array(Buffer.concat(held))))
          held = []
          n = 0
        }
      }
    if (n > 0) digests.push(await suite.hash(new Uint8Array(Buffer.concat(held))))
    return toBase64(await bodyDigest(suite, digests)) === e.envelope.body
  }, '平台存放的密文与信封的摘要不符，请重新封存并更换')
  const custodians = await custodyState(ask, box)
  return [
    { name: '标箱在收件', cause: placed.state === '收件' ? '' : `标箱处于“${placed.state}”` },
    {
      name: '信封完整，并绑定本包与本单位',
      cause: await broken(async () => {
        const envelope = parseEnvelope(e.envelope)
        return envelope.context === (await contextHash(suite, contextOf(box, e.owner)))
      }, '信封绑定的不是本包、本单位，请重新封存'),
    },
    { name: '平台存放的密文一字不差', cause: stored },
    {
      name: `${custodians.length}名保管人每人一份，${box.k}份可开`,
      cause: e.envelope.shares.length === custodians.length ? '' : '份额数目与保管人不符',
    },
    {
      name: '提交已写入流水',
      cause:
        (await evidenceOf(ask.tx, { subject: id, actions: ['submit', 'replace'] })) === null
          ? '流水还没有轮到，请稍候'
          : '',
    },
  ]
}

/** One's own ciphertext. */
export async function ciphertextFor(tx: Tx, world: World, actor: Actor, id: string) {
  const s = await subjectOf(tx, bidFlow, id)
  const e = await findEntry(tx, id)
  if (!e || !reaches(actor, bidFlow, s)) throw new NotFound('投标')
  return bodyOf(world, e).stream()
}
/** An attachment of an opened bid: for the bidder and for whoever acts on the lot; experts once the lot is under review. */
export async function attachmentFor(tx: Tx, world: World, actor: Actor, id: string, no: number) {
  const s = await subjectOf(tx, bidFlow, id)
  const b = await store.bidOf(tx, id)
  const lot = await subjectOf(tx, lotFlow, b.lot)
  const reviewing =
    actor.role === '评审专家' &&
    ['评审中', '评审完成'].includes(lot.state) &&
    (await membersOf(tx, (await lotOf(tx, b.lot)).tender)).some((m) => m.person === actor.person)
  const insider = actor.role !== '供应商经办' && reaches(actor, lotFlow, lot)
  if (!reaches(actor, bidFlow, s) && !reviewing && !insider) throw new NotFound('附件')
  return attachment(tx, world, id, no)
}
