import { createHash } from 'node:crypto'
import { canonical } from '#kernel'
import type { Result } from '#trade/tender'

/** What the journal says of a result: anyone who holds the published ranking computes it again. */
export const resultDigest = (r: Pick<Result, 'ranked' | 'order'>) =>
  createHash('sha256')
    .update(canonical({ ranked: r.ranked, order: r.order }))
    .digest('hex')
