/** A plot as inline SVG: bars from nought, each a link down to what it adds up. The table beside it says the same in figures. */
export interface Bar {
  readonly label: string
  readonly value: number
  readonly href: string
  readonly title: string
}
const W = 640
const ROW = 28
export const Bars = ({ bars, label }: { bars: readonly Bar[]; label: string }) => {
  // One bar compares nothing with nothing.
  if (bars.length < 2) return null
  const most = Math.max(1, ...bars.map((b) => b.value))
  return (
    <svg class="plot" viewBox={`0 0 ${W} ${bars.length * ROW}`} role="group" aria-label={label}>
      {bars.map((b, i) => (
        <a href={b.href}>
          <title>{b.title}</title>
          <text x={124} y={i * ROW + 19} text-anchor="end">
            {b.label}
          </text>
          <rect
            x={132}
            y={i * ROW + 5}
            width={Math.max(1, ((W - 140) * b.value) / most)}
            height={ROW - 10}
            rx={2}
          />
        </a>
      ))}
    </svg>
  )
}
/** Prices over time: a point each, on one scale. */
export const Points = (p: {
  points: readonly { x: number; y: number; href: string; title: string }[]
  label: string
}) => {
  const xs = p.points.map((q) => q.x)
  const [x0, x1] = [Math.min(...xs), Math.max(...xs)]
  const top = Math.max(1, ...p.points.map((q) => q.y))
  const at = (q: { x: number; y: number }) => [
    20 + ((W - 40) * (q.x - x0)) / Math.max(1, x1 - x0),
    180 - (160 * q.y) / top,
  ]
  return (
    <svg class="plot" viewBox={`0 0 ${W} 200`} role="group" aria-label={p.label}>
      <path d={`M12 180H${W - 8}M12 180V12`} />
      {p.points.map((q) => {
        const [x, y] = at(q)
        return (
          <a href={q.href}>
            <title>{q.title}</title>
            <circle cx={x} cy={y} r={5} />
          </a>
        )
      })}
    </svg>
  )
}
