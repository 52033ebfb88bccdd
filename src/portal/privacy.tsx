import type { Keep, Register } from '#kernel'
import { Page, type Reader, wordsOf } from './layout.tsx'
import { Cites } from './parts.tsx'
import { Rows } from './table.tsx'

/** 个人信息：收了什么，为什么，多久，谁看得到。The register as it stands in the code, in the order of its tables. */
export const PrivacyPage = ({ reader, register }: { reader: Reader; register: Register }) => {
  const t = wordsOf(reader)
  const rows = Object.values(register).flatMap((c) => Object.values(c.personal ?? {}))
  // One thing under one purpose may stand in several tables; a reader wants it once.
  const once = [...new Map(rows.map((p) => [`${p.whose}${p.title}${p.purpose}`, p])).values()]
  const keeps = [...new Map(once.map((p) => [p.keep.title, p.keep])).values()] as Keep[]
  return (
    <Page title={t('foot.privacy')} reader={reader}>
      <h1>{t('foot.privacy')}</h1>
      <p>{t('priv.all', once.length)}</p>
      <p>{t('priv.masked')}</p>
      <section class="card">
        <h2>{t('priv.what')}</h2>
        <Rows
          columns={[
            {
              head: t('priv.data'),
              of: (p) => (
                <>
                  {p.title}
                  {p.sensitive ? <div class="meta">{t('priv.sensitive')}</div> : null}
                </>
              ),
            },
            { head: t('priv.whose'), of: (p) => p.whose },
            {
              head: t('priv.why'),
              of: (p) => (
                <>
                  {p.purpose}
                  <Cites cites={p.basis} reader={reader} />
                </>
              ),
            },
            { head: t('priv.keep'), of: (p) => p.keep.title },
            { head: t('priv.whole'), of: (p) => p.whole },
          ]}
          rows={once}
        />
      </section>
      <section class="card">
        <h2>{t('priv.long')}</h2>
        <dl>
          {keeps.map((k) => (
            <>
              <dt>{k.title}</dt>
              <dd>
                {k.until}
                <Cites cites={k.cites} reader={reader} />
              </dd>
            </>
          ))}
        </dl>
        <p class="meta">{t('priv.hold')}</p>
      </section>
      <section class="card">
        <h2>{t('priv.rights')}</h2>
        <p>
          {t('priv.rights1')}
          <a href="/desk/">{t('priv.rights2')}</a>
          {t('priv.rights3')}
        </p>
      </section>
    </Page>
  )
}
