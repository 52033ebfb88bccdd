import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Evidence, holds, journalSigners } from '#journal'
import {
  agentKeys,
  type Instant,
  rfc3339,
  type SealKeyPair,
  type SuiteName,
  unwrapShare,
} from '#kernel'

/** What a custodian outside is told when it is asked for its shares. It believes none of it that it can check. */
export interface ShareRequest {
  readonly box: string
  readonly closes: Instant
  readonly suite: SuiteName
  readonly least: number
  /** How many papers were inside at the close: what may be opened of them can be fewer. */
  readonly inside: number
  /** What must happen first, when it has not; null otherwise. */
  readonly waits: string | null
  readonly suspended: string | null
  /** The close of the box, as it stands in the journal. */
  readonly marker: Evidence | null
  /** SHA-256 over the digests, as the marker must say. */
  readonly sealedSet: string
  readonly bids: readonly { readonly entry: string; readonly wrapped: string }[]
}
export type ShareAnswer =
  | { readonly refused: string }
  | { readonly shares: readonly { entry: string; share: string | null; fault: string | null }[] }

/**
 * A notary office as custodian, played beside us: its secret is a file of its own, its clock is asked by itself, and it
 * lets go only on a close marker that it has verified in the journal. In the demonstration it runs in this process, on
 * this machine; it is a separate party only where its secret and this file run elsewhere.
 */
export function notarySandbox(i: { dataDir: string; now: () => Instant }) {
  const secret = () => {
    const file = join(i.dataDir, 'notary.key')
    if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('base64'), { mode: 0o600 })
    return Buffer.from(readFileSync(file, 'utf8'), 'base64')
  }
  const keys = (suite: SuiteName): SealKeyPair => agentKeys(secret(), '公证机构', suite)
  return {
    name: '公证机构（沙箱）',
    publicKey: (suite: SuiteName) => keys(suite).publicKey,
    async answer(r: ShareRequest): Promise<ShareAnswer> {
      const now = i.now()
      if (now < r.closes) return { refused: `我方时钟为${rfc3339(now)}，尚未到截止时间` }
      if (r.suspended !== null) return { refused: `采购活动${r.suspended}` }
      if (r.inside < r.least) return { refused: `箱内不足${r.least}份` }
      if (r.waits !== null) return { refused: `须待${r.waits}以后启封` }
      if (r.marker === null) return { refused: '封箱标记尚未写入流水' }
      if (!holds(r.marker, journalSigners(i.dataDir).std.vkey))
        return { refused: '封箱标记的包含证明不成立' }
      const leaf = JSON.parse(r.marker.leaf) as {
        action?: string
        subject?: string
        open?: { sealedSet?: string }
      }
      if (leaf.action !== 'close' || leaf.subject !== r.box)
        return { refused: '所给的流水不是这一箱的封箱标记' }
      if (leaf.open?.sealedSet !== r.sealedSet) return { refused: '箱内各份与封箱时的总摘要不符' }
      const { privateKey } = keys(r.suite)
      return { shares: await unwrapAll(r.suite, privateKey, r.bids) }
    },
  }
}
/** Share by share; one that does not open is said to be so, and stops no other. */
export const unwrapAll = (
  suite: SuiteName,
  privateKey: string,
  bids: readonly { entry: string; wrapped: string }[],
) =>
  Promise.all(
    bids.map(async ({ entry, wrapped }) => {
      try {
        const share = Buffer.from(await unwrapShare(suite, privateKey, wrapped)).toString('base64')
        return { entry, share, fault: null }
      } catch {
        return { entry, share: null, fault: '这一份不是封给本保管人的，或已损坏' }
      }
    }),
  )
