import { type Instant, rfc3339, type Tx } from '#kernel'
import { type Incident, incidents, lasted, movedBy } from '#tender'
import { hoursOf, Page, type Reader, wordsOf } from './layout.tsx'
import { Rows } from './table.tsx'

export interface Told extends Incident {
  readonly moved: readonly {
    readonly title: string
    readonly no: string
    readonly before: Instant
    readonly after: Instant
  }[]
}
/** The newest outages, and what each of them moved. */
export async function toldIncidents(tx: Tx): Promise<Told[]> {
  const all = await incidents(tx, 200)
  const moved = await movedBy(
    tx,
    all.map((i) => i.id),
  )
  return all.map((i) => ({ ...i, moved: moved.filter((m) => m.incident === i.id) }))
}
export const incidentsJson = (all: readonly Told[]) => ({
  incidents: all.map((i) => ({
    id: i.id,
    cause: i.cause,
    began: rfc3339(i.began),
    ended: rfc3339(i.ended),
    moved: i.moved.map((m) => ({
      title: m.title,
      no: m.no,
      before: rfc3339(m.before),
      after: rfc3339(m.after),
    })),
  })),
})
/** How long it lasted, in this reader's words. */
const lastedOf = (t: ReturnType<typeof wordsOf>, i: Incident) =>
  lasted(i.ended - i.began)
    .replace('小时', t('outage.hours'))
    .replace('分钟', t('outage.minutes'))
export const IncidentsPage = (p: {
  reader: Reader
  all: readonly Told[]
  /** 故障起算 in minutes, 故障回看 and 故障顺延 in hours. */
  rule: { least: number; window: number; grace: number }
}) => {
  const [t, hours] = [wordsOf(p.reader), hoursOf(p.reader)]
  return (
    <Page title={t('foot.incidents')} reader={p.reader}>
      <h1>{t('foot.incidents')}</h1>
      <p class="lead">{t('outage.lead')}</p>
      <p>{t('outage.rule', p.rule.window, p.rule.least, p.rule.grace)}</p>
      {p.all.length === 0 ? <p class="card">{t('outage.none')}</p> : null}
      {p.all.map((i) => (
        <section class="card" aria-labelledby={`i${i.id}`}>
          <h2 id={`i${i.id}`}>{t('outage.title', hours(i.began), i.cause, lastedOf(t, i))}</h2>
          <p class="meta">{t('outage.span', hours(i.began), hours(i.ended), lastedOf(t, i))}</p>
          {i.moved.length === 0 ? (
            <p>{t('outage.noneMoved')}</p>
          ) : (
            <Rows
              columns={[
                { head: t('outage.project'), of: (m) => m.title },
                { head: t('outage.no'), of: (m) => m.no },
                { head: t('outage.before'), of: (m) => hours(m.before) },
                { head: t('outage.after'), of: (m) => hours(m.after) },
              ]}
              rows={i.moved}
            />
          )}
        </section>
      ))}
      <p class="meta">
        {t('outage.same')}
        <a href="/incidents.json">{t('outage.data')}</a>
        {t('outage.stop')}
      </p>
    </Page>
  )
}
