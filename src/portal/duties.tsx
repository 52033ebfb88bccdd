import type { Missing, Owed } from '#disclosure'
import { type Day, daysBetween, regionName, regions } from '#kernel'
import { daysOf, Page, type Reader, wordsOf } from './layout.tsx'
import { Cites, RegionSelect } from './parts.tsx'
import type { Key } from './say/index.ts'

const tone = (standing: Owed['standing']) =>
  standing === '逾期未公开' || standing === '逾期公开'
    ? 'tag late'
    : standing === '待公开'
      ? 'tag soon'
      : 'tag'

const standings = {
  尚未发生: 'owed.notYet',
  待公开: 'owed.pending',
  逾期未公开: 'owed.late',
  按期公开: 'owed.inTime',
  逾期公开: 'owed.wasLate',
  已公开: 'owed.public',
} as const satisfies Record<Owed['standing'], Key>
const sinces: Readonly<Record<string, Key>> = {
  '中标、成交供应商确定': 'since.award',
  采购合同签订: 'since.signed',
  采购合同变更: 'since.changed',
  验收合格: 'since.accepted',
  终止采购活动: 'since.ended',
  废标或者终止: 'since.failed',
  年度终了: 'since.year',
}
/** How long the law gives, as the duty says it, in this reader's words. */
function withinOf(t: ReturnType<typeof wordsOf>, within: string): string {
  const n = /\d+/.exec(within)?.[0]
  if (n === undefined) return t('owed.promptly')
  return within.startsWith('次年') ? t('owed.nextYear', n) : t('owed.workdays', n)
}
/** Since when, and by when or how soon. */
function clockOf(reader: Reader, o: Owed): string {
  const [t, days] = [wordsOf(reader), daysOf(reader)]
  const key = sinces[o.since]
  const since = key === undefined ? o.since : t(key)
  const within = withinOf(t, o.within)
  if (o.on === null) return t('owed.later', since, within)
  const by =
    o.due === null
      ? t('owed.soon', days(o.on), since, within)
      : t('owed.by', days(o.on), since, days(o.due))
  return o.published ? by + t('owed.out', days(o.published)) : by
}
/** What one purchase must publish, what it has published and when. */
export const Owes = ({ owed, reader }: { owed: readonly Owed[]; reader: Reader }) => (
  <section class="card" aria-labelledby="owed">
    <h2 id="owed">{wordsOf(reader)('owed.title')}</h2>
    <ul class="list">
      {owed.map((o) => (
        <li>
          <div class="title">
            {o.notice ? <a href={`/notices/${o.notice}`}>{o.what}</a> : <span>{o.what}</span>}
            <span class={tone(o.standing)}>{wordsOf(reader)(standings[o.standing])}</span>
          </div>
          <div class="meta">{clockOf(reader, o)}</div>
          <Cites cites={o.cites} reader={reader} />
        </li>
      ))}
    </ul>
  </section>
)

const Table = (p: { rows: readonly Missing[]; today: Day; reader: Reader }) => {
  const t = wordsOf(p.reader)
  return (
    <ul class="list">
      {p.rows.map((m) => (
        <li>
          <div class="title">
            <a href={m.path}>{m.title}</a>
            <span class={tone(m.standing)}>
              {m.due === null
                ? t('owed.pending')
                : m.standing === '逾期未公开'
                  ? t('owed.lateDays', daysBetween(m.due, p.today))
                  : m.due === p.today
                    ? t('owed.today')
                    : t('owed.days', daysBetween(p.today, m.due))}
            </span>
          </div>
          <div class="meta">
            {regionName(m.region)}　{m.what}　{clockOf(p.reader, m)}
          </div>
          <Cites cites={m.cites} reader={p.reader} />
        </li>
      ))}
    </ul>
  )
}
/** 公开义务：what the region still owes the public; whoever is late stands here by name. */
export const DutiesPage = (p: {
  reader: Reader
  region: string
  today: Day
  missing: readonly Missing[]
}) => {
  const t = wordsOf(p.reader)
  const late = p.missing.filter((m) => m.standing === '逾期未公开')
  const rest = p.missing.filter((m) => m.standing !== '逾期未公开')
  const name = regions.some((r) => r.code === p.region) ? regionName(p.region) : t('all.region')
  return (
    <Page title={t('nav.obligations')} reader={p.reader}>
      <h1>{t('owed.h1')}</h1>
      <p class="lead">{t('owed.lead')}</p>
      <div class="card">
        <search aria-label={t('all.byPlace')}>
          <form class="find law" action="/obligations" method="get">
            <div>
              <label for="region">{t('all.place')}</label>
              <RegionSelect
                id="region"
                name="region"
                value={p.region}
                all={t('all.region')}
                within={(name) => t('find.within', name)}
              />
            </div>
            <button type="submit">{t('all.show')}</button>
          </form>
        </search>
      </div>
      <section class="card" aria-labelledby="late">
        <h2 id="late">{t('owed.lateIn', name, late.length)}</h2>
        {late.length === 0 ? (
          <p class="meta">{t('owed.noneLate')}</p>
        ) : (
          <Table rows={late} today={p.today} reader={p.reader} />
        )}
      </section>
      <section class="card" aria-labelledby="due">
        <h2 id="due">{t('owed.soonIn', rest.length)}</h2>
        {rest.length === 0 ? (
          <p class="meta">{t('owed.noneSoon')}</p>
        ) : (
          <Table rows={rest} today={p.today} reader={p.reader} />
        )}
      </section>
      <p class="meta">
        <a href={`/api/disclosure/listDue${p.region ? `?region=${p.region}` : ''}`}>
          {t('owed.data')}
        </a>
      </p>
    </Page>
  )
}
