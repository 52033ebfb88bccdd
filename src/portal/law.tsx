import { type Day, regionName } from '#kernel'
import type { RuleView } from '#law'
import { LawNav } from './law-nav.tsx'
import { daysOf, Page, plainDaysOf, type Reader, wordsOf } from './layout.tsx'
import { Cites, RegionSelect } from './parts.tsx'

export interface Group {
  readonly name: string
  readonly rules: readonly RuleView[]
}
/** The dated numbers, the methods, then the rules of each life story, under the name of the thing they judge. */
export function grouped(rules: readonly RuleView[], nounOf: (module: string) => string): Group[] {
  const out = new Map<string, RuleView[]>()
  for (const r of rules) {
    const prefix = r.id.split('.')[0] ?? ''
    const name =
      prefix === 'param' ? '期限、数额与比例' : prefix === 'method' ? '采购方式' : nounOf(prefix)
    out.set(name, [...(out.get(name) ?? []), r])
  }
  return [...out].map(([name, list]) => ({ name, rules: list }))
}
const since = (reader: Reader, r: RuleView) => {
  const [t, days] = [wordsOf(reader), plainDaysOf(reader)]
  return r.to === null ? t('law.since', days(r.from)) : t('law.span', days(r.from), days(r.to))
}
/** A group by the name it is asked for; the two that are no thing of the flows have a word in every language. */
const nameOf = (reader: Reader, name: string) =>
  name === '期限、数额与比例'
    ? wordsOf(reader)('law.numbers')
    : name === '采购方式'
      ? wordsOf(reader)('find.method')
      : name

/** A page stays well under the 50 KB of a slow line, however many numbers the law comes to have. */
const PER_PAGE = 30

export const LawPage = (p: {
  reader: Reader
  on: Day
  region: string
  groups: readonly Group[]
  /** The group that is open; the first when the reader named none. */
  of: string | undefined
  /** Which page of the open group, from 1; one that there is not is the first. */
  page: number
}) => {
  const t = wordsOf(p.reader)
  const open = p.groups.find((g) => g.name === p.of) ?? p.groups[0]
  const pages = Math.ceil((open?.rules.length ?? 0) / PER_PAGE)
  const at = p.page <= pages ? p.page : 1
  const link = (name: string, n = 1) =>
    `/law?on=${p.on}&region=${p.region}&of=${encodeURIComponent(name)}${n > 1 ? `&page=${n}` : ''}`
  return (
    <Page title={t('nav.rules')} reader={p.reader}>
      <h1>{t('law.h1')}</h1>
      <LawNav at="rules" reader={p.reader} />
      <p class="lead">
        {t('law.lead')}
        <a href="/law/texts">{t('law.texts')}</a>
        {t('law.leadTexts')}
      </p>
      <div class="card">
        <form class="find law" method="get" action="/law" aria-label={t('law.asked')}>
          <div>
            <label for="on">{t('central.on')}</label>
            <input id="on" name="on" type="date" value={p.on} />
          </div>
          <div>
            <label for="region">{t('all.place')}</label>
            <RegionSelect
              id="region"
              name="region"
              value={p.region}
              all={t('all.region')}
              within={(place) => t('find.within', place)}
            />
          </div>
          <button type="submit">{t('all.show')}</button>
        </form>
      </div>
      <p>
        {t(
          'law.count',
          daysOf(p.reader)(p.on),
          regionName(p.region),
          p.groups.reduce((n, g) => n + g.rules.length, 0),
        )}
      </p>
      <nav aria-label={t('law.groups')}>
        <details>
          <summary>{t('law.change', p.groups.length)}</summary>
          <ul class="tabs">
            {p.groups.map((g) => (
              <li>
                <a href={link(g.name)} aria-current={g === open ? 'page' : undefined}>
                  {nameOf(p.reader, g.name)}
                  <span class="fig">{t('law.size', g.rules.length)}</span>
                </a>
              </li>
            ))}
          </ul>
        </details>
      </nav>
      {open ? (
        <section class="card">
          <h2>{nameOf(p.reader, open.name)}</h2>
          <ul class="list">
            {open.rules.slice((at - 1) * PER_PAGE, at * PER_PAGE).map((r) => (
              <li>
                <div class="title">
                  <span>{r.title}</span>
                  <span class="meta fig">{since(p.reader, r)}</span>
                </div>
                <Cites cites={r.cites} reader={p.reader} />
              </li>
            ))}
          </ul>
          {pages > 1 ? (
            <nav aria-label={t('law.pagesOf', nameOf(p.reader, open.name))}>
              <ul class="tabs">
                {Array.from({ length: pages }, (_, i) => (
                  <li>
                    <a
                      href={link(open.name, i + 1)}
                      aria-current={i + 1 === at ? 'page' : undefined}
                    >
                      {t('law.page', i + 1)}
                    </a>
                  </li>
                ))}
              </ul>
            </nav>
          ) : null}
        </section>
      ) : null}
      <p class="meta">
        {t('law.program1')}
        <a href={`/api/law/rules?on=${p.on}&region=${p.region}`}>{t('law.program2')}</a>
        {t('law.program3')}
        <a href="/openapi.json">{t('law.program4')}</a>
        {t('data.stop')}
      </p>
    </Page>
  )
}
