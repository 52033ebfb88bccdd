import type { Day } from '#kernel'

/** What is printed: text only. Sections stand in their order; a table's money columns are set to the right. */
export interface Paper {
  readonly title: string
  readonly author: string
  readonly date: Day
  /** The line under the title. */
  readonly meta: string
  readonly opening: string
  readonly sections: readonly PaperSection[]
  readonly tail: string
  readonly publisher: string
  readonly dateWords: string
  /** At the foot of every page. */
  readonly foot: string
  /** Where the code at the end leads, and what stands beside it. */
  readonly address: string
  readonly proof: readonly string[]
}
export interface PaperSection {
  readonly heading: string
  readonly text: string
  readonly groups: readonly {
    readonly name: string
    readonly fields: readonly {
      readonly label: string
      readonly value: string
      readonly long: boolean
    }[]
  }[]
  readonly columns: readonly {
    readonly label: string
    readonly money: boolean
    readonly wide: boolean
  }[]
  readonly rows: readonly (readonly string[])[]
}
