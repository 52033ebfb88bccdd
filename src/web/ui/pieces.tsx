import { Button, Tooltip } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import type { ProjectView, RecordView, Refusal, Section, Summary, TrailEntry } from '../api.ts'
import { showDay, showInstant, showMoney } from '../words.ts'
import { Look } from './Look.tsx'

const MARKS: Record<string, string> = {
  '◐': '（据转载核对）',
  '✎': '（待核原文）',
  '△': '（系统设置）',
}

/** 不能办理的理由：规则、事实、依据、改法，一条不少。 */
export const Refusals = ({
  refusals,
  onFix,
}: {
  refusals: Refusal[]
  onFix?: (field: string, value: string) => void
}) => (
  <div role="alert">
    {refusals.map((r) => (
      <div className="refusal" key={`${r.rule}${r.because}`}>
        <p>
          <strong>{r.rule}</strong>：{r.because}
        </p>
        {r.cites.map((c) => (
          <p className="meta" key={c.law + c.article}>
            依据{' '}
            <a
              href={
                c.law === '系统设置'
                  ? `/law/settings#${encodeURIComponent(c.article)}`
                  : `/law/${encodeURIComponent(c.law)}#${encodeURIComponent(c.article)}`
              }
              target="_blank"
              rel="noreferrer"
            >
              《{c.law}》{c.article}
            </a>
            {c.quote ? `“${c.quote}”` : ''}
            {MARKS[c.mark ?? ''] ?? ''}
          </p>
        ))}
        {r.cure ? (
          <p>
            {r.cure}
            {r.suggest && r.field && onFix ? (
              <>
                {' '}
                <Button size="small" onClick={() => onFix(r.field ?? '', r.suggest ?? '')}>
                  改为 {r.suggest}
                </Button>
              </>
            ) : null}
          </p>
        ) : null}
      </div>
    ))}
  </div>
)

/** 能办的是按钮；不能办的也在，按下去说为什么。 */
export const ActionBar = ({
  record,
  onAct,
  why,
  setWhy,
}: {
  record: RecordView
  onAct: (action: string) => void
  why: string | null
  setWhy: (a: string | null) => void
}) => {
  if (record.offers.length === 0) return null
  const shown = record.offers.find((o) => o.action === why)
  // What moves the matter on comes first, and one button only looks like the answer.
  const lawful = record.offers.filter((o) => o.refusals.length === 0)
  // A step whose time is past or has not come is no news: only what a rule stands against stays in sight.
  const untimely = record.offers.filter(
    (o) => o.refusals.length > 0 && o.refusals.some((r) => r.rule === '状态'),
  )
  const offers = [
    ...lawful.filter((o) => !o.may),
    ...lawful.filter((o) => o.may),
    ...record.offers.filter((o) => o.refusals.length > 0 && !untimely.includes(o)),
  ]
  const main = lawful.find((o) => !o.may && !/^(退回|不|谢绝|拒)/.test(o.name))?.action
  return (
    <section className="card act" aria-label="可办事项">
      <div className="bar">
        {offers.map((o) =>
          o.refusals.length === 0 ? (
            <Button
              key={o.action}
              type={o.action === main ? 'primary' : 'default'}
              onClick={() => onAct(o.action)}
            >
              {o.name}
            </Button>
          ) : (
            <Tooltip key={o.action} title={o.refusals[0]?.because}>
              <Button
                aria-expanded={why === o.action}
                onClick={() => setWhy(why === o.action ? null : o.action)}
                style={{ color: 'var(--ink2)', borderStyle: 'dashed' }}
              >
                {o.name}（不能办）
              </Button>
            </Tooltip>
          ),
        )}
        {offers.length === 0 ? <span className="meta">眼下没有等您办的。</span> : null}
        {shown ? (
          <div className="why">
            <Refusals refusals={shown.refusals} />
          </div>
        ) : null}
      </div>
      {untimely.length > 0 ? (
        <details style={{ marginTop: 8 }}>
          <summary className="meta">其他步骤（{untimely.length}）</summary>
          <ul className="plain">
            {untimely.map((o) => (
              <li key={o.action}>
                {o.name}
                <span className="meta">
                  {'　'}
                  {o.refusals.map((r) => r.because).join('；')}
                  {o.refusals[0]?.cure ? `；${o.refusals[0].cure}` : ''}
                </span>
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </section>
  )
}

const DAY = 86_400_000
export const DueChip = ({ due }: { due: string | null }) => {
  if (due === null) return null
  const left = Date.parse(due) - Date.now()
  const days = Math.floor(left / DAY)
  const text =
    left < 0
      ? `已过 ${showInstant(due)}`
      : days > 0
        ? `还剩 ${days} 天`
        : `还剩 ${Math.max(1, Math.floor(left / 3_600_000))} 小时`
  return (
    <span className={`chip ${left < 0 ? 'no' : days < 3 ? 'warn' : ''}`} title={showInstant(due)}>
      {text}（{showInstant(due)}）
    </span>
  )
}

/** A stage with more records than these is folded: the record one came for stands below it. */
const MOST_SHOWN = 4
/** On a phone the stage we are in, then all nine when asked: what one came for stands below. */
export const Spine = ({ project }: { project: ProjectView }) => {
  const [whole, setWhole] = useState(false)
  const now = project.spine.findIndex((s) => s.status === 'now')
  const here = now >= 0 ? now : project.spine.findLastIndex((s) => s.status === 'done')
  return (
    <section className="card" aria-label="全过程">
      <div className="meta" style={{ marginBottom: 8 }}>
        <Link to={`/project/${project.project.id}`}>项目全貌</Link>
        {'　'}
        <a href={`/projects/${project.project.ocid}`}>公开页</a>　项目编号 {project.project.no}
        {'　'}
        {project.project.buyer}
      </div>
      <ol className={`spine ${whole ? '' : 'brief'}`}>
        {project.spine.map((s, i) => (
          <li
            key={s.stage}
            className={`${s.status} ${i === here ? 'here' : ''}`}
            aria-current={s.status === 'now' ? 'step' : undefined}
          >
            <strong>{s.stage}</strong>
            {s.money ? <div className="fig">{showMoney(s.money)}</div> : null}
            {s.at ? <div className="meta">{showInstant(s.at).slice(0, -6)}</div> : null}
            {s.who ? <div className="meta">{s.who}</div> : null}
            {s.subjects.length > MOST_SHOWN ? (
              <details>
                <summary>{s.subjects.length} 件记录</summary>
                <Alike subjects={s.subjects} />
              </details>
            ) : (
              <Alike subjects={s.subjects} />
            )}
          </li>
        ))}
      </ol>
      <Button className="phone" size="small" aria-expanded={whole} onClick={() => setWhole(!whole)}>
        {whole ? '只看现在' : `全过程（${project.spine.length} 个环节）`}
      </Button>
    </section>
  )
}

const Alike = ({ subjects }: { subjects: readonly Summary[] }) => (
  <ul className="plain">
    {alike(subjects).map((xs) => (
      <li key={xs[0]?.id}>
        {xs.length < 3 ? (
          xs.map((x) => <SpineLink key={x.id} x={x} />)
        ) : (
          <details>
            <summary>
              {xs[0]?.shown.noun} {xs.length} 件
            </summary>
            {xs.map((x) => (
              <SpineLink key={x.id} x={x} />
            ))}
          </details>
        )}
      </li>
    ))}
  </ul>
)
/** Things of one kind together: five seats are one line until somebody wants them. */
function alike(all: readonly Summary[]): Summary[][] {
  const out = new Map<string, Summary[]>()
  for (const x of all) out.set(x.noun, [...(out.get(x.noun) ?? []), x])
  return [...out.values()]
}
const SpineLink = ({ x }: { x: Summary }) => (
  <div>
    {x.module === 'disclosure' ? (
      <a href={`/notices/${x.id}`}>{x.shown.noun}</a>
    ) : (
      <Link to={`/${x.module}/${x.id}`}>{x.shown.noun}</Link>
    )}
    <div className="meta">{x.shown.state}</div>
  </div>
)
const Value = ({
  value,
  kind,
}: {
  value: string | number | boolean | null | undefined
  kind: string | undefined
}) => {
  if (value === null || value === undefined || value === '') return <span className="meta">—</span>
  const s = String(value)
  if (kind === 'money') return <span className="num">{showMoney(s)}</span>
  if (kind === 'day' || /^\d{4}-\d\d-\d\d$/.test(s)) return <>{showDay(s)}</>
  if (/^\d{4}-\d\d$/.test(s)) return <>{showDay(`${s}-01`).slice(0, -6)}</>
  if (kind === 'instant') return <>{showInstant(s)}</>
  // A path of the public site leaves the workbench; a record's place does not.
  if (kind === 'link')
    return s.startsWith('/') ? <a href={s}>查看</a> : <Link to={`/${s}`}>查看</Link>
  if (kind === 'file') return <a href={s}>下载</a>
  if (kind === 'hash') return <code style={{ wordBreak: 'break-all' }}>{s}</code>
  return <>{s}</>
}
export const Sections = ({
  sections,
  of,
}: {
  sections: Section[]
  /** The record they belong to; without it nothing masked can be looked at. */
  of?: { module: string; id: string }
}) => (
  <>
    {sections.map((s, i) => (
      <section className="card" key={s.title} id={`s${i}`}>
        <h2 tabIndex={-1}>{s.title}</h2>
        {s.fields ? (
          <dl>
            {s.fields.map((f) => (
              <div key={f.label} style={{ display: 'contents' }}>
                <dt>{f.label}</dt>
                <dd>
                  <Value value={f.value} kind={f.kind} />
                  {f.look && of ? <Look {...of} column={f.look} label={f.label} /> : null}
                </dd>
              </div>
            ))}
          </dl>
        ) : null}
        {s.columns && s.rows ? (
          s.rows.length === 0 ? (
            <p className="meta">还没有。</p>
          ) : (
            <table className="t">
              <thead>
                <tr>
                  {s.columns.map((c) => (
                    <th
                      key={c.key}
                      scope="col"
                      className={c.kind === 'money' || c.kind === 'number' ? 'num' : ''}
                    >
                      {c.label || (c.kind === 'file' ? '取件' : '记录')}
                      {c.look && of ? <Look {...of} column={c.look} label={c.label} /> : null}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {s.rows.map((r) => (
                  <tr key={JSON.stringify(r)}>
                    {s.columns?.map((c) => (
                      <td
                        key={c.key}
                        data-label={c.label}
                        className={c.kind === 'money' || c.kind === 'number' ? 'num' : ''}
                      >
                        <Value value={r[c.key]} kind={c.kind} />
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          )
        ) : null}
      </section>
    ))}
  </>
)
/** The side index of a long record: one page, and a way to every part of it. */
export const SectionIndex = ({ sections }: { sections: Section[] }) =>
  sections.length < 4 ? null : (
    <nav className="index desk" aria-label="本页目录">
      <ul className="plain">
        {sections.map((s, i) => (
          <li key={s.title}>
            <a href={`#s${i}`}>{s.title}</a>
          </li>
        ))}
        <li>
          <a href="#trail">经过</a>
        </li>
      </ul>
    </nav>
  )
export const Trail = ({ trail }: { trail: TrailEntry[] }) => (
  <section className="card" id="trail">
    <h2>经过</h2>
    <ul className="plain">
      {trail.map((e) => (
        <li key={e.seq}>
          {showInstant(e.at)}　{e.org} {e.who}（{e.role}）{e.name}
          {'　'}
          <span className="meta">
            {'　'}
            {e.from ? `${e.from} → ` : ''}
            {e.to}
            {'　'}
            {e.index === null ? (
              ''
            ) : (
              <a href={`/journal/entries/${e.index}`}>流水第 {e.index} 条</a>
            )}
          </span>
        </li>
      ))}
    </ul>
  </section>
)
