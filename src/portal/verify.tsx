import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Notice } from '#disclosure'
import { Page, type Reader, wordsOf } from './layout.tsx'

export const script = readFileSync(new URL('./verify-client.js', import.meta.url), 'utf8')
const hash = createHash('sha256').update(script).digest('hex').slice(0, 12)
/** The name changes with the content. */
export const scriptName = `/verify-${hash}.js`

/** One notice checked in the reader's own browser; with scripts off, the same steps in words. */
export const VerifyPage = ({ reader, n, vkey }: { reader: Reader; n: Notice; vkey: string }) => {
  const t = wordsOf(reader)
  return (
    <Page title={t('verify.title', n.title)} reader={reader}>
      <nav class="crumb" aria-label={t('all.where')}>
        <a href={`/notices/${n.id}`}>{t('verify.back')}</a>
      </nav>
      <h1>{t('verify.title', n.title)}</h1>
      <p class="lead">{t('verify.lead')}</p>
      <section class="card proof wait" id="verify" data-notice={n.id} aria-labelledby="result">
        <h2 id="result">{t('verify.result')}</h2>
        <p id="verdict" role="status">
          {t('verify.noScript')}
        </p>
        <ol id="steps" class="list"></ol>
      </section>
      <section class="card" aria-labelledby="hand">
        <h2 id="hand">{t('verify.hand')}</h2>
        <p class="meta">
          <a href={`/notices/${n.id}.json`}>{t('verify.data')}</a>
          {'　'}
          <a href="/journal/checkpoint">{t('verify.point')}</a>
        </p>
        <ol>
          <li>
            {t('verify.step1')}
            <code>{n.sha256}</code>
          </li>
          <li>{t('verify.step2')}</li>
          <li>
            {t('verify.step3')}
            <code>{vkey}</code>
          </li>
          <li>
            {t('verify.step4')}
            <code>npx yiwang verify {t('journal.site')}</code>
          </li>
        </ol>
      </section>
      <script src={scriptName} type="module" />
    </Page>
  )
}
