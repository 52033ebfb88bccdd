import type { Missing, Owed } from '#disclosure'
import { type Day, daysBetween, regionName, regions, showDay } from '#kernel'
import { Page, type Reader } from './layout.tsx'
import { Cites, RegionSelect } from './parts.tsx'

const tone = (standing: Owed['standing']) =>
  standing === '逾期未公开' || standing === '逾期公开'
    ? 'tag late'
    : standing === '待公开'
      ? 'tag soon'
      : 'tag'

/** What one purchase must publish, what it has published and when. */
export const Owes = ({ owed }: { owed: readonly Owed[] }) => (
  <section class="card" aria-labelledby="owed">
    <h2 id="owed">依法应当公开的事项</h2>
    <ul class="list">
      {owed.map((o) => (
        <li>
          <div class="title">
            {o.notice ? <a href={`/notices/${o.notice}`}>{o.what}</a> : <span>{o.what}</span>}
            <span class={tone(o.standing)}>{o.standing}</span>
          </div>
          <div class="meta">
            {o.on === null
              ? `${o.since}后${o.within}`
              : `${showDay(o.on)}${o.since}，应${o.due === null ? o.within : `在${showDay(o.due)}前`}公开${o.published ? `；${showDay(o.published)}公开` : ''}`}
          </div>
          <Cites cites={o.cites} />
        </li>
      ))}
    </ul>
  </section>
)

const Table = ({ rows, today }: { rows: readonly Missing[]; today: Day }) => (
  <ul class="list">
    {rows.map((m) => (
      <li>
        <div class="title">
          <a href={m.path}>{m.title}</a>
          <span class={tone(m.standing)}>
            {m.due === null
              ? '待公开'
              : m.standing === '逾期未公开'
                ? `逾期${daysBetween(m.due, today)}天`
                : m.due === today
                  ? '今天到期'
                  : `还有${daysBetween(today, m.due)}天`}
          </span>
        </div>
        <div class="meta">
          {regionName(m.region)}　{m.what}：{m.on ? `${showDay(m.on)}${m.since}` : m.since}，应
          {m.due ? `在${showDay(m.due)}前` : m.within}公开
        </div>
        <Cites cites={m.cites} />
      </li>
    ))}
  </ul>
)
/** 公开义务：what the region still owes the public; whoever is late stands here by name. */
export const DutiesPage = (p: {
  reader: Reader
  region: string
  today: Day
  missing: readonly Missing[]
}) => {
  const late = p.missing.filter((m) => m.standing === '逾期未公开')
  const rest = p.missing.filter((m) => m.standing !== '逾期未公开')
  const name = regions.some((r) => r.code === p.region) ? regionName(p.region) : '全区'
  return (
    <Page title="公开义务" reader={p.reader}>
      <h1>还应当公开什么</h1>
      <p class="lead">
        依法应当公开而尚未公开的事项，期限由法规和工作日历算出。逾期的排在最前，公开以后自动消去；公告一经发布不能删改。
      </p>
      <div class="card">
        <search aria-label="按地区看">
          <form class="find law" action="/obligations" method="get">
            <div>
              <label for="region">地区</label>
              <RegionSelect id="region" name="region" value={p.region} all="全区" />
            </div>
            <button type="submit">查看</button>
          </form>
        </search>
      </div>
      <section class="card" aria-labelledby="late">
        <h2 id="late">{`${name}逾期未公开（${late.length}项）`}</h2>
        {late.length === 0 ? (
          <p class="meta">没有逾期的。</p>
        ) : (
          <Table rows={late} today={p.today} />
        )}
      </section>
      <section class="card" aria-labelledby="due">
        <h2 id="due">{`即将到期（${rest.length}项）`}</h2>
        {rest.length === 0 ? (
          <p class="meta">没有等待公开的。</p>
        ) : (
          <Table rows={rest} today={p.today} />
        )}
      </section>
      <p class="meta">
        <a href={`/api/disclosure/listDue${p.region ? `?region=${p.region}` : ''}`}>
          同样内容的数据（JSON）
        </a>
      </p>
    </Page>
  )
}
