import { type Day, dayOf, regionName, showYuan, yuanText } from '#kernel'
import type { Listed } from '#libraries'
import type { Figure, Score } from '#score'
import { daysOf, Page, type Reader, wordsOf } from './layout.tsx'
import { Cites, RegionSelect } from './parts.tsx'
import { type Party, type PartyView, partyKinds } from './party-read.ts'
import { Rows } from './table.tsx'

const names = {
  purchasers: 'nav.purchasers',
  agencies: 'nav.agencies',
  suppliers: 'nav.suppliers',
} as const
const leads = {
  purchasers: 'party.purchasers',
  agencies: 'party.agencies',
  suppliers: 'party.suppliers',
} as const
export const PartyList = (p: {
  reader: Reader
  party: Party
  wanted: { q: string; region: string; state: string; page: number }
  states: readonly string[]
  total: number
  perPage: number
  rows: readonly Listed[]
}) => {
  const t = wordsOf(p.reader)
  const name = t(names[p.party])
  const at = (page: number) =>
    `/${p.party}?${new URLSearchParams({ q: p.wanted.q, region: p.wanted.region, state: p.wanted.state, page: String(page) })}`
  return (
    <Page title={name} reader={p.reader}>
      <h1>{name}</h1>
      <p class="lead">{t(leads[p.party])}</p>
      <search class="card">
        <form class="find" action={`/${p.party}`} method="get">
          <div>
            <label for="q">{t('party.search')}</label>
            <input id="q" name="q" value={p.wanted.q} maxlength={60} />
          </div>
          <div>
            <label for="state">{t('party.state')}</label>
            <select id="state" name="state">
              <option value="">{t('party.allStates')}</option>
              {p.states.map((s) => (
                <option value={s} selected={s === p.wanted.state}>
                  {s}
                </option>
              ))}
            </select>
          </div>
          <div>
            <label for="region">{t('all.place')}</label>
            <RegionSelect
              id="region"
              name="region"
              value={p.wanted.region}
              all={t('all.region')}
              within={(place) => t('find.within', place)}
            />
          </div>
          <button type="submit">{t('find.go')}</button>
        </form>
      </search>
      <section class="card" aria-label={t('party.list')}>
        <p class="meta">{t('party.total', p.total)}</p>
        {p.rows.length === 0 ? <p class="meta">{t('party.nothing')}</p> : null}
        <ul class="list">
          {p.rows.map((r) => (
            <li>
              <div class="title">
                <a href={`/${p.party}/${r.uscc}`}>{r.name}</a>
                <span class={r.state === '暂停' ? 'tag soon' : 'tag'}>{r.state}</span>
              </div>
              <div class="meta">
                <span class="fig">{r.uscc}</span>　{regionName(r.region)}
                {r.centralised ? `　${t('party.central')}` : ''}
                {r.scale ? `　${t('party.scale', r.scale)}` : ''}
              </div>
            </li>
          ))}
        </ul>
        <nav class="pager" aria-label={t('all.pages')}>
          {p.wanted.page > 1 ? <a href={at(p.wanted.page - 1)}>{t('all.previous')}</a> : <span />}
          {p.wanted.page * p.perPage < p.total ? (
            <a href={at(p.wanted.page + 1)}>{t('find.next')}</a>
          ) : null}
        </nav>
      </section>
    </Page>
  )
}

/** Bars by month, without a script and without a style: the numbers stand in the picture's own words too. */
const Bars = (p: {
  label: string
  unit: string
  bars: readonly { name: string; value: number }[]
}) => {
  const most = Math.max(1, ...p.bars.map((b) => b.value))
  const width = 52
  const told = p.bars.map((b) => `${b.name} ${b.value}${p.unit}`).join('，')
  return (
    <svg
      viewBox={`0 0 ${Math.max(1, p.bars.length) * width} 96`}
      width={Math.max(1, p.bars.length) * width}
      height="96"
      role="img"
      aria-label={`${p.label}：${told}`}
    >
      {p.bars.map((b, i) => {
        const h = Math.max(1, Math.round((b.value / most) * 56))
        return (
          <g>
            <rect x={i * width + 8} y={74 - h} width={width - 16} height={h} fill="#0b5cab" />
            <text
              x={i * width + width / 2}
              y={70 - h}
              text-anchor="middle"
              font-size="11"
              fill="#1f2328"
            >
              {b.value}
            </text>
            <text
              x={i * width + width / 2}
              y="90"
              text-anchor="middle"
              font-size="11"
              fill="#57606a"
            >
              {b.name}
            </text>
          </g>
        )
      })}
    </svg>
  )
}
const monthName = (m: string) => `${m.slice(2, 4)}.${Number(m.slice(5))}`

const FigureCard = ({ f, reader }: { f: Figure; reader: Reader }) => {
  const t = wordsOf(reader)
  return (
    <li>
      <div class="title">
        <b>{f.title}</b>
        <span class="fig">{f.value ?? t('party.noFigure')}</span>
      </div>
      <div class="meta">
        {t('party.cases', f.formula, f.cases)}
        {f.limit
          ? f.outside
            ? t('party.outside', f.limit, f.outside)
            : t('party.within', f.limit)
          : ''}
      </div>
      {f.limit ? <Cites cites={f.cites} reader={reader} /> : null}
      {f.months.length > 1 ? (
        <Bars
          label={t('party.byMonth', f.title)}
          unit=""
          bars={f.months.slice(-12).map((m) => ({ name: monthName(m.month), value: m.value }))}
        />
      ) : null}
      {f.records.length > 0 ? (
        <details>
          <summary>{t('party.records', f.records.length)}</summary>
          <ul>
            {f.records.map((r) => (
              <li>
                {r.ocid ? <a href={`/projects/${r.ocid}`}>{r.title}</a> : r.title}
                <span class="meta fig">
                  {'　'}
                  {r.day}　{r.says}
                  {r.outside ? `　${t('party.beyond')}` : ''}
                </span>
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </li>
  )
}

export const PartyPage = (p: {
  reader: Reader
  party: Party
  v: PartyView
  score: Score
  year: number
}) => {
  const { org } = p.v
  const path = `/${p.party}/${org.uscc}`
  const t = wordsOf(p.reader)
  const days = daysOf(p.reader)
  return (
    <Page title={org.name} reader={p.reader}>
      <p class="crumb">
        <a href={`/${p.party}`}>{t(names[p.party])}</a>
      </p>
      <h1>{org.name}</h1>
      <div class="card">
        <dl>
          {(
            [
              [t('party.code'), org.uscc],
              [t('party.seat'), regionName(org.region)],
              [t('party.state'), org.state],
              [t('party.since'), org.registered === null ? '' : days(org.registered)],
              ...(p.party === 'agencies'
                ? [[t('party.nature'), t(org.centralised ? 'party.central' : 'party.private')]]
                : []),
            ] as string[][]
          ).map(([label, value]) => (
            <div class="row">
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
          {p.v.heir ? (
            <div class="row">
              <dt>{t('party.heir')}</dt>
              <dd>
                <a href={`/${p.party}/${p.v.heir.uscc}`}>{p.v.heir.name}</a>
              </dd>
            </div>
          ) : null}
          {p.party === 'purchasers' ? (
            <div class="row">
              <dt>{t('party.sme')}</dt>
              <dd>
                <a href={`/sme/${org.uscc}/${p.year}`}>{t('party.smeYear')}</a>
              </dd>
            </div>
          ) : null}
          <div class="row">
            <dt>{t('all.data')}</dt>
            <dd>
              <a href={`${path}.json`}>{t('all.thisData')}</a>
            </dd>
          </div>
        </dl>
      </div>
      {p.v.facts.length > 0 ? (
        <section class="card" aria-labelledby="facts">
          <h2 id="facts">{t('party.facts')}</h2>
          <Rows
            columns={[
              { head: t('party.fact'), of: (f) => f.key },
              { head: t('party.value'), of: (f) => f.value },
              { head: t('party.source'), of: (f) => f.source },
              { head: t('party.asOf'), as: 'fig', of: (f) => f.asOf },
            ]}
            rows={p.v.facts}
          />
        </section>
      ) : null}
      <section class="card" aria-labelledby="score">
        <h2 id="score">{t('party.figures')}</h2>
        <p class="meta">
          {t('party.figuresFrom', days(p.score.from as Day), days(p.score.to as Day))}
        </p>
        <ul class="list">
          {p.score.figures.map((f) => (
            <FigureCard f={f as Figure} reader={p.reader} />
          ))}
        </ul>
      </section>
      <section class="card" aria-labelledby="bad">
        <h2 id="bad">{t('party.bad')}</h2>
        {p.v.bad.length === 0 ? <p class="meta">{t('all.none')}</p> : null}
        <ul class="list">
          {p.v.bad.map((b) => (
            <li>
              {days(dayOf(b.at))}　{b.what}
              {b.until ? t('party.badUntil', b.until) : ''}
            </li>
          ))}
        </ul>
      </section>
      <section class="card" aria-labelledby="buys">
        <h2 id="buys">{t('party.buys', p.v.purchases.total)}</h2>
        {p.v.purchases.total === 0 ? <p class="meta">{t('party.noBuys')}</p> : null}
        <ul class="list">
          {p.v.purchases.rows.map((r) => (
            <li>
              <a href={`/projects/${r.ocid}`}>{r.title}</a>
              <div class="meta fig">{r.no}</div>
            </li>
          ))}
        </ul>
      </section>
      <section class="card" aria-labelledby="deals">
        <h2 id="deals">{t('party.deals', p.v.contracts.total)}</h2>
        {p.v.contracts.total === 0 ? (
          <p class="meta">{t('party.noDeals')}</p>
        ) : (
          <p class="meta">
            {t('party.sum')} <span class="fig">{showYuan(p.v.contracts.sum as never)}</span>{' '}
            {t('yuan')}
          </p>
        )}
        <ul class="list">
          {p.v.contracts.rows.map((d) => (
            <li>
              <div class="title">
                <a href={`/notices/${d.notice}`}>{d.title}</a>
                <span class="fig">
                  {showYuan(d.amount as never)} {t('yuan')}
                </span>
              </div>
              <div class="meta">
                {d.other}　{d.signed === null ? '' : t('party.signed', days(d.signed))}
              </div>
            </li>
          ))}
        </ul>
      </section>
      <section class="card" aria-labelledby="notices">
        <h2 id="notices">{t('nav.notices')}</h2>
        {p.v.months.length > 1 ? (
          <Bars
            label={t('party.noticesByMonth')}
            unit={t('party.pieces')}
            bars={p.v.months.map((m) => ({ name: monthName(m.month), value: m.n }))}
          />
        ) : null}
        {p.v.notices.length === 0 ? <p class="meta">{t('home.noNotices')}</p> : null}
        <ul class="list">
          {p.v.notices.map((n) => (
            <li>
              <div class="title">
                <a href={`/notices/${n.id}`}>{n.title}</a>
                <span class="tag">{n.kind}</span>
              </div>
              <div class="meta fig">{days(dayOf(n.published))}</div>
            </li>
          ))}
        </ul>
      </section>
    </Page>
  )
}
/** The same page as data: money as yuan in text, days as they are. */
export const partyData = (party: Party, v: PartyView, score: Score) => ({
  kind: partyKinds[party].kind,
  identifier: { scheme: 'CN-USCC', id: v.org.uscc },
  name: v.org.name,
  region: v.org.region,
  state: v.org.state,
  registered: v.org.registered,
  facts: v.facts,
  standing: v.bad.map((b) => ({ day: dayOf(b.at), what: b.what, until: b.until })),
  successor: v.heir,
  figures: score,
  purchases: v.purchases,
  contracts: {
    total: v.contracts.total,
    sum: yuanText(v.contracts.sum as never),
    rows: v.contracts.rows.map((d) => ({ ...d, amount: yuanText(d.amount as never) })),
  },
  notices: v.notices.map((n) => ({ ...n, published: dayOf(n.published) })),
})
