import { regionName } from '#kernel'
import { Page, type Reader, wordsOf } from './layout.tsx'
import { Rows } from './table.tsx'

interface Summary {
  readonly releases: number
  readonly processes: number
  readonly years: readonly { readonly year: number; readonly league: string; readonly n: number }[]
}
const FORMATS = [
  ['jsonl', 'data.jsonl'],
  ['jsonl.gz', 'data.gz'],
  ['csv', 'data.csv'],
  ['parquet', 'data.parquet'],
] as const
const Files = (p: { reader: Reader; year: number; region: string; name: string }) => {
  const t = wordsOf(p.reader)
  return (
    <>
      {FORMATS.map(([format, what], i) => (
        <>
          {i > 0 ? '　' : ''}
          <a
            href={`/ocds/bulk/${p.year}/${p.region}.${format}`}
            aria-label={t('data.file', p.year, p.name, t(what), format)}
          >
            {format}
          </a>
        </>
      ))}
    </>
  )
}
/** The code under which the whole region's files are kept. */
const WHOLE = '150000'
/** 开放数据：有什么，怎么取，怎么用。 */
export const OpenDataPage = ({
  reader,
  origin,
  now,
}: {
  reader: Reader
  origin: string
  now: Summary
}) => {
  const t = wordsOf(reader)
  const placeOf = (league: string) => (league === WHOLE ? t('all.region') : regionName(league))
  const years = [...new Set(now.years.map((y) => y.year))]
  return (
    <Page title={t('data.title')} reader={reader}>
      <h1>{t('data.title')}</h1>
      <p>{t('data.lead', now.processes, now.releases)}</p>
      <p>{t('data.notYet')}</p>
      <section class="card">
        <h2>{t('data.bulk')}</h2>
        {years.length === 0 ? (
          <p>{t('data.none')}</p>
        ) : (
          <Rows
            columns={[
              { head: t('stat.year'), of: (y) => t('stat.yearOf', y.year) },
              { head: t('all.place'), of: (y) => placeOf(y.league) },
              { head: t('data.project'), as: 'num', of: (y) => y.n },
              {
                head: t('data.files'),
                of: (y) => (
                  <Files reader={reader} year={y.year} region={y.league} name={placeOf(y.league)} />
                ),
              },
            ]}
            rows={years.flatMap((year) => {
              const of = now.years.filter((y) => y.year === year)
              return [
                { year, league: WHOLE, n: of.reduce((a, y) => a + y.n, 0) },
                ...of.filter((y) => y.league !== WHOLE),
              ]
            })}
          />
        )}
      </section>
      <section class="card">
        <h2>{t('data.follow')}</h2>
        <p>
          <a href="/ocds/releases">/ocds/releases</a> {t('data.followText')}
        </p>
        <pre>
          <code>{`curl '${origin}/ocds/releases?limit=100'`}</code>
        </pre>
      </section>
      <section class="card">
        <h2>{t('data.one')}</h2>
        <p>{t('data.oneText')}</p>
        <pre>
          <code>{`curl '${origin}/ocds/records/{${t('data.number')}}'`}</code>
        </pre>
      </section>
      <section class="card">
        <h2>{t('data.check')}</h2>
        <p>
          {t('data.check1')}
          <a href="/journal">{t('data.check2')}</a>
          {t('data.check3')}
        </p>
        <pre>
          <code>{t('data.tools')}</code>
        </pre>
        <p>{t('data.flags')}</p>
      </section>
      <section class="card">
        <h2>{t('data.notes')}</h2>
        <ul>
          <li>{t('data.note1')}</li>
          <li>{t('data.note2')}</li>
          <li>
            {t('data.note3')}
            <a href="/ocds/extensions/yiwang/extension.json">{t('data.note4')}</a>
            {t('data.note5')}
          </li>
          <li>
            {t('data.note6')}
            <a href="/openapi.json">openapi.json</a>
            {t('data.stop')}
          </li>
        </ul>
      </section>
    </Page>
  )
}
