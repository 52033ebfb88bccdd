import type { Citing, LawText, Line } from '#law'
import type { Hit, Listed } from '#libraries/regulations'
import { LawNav, regionShown, StateTag } from './law-nav.tsx'
import { Page, type Reader } from './layout.tsx'

const plain = (d: string) => `${d.slice(0, 4)}年${Number(d.slice(5, 7))}月${Number(d.slice(8))}日`
export const lawPath = (short: string) => `/law/${encodeURIComponent(short)}`
export const Used = ({ by }: { by: readonly Citing[] }) =>
  by.length === 0 ? null : (
    <div class="meta">系统据此执行：{by.map((r) => `${r.title}（${r.about}）`).join('；')}</div>
  )
const HITS = 20
export interface Search {
  readonly q: string
  readonly repealed: boolean
  readonly page: number
  /** Null when nothing in the question can be looked for. */
  readonly found: { readonly total: number; readonly hits: readonly Hit[] } | null
}
const hitPath = (h: Hit) =>
  `${h.text === null ? `/law/doc/${h.doc}` : lawPath(h.text)}#${encodeURIComponent(h.article)}`
const Hits = ({ s }: { s: Search }) => {
  const at = (page: number) =>
    `/law/texts?${new URLSearchParams({ q: s.q, ...(s.repealed ? { repealed: '1' } : {}), page: String(page) })}`
  if (s.found === null) return <p class="meta">没有可查的词，请换个说法。</p>
  const { total, hits } = s.found
  return (
    <section class="card" aria-label="查到的条文">
      <h2>
        “{s.q}”查到{total}条
      </h2>
      {hits.length === 0 ? (
        <p class="meta">没有这样的条文。可以少写几个词，或连同已废止的一起查。</p>
      ) : (
        <ul class="list">
          {hits.map((h) => (
            <li>
              <div class="title">
                <a href={hitPath(h)}>
                  {h.title} {h.article}
                </a>
                {h.state === '有效' ? null : <StateTag state={h.state} />}
              </div>
              <div>{h.body.length > 200 ? `${h.body.slice(0, 200)}……` : h.body}</div>
              <div class="meta">{h.docNo}</div>
            </li>
          ))}
        </ul>
      )}
      {total > HITS ? (
        <p class="pager">
          {s.page > 1 ? <a href={at(s.page - 1)}>上一页</a> : <span />}
          {s.page * HITS < total ? <a href={at(s.page + 1)}>下一页</a> : null}
        </p>
      ) : null}
    </section>
  )
}

/** 法律法规库：every text the house rests on, and how many of its rules do; what the region's departments issued beside them. */
export const LawIndex = (p: {
  reader: Reader
  search: Search | null
  texts: readonly { short: string; text: LawText; carried: boolean; rules: number }[]
  docs: readonly Listed[]
  total: number
  page: number
}) => (
  <Page title="法律法规库" reader={p.reader}>
    <h1>法律法规库</h1>
    <LawNav at="texts" />
    <p class="lead">
      系统的每一条规则都指向这里的某一条文。有全文的可以逐条读；没有全文的只引文号和条款，并注明没有核对原文。
    </p>
    <div class="card">
      <search aria-label="查找条文">
        <form class="find law" method="get" action="/law/texts">
          <div>
            <label for="q">条文里的词</label>
            <input id="q" name="q" type="search" value={p.search?.q ?? ''} maxlength={100} />
          </div>
          <div>
            <label for="repealed">范围</label>
            <select id="repealed" name="repealed">
              <option value="">现行的</option>
              <option value="1" selected={p.search?.repealed === true}>
                连同已废止的
              </option>
            </select>
          </div>
          <button type="submit">查找</button>
        </form>
      </search>
    </div>
    {p.search ? <Hits s={p.search} /> : null}
    <section class="card" aria-labelledby="docs">
      <h2 id="docs">本区文件（{p.total}份）</h2>
      {p.docs.length === 0 ? (
        <p class="meta">还没有收录本区文件。</p>
      ) : (
        <ul class="list">
          {p.docs.map((d) => (
            <li>
              <div class="title">
                <a href={`/law/doc/${d.id}`}>{d.title}</a>
                <StateTag state={d.state} />
              </div>
              <div class="meta">
                {d.docNo}　{regionShown(d.region)}　{plain(d.from)}起施行
                {d.until ? `　${d.state === '已废止' ? '至' : '有效期至'}${plain(d.until)}` : ''}
                {d.waiting > 0
                  ? `　${d.waiting}处冲突待清理${d.overdue > 0 ? `（${d.overdue}处逾期）` : ''}`
                  : ''}
              </div>
            </li>
          ))}
        </ul>
      )}
      {p.total > 20 ? (
        <p class="pager">
          {p.page > 1 ? <a href={`/law/texts?docs=${p.page - 1}#docs`}>上一页</a> : <span />}
          {p.page * 20 < p.total ? <a href={`/law/texts?docs=${p.page + 1}#docs`}>下一页</a> : null}
        </p>
      ) : null}
    </section>
    <section class="card" aria-labelledby="national">
      <h2 id="national">国家和部门的法律法规</h2>
      <ul class="list">
        {p.texts.map((t) => (
          <li>
            <div class="title">
              <a href={lawPath(t.short)}>{t.text.title}</a>
              <span class="meta fig">{plain(t.text.from)}起施行</span>
            </div>
            <div class="meta">
              {t.text.no}　{t.carried ? '全文' : t.text.mark === '✔' ? '引文' : '未核对原文'}　
              {t.rules}条规则引用
            </div>
          </li>
        ))}
      </ul>
    </section>
  </Page>
)

export const LawTextPage = (p: {
  reader: Reader
  short: string
  text: LawText
  lines: readonly Line[]
  citing: ReadonlyMap<string, readonly Citing[]>
}) => (
  <Page title={p.text.title} reader={p.reader}>
    <p class="meta">
      <a href="/law/texts">法律法规库</a>
    </p>
    <h1>{p.text.title}</h1>
    <p class="lead">
      {p.text.no}，{plain(p.text.from)}起施行。
      {p.lines.length > 0
        ? '以正式公布的文本为准。'
        : '这里没有收录全文，下列条款被系统的规则引用。'}
    </p>
    <section class="card">
      {p.lines.length > 0
        ? p.lines.map((l) =>
            'chapter' in l ? (
              <h2>{l.chapter}</h2>
            ) : (
              <div class="article" id={l.article}>
                <p>
                  <strong>{l.article}</strong>　{l.text}
                </p>
                <Used by={p.citing.get(l.article) ?? []} />
              </div>
            ),
          )
        : [...p.citing].map(([article, by]) => (
            <div class="article" id={article}>
              <p>
                <strong>{article}</strong>
              </p>
              <Used by={by} />
            </div>
          ))}
    </section>
  </Page>
)
