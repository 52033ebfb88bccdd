/** A table that is made of others, or signed for elsewhere, looked through again. */
export interface Checked {
  readonly what: string
  readonly looked: number
  /** The first place where it is not what it is made of, in words; null when it is, everywhere. */
  readonly first: string | null
}
