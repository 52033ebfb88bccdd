import { type Kind, kinds, type Notice } from '#disclosure'
import { type Day, dayOf, daysBetween, type Instant, regions, showDay, showInstant } from '#kernel'
import { Page, type Reader } from './layout.tsx'
import { Find, NoticeList, type Wanted } from './parts.tsx'

export interface Coming {
  readonly notice: string
  readonly title: string
  readonly deadline: Instant
}
export interface Opened {
  readonly notice: string
  readonly title: string
  readonly at: Instant
}
const left = (today: Day, at: Instant) => {
  const days = daysBetween(today, dayOf(at))
  return days === 0 ? '今天' : days === 1 ? '明天' : `还有${days}天`
}

export const Home = (p: {
  reader: Reader
  today: Day
  coming: readonly Coming[]
  opened: readonly Opened[]
  newest: readonly Notice[]
  results: readonly Notice[]
  byKind: Partial<Record<Kind, number>>
  byRegion: Readonly<Record<string, number>>
}) => (
  <Page title="首页" reader={p.reader}>
    <h1>全区政府采购，一张网公开</h1>
    <p class="lead">从意向、招标、中标到合同、验收和支付，每一笔政府采购都在这里，不必登录。</p>
    <div class="card">
      <Find q="" kind="" region="" />
    </div>
    <div class="two">
      <div>
        <section class="card" aria-labelledby="coming">
          <h2 id="coming">截止与开标</h2>
          <p class="meta">今天是{showDay(p.today)}</p>
          {p.opened.length + p.coming.length === 0 ? (
            <p class="meta">没有等待开标的项目。</p>
          ) : null}
          <ul class="list">
            {p.opened.map((o) => (
              <li>
                <div class="title">
                  <a href={`/notices/${o.notice}`}>{o.title}</a>
                  <span class="tag">今天已开标</span>
                </div>
                <div class="meta fig">{showInstant(o.at)} 开标</div>
              </li>
            ))}
            {p.coming.map((c) => (
              <li>
                <div class="title">
                  <a href={`/notices/${c.notice}`}>{c.title}</a>
                  <span class={daysBetween(p.today, dayOf(c.deadline)) <= 3 ? 'tag soon' : 'tag'}>
                    {left(p.today, c.deadline)}
                  </span>
                </div>
                <div class="meta fig">{showInstant(c.deadline)} 截止并开标</div>
              </li>
            ))}
          </ul>
        </section>
        <section class="card" aria-labelledby="results">
          <h2 id="results">最新中标结果</h2>
          <NoticeList notices={p.results} empty="还没有中标结果。" />
        </section>
      </div>
      <section class="card" aria-labelledby="newest">
        <h2 id="newest">最新公告</h2>
        <NoticeList notices={p.newest} empty="还没有公告。" />
        <p class="pager">
          <a href="/notices">全部公告</a>
        </p>
      </section>
    </div>
    <section class="card" aria-labelledby="kinds">
      <h2 id="kinds">按种类看</h2>
      <ul class="links">
        {kinds.map((k) => (
          <Counted href={`/notices?kind=${encodeURIComponent(k)}`} name={k} n={p.byKind[k] ?? 0} />
        ))}
      </ul>
    </section>
    <section class="card" aria-labelledby="regions">
      <h2 id="regions">按地区看</h2>
      <ul class="links">
        {regions
          .filter((r) => r.tier === '盟市')
          .map((r) => (
            <Counted href={`/notices?region=${r.code}`} name={r.name} n={p.byRegion[r.code] ?? 0} />
          ))}
      </ul>
    </section>
  </Page>
)
const Counted = ({ href, name, n }: { href: string; name: string; n: number }) => (
  <li>
    <a href={href}>
      <b>{name}</b>
      <span class="meta num">{n}份</span>
    </a>
  </li>
)

export const Notices = (p: {
  reader: Reader
  wanted: Wanted
  first: boolean
  notices: readonly Notice[]
  next: string | null
}) => {
  const kept = Object.fromEntries(Object.entries(p.wanted).filter(([, v]) => v !== ''))
  const filtered = Object.keys(kept).length > 0
  return (
    <Page title={p.wanted.q ? `查找“${p.wanted.q}”` : p.wanted.kind || '公告'} reader={p.reader}>
      <h1>{p.wanted.q ? `查找“${p.wanted.q}”` : p.wanted.kind || '公告'}</h1>
      <div class="card">
        <Find {...p.wanted} />
      </div>
      <section class="card" aria-label="公告">
        <NoticeList
          notices={p.notices}
          empty={
            filtered ? '没有符合条件的公告。可以换一个词，或者放宽种类和地区。' : '还没有公告。'
          }
        />
        {p.next === null && p.first ? null : (
          <p class="pager">
            {p.first ? <span /> : <a href={`/notices?${new URLSearchParams(kept)}`}>回到最新</a>}
            {p.next === null ? (
              <span class="meta">没有更早的了</span>
            ) : (
              <a rel="next" href={`/notices?${new URLSearchParams({ ...kept, before: p.next })}`}>
                更早的公告
              </a>
            )}
          </p>
        )}
      </section>
    </Page>
  )
}
