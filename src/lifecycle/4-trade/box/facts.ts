import { createHash } from 'node:crypto'
import type { Ask } from '#kernel'
import type { Box, ReleaseFacts } from './model.ts'
import * as store from './store.ts'

/** One digest over the digests of what is inside, sorted: nothing can be added, dropped or changed afterwards. */
export const setDigest = (entries: readonly { digest: string }[]): string =>
  createHash('sha256')
    .update(
      entries
        .map((e) => e.digest)
        .sort()
        .join('\n'),
    )
    .digest('hex')

export async function factsOf(ask: Ask, box: Box): Promise<ReleaseFacts> {
  return {
    now: ask.now,
    closes: box.closes,
    // Before the deadline nobody counts, this included.
    entries: ask.now < box.closes ? 0 : (await store.entriesOf(ask.tx, box.id)).length,
    least: box.least,
    gate: box.gate,
    permitted: box.permittedAt !== null,
    suspended: box.suspended,
    released: await store.releasedBy(ask.tx, box.id),
  }
}
