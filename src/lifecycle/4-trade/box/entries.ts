import {
  type Ask,
  type BidEnvelope,
  bodyDigest,
  Conflict,
  contextHash,
  envelopeDigest,
  fromBase64,
  keysOf,
  NotFound,
  parseEnvelope,
  partBytes,
  Refused,
  refusal,
  SealBroken,
  sealedSize,
  subjectOf,
  suiteOf,
  toBase64,
} from '#kernel'
import { citeMarked } from '#law'
import { contextOf } from './actions.ts'
import { type Box, boxFlow } from './model.ts'
import * as store from './store.ts'
import { discard } from './uploads.ts'

/** What is handed in: the envelope, and the ciphertext either with it or uploaded before. */
export interface Handed {
  readonly envelope: unknown
  /** base64; for what fits into one small request. */
  readonly ciphertext?: string | undefined
  readonly upload?: string | undefined
}
export interface Put {
  readonly digest: string
  readonly size: number
}
const unsealed = (because: string, cure: string) =>
  new Refused([
    refusal('未按要求加密的投标文件应当拒收', because, {
      cites: [citeMarked('电子招标投标办法', '第二十六条', '◐')],
      cure,
    }),
  ])

/** What a receipt will name. Throws Refused on what is no envelope. */
export async function envelopeDigestOf(given: unknown): Promise<string> {
  try {
    return await envelopeDigest(parseEnvelope(given))
  } catch (e) {
    if (e instanceof SealBroken) throw unsealed(e.why, '重新封存')
    throw e
  }
}
/** Hold the box open until this transaction ends: the close waits for it, or was quicker. */
export async function holdBox(ask: Ask, id: string): Promise<{ box: Box; state: string }> {
  const s = await subjectOf(ask.tx, boxFlow, id, 'share')
  return { box: await store.boxOf(ask.tx, id), state: s.state }
}

/** Into the box; `id` is that of the paper it belongs to. The caller has judged its rules under `holdBox`. */
export async function put(
  ask: Ask,
  box: Box,
  i: Handed & { id: string; owner: string },
): Promise<Put> {
  const envelope = await checked(box, i.owner, i.envelope)
  const digest = await envelopeDigest(envelope)
  const s = await suiteOf(box.suite)
  const size = sealedSize(envelope.length, s)
  const entry = { id: i.id, box: box.id, owner: i.owner, envelope, digest, at: ask.now }
  if (i.upload !== undefined) {
    const u = await store.uploadOf(ask.tx, i.upload, true)
    if (u.owner !== i.owner || u.box !== box.id) throw new NotFound('上传')
    if (u.entry !== null) throw new Conflict('这次上传已经用于一份投标文件，请重新封存')
    if (u.received !== u.size || u.size !== size)
      throw unsealed(`密文应有${size}字节，已收到${u.received}字节`, '续传完毕后提交')
    const parts = Buffer.from(u.parts, 'hex')
    const digests = Array.from({ length: parts.length / 32 }, (_, n) =>
      parts.subarray(n * 32, n * 32 + 32),
    )
    if (envelope.body !== toBase64(await bodyDigest(s, digests)))
      throw unsealed('上传的密文与信封里的摘要不符', '重新封存后上传')
    await store.addEntry(ask.tx, { ...entry, ciphertext: null, upload: u.id })
    await store.setUpload(ask.tx, u.id, { entry: i.id })
    return { digest, size }
  }
  const bytes = Buffer.from(i.ciphertext ?? '', 'base64')
  const digests = []
  for (let at = 0; at < bytes.length; at += partBytes(s))
    digests.push(await s.hash(new Uint8Array(bytes.subarray(at, at + partBytes(s)))))
  if (bytes.length !== size || envelope.body !== toBase64(await bodyDigest(s, digests)))
    throw unsealed('密文与信封里的摘要不符', '重新封存后提交')
  await store.addEntry(ask.tx, { ...entry, ciphertext: bytes, upload: null })
  return { digest, size }
}
async function checked(box: Box, owner: string, given: unknown): Promise<BidEnvelope> {
  try {
    const e = parseEnvelope(given)
    if (e.suite !== box.suite) throw new SealBroken('suite')
    if (e.context !== (await contextHash(await suiteOf(box.suite), contextOf(box, owner))))
      throw new SealBroken('context')
    if (e.k !== box.k || e.shares.length !== box.params.custodians.length)
      throw new SealBroken('shares')
    return e
  } catch (e) {
    if (!(e instanceof SealBroken)) throw e
    throw unsealed(
      `${e.why}：密封须用本箱公布的套件、保管人和份数，并绑定本单位`,
      '刷新页面后重新封存',
    )
  }
}

/** Out of the box, before it is closed: envelope and ciphertext are destroyed, and no share of them is ever asked for. */
export async function takeOut(ask: Ask, id: string): Promise<void> {
  const e = await store.findEntry(ask.tx, id)
  if (!e) return
  await store.removeEntry(ask.tx, id)
  if (e.upload !== null) await discard(ask, e.upload)
}

/** 恢复文件：投标人自己的种子，封箱以后、启封以前收下；与承诺不符的不收。 */
export async function recover(
  ask: Ask,
  i: { id: string; owner: string; seed: string },
): Promise<void> {
  const e = await store.findEntry(ask.tx, i.id)
  if (!e || e.owner !== i.owner) throw new NotFound('投标')
  const s = await subjectOf(ask.tx, boxFlow, e.box, 'share')
  if (s.state !== '已封箱')
    throw new Refused([
      refusal('恢复文件在封箱以后、启封以前提交', `标箱处于“${s.state}”`, {
        cure:
          s.state === '收件' ? '截止封箱以后再提交；现在请自行保管' : '已经启封，不再需要恢复文件',
      }),
    ])
  try {
    await keysOf(e.envelope, fromBase64(i.seed))
  } catch {
    throw new Refused([
      refusal('恢复文件须与承诺相符', '这个恢复文件不是最后提交的那一份投标的', {
        cure: '选择最后一次提交时保存的恢复文件',
      }),
    ])
  }
  await store.addRecovery(ask.tx, e.id, i.seed, ask.now)
}
