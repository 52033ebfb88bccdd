import type { Child } from 'hono/jsx'
import { type Fen, showYuan } from '#kernel'
import type { wordsOf } from './layout.tsx'

/** One column: its head, and what it says of a row. */
export interface Column<Row> {
  readonly head: string
  /** A number: to the right, figures of one width. `fig` keeps the width and the side. */
  readonly as?: 'num' | 'fig'
  readonly of: (row: Row, at: number) => Child
}
/** Rows under heads; on a phone every row folds into a card that says each head again. */
export function Rows<Row>({
  columns,
  rows,
}: {
  columns: readonly Column<Row>[]
  rows: readonly Row[]
}) {
  return (
    <table class="fold">
      <thead>
        <tr>
          {columns.map((c) => (
            <th scope="col" class={c.as === 'num' ? 'num' : undefined}>
              {c.head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, at) => (
          <tr>
            {columns.map((c) => (
              <td data-label={c.head} class={c.as}>
                {c.of(row, at)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** Least, middle and most of a set of prices, as three columns. */
export const spread = (
  t: ReturnType<typeof wordsOf>,
): Column<{ readonly least: number; readonly median: number; readonly most: number }>[] => [
  { head: t('price.least'), as: 'num', of: (r) => showYuan(r.least as Fen) },
  { head: t('price.median'), as: 'num', of: (r) => showYuan(r.median as Fen) },
  { head: t('price.most'), as: 'num', of: (r) => showYuan(r.most as Fen) },
]
