import type { SealerPage } from '#tender'
import { hoursOf, Page, type Reader, wordsOf } from './layout.tsx'

/** 离线封存：从哪里下载，怎样核对，怎样用。 */
export const SealPage = ({ reader, pages }: { reader: Reader; pages: readonly SealerPage[] }) => {
  const [now, ...before] = pages
  const [t, hours] = [wordsOf(reader), hoursOf(reader)]
  return (
    <Page title={t('foot.seal')} reader={reader}>
      <h1>{t('seal.h1')}</h1>
      <p class="lead">{t('seal.lead')}</p>
      {now === undefined ? (
        <p class="card">{t('seal.none')}</p>
      ) : (
        <section class="card" aria-labelledby="get">
          <h2 id="get">{t('seal.get')}</h2>
          <p>
            <a href="/seal/offline.html" download="">
              {t('seal.download')}
            </a>
            {t('seal.size', Math.ceil(now.size / 1024))}
          </p>
          <p>
            SHA-256：
            <code class="wrap-any">{now.sha256}</code>
          </p>
          <p class="meta">
            {t('seal.check')}
            <code>sha256sum {t('seal.file')}</code>
            {t('seal.windows')}
            <code>certutil -hashfile {t('seal.file')} SHA256</code>
            {t('seal.at', hours(now.at))}
            <a href="/journal">{t('seal.journal')}</a>
            {t('seal.differs')}
          </p>
        </section>
      )}
      <section class="card" aria-labelledby="use">
        <h2 id="use">{t('seal.use')}</h2>
        <ol>
          <li>{t('seal.use1')}</li>
          <li>{t('seal.use2')}</li>
          <li>{t('seal.use3')}</li>
          <li>{t('seal.use4')}</li>
        </ol>
      </section>
      {before.length > 0 ? (
        <section class="card" aria-labelledby="old">
          <h2 id="old">{t('seal.old')}</h2>
          <ul>
            {before.map((p) => (
              <li>
                {t('seal.since', hours(p.at))}　<code class="wrap-any">{p.sha256}</code>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </Page>
  )
}
