import { sql } from 'kysely'
import { type Ask, type Fen, under } from '#kernel'
import { advise, type Settings } from '#law'

const english = { 货物: 'goods', 服务: 'services', 工程: 'works' } as const
interface Filed {
  readonly id: string
  readonly title: string
  readonly no: string | null
  readonly region: string
  readonly amount: Fen
  readonly category: keyof typeof english
  readonly method: string
  readonly law_on: `${number}-${number}-${number}`
}
export interface Switch {
  readonly id: string
  readonly title: string
  readonly no: string | null
  readonly region: string
  readonly amount: Fen
  readonly category: keyof typeof english
  readonly method: string
  readonly before: '须公开招标' | '可选其他方式'
  readonly after: '须公开招标' | '可选其他方式'
}
/** What the law left open for a plan, under the threshold in force and under another one. */
export function switchOf(p: Filed, threshold: Fen, settings: Settings): Switch | null {
  const now = advise(
    { region: p.region, on: p.law_on, category: english[p.category], amount: p.amount },
    settings,
  )
  const before = now.openTender === 'required' ? '须公开招标' : '可选其他方式'
  const after = p.amount >= threshold ? '须公开招标' : '可选其他方式'
  return before === after
    ? null
    : {
        id: p.id,
        title: p.title,
        no: p.no,
        region: p.region,
        amount: p.amount,
        category: p.category,
        method: p.method,
        before,
        after,
      }
}
/** Plans filed in a year, in the places under one, of one kind: how many there were, and which would be bought another way. */
export async function switching(
  ask: Ask,
  i: { year: number; works: boolean; threshold: Fen },
): Promise<{ plans: number; switches: Switch[] }> {
  const { rows } = await sql<Filed>`
    select p.id, s.title, s.no, s.region, p.amount, p.category, p.method, s.law_on from plan.plan p
    join kernel.subject s on s.id = p.id
    where p.filed >= make_date(${i.year}, 1, 1) and p.filed < make_date(${i.year + 1}, 1, 1)
      and (p.category = '工程') = ${i.works} and s.region = any(${under(ask.actor.region)})
    order by p.amount desc limit 20000`.execute(ask.tx)
  return {
    plans: rows.length,
    switches: rows.flatMap((p) => switchOf(p, i.threshold, ask.world.settings as Settings) ?? []),
  }
}
