import type { Day } from '#kernel'
import { type Citing, catalogue } from '#law'
import type { Change, Cleaning, Listed, Piece, Repeal } from '#libraries/regulations'
import { LawNav, regionShown, StateTag } from './law-nav.tsx'
import { lawPath, Used } from './law-text.tsx'
import { daysOf, hoursOf, Page, type Reader, wordsOf } from './layout.tsx'
import { gapOf } from './parts.tsx'

const Crumb = ({ reader }: { reader: Reader }) => (
  <p class="crumb">
    <a href="/law/texts">{wordsOf(reader)('law.texts')}</a>
  </p>
)

/** One document of the region: what it says, what stands against it, and what became of it. */
export const DocPage = (p: {
  reader: Reader
  doc: Listed
  pieces: readonly Piece[]
  citing: ReadonlyMap<string, readonly Citing[]>
  cleanings: readonly Cleaning[]
  repeal: Repeal | undefined
  versions: readonly Listed[]
  history: readonly { at: number; name: string; org: string; index: number | null }[]
}) => {
  const [t, days, hours] = [wordsOf(p.reader), daysOf(p.reader), hoursOf(p.reader)]
  const chapters = new Set<string>()
  return (
    <Page title={p.doc.title} reader={p.reader}>
      <Crumb reader={p.reader} />
      <h1>{p.doc.title}</h1>
      <p class="lead">
        {p.doc.docNo}　{p.doc.issuer}　{t('law.from', days(p.doc.from))}
        {p.doc.until
          ? t(p.doc.state === '已废止' ? 'doc.ended' : 'doc.until', days(p.doc.until))
          : ''}
        {gapOf(p.reader)}
        <StateTag state={p.doc.state} />
      </p>
      {p.repeal ? (
        <section class="card note">
          <h2>{t('doc.repeal')}</h2>
          <p>
            {t(
              'doc.repealText',
              days(p.repeal.shownFrom),
              days(p.repeal.shownTo),
              days(p.repeal.on),
              p.repeal.reason,
            )}
          </p>
        </section>
      ) : null}
      {p.cleanings.length > 0 ? (
        <section class="card" aria-labelledby="conflicts">
          <h2 id="conflicts">{t('doc.conflicts')}</h2>
          <CleaningList list={p.cleanings} reader={p.reader} />
        </section>
      ) : null}
      <section class="card">
        {p.pieces.map((x) => {
          const heading = x.chapter !== '' && !chapters.has(x.chapter)
          chapters.add(x.chapter)
          return (
            <>
              {heading ? <h2>{x.chapter}</h2> : null}
              <div class="article" id={x.article}>
                {x.body.split('\n').map((line, i) => (
                  <p>
                    {i === 0 && x.article !== '正文前' ? <strong>{x.article}　</strong> : null}
                    {line}
                  </p>
                ))}
                <Used by={p.citing.get(x.article) ?? []} reader={p.reader} />
              </div>
            </>
          )
        })}
      </section>
      {p.versions.length > 1 ? (
        <section class="card" aria-labelledby="versions">
          <h2 id="versions">{t('doc.versions')}</h2>
          <ul class="list">
            {p.versions.map((v) => (
              <li>
                <div class="title">
                  {v.id === p.doc.id ? (
                    <span>{t('doc.this', v.title)}</span>
                  ) : (
                    <a href={`/law/doc/${v.id}`}>{v.title}</a>
                  )}
                  <StateTag state={v.state} />
                </div>
                <div class="meta">
                  {v.docNo}　{t('law.since', days(v.from))}
                  {gapOf(p.reader)}
                  {v.id === p.doc.id ? null : (
                    <a href={`/law/doc/${p.doc.id}/diff/${v.id}`}>{t('doc.compare')}</a>
                  )}
                </div>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      <section class="card" aria-labelledby="history">
        <h2 id="history">{t('doc.history')}</h2>
        <ul class="facts">
          {p.history.map((h) => (
            <li>
              <span class="meta fig">{hours(h.at as never)}</span>
              <span>
                {h.org} {h.name}
              </span>
              <span>
                {h.index === null ? null : (
                  <a href={`/journal/entries/${h.index}`}>{t('doc.entry', h.index)}</a>
                )}
              </span>
            </li>
          ))}
        </ul>
      </section>
      <p class="meta">
        {t('doc.take')}
        <a href={`/law/doc/${p.doc.id}.txt`}>{t('doc.text')}</a>
        {gapOf(p.reader)}
        <a href={`/law/doc/${p.doc.id}.json`}>{t('outage.data')}</a>
        {t('doc.official')}
      </p>
    </Page>
  )
}
const CleaningList = ({
  list,
  reader,
}: {
  reader: Reader
  list: readonly (Cleaning & { title?: string; docNo?: string; region?: string })[]
}) => {
  const t = wordsOf(reader)
  return (
    <ul class="list">
      {list.map((c) => (
        <li>
          <div class="title">
            <span>
              {c.title ? (
                <a href={`/law/doc/${c.doc}#${encodeURIComponent(c.article)}`}>
                  {c.title} {c.article}
                </a>
              ) : (
                c.article
              )}
              {gapOf(reader)}
              {t('doc.with')}
              {gapOf(reader)}
              {catalogue[c.law] ? (
                <a href={`${lawPath(c.law)}#${encodeURIComponent(c.lawArticle)}`}>
                  {c.law} {c.lawArticle}
                </a>
              ) : (
                `${c.law} ${c.lawArticle}`
              )}
            </span>
            <span class={c.outcome === '' ? 'tag soon' : 'tag'}>
              {t(c.outcome === '' ? (c.overdue ? 'doc.overdue' : 'doc.waiting') : 'doc.closed')}
            </span>
          </div>
          <div>{c.reason}</div>
          <div class="meta">
            {c.docNo ? `${c.docNo}　${regionShown(reader, c.region ?? '')}　` : ''}
            {t('doc.marked', c.markedBy, daysOf(reader)(c.due))}
            {c.outcome ? t('doc.outcome', c.outcome) : ''}
          </div>
        </li>
      ))}
    </ul>
  )
}
/** 清理台账: what waits first, by its date, then what was done; anyone may see who is late. */
export const CleaningPage = (p: {
  reader: Reader
  list: readonly (Cleaning & { title: string; docNo: string; region: string })[]
}) => {
  const t = wordsOf(p.reader)
  return (
    <Page title={t('law.cleaning')} reader={p.reader}>
      <h1>{t('doc.register')}</h1>
      <LawNav at="cleaning" reader={p.reader} />
      <p class="lead">{t('doc.registerLead')}</p>
      <section class="card">
        {p.list.length === 0 ? (
          <p class="meta">{t('doc.noneWaiting')}</p>
        ) : (
          <CleaningList list={p.list} reader={p.reader} />
        )}
      </section>
    </Page>
  )
}
export const DiffPage = (p: {
  reader: Reader
  before: { title: string; docNo: string; from: Day }
  after: { id: string; title: string; docNo: string; from: Day }
  changes: readonly Change[]
}) => {
  const [t, days] = [wordsOf(p.reader), daysOf(p.reader)]
  return (
    <Page title={t('diff.title', p.after.title)} reader={p.reader}>
      <Crumb reader={p.reader} />
      <h1>{t('diff.h1')}</h1>
      <p class="lead">
        {p.before.title}
        {t('diff.before', p.before.docNo, days(p.before.from))}{' '}
        <a href={`/law/doc/${p.after.id}`}>{p.after.title}</a>
        {t('diff.after', p.after.docNo, days(p.after.from))}
      </p>
      <section class="card">
        {p.changes.map((c) => (
          <div class="article">
            <p>
              <strong>{c.article}</strong>{' '}
              {c.is === '未变' ? null : <span class="tag">{c.is}</span>}
            </p>
            <p class={c.is === '未变' ? 'meta' : ''}>
              {c.segments.map((s) =>
                s.is === '删' ? <del>{s.text}</del> : s.is === '增' ? <ins>{s.text}</ins> : s.text,
              )}
            </p>
          </div>
        ))}
      </section>
    </Page>
  )
}
