import { createHash } from 'node:crypto'
import { canonical, DRAW } from '#kernel'

const hex = (s: string) => createHash('sha256').update(s).digest('hex')
/** One expert in the committed pool: 64 hexadecimal digits that say nothing without the salt. */
export const poolLeaf = (salt: string, expert: string) =>
  hex(canonical(['expert/v1', salt, expert]))
/** What a party commits to before the beacon; bound to its place, so that nobody can copy another's. */
export const commitmentOf = (by: string, nonce: string) =>
  hex(`yiwang/draw-nonce/v1\n${by}\n${nonce}`)

export interface SeedParts {
  /** SHA-256 of the canonical DrawSpec, hexadecimal. */
  readonly spec: string
  readonly beacon: { readonly size: number; readonly root: string }
  readonly reveals: readonly { readonly by: string; readonly nonce: string }[]
}
/** Everything that was fixed before, the beacon that nobody knew, and what the parties had committed to. */
export const seedOf = (p: SeedParts): Buffer =>
  createHash('sha256')
    .update(
      canonical({
        v: DRAW,
        spec: p.spec,
        beacon: p.beacon,
        reveals: [...p.reveals].sort((a, b) => (a.by < b.by ? -1 : 1)),
      }),
    )
    .digest()
export const specHash = (spec: object) => hex(canonical(spec))
