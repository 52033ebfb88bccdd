import { type Day, dayOf, regionName, showDay, showYuan, yuanText } from '#kernel'
import type { Listed } from '#libraries'
import type { Figure, Score } from '#score'
import { Page, type Reader } from './layout.tsx'
import { Cites, RegionSelect } from './parts.tsx'
import { type Party, type PartyView, partyKinds } from './party-read.ts'

export const PartyList = (p: {
  reader: Reader
  party: Party
  wanted: { q: string; region: string; state: string; page: number }
  states: readonly string[]
  total: number
  perPage: number
  rows: readonly Listed[]
}) => {
  const { name, lead } = partyKinds[p.party]
  const at = (page: number) =>
    `/${p.party}?${new URLSearchParams({ q: p.wanted.q, region: p.wanted.region, state: p.wanted.state, page: String(page) })}`
  return (
    <Page title={name} reader={p.reader}>
      <h1>{name}</h1>
      <p class="lead">{lead}</p>
      <search class="card">
        <form class="find" action={`/${p.party}`} method="get">
          <div>
            <label for="q">名称或统一社会信用代码</label>
            <input id="q" name="q" value={p.wanted.q} maxlength={60} />
          </div>
          <div>
            <label for="state">状态</label>
            <select id="state" name="state">
              <option value="">全部状态</option>
              {p.states.map((s) => (
                <option value={s} selected={s === p.wanted.state}>
                  {s}
                </option>
              ))}
            </select>
          </div>
          <div>
            <label for="region">地区</label>
            <RegionSelect id="region" name="region" value={p.wanted.region} all="全区" />
          </div>
          <button type="submit">查找</button>
        </form>
      </search>
      <section class="card" aria-label="名录">
        <p class="meta">共 {p.total} 家</p>
        {p.rows.length === 0 ? <p class="meta">没有符合条件的。</p> : null}
        <ul class="list">
          {p.rows.map((r) => (
            <li>
              <div class="title">
                <a href={`/${p.party}/${r.uscc}`}>{r.name}</a>
                <span class={r.state === '暂停' ? 'tag soon' : 'tag'}>{r.state}</span>
              </div>
              <div class="meta">
                <span class="fig">{r.uscc}</span>　{regionName(r.region)}
                {r.centralised ? '　集中采购机构' : ''}
                {r.scale ? `　${r.scale}企业` : ''}
              </div>
            </li>
          ))}
        </ul>
        <nav class="pager" aria-label="翻页">
          {p.wanted.page > 1 ? <a href={at(p.wanted.page - 1)}>上一页</a> : <span />}
          {p.wanted.page * p.perPage < p.total ? <a href={at(p.wanted.page + 1)}>下一页</a> : null}
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
const dayText = (d: Day | null) => (d === null ? '' : showDay(d))

const FigureCard = ({ f }: { f: Figure }) => (
  <li>
    <div class="title">
      <b>{f.title}</b>
      <span class="fig">{f.value ?? '没有可算的'}</span>
    </div>
    <div class="meta">
      {f.formula}；{f.cases} 件
      {f.limit ? `；${f.limit}${f.outside ? `，超出 ${f.outside} 件` : '，没有超出的'}` : ''}
    </div>
    {f.limit ? <Cites cites={f.cites} /> : null}
    {f.months.length > 1 ? (
      <Bars
        label={`${f.title}按月`}
        unit=""
        bars={f.months.slice(-12).map((m) => ({ name: monthName(m.month), value: m.value }))}
      />
    ) : null}
    {f.records.length > 0 ? (
      <details>
        <summary>依据的记录（最近 {f.records.length} 件）</summary>
        <ul>
          {f.records.map((r) => (
            <li>
              {r.ocid ? <a href={`/projects/${r.ocid}`}>{r.title}</a> : r.title}
              <span class="meta fig">
                　{r.day}　{r.says}
                {r.outside ? '　超出' : ''}
              </span>
            </li>
          ))}
        </ul>
      </details>
    ) : null}
  </li>
)

export const PartyPage = (p: {
  reader: Reader
  party: Party
  v: PartyView
  score: Score
  year: number
}) => {
  const { org } = p.v
  const path = `/${p.party}/${org.uscc}`
  return (
    <Page title={org.name} reader={p.reader}>
      <p class="crumb">
        <a href={`/${p.party}`}>{partyKinds[p.party].name}</a>
      </p>
      <h1>{org.name}</h1>
      <div class="card">
        <dl>
          {(
            [
              ['统一社会信用代码', org.uscc],
              ['登记地', regionName(org.region)],
              ['状态', org.state],
              ['登记日期', dayText(org.registered)],
              ...(p.party === 'agencies'
                ? [['性质', org.centralised ? '集中采购机构' : '社会代理机构']]
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
              <dt>承接单位</dt>
              <dd>
                <a href={`/${p.party}/${p.v.heir.uscc}`}>{p.v.heir.name}</a>
              </dd>
            </div>
          ) : null}
          {p.party === 'purchasers' ? (
            <div class="row">
              <dt>中小企业预留</dt>
              <dd>
                <a href={`/sme/${org.uscc}/${p.year}`}>预留项目执行情况</a>
              </dd>
            </div>
          ) : null}
          <div class="row">
            <dt>数据</dt>
            <dd>
              <a href={`${path}.json`}>本页的数据</a>
            </dd>
          </div>
        </dl>
      </div>
      {p.v.facts.length > 0 ? (
        <section class="card" aria-labelledby="facts">
          <h2 id="facts">公开资料</h2>
          <table class="fold">
            <thead>
              <tr>
                {['事项', '内容', '来源', '以哪天为准'].map((h) => (
                  <th scope="col">{h}</th>
                ))}
              </tr>
            </thead>
            <tbody>
              {p.v.facts.map((f) => (
                <tr>
                  <td data-label="事项">{f.key}</td>
                  <td data-label="内容">{f.value}</td>
                  <td data-label="来源">{f.source}</td>
                  <td data-label="以哪天为准" class="fig">
                    {f.asOf}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      ) : null}
      <section class="card" aria-labelledby="score">
        <h2 id="score">履职数字</h2>
        <p class="meta">
          {showDay(p.score.from as Day)}至{showDay(p.score.to as Day)}
          ，由流水里的事项算出，只用已公开的事实；每个数字各是各的，没有总分。
        </p>
        <ul class="list">
          {p.score.figures.map((f) => (
            <FigureCard f={f as Figure} />
          ))}
        </ul>
      </section>
      <section class="card" aria-labelledby="bad">
        <h2 id="bad">资格处理记录</h2>
        {p.v.bad.length === 0 ? <p class="meta">没有。</p> : null}
        <ul class="list">
          {p.v.bad.map((b) => (
            <li>
              {showDay(dayOf(b.at))}　{b.what}
              {b.until ? `，期满日 ${b.until}` : ''}
            </li>
          ))}
        </ul>
      </section>
      <section class="card" aria-labelledby="buys">
        <h2 id="buys">采购项目（{p.v.purchases.total}）</h2>
        {p.v.purchases.total === 0 ? <p class="meta">还没有公开的项目。</p> : null}
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
        <h2 id="deals">合同（{p.v.contracts.total}）</h2>
        {p.v.contracts.total === 0 ? (
          <p class="meta">还没有公告的合同。</p>
        ) : (
          <p class="meta">
            合计 <span class="fig">{showYuan(p.v.contracts.sum as never)}</span> 元
          </p>
        )}
        <ul class="list">
          {p.v.contracts.rows.map((d) => (
            <li>
              <div class="title">
                <a href={`/notices/${d.notice}`}>{d.title}</a>
                <span class="fig">{showYuan(d.amount as never)} 元</span>
              </div>
              <div class="meta">
                {d.other}　{dayText(d.signed)}签订
              </div>
            </li>
          ))}
        </ul>
      </section>
      <section class="card" aria-labelledby="notices">
        <h2 id="notices">公告</h2>
        {p.v.months.length > 1 ? (
          <Bars
            label="公告件数按月"
            unit="件"
            bars={p.v.months.map((m) => ({ name: monthName(m.month), value: m.n }))}
          />
        ) : null}
        {p.v.notices.length === 0 ? <p class="meta">还没有公告。</p> : null}
        <ul class="list">
          {p.v.notices.map((n) => (
            <li>
              <div class="title">
                <a href={`/notices/${n.id}`}>{n.title}</a>
                <span class="tag">{n.kind}</span>
              </div>
              <div class="meta fig">{showDay(dayOf(n.published))}</div>
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
