import { createHash } from 'node:crypto'
import { canonical } from '#kernel'
import { type Replay, replay } from '#mall'

interface Entry {
  readonly index: number | null
  readonly leaf: string
  readonly salt: string | null
  readonly data: Readonly<Record<string, unknown>>
  readonly body: Readonly<Record<string, unknown>>
}
const hash = (s: string) => createHash('sha256').update(s).digest('base64')

/**
 * An auction's replay, recomputed offline: every blind entry of the journal opens to the price that is claimed, in the journal's
 * own order, and the rules run again give the same end and the same winner.
 */
export function verifyAuction(text: string): { checked: string[]; faults: string[] } {
  const x = JSON.parse(text) as Replay & { entries: Entry[]; title: string }
  const faults = replay(x)
  if (x.entries.length !== x.bids.length)
    faults.push(`报价${x.bids.length}次，流水${x.entries.length}条`)
  for (const [n, e] of x.entries.entries()) {
    const b = x.bids[n]
    if (!b) break
    const inside = { ...e.body, data: hash(`${e.salt ?? ''}${canonical(e.data)}`) }
    if (e.leaf !== canonical({ v: 1, blind: hash(`${e.salt ?? ''}${canonical(inside)}`) }))
      faults.push(`第${b.id}次报价的流水条目打不开`)
    if (e.data['price'] !== b.price || e.data['at'] !== b.at || e.data['offer'] !== b.offer)
      faults.push(`第${b.id}次报价与流水不符`)
    const before = x.entries[n - 1]?.index
    if (e.index !== null && before !== undefined && before !== null && e.index <= before)
      faults.push(`第${b.id}次报价的次序与流水不同`)
  }
  return {
    checked: [
      `${x.title}：${x.bids.length}次报价逐条打开，规则重算一遍`,
      ...(x.barred ?? []).map((b) => `${b.name}截止时处于“${b.state}”，不计入结果`),
    ],
    faults,
  }
}
