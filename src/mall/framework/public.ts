import { sql } from 'kysely'
import type { Day, Fen, Instant, Tx } from '#kernel'
import { publicStates } from './actions.ts'
import { turnsOf } from './call-store.ts'
import { waiting } from './compute.ts'
import { alive } from './facts.ts'
import type { Discount } from './model.ts'
import * as store from './store.ts'

export interface PublicFramework {
  readonly id: string
  readonly title: string
  readonly ocid: string
  readonly host: string
  readonly kind: string
  readonly state: string
  /** What one may do with it now: answer until a day, join at any time, wait for the result, or buy. */
  readonly now: 'asked' | 'joining' | 'settling' | 'force'
  readonly ends: Day | null
  readonly deadline: Instant | null
  readonly modes: readonly string[]
  readonly scope: string
  readonly area: string
  /** The notice that called for it. */
  readonly notice: string | null
  readonly lots: readonly {
    readonly no: number
    readonly name: string
    readonly unit: string
    readonly ceiling: Fen
    readonly discounts: readonly Discount[]
    readonly members: readonly {
      readonly id: string
      readonly turn: number
      readonly name: string
      readonly thing: string
      readonly price: Fen
      readonly agents: readonly string[]
    }[]
    /** Whose turn it is, in order; null where contracts are not given in turn. */
    readonly queue: { readonly cycle: number; readonly ids: readonly string[] } | null
  }[]
}
const nowOf = (state: string): PublicFramework['now'] =>
  ['征集中', '补充征集中'].includes(state)
    ? 'asked'
    : state === '开放加入'
      ? 'joining'
      : alive(state)
        ? 'force'
        : 'settling'
const MOST = 100
/** What anybody may look up while a framework is asked for or in force: newest first. */
export async function publicFrameworks(tx: Tx): Promise<PublicFramework[]> {
  const { rows } = await sql<Omit<PublicFramework, 'lots' | 'now'>>`
    select f.id, s.title, p.ocid, h.name as host, f.kind, s.state, f.ends, f.deadline, f.document->'modes' as modes,
      f.document->>'scope' as scope, f.document->>'area' as area,
      (select n.id from disclosure.notice n where n.subject = f.id and n.kind = '框架协议征集公告' order by n.published desc limit 1) as notice
    from mall.framework f join kernel.subject s on s.id = f.id join library.project p on p.id = f.project
      join library.org h on h.id = f.host
    where s.state = any(${publicStates as string[]}::text[]) order by s.since desc, f.id limit ${MOST}`.execute(
    tx,
  )
  const out: PublicFramework[] = []
  for (const f of rows) {
    const members = (await store.membersOf(tx, { framework: f.id })).filter(
      (m) => m.state === '协议有效',
    )
    const lots = []
    for (const l of (await store.lotsOf(tx, f.id)).filter((x) => !x.failed)) {
      const here = members.filter((m) => m.lot === l.id)
      const queue =
        f.modes.includes('顺序轮候') && here.length > 0
          ? waiting(here, await turnsOf(tx, l.id))
          : null
      lots.push({
        no: l.no,
        name: l.name,
        unit: l.unit,
        ceiling: l.ceiling,
        discounts: l.discounts,
        members: here.map((m) => ({
          id: m.id,
          turn: m.turn,
          name: m.name,
          thing: `${m.thing.brand} ${m.thing.model}`.trim() || m.thing.name,
          price: m.price,
          agents: m.agents.map((a) => a.name),
        })),
        queue: queue && { cycle: queue.cycle, ids: queue.queue.map((m) => m.id) },
      })
    }
    out.push({ ...f, now: nowOf(f.state), lots })
  }
  return out
}
