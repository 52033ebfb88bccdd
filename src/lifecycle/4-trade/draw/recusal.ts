import { type Ask, addYears, type Day, dayOf, type Subject } from '#kernel'
import { lawOn } from '#law'
import { type Expert, orgsOf, type Tie } from '#libraries'
import { relatedOf } from '#trade/tender'

/** Everyone an expert may be tied to in one purchase, by what they are to it. */
export interface Concerned {
  readonly today: Day
  readonly since: Day
  /** id → name */
  readonly bidders: ReadonlyMap<string, string>
  readonly related: ReadonlyMap<string, string>
  readonly buyers: ReadonlyMap<string, string>
  readonly agencies: ReadonlyMap<string, string>
}
export async function concernedIn(
  ask: Ask,
  bidders: readonly string[],
  s: Pick<Subject, 'lawOn' | 'parties'>,
): Promise<Concerned> {
  const names = async (ids: readonly string[]) =>
    new Map([...(await orgsOf(ask.tx, ids))].map(([id, o]) => [id, o.name]))
  const today = dayOf(ask.now)
  return {
    today,
    since: addYears(today, -lawOn(s.lawOn)('回避年限')),
    bidders: await names(bidders),
    related: await names(await relatedOf(ask.tx, [...bidders])),
    buyers: await names(s.parties['采购人'] ?? []),
    agencies: await names(s.parties['代理机构'] ?? []),
  }
}
type Person = Pick<Expert, 'person' | 'employer'> & { readonly ties: readonly Tie[] }

/**
 * 回避: every ground against one expert, in words that name nobody. Ties that ended less than three years ago still count
 * (条例第九条); an expert may not sit for its own unit (87号令第四十五条), nor agency staff in their agency's projects.
 */
export function groundsAgainst(e: Person, c: Concerned): string[] {
  const living = e.ties.filter((t) => t.until === null || t.until > c.since)
  const tied = (orgs: ReadonlyMap<string, string>) => living.filter((t) => orgs.has(t.org))
  const employed = (orgs: ReadonlyMap<string, string>) => [...orgs.values()].includes(e.employer)
  const out = new Set<string>()
  for (const t of tied(c.bidders))
    out.add(
      t.kind === '任职'
        ? t.until === null
          ? '任职于投标人'
          : '三年内曾任职于投标人'
        : t.kind === '亲属'
          ? '与投标人负责人有亲属关系'
          : '与投标人有股权、董事等关系',
    )
  if (employed(c.bidders)) out.add('任职于投标人')
  if (tied(c.related).length > 0 || employed(c.related)) out.add('与投标人的关联单位有关系')
  if (tied(c.buyers).length > 0 || employed(c.buyers)) out.add('本单位的采购')
  if (tied(c.agencies).length > 0 || employed(c.agencies)) out.add('本代理机构的项目')
  return [...out]
}
