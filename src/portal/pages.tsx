import { type Content, kinds, type Notice, numbered } from '#disclosure'
import {
  type Citation,
  parseYuan,
  regionName,
  regions,
  showDay,
  showInstant,
  showYuan,
} from '#kernel'
import { Page } from './layout.tsx'

const money = (s: string) => {
  try {
    return showYuan(parseYuan(s))
  } catch {
    return s
  }
}
export const Cites = ({ cites }: { cites: readonly Citation[] }) => (
  <>
    {cites.map((c) => (
      <div class="meta">
        《{c.law}》{c.article}
        {c.quote ? `“${c.quote}”` : ''}
        {c.mark && c.mark !== '✔' ? `（${MARKS[c.mark]}）` : ''}
      </div>
    ))}
  </>
)
const MARKS = { '✔': '', '◐': '据转载核对', '✎': '待核原文', '△': '系统设置' } as const

const NoticeList = ({ notices }: { notices: readonly Notice[] }) =>
  notices.length === 0 ? (
    <p class="meta">没有符合条件的公告。可以放宽地区或种类，或者换个词。</p>
  ) : (
    <ul class="list">
      {notices.map((n) => (
        <li>
          <span class="tag">{n.kind}</span>
          <a href={`/notices/${n.id}`}>{n.title}</a>
          <div class="meta">
            {regionName(n.region)}　{n.publisher}　{showInstant(n.published)}
          </div>
        </li>
      ))}
    </ul>
  )

export interface SearchState {
  readonly q: string
  readonly kind: string
  readonly region: string
}
const Search = ({ q, kind, region }: SearchState) => (
  <form class="search" action="/notices" method="get" role="search">
    <div class="grow">
      <label for="q">名称、编号、单位或内容</label>
      <input id="q" name="q" value={q} maxlength={100} />
    </div>
    <div>
      <label for="kind">种类</label>
      <select id="kind" name="kind">
        <option value="">全部</option>
        {kinds.map((k) => (
          <option value={k} selected={k === kind}>
            {k}
          </option>
        ))}
      </select>
    </div>
    <div>
      <label for="region">地区</label>
      <select id="region" name="region">
        <option value="">全区</option>
        {regions
          .filter((r) => r.tier !== '旗县区' || r.code === region)
          .map((r) => (
            <option value={r.code} selected={r.code === region}>
              {r.name}
            </option>
          ))}
      </select>
    </div>
    <button type="submit">查找</button>
  </form>
)

export interface Coming {
  readonly id: string
  readonly title: string
  readonly deadline: number
}
export const Home = (p: {
  elder: boolean
  today: string
  coming: readonly Coming[]
  newest: readonly Notice[]
  results: readonly Notice[]
}) => (
  <Page title="首页" elder={p.elder} here="/">
    <h1>全区政府采购，一张网公开</h1>
    <div class="card">
      <Search q="" kind="" region="" />
    </div>
    <div class="two">
      <section aria-labelledby="coming">
        <h2 id="coming">即将截止和开标</h2>
        <div class="card">
          {p.coming.length === 0 ? (
            <p class="meta">目前没有正在招标的项目。</p>
          ) : (
            <ul class="list">
              {p.coming.map((c) => (
                <li>
                  <a href={`/notices/${c.id}`}>{c.title}</a>
                  <div class="meta">{showInstant(c.deadline as never)} 截止并开标</div>
                </li>
              ))}
            </ul>
          )}
        </div>
        <h2>最新结果</h2>
        <div class="card">
          <NoticeList notices={p.results} />
        </div>
      </section>
      <section aria-labelledby="newest">
        <h2 id="newest">最新公告</h2>
        <div class="card">
          <NoticeList notices={p.newest} />
          <p>
            <a href="/notices">全部公告</a>
          </p>
        </div>
      </section>
    </div>
  </Page>
)

export const Notices = (p: {
  elder: boolean
  state: SearchState
  notices: readonly Notice[]
  next: string | null
}) => (
  <Page title="公告" elder={p.elder} here="/notices">
    <h1>公告</h1>
    <div class="card">
      <Search {...p.state} />
    </div>
    <div class="card">
      <NoticeList notices={p.notices} />
      {p.next === null ? null : (
        <p>
          <a rel="next" href={`/notices?${new URLSearchParams({ ...p.state, before: p.next })}`}>
            更早的公告
          </a>
        </p>
      )}
    </div>
  </Page>
)

const Body = ({ c }: { c: Content }) => (
  <>
    {c.opening ? <p>{c.opening}</p> : null}
    {c.parts.map((part, i) => (
      <section>
        <h2>
          {numbered(i)}、{part.heading}
        </h2>
        {part.fields && part.fields.length > 0 ? (
          <dl>
            {part.fields.map((f) => (
              <>
                <dt>{f.label}</dt>
                <dd>{f.value === null ? '无' : f.kind === 'money' ? money(f.value) : f.value}</dd>
              </>
            ))}
          </dl>
        ) : null}
        {part.columns && part.rows ? (
          <div class="scroll" tabindex={0} role="region" aria-label={part.heading}>
            <table>
              <thead>
                <tr>
                  {part.columns.map((col) => (
                    <th scope="col" class={col.money ? 'num' : ''}>
                      {col.label}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {part.rows.map((r) => (
                  <tr>
                    {part.columns?.map((col) => (
                      <td class={col.money ? 'num' : ''}>
                        {col.money ? money(r[col.key] ?? '') : (r[col.key] ?? '')}
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        ) : null}
      </section>
    ))}
    {c.closing ? <p>{c.closing}</p> : null}
    <p class="sign">
      {c.publisher}
      <br />
      {showDay(c.date)}
    </p>
  </>
)
export const NoticePage = (p: {
  elder: boolean
  n: Notice
  entry: { index: number | null; size: number }
  corrections: readonly Notice[]
  corrects: Notice | null
}) => (
  <Page title={p.n.title} elder={p.elder} here={`/notices/${p.n.id}`}>
    <p class="meta noprint">
      <a href="/notices">公告</a> › <a href={`/projects/${p.n.ocid}`}>项目全过程</a>
    </p>
    {p.corrects ? (
      <div class="card">
        本公告更正：<a href={`/notices/${p.corrects.id}`}>{p.corrects.title}</a>
      </div>
    ) : null}
    {p.corrections.length > 0 ? (
      <div class="card" role="note">
        {p.corrections.map((c) => (
          <div>
            已于{showInstant(c.published)}更正：<a href={`/notices/${c.id}`}>{c.title}</a>
          </div>
        ))}
      </div>
    ) : null}
    <article class="card doc">
      <h1>{p.n.title}</h1>
      <div class="sub meta">
        {p.n.kind}　{regionName(p.n.region)}　项目编号 {p.n.projectNo}　{showInstant(p.n.published)}{' '}
        发布
        {p.n.ends ? `　公告期至${showDay(p.n.ends)}` : ''}
      </div>
      <Body c={p.n.content} />
    </article>
    <aside class="card proof" aria-label="凭证">
      <h2>这份公告没有被改过吗？</h2>
      <p>
        {p.entry.index === null ? (
          '刚刚发布，正在编入流水。'
        ) : (
          <>
            它由流水第 <a href={`/journal/entries/${p.entry.index}`}>{p.entry.index}</a> 条记下（共{' '}
            {p.entry.size} 条）。<a href="/journal">怎样验证</a>
          </>
        )}
      </p>
      <p class="hash">
        内容摘要 SHA-256 <code>{p.n.sha256}</code>，由{' '}
        <a href={`/notices/${p.n.id}.json`}>公告数据</a> 的 content 按 RFC 8785 写出后计算。
      </p>
    </aside>
  </Page>
)

export interface Stage {
  readonly name: string
  readonly status: 'done' | 'now' | 'next'
  readonly lines: readonly { text: string; at: number; href?: string; money?: string }[]
}
export const ProjectPage = (p: {
  elder: boolean
  ocid: string
  title: string
  no: string
  buyer: string
  region: string
  category: string
  stages: readonly Stage[]
}) => (
  <Page title={p.title} elder={p.elder} here={`/projects/${p.ocid}`}>
    <h1>{p.title}</h1>
    <div class="card">
      <dl>
        <dt>项目编号</dt>
        <dd>{p.no}</dd>
        <dt>采购人</dt>
        <dd>{p.buyer}</dd>
        <dt>地区</dt>
        <dd>{regionName(p.region)}</dd>
        <dt>类别</dt>
        <dd>{p.category}</dd>
        <dt>开放数据</dt>
        <dd>
          <a href={`/ocds/records/${p.ocid}`}>{p.ocid}</a>（OCDS）
        </dd>
      </dl>
    </div>
    <h2>从预算到支付</h2>
    <div class="card">
      <ol class="spine">
        {p.stages.map((s) => (
          <li class={s.status}>
            <h3>
              {s.name}
              <span class="meta">
                　{s.status === 'done' ? '已完成' : s.status === 'now' ? '进行中' : '未开始'}
              </span>
            </h3>
            <ul>
              {s.lines.map((l) => (
                <li>
                  {l.href ? <a href={l.href}>{l.text}</a> : l.text}
                  {l.money ? <span class="num">　{money(l.money)} 元</span> : null}
                  <span class="meta">　{showInstant(l.at as never)}</span>
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ol>
    </div>
  </Page>
)
