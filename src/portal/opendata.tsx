import { regionName } from '#kernel'
import { Page, type Reader, wordsOf } from './layout.tsx'

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
          <table class="fold">
            <thead>
              <tr>
                <th scope="col">{t('stat.year')}</th>
                <th scope="col">{t('all.place')}</th>
                <th scope="col">{t('data.project')}</th>
                <th scope="col">{t('data.files')}</th>
              </tr>
            </thead>
            <tbody>
              {years.map((year) => (
                <>
                  <tr>
                    <td data-label={t('stat.year')}>{t('stat.yearOf', year)}</td>
                    <td data-label={t('all.place')}>{t('all.region')}</td>
                    <td class="num" data-label={t('data.project')}>
                      {now.years.filter((y) => y.year === year).reduce((a, y) => a + y.n, 0)}
                    </td>
                    <td data-label={t('data.files')}>
                      <Files reader={reader} year={year} region="150000" name={t('all.region')} />
                    </td>
                  </tr>
                  {now.years
                    .filter((y) => y.year === year && y.league !== '150000')
                    .map((y) => (
                      <tr>
                        <td data-label={t('stat.year')}>{t('stat.yearOf', year)}</td>
                        <td data-label={t('all.place')}>{regionName(y.league)}</td>
                        <td class="num" data-label={t('data.project')}>
                          {y.n}
                        </td>
                        <td data-label={t('data.files')}>
                          <Files
                            reader={reader}
                            year={year}
                            region={y.league}
                            name={regionName(y.league)}
                          />
                        </td>
                      </tr>
                    ))}
                </>
              ))}
            </tbody>
          </table>
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
