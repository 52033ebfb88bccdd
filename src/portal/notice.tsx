// biome-ignore-all lint/a11y/noRedundantRoles: a table drawn as blocks on a phone is no table to a screen reader unless it says so
import { type Content, type Field, handsOut, type Notice, type Section } from '#disclosure'
import { regionName, showDay } from '#kernel'
import { daysOf, hoursOf, Page, type Reader, wordsOf } from './layout.tsx'
import { amount } from './parts.tsx'

const shown = (f: Field) => (f.kind === 'money' ? amount(f.value) : f.value)

/** A section that says one thing under a heading of the same name says it once. */
const Fields = ({ s }: { s: Section }) => {
  const fields = s.fields ?? []
  const [first] = fields
  if (first && fields.length === 1 && first.label === s.heading)
    return <Paragraphs text={shown(first)} />
  const groups = [...new Set(fields.map((f) => f.group ?? ''))]
  return (
    <>
      {groups.map((g) => (
        <>
          {g ? <h3>{g}</h3> : null}
          <dl>
            {fields
              .filter((f) => (f.group ?? '') === g)
              .map((f) => (
                <div class={f.kind === 'long' ? 'row long' : 'row'}>
                  <dt>{f.label}：</dt>
                  <dd class={f.kind === 'money' ? 'fig' : ''}>{shown(f)}</dd>
                </div>
              ))}
          </dl>
        </>
      ))}
    </>
  )
}
const sizeOf = (bytes: number) =>
  bytes < 1024 ** 2
    ? `${Math.max(1, Math.round(bytes / 1024))} KB`
    : `${(bytes / 1024 ** 2).toFixed(1)} MB`
const Paragraphs = ({ text }: { text: string }) => (
  <>
    {text.split('\n').map((line) => (
      <p>{line}</p>
    ))}
  </>
)
/** Another notice of this site is opened by a press; no other text becomes an address. */
const Cell = ({ text }: { text: string }) =>
  /^\/notices\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text) ? (
    <a href={text}>{text}</a>
  ) : (
    <span>{text}</span>
  )
/** On a phone each row folds into a list of label and value; the roles keep it a table for whoever listens. */
const Rows = ({ s }: { s: Section }) =>
  s.columns && s.rows ? (
    <table class="fold" role="table" aria-label={s.heading}>
      <thead role="rowgroup">
        <tr role="row">
          {s.columns.map((c) => (
            <th scope="col" role="columnheader" class={c.money ? 'num' : ''}>
              {c.label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {s.rows.map((r) => (
          <tr role="row">
            {s.columns?.map((c) => (
              <td role="cell" class={c.money ? 'num' : ''} data-label={c.label}>
                {c.money ? amount(r[c.key] ?? '') : <Cell text={r[c.key] ?? ''} />}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  ) : null

/** The notice as the document it is. */
export const Body = ({ c }: { c: Content }) => (
  <>
    {c.opening ? <p>{c.opening}</p> : null}
    {c.sections.map((s) => (
      <section class={s.no === '' && s.fields ? 'box' : ''}>
        {s.no === '' && !s.fields ? null : <h2>{s.no ? `${s.no}、${s.heading}` : s.heading}</h2>}
        <Fields s={s} />
        <Rows s={s} />
      </section>
    ))}
    {c.tail ? <p>{c.tail}</p> : null}
    <p class="sign">
      {c.publisher}
      <br />
      {showDay(c.date)}
    </p>
  </>
)

export interface Proof {
  readonly index: number
  readonly size: number
}
export const NoticePage = (p: {
  reader: Reader
  n: Notice
  proof: Proof | null
  corrections: readonly Notice[]
  corrects: Notice | null
  files: readonly { readonly mark: string }[]
}) => {
  const t = wordsOf(p.reader)
  const hours = hoursOf(p.reader)
  const [before = '', after = ''] = t('proof.is', '\n', p.proof?.size ?? 0).split('\n')
  return (
    <Page title={p.n.title} about={`${p.n.kind}　${p.n.publisher}　${p.n.title}`} reader={p.reader}>
      <div class="side">
        <nav class="crumb" aria-label={t('notice.where')}>
          <a href="/notices">{t('nav.notices')}</a> ›{' '}
          <a href={`/notices?kind=${encodeURIComponent(p.n.kind)}`}>{p.n.kind}</a>
          {p.n.ocid === null ? null : (
            <>
              {' › '}
              <a href={`/projects/${p.n.ocid}`}>{t('notice.whole')}</a>
            </>
          )}
        </nav>
        {p.corrections.map((c) => (
          <div class="card note" role="note">
            <p>
              {t('notice.corrected', hours(c.published))}
              <a href={`/notices/${c.id}`}>{c.title}</a>
            </p>
            {c.content.sections
              .filter((s) => s.rows?.some((r) => 'before' in r))
              .map((s) => (
                <Rows s={s} />
              ))}
          </div>
        ))}
        {p.corrects ? (
          <div class="card note" role="note">
            <p>
              {t('notice.corrects', hours(p.corrects.published))}
              <a href={`/notices/${p.corrects.id}`}>{p.corrects.title}</a>
            </p>
          </div>
        ) : null}
      </div>
      <article class="card doc">
        <h1>{p.n.title}</h1>
        <div class="meta head">
          {regionName(p.n.region)}　{t('notice.published', hours(p.n.published))}
          {p.n.ends ? `　${t('notice.until', daysOf(p.reader)(p.n.ends))}` : ''}
          <span class="noprint">
            {handsOut(p.n.kind) ? (
              <>
                {'　'}
                {t('notice.documents')}{' '}
                <a href={`/api/tender/document.pdf?id=${p.n.subject}`}>PDF</a>{' '}
                <a href={`/api/tender/document.docx?id=${p.n.subject}`}>Word</a>
              </>
            ) : null}
            {'　'}
            <a href={`/notices/${p.n.id}.pdf`}>PDF</a>
            {'　'}
            <a href={`/notices/${p.n.id}.json`}>{t('notice.data')}</a>
          </span>
        </div>
        <Body c={p.n.content} />
        {p.n.content.attachments ? (
          <section>
            <h2>{t('notice.files')}</h2>
            <ol class="files">
              {p.n.content.attachments.map((a, i) => (
                <li>
                  <a href={`/notices/${p.n.id}/files/${i + 1}`}>{a.title}</a>
                  <span class="meta">
                    {'　'}
                    {a.name}，{sizeOf(a.size)}
                    {p.files[i]?.mark ? `（${p.files[i]?.mark}）` : ''}
                  </span>
                  <div class="meta">
                    SHA-256 <code>{a.sha256}</code>
                  </div>
                </li>
              ))}
            </ol>
          </section>
        ) : null}
      </article>
      <div class="side">
        <aside class={p.proof === null ? 'card proof wait' : 'card proof'} aria-labelledby="proof">
          <h2 id="proof">{t('notice.proof')}</h2>
          {p.proof === null ? (
            <p>{t('proof.wait')}</p>
          ) : (
            <p>
              {before}
              <a href={`/journal/entries/${p.proof.index}`}>{t('journal.entry', p.proof.index)}</a>
              {after}
            </p>
          )}
          <p>
            {t('proof.digest')}
            <code>{p.n.sha256}</code>
          </p>
          {p.proof === null ? null : (
            <p class="noprint">
              <a href={`/notices/${p.n.id}/verify`}>{t('notice.verify')}</a>
            </p>
          )}
          <p class="meta noprint">
            {t('proof.how')}
            <a href={`/notices/${p.n.id}.json`}>{t('verify.data')}</a>
            {'　'}
            <a href="/journal">{t('proof.journal')}</a>
          </p>
        </aside>
      </div>
    </Page>
  )
}
