import { raw } from 'hono/html'
import type { Child } from 'hono/jsx'
import { type Day, type Instant, rfc3339, showDay, showInstant } from '#kernel'
import { type Key, type Language, languages, say, tags } from './say/index.ts'
import { mongol } from './say/mongol.ts'
import { css, sheets } from './style.ts'

/** What every page knows of its reader: the size of type, the language, and the address to come back to. */
export interface Reader {
  readonly elder: boolean
  readonly lang: Language
  /** Path and query of this page. */
  readonly here: string
  /** A training region says so on every page: what stands here is an exercise. */
  readonly training?: boolean
}
/** The words of this reader's language. */
export const wordsOf =
  (reader: Reader) =>
  (key: Key, ...put: readonly (string | number)[]) =>
    say(reader.lang, key, ...put)
const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')
const DAYS = 'Sun Mon Tue Wed Thu Fri Sat'.split(' ')
const english = (d: string) =>
  `${Number(d.slice(8, 10))} ${MONTHS[Number(d.slice(5, 7)) - 1]} ${d.slice(0, 4)}`
/** A day, and a moment, as this reader writes them. */
export const daysOf =
  (reader: Reader) =>
  (d: Day): string =>
    reader.lang === 'en'
      ? `${DAYS[new Date(`${d}T00:00:00Z`).getUTCDay()]} ${english(d)}`
      : showDay(d)
/** A day of the law, without its weekday. */
export const plainDaysOf =
  (reader: Reader) =>
  (d: string): string =>
    reader.lang === 'en'
      ? english(d)
      : `${d.slice(0, 4)}年${Number(d.slice(5, 7))}月${Number(d.slice(8))}日`
export const hoursOf =
  (reader: Reader) =>
  (t: Instant): string =>
    reader.lang === 'en' ? `${english(rfc3339(t))}, ${rfc3339(t).slice(11, 16)}` : showInstant(t)
const links = [
  ['/', 'nav.home'],
  ['/notices', 'nav.notices'],
  ['/purchasers', 'nav.purchasers'],
  ['/agencies', 'nav.agencies'],
  ['/suppliers', 'nav.suppliers'],
  ['/prices', 'nav.prices'],
  ['/statistics', 'nav.statistics'],
  ['/obligations', 'nav.obligations'],
  ['/law', 'nav.rules'],
  ['/journal', 'nav.journal'],
] as const satisfies readonly (readonly [string, Key])[]
const icon =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath d='M1 8h14' stroke='%230b5cab' stroke-width='3'/%3E%3C/svg%3E"

const Languages = ({ reader, label }: { reader: Reader; label: string }) => (
  <nav aria-label={label}>
    <ul>
      {Object.entries(languages).map(([code, name]) => (
        <li>
          <a
            lang={tags[code as Language]}
            href={`/language?to=${code}&back=${encodeURIComponent(reader.here)}`}
            {...(code === reader.lang ? { 'aria-current': 'true' } : {})}
          >
            {code === 'mn' && reader.lang !== 'mn' ? (
              <svg
                role="img"
                aria-label={name}
                viewBox={`0 ${mongol.top} ${mongol.width} ${mongol.height}`}
              >
                <path d={mongol.path} />
              </svg>
            ) : (
              name
            )}
          </a>
        </li>
      ))}
    </ul>
  </nav>
)
export const Page = ({
  title,
  about,
  reader,
  head,
  children,
}: {
  title: string
  /** One sentence for whoever lists this page elsewhere. */
  about?: string
  reader: Reader
  /** What one page alone needs in its head. */
  head?: Child
  children?: Child
}) => {
  const at = reader.here.split('?')[0] ?? '/'
  const t = wordsOf(reader)
  const classes = [reader.elder ? 'elder' : '', reader.lang === 'mn' ? 'upright' : '']
  return (
    <html lang={tags[reader.lang]} class={classes.filter(Boolean).join(' ')}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`${reader.training ? `【${t('training')}】` : ''}${title} - ${t('site')}`}</title>
        <meta name="description" content={about ?? t('home.lead')} />
        <style>{raw(css)}</style>
        {reader.lang === 'mn' ? <link rel="stylesheet" href={sheets.upright.path} /> : null}
        <link rel="stylesheet" media="print" href={sheets.print.path} />
        <link rel="icon" href={icon} />
        <link
          rel="alternate"
          type="application/atom+xml"
          href="/feed.atom"
          title={t('home.newest')}
        />
        {head}
      </head>
      <body>
        <a class="skip" href="#main">
          {t('skip')}
        </a>
        {reader.training && (
          <aside class="training" aria-label={t('training')}>
            <strong>{t('training')}</strong>
            {'　'}
            {t('training.text')}
          </aside>
        )}
        {reader.lang === 'mn' ? (
          <aside class="draft" lang="zh-CN" aria-label="草案待译审">
            草案待译审：蒙古文界面文字尚未经译审，未定的词仍用汉文；公告内容以汉文为准。
          </aside>
        ) : null}
        <header class="top">
          <div class="wrap">
            <a class="brand" href="/">
              {t('site')}
              <small>{t('place')}</small>
            </a>
            <nav aria-label={t('nav.main')}>
              <ul>
                {links.map(([href, key]) => (
                  <li>
                    <a href={href} {...(at === href ? { 'aria-current': 'page' } : {})}>
                      {t(key)}
                    </a>
                  </li>
                ))}
              </ul>
            </nav>
            <nav class="push" aria-label={t('nav.tools')}>
              <ul>
                <li>
                  <a
                    href={`/elder?on=${reader.elder ? '0' : '1'}&back=${encodeURIComponent(reader.here)}`}
                  >
                    {reader.elder ? t('ordinary') : t('elder')}
                  </a>
                </li>
                <li>
                  <a href="/desk/">{t('signIn')}</a>
                </li>
              </ul>
            </nav>
          </div>
        </header>
        <main id="main" class="wrap">
          {children}
        </main>
        <footer>
          <div class="wrap">
            <p>
              {t('foot')}
              <a href="/journal">{t('foot.verify')}</a>
              <a href="/ocds">{t('foot.data')}</a>
              <a href="/access">{t('foot.access')}</a>
              <a href="/privacy">{t('foot.privacy')}</a>
              <a href="/venues">{t('foot.venues')}</a>
              <a href="/frameworks">{t('foot.frameworks')}</a>
              <a href="/rollout">{t('foot.rollout')}</a>
              <a href="/incidents">{t('foot.incidents')}</a>
              <a href="/seal">{t('foot.seal')}</a>
              <a href="/feed.atom">{t('foot.feed')}</a>
            </p>
            <Languages reader={reader} label={t('language')} />
          </div>
        </footer>
      </body>
    </html>
  )
}
export const Message = (p: { reader: Reader; title: string; text: string }) => (
  <Page title={p.title} reader={p.reader}>
    <h1>{p.title}</h1>
    <p>{p.text}</p>
    <p>
      <a href="/">{wordsOf(p.reader)('message.home')}</a>
      {'　'}
      <a href="/notices">{wordsOf(p.reader)('find.label')}</a>
    </p>
  </Page>
)
