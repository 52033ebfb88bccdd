import { instant } from '#kernel'
import { hoursOf, Page, type Reader, wordsOf } from './layout.tsx'

export interface Line {
  readonly index: number
  readonly leaf: string
}
export const JournalPage = (p: {
  reader: Reader
  note: string | null
  vkey: string
  size: number
  recent: readonly Line[]
  nameOf: (noun: string, action: string) => string
}) => {
  const t = wordsOf(p.reader)
  const site = t('journal.site')
  return (
    <Page title={t('nav.journal')} reader={p.reader}>
      <h1>{t('journal.h1')}</h1>
      <p class="lead">{t('journal.lead')}</p>
      <section class="card" aria-labelledby="checkpoint">
        <h2 id="checkpoint">{t('journal.checkpoint', p.size)}</h2>
        {p.note === null ? (
          <p class="meta">{t('journal.none')}</p>
        ) : (
          <pre tabindex={0}>{p.note}</pre>
        )}
        <p class="meta">
          {t('journal.key')} <code>{p.vkey}</code>
        </p>
      </section>
      <section class="card" aria-labelledby="how">
        <h2 id="how">{t('journal.how')}</h2>
        <p>{t('journal.verify')}</p>
        <pre tabindex={0}>
          {`npx yiwang verify ${site}\nnpx yiwang monitor ${site}\nnpx yiwang witness --log '${p.vkey}'`}
        </pre>
        <p class="meta">
          {t('journal.raw')}
          <a href="/journal/checkpoint">/journal/checkpoint</a>、<code>/journal/tile/…</code>、
          <code>/journal/proof/inclusion</code>、<code>/journal/proof/consistency</code>、
          <code>/journal/sm3/</code>
        </p>
      </section>
      <section class="card" aria-labelledby="recent">
        <h2 id="recent">{t('journal.recent')}</h2>
        {p.recent.length === 0 ? <p class="meta">{t('journal.none')}</p> : null}
        <ol class="list" reversed start={p.recent[0]?.index ?? 0}>
          {p.recent.map((l) => (
            <Told line={l} nameOf={p.nameOf} reader={p.reader} />
          ))}
        </ol>
      </section>
    </Page>
  )
}
interface Leaf {
  readonly blind?: string
  readonly noun?: string
  readonly action?: string
  readonly subject?: string
  readonly org?: string
  readonly at?: string
  readonly open?: { readonly title?: unknown }
}
const Told = ({
  line,
  nameOf,
  reader,
}: {
  line: Line
  nameOf: (noun: string, action: string) => string
  reader: Reader
}) => {
  const t = wordsOf(reader)
  const x = JSON.parse(line.leaf) as Leaf
  const link = <a href={`/journal/entries/${line.index}`}>{t('journal.entry', line.index)}</a>
  if (x.blind !== undefined)
    return (
      <li>
        {link}　{t('journal.sealed')}
        <span class="meta">　{t('journal.digest')}</span>
      </li>
    )
  return (
    <li>
      {link}　{x.noun}：{nameOf(x.noun ?? '', x.action ?? '')}
      {x.noun === '公告' && typeof x.open?.title === 'string' ? (
        <>
          {'　'}
          <a href={`/notices/${x.subject}`}>{x.open.title}</a>
        </>
      ) : null}
      <div class="meta">
        {x.org}　<span class="fig">{hoursOf(reader)(instant(Date.parse(x.at ?? '')))}</span>
      </div>
    </li>
  )
}
