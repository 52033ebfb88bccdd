import type { Citing, LawText, Line } from '#law'
import { Page, type Reader } from './layout.tsx'

const plain = (d: string) => `${d.slice(0, 4)}年${Number(d.slice(5, 7))}月${Number(d.slice(8))}日`
export const lawPath = (short: string) => `/law/${encodeURIComponent(short)}`
const Used = ({ by }: { by: readonly Citing[] }) =>
  by.length === 0 ? null : (
    <div class="meta">系统据此执行：{by.map((r) => `${r.title}（${r.about}）`).join('；')}</div>
  )

/** 法律法规库：every text the house rests on, and how many of its rules do. */
export const LawIndex = (p: {
  reader: Reader
  texts: readonly { short: string; text: LawText; carried: boolean; rules: number }[]
}) => (
  <Page title="法律法规库" reader={p.reader}>
    <h1>法律法规库</h1>
    <p class="lead">
      系统的每一条规则都指向这里的某一条文。有全文的可以逐条读；没有全文的只引文号和条款，并注明没有核对原文。
    </p>
    <section class="card">
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
