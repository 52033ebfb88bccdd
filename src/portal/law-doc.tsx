import { type Day, showDay, showInstant } from '#kernel'
import { type Citing, catalogue } from '#law'
import type { Change, Cleaning, Listed, Piece, Repeal } from '#libraries/regulations'
import { LawNav, regionShown, StateTag } from './law-nav.tsx'
import { lawPath, Used } from './law-text.tsx'
import { Page, type Reader } from './layout.tsx'

const Crumb = () => (
  <p class="crumb">
    <a href="/law/texts">法律法规库</a>
  </p>
)
const outcomeOf = (c: Cleaning) => c.outcome || (c.overdue ? '逾期未清理' : '待清理')

/** One document of the region: what it says, what stands against it, and what became of it. */
export const DocPage = (p: {
  reader: Reader
  doc: Listed
  pieces: readonly Piece[]
  citing: ReadonlyMap<string, readonly Citing[]>
  cleanings: readonly Cleaning[]
  repeal: Repeal | undefined
  versions: readonly Listed[]
  history: readonly { at: number; name: string; org: string; index: number | null }[]
}) => {
  const chapters = new Set<string>()
  return (
    <Page title={p.doc.title} reader={p.reader}>
      <Crumb />
      <h1>{p.doc.title}</h1>
      <p class="lead">
        {p.doc.docNo}　{p.doc.issuer}　{showDay(p.doc.from)}起施行
        {p.doc.until
          ? `，${p.doc.state === '已废止' ? '止于' : '有效期至'}${showDay(p.doc.until)}`
          : ''}
        　<StateTag state={p.doc.state} />
      </p>
      {p.repeal ? (
        <section class="card note">
          <h2>拟废止公示</h2>
          <p>
            {showDay(p.repeal.shownFrom)}至{showDay(p.repeal.shownTo)}公示，拟自
            {showDay(p.repeal.on)}废止。理由：{p.repeal.reason}
          </p>
        </section>
      ) : null}
      {p.cleanings.length > 0 ? (
        <section class="card" aria-labelledby="conflicts">
          <h2 id="conflicts">与上位依据的冲突</h2>
          <CleaningList list={p.cleanings} />
        </section>
      ) : null}
      <section class="card">
        {p.pieces.map((x) => {
          const heading = x.chapter !== '' && !chapters.has(x.chapter)
          chapters.add(x.chapter)
          return (
            <>
              {heading ? <h2>{x.chapter}</h2> : null}
              <div class="article" id={x.article}>
                {x.body.split('\n').map((line, i) => (
                  <p>
                    {i === 0 && x.article !== '正文前' ? <strong>{x.article}　</strong> : null}
                    {line}
                  </p>
                ))}
                <Used by={p.citing.get(x.article) ?? []} />
              </div>
            </>
          )
        })}
      </section>
      {p.versions.length > 1 ? (
        <section class="card" aria-labelledby="versions">
          <h2 id="versions">各版</h2>
          <ul class="list">
            {p.versions.map((v) => (
              <li>
                <div class="title">
                  {v.id === p.doc.id ? (
                    <span>{v.title}（本页）</span>
                  ) : (
                    <a href={`/law/doc/${v.id}`}>{v.title}</a>
                  )}
                  <StateTag state={v.state} />
                </div>
                <div class="meta">
                  {v.docNo}　{showDay(v.from)}起　
                  {v.id === p.doc.id ? null : (
                    <a href={`/law/doc/${p.doc.id}/diff/${v.id}`}>与本版逐条对照</a>
                  )}
                </div>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      <section class="card" aria-labelledby="history">
        <h2 id="history">经过</h2>
        <ul class="facts">
          {p.history.map((h) => (
            <li>
              <span class="meta fig">{showInstant(h.at as never)}</span>
              <span>
                {h.org} {h.name}
              </span>
              <span>
                {h.index === null ? null : (
                  <a href={`/journal/entries/${h.index}`}>流水第{h.index}条</a>
                )}
              </span>
            </li>
          ))}
        </ul>
      </section>
      <p class="meta">
        取走：<a href={`/law/doc/${p.doc.id}.txt`}>文本</a>　
        <a href={`/law/doc/${p.doc.id}.json`}>数据</a>。以正式公布的文本为准。
      </p>
    </Page>
  )
}
const CleaningList = ({
  list,
}: {
  list: readonly (Cleaning & { title?: string; docNo?: string; region?: string })[]
}) => (
  <ul class="list">
    {list.map((c) => (
      <li>
        <div class="title">
          <span>
            {c.title ? (
              <a href={`/law/doc/${c.doc}#${encodeURIComponent(c.article)}`}>
                {c.title} {c.article}
              </a>
            ) : (
              c.article
            )}
            　与　
            {catalogue[c.law] ? (
              <a href={`${lawPath(c.law)}#${encodeURIComponent(c.lawArticle)}`}>
                {c.law} {c.lawArticle}
              </a>
            ) : (
              `${c.law} ${c.lawArticle}`
            )}
          </span>
          <span class={c.outcome === '' ? 'tag soon' : 'tag'}>
            {c.outcome === '' ? outcomeOf(c) : '已办结'}
          </span>
        </div>
        <div>{c.reason}</div>
        <div class="meta">
          {c.docNo ? `${c.docNo}　${regionShown(c.region ?? '')}　` : ''}
          {c.markedBy}标记，清理期限{showDay(c.due)}
          {c.outcome ? `。${c.outcome}` : ''}
        </div>
      </li>
    ))}
  </ul>
)
/** 清理台账: what waits first, by its date, then what was done; anyone may see who is late. */
export const CleaningPage = (p: {
  reader: Reader
  list: readonly (Cleaning & { title: string; docNo: string; region: string })[]
}) => (
  <Page title="清理台账" reader={p.reader}>
    <h1>政策文件清理台账</h1>
    <LawNav at="cleaning" />
    <p class="lead">
      与国家及自治区政策法规相违背的文件要及时废止。谁标记、与哪一条冲突、哪天前清理、是否逾期，都在这里。
    </p>
    <section class="card">
      {p.list.length === 0 ? (
        <p class="meta">没有待清理的文件。</p>
      ) : (
        <CleaningList list={p.list} />
      )}
    </section>
  </Page>
)
export const DiffPage = (p: {
  reader: Reader
  before: { title: string; docNo: string; from: Day }
  after: { id: string; title: string; docNo: string; from: Day }
  changes: readonly Change[]
}) => (
  <Page title={`对照：${p.after.title}`} reader={p.reader}>
    <Crumb />
    <h1>逐条对照</h1>
    <p class="lead">
      {p.before.title}（{p.before.docNo}，{showDay(p.before.from)}起）→{' '}
      <a href={`/law/doc/${p.after.id}`}>{p.after.title}</a>（{p.after.docNo}，
      {showDay(p.after.from)}起）。删去的划线，新增的加底线。
    </p>
    <section class="card">
      {p.changes.map((c) => (
        <div class="article">
          <p>
            <strong>{c.article}</strong> {c.is === '未变' ? null : <span class="tag">{c.is}</span>}
          </p>
          <p class={c.is === '未变' ? 'meta' : ''}>
            {c.segments.map((s) =>
              s.is === '删' ? <del>{s.text}</del> : s.is === '增' ? <ins>{s.text}</ins> : s.text,
            )}
          </p>
        </div>
      ))}
    </section>
  </Page>
)
