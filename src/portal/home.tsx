import { type Kind, kinds, type Notice } from '#disclosure'
import { type Day, dayOf, daysBetween, type Instant, regions } from '#kernel'
import { askedIn, Find, NoticeList } from './find.tsx'
import { daysOf, hoursOf, Page, type Reader, wordsOf } from './layout.tsx'

export interface Coming {
  readonly tender: string
  readonly notice: string
  readonly title: string
  readonly deadline: Instant
}
export interface Opened {
  readonly tender: string
  readonly notice: string
  readonly title: string
  readonly at: Instant
}
const left = (t: ReturnType<typeof wordsOf>, today: Day, at: Instant) => {
  const days = daysBetween(today, dayOf(at))
  return days === 0 ? t('left.today') : days === 1 ? t('left.tomorrow') : t('left.days', days)
}

export const Home = (p: {
  reader: Reader
  today: Day
  coming: readonly Coming[]
  opened: readonly Opened[]
  newest: readonly Notice[]
  results: readonly Notice[]
  byKind: Partial<Record<Kind, number>>
  byRegion: Readonly<Record<string, number>>
}) => {
  const t = wordsOf(p.reader)
  return (
    <Page title={t('nav.home')} reader={p.reader}>
      <h1>{t('home.title')}</h1>
      <p class="lead">{t('home.lead')}</p>
      <div class="card">
        <Find a={askedIn(() => undefined)} reader={p.reader} />
      </div>
      <div class="two">
        <div>
          <section class="card" aria-labelledby="coming">
            <h2 id="coming">{t('home.coming')}</h2>
            <p class="meta">{t('home.today', daysOf(p.reader)(p.today))}</p>
            {p.opened.length + p.coming.length === 0 ? <p class="meta">{t('home.none')}</p> : null}
            <ul class="list">
              {p.opened.map((o) => (
                <li>
                  <div class="title">
                    <a href={`/openings/${o.tender}`}>{o.title}</a>
                    <span class="tag">{t('home.opened')}</span>
                  </div>
                  <div class="meta fig">{t('home.openedAt', hoursOf(p.reader)(o.at))}</div>
                </li>
              ))}
              {p.coming.map((c) => (
                <li>
                  <div class="title">
                    <a href={`/notices/${c.notice}`}>{c.title}</a>
                    <span class={daysBetween(p.today, dayOf(c.deadline)) <= 3 ? 'tag soon' : 'tag'}>
                      {left(t, p.today, c.deadline)}
                    </span>
                  </div>
                  <div class="meta">
                    <span class="fig">{t('home.closesAt', hoursOf(p.reader)(c.deadline))}</span>
                    {daysBetween(p.today, dayOf(c.deadline)) === 0 ? (
                      <a href={`/openings/${c.tender}`}>{t('opening.watch')}</a>
                    ) : null}
                  </div>
                </li>
              ))}
            </ul>
          </section>
          <section class="card" aria-labelledby="results">
            <h2 id="results">{t('home.results')}</h2>
            <NoticeList notices={p.results} empty={t('home.noResults')} reader={p.reader} />
          </section>
        </div>
        <section class="card" aria-labelledby="newest">
          <h2 id="newest">{t('home.newest')}</h2>
          <NoticeList notices={p.newest} empty={t('home.noNotices')} reader={p.reader} />
          <p class="pager">
            <a href="/notices">{t('home.all')}</a>
          </p>
        </section>
      </div>
      <section class="card" aria-labelledby="kinds">
        <h2 id="kinds">{t('home.kinds')}</h2>
        <ul class="links">
          {kinds.map((k) => (
            <Counted
              href={`/notices?kind=${encodeURIComponent(k)}`}
              name={k}
              count={t('home.count', p.byKind[k] ?? 0)}
            />
          ))}
        </ul>
      </section>
      <section class="card" aria-labelledby="regions">
        <h2 id="regions">{t('home.regions')}</h2>
        <ul class="links">
          {regions
            .filter((r) => r.tier === '盟市')
            .map((r) => (
              <Counted
                href={`/notices?region=${r.code}`}
                name={r.name}
                count={t('home.count', p.byRegion[r.code] ?? 0)}
              />
            ))}
        </ul>
      </section>
    </Page>
  )
}
const Counted = ({ href, name, count }: { href: string; name: string; count: string }) => (
  <li>
    <a href={href}>
      <b>{name}</b>
      <span class="meta num">{count}</span>
    </a>
  </li>
)
