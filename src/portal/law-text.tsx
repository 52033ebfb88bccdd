import type { Citing, LawText, Line } from '#law'
import type { Hit, Listed } from '#libraries/regulations'
import { LawNav, regionShown, StateTag } from './law-nav.tsx'
import { Page, plainDaysOf, type Reader, wordsOf } from './layout.tsx'

export const lawPath = (short: string) => `/law/${encodeURIComponent(short)}`
export const Used = ({ by, reader }: { by: readonly Citing[]; reader: Reader }) => {
  const t = wordsOf(reader)
  return by.length === 0 ? null : (
    <div class="meta">
      {t('law.used', by.map((r) => t('law.usedFor', r.title, r.about)).join(t('law.and')))}
    </div>
  )
}
const HITS = 20
export interface Search {
  readonly q: string
  readonly repealed: boolean
  readonly page: number
  /** Null when nothing in the question can be looked for. */
  readonly found: { readonly total: number; readonly hits: readonly Hit[] } | null
}
const hitPath = (h: Hit) =>
  `${h.text === null ? `/law/doc/${h.doc}` : lawPath(h.text)}#${encodeURIComponent(h.article)}`
const Hits = ({ s, reader }: { s: Search; reader: Reader }) => {
  const t = wordsOf(reader)
  const at = (page: number) =>
    `/law/texts?${new URLSearchParams({ q: s.q, ...(s.repealed ? { repealed: '1' } : {}), page: String(page) })}`
  if (s.found === null) return <p class="meta">{t('law.noWords')}</p>
  const { total, hits } = s.found
  return (
    <section class="card" aria-label={t('law.hits')}>
      <h2>{t('law.found', s.q, total)}</h2>
      {hits.length === 0 ? (
        <p class="meta">{t('law.nothing')}</p>
      ) : (
        <ul class="list">
          {hits.map((h) => (
            <li>
              <div class="title">
                <a href={hitPath(h)}>
                  {h.title} {h.article}
                </a>
                {h.state === '有效' ? null : <StateTag state={h.state} />}
              </div>
              <div>{h.body.length > 200 ? `${h.body.slice(0, 200)}……` : h.body}</div>
              <div class="meta">{h.docNo}</div>
            </li>
          ))}
        </ul>
      )}
      {total > HITS ? (
        <p class="pager">
          {s.page > 1 ? <a href={at(s.page - 1)}>{t('all.previous')}</a> : <span />}
          {s.page * HITS < total ? <a href={at(s.page + 1)}>{t('find.next')}</a> : null}
        </p>
      ) : null}
    </section>
  )
}

/** 法律法规库：every text the house rests on, and how many of its rules do; what the region's departments issued beside them. */
export const LawIndex = (p: {
  reader: Reader
  search: Search | null
  texts: readonly { short: string; text: LawText; carried: boolean; rules: number }[]
  docs: readonly Listed[]
  total: number
  page: number
}) => {
  const [t, days] = [wordsOf(p.reader), plainDaysOf(p.reader)]
  return (
    <Page title={t('law.texts')} reader={p.reader}>
      <h1>{t('law.texts')}</h1>
      <LawNav at="texts" reader={p.reader} />
      <p class="lead">{t('law.textsLead')}</p>
      <div class="card">
        <search aria-label={t('law.find')}>
          <form class="find law" method="get" action="/law/texts">
            <div>
              <label for="q">{t('law.words')}</label>
              <input id="q" name="q" type="search" value={p.search?.q ?? ''} maxlength={100} />
            </div>
            <div>
              <label for="repealed">{t('law.scope')}</label>
              <select id="repealed" name="repealed">
                <option value="">{t('law.current')}</option>
                <option value="1" selected={p.search?.repealed === true}>
                  {t('law.repealed')}
                </option>
              </select>
            </div>
            <button type="submit">{t('find.go')}</button>
          </form>
        </search>
      </div>
      {p.search ? <Hits s={p.search} reader={p.reader} /> : null}
      <section class="card" aria-labelledby="docs">
        <h2 id="docs">{t('law.docs', p.total)}</h2>
        {p.docs.length === 0 ? (
          <p class="meta">{t('law.noDocs')}</p>
        ) : (
          <ul class="list">
            {p.docs.map((d) => (
              <li>
                <div class="title">
                  <a href={`/law/doc/${d.id}`}>{d.title}</a>
                  <StateTag state={d.state} />
                </div>
                <div class="meta">
                  {d.docNo}　{regionShown(p.reader, d.region)}　{t('law.from', days(d.from))}
                  {d.until
                    ? t(d.state === '已废止' ? 'law.ended' : 'law.until', days(d.until))
                    : ''}
                  {d.waiting > 0
                    ? t('law.waiting', d.waiting) +
                      (d.overdue > 0 ? t('law.overdue', d.overdue) : '')
                    : ''}
                </div>
              </li>
            ))}
          </ul>
        )}
        {p.total > 20 ? (
          <p class="pager">
            {p.page > 1 ? (
              <a href={`/law/texts?docs=${p.page - 1}#docs`}>{t('all.previous')}</a>
            ) : (
              <span />
            )}
            {p.page * 20 < p.total ? (
              <a href={`/law/texts?docs=${p.page + 1}#docs`}>{t('find.next')}</a>
            ) : null}
          </p>
        ) : null}
      </section>
      <section class="card" aria-labelledby="national">
        <h2 id="national">{t('law.national')}</h2>
        <ul class="list">
          {p.texts.map((x) => (
            <li>
              <div class="title">
                <a href={lawPath(x.short)}>{x.text.title}</a>
                <span class="meta fig">{t('law.from', days(x.text.from))}</span>
              </div>
              <div class="meta">
                {x.text.no}
                {'　'}
                {t(x.carried ? 'law.full' : x.text.mark === '✔' ? 'law.quoted' : 'law.unchecked')}
                {t('law.rules', x.rules)}
              </div>
            </li>
          ))}
        </ul>
      </section>
    </Page>
  )
}

export const LawTextPage = (p: {
  reader: Reader
  short: string
  text: LawText
  lines: readonly Line[]
  citing: ReadonlyMap<string, readonly Citing[]>
}) => {
  const t = wordsOf(p.reader)
  return (
    <Page title={p.text.title} reader={p.reader}>
      <p class="meta">
        <a href="/law/texts">{t('law.texts')}</a>
      </p>
      <h1>{p.text.title}</h1>
      <p class="lead">
        {t('law.textIs', p.text.no, plainDaysOf(p.reader)(p.text.from))}
        {p.lines.length > 0 ? t('law.official') : t('law.notCarried')}
      </p>
      <section class="card">
        {p.lines.length > 0
          ? p.lines.map((l) =>
              'chapter' in l ? (
                <h2>{l.chapter}</h2>
              ) : (
                <div class="article" id={l.article}>
                  <p>
                    <strong>{l.article}</strong>　{l.text}
                  </p>
                  <Used by={p.citing.get(l.article) ?? []} reader={p.reader} />
                </div>
              ),
            )
          : [...p.citing].map(([article, by]) => (
              <div class="article" id={article}>
                <p>
                  <strong>{article}</strong>
                </p>
                <Used by={by} reader={p.reader} />
              </div>
            ))}
      </section>
    </Page>
  )
}
