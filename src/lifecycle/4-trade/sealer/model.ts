import type { Instant } from '#kernel'
import { flow } from '#law'

export interface SealerPage {
  readonly id: string
  readonly at: Instant
  readonly sha256: string
  /** Bytes. */
  readonly size: number
}
// biome-ignore format: a table reads as a table
export const sealerFlow = flow<object>()(
  { noun: '离线封存页', module: 'sealer', states: ['已公布'], open: ['已公布'] },
  {
    publish: { name: '公布摘要', from: [], to: '已公布', by: ['系统'], inner: true },
  },
)
