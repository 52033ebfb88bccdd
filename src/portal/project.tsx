import type { Owed } from '#disclosure'
import { dayOf, type Instant, regionName, showDay } from '#kernel'
import type { Project } from '#libraries'
import { Owes } from './duties.tsx'
import { Page, type Reader } from './layout.tsx'

export interface Fact {
  readonly at: Instant
  readonly text: string
  readonly href?: string
  /** 1,234.50 */
  readonly money?: string
  readonly who?: string
}
export interface Stage {
  readonly name: string
  readonly status: 'done' | 'now' | 'next' | 'off'
  readonly facts: readonly Fact[]
}
const words = { done: '已完成', now: '进行中', next: '未开始', off: '不再进行' } as const
const short = (t: Instant) => {
  const d = dayOf(t)
  return `${Number(d.slice(5, 7))}月${Number(d.slice(8))}日`
}

export const ProjectPage = (p: {
  reader: Reader
  project: Project
  buyer: { readonly name: string; readonly uscc: string }
  stages: readonly Stage[]
  owed: readonly Owed[]
}) => (
  <Page title={p.project.title} reader={p.reader}>
    <h1>{p.project.title}</h1>
    <div class="card">
      <dl>
        {(
          [
            ['项目编号', p.project.no],
            ['采购人', <a href={`/purchasers/${p.buyer.uscc}`}>{p.buyer.name}</a>],
            ['地区', regionName(p.project.region)],
            ['类别', p.project.category],
          ] as const
        ).map(([label, value]) => (
          <div class="row">
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        <div class="row">
          <dt>开放数据</dt>
          <dd>
            <a href={`/ocds/records/${p.project.ocid}`}>{p.project.ocid}</a>（记录）
          </dd>
        </div>
      </dl>
    </div>
    <section class="card" aria-labelledby="spine">
      <h2 id="spine">从预算到监督</h2>
      <ol class="strip" aria-hidden="true">
        {p.stages.map((s) => (
          <li class={s.status}>
            {s.name}
            <small>{s.facts[0] ? short(s.facts[0].at) : ''}</small>
          </li>
        ))}
      </ol>
      <ol class="spine">
        {p.stages.map((s) => (
          <li class={s.status}>
            <h3>
              {s.name}
              <span class="meta">{words[s.status]}</span>
            </h3>
            {s.facts.length === 0 ? null : (
              <ul class="facts">
                {s.facts.map((f) => (
                  <li>
                    <span class="meta fig">{showDay(dayOf(f.at))}</span>
                    <span>
                      {f.href ? <a href={f.href}>{f.text}</a> : f.text}
                      {f.who ? <span class="meta who">{f.who}</span> : null}
                    </span>
                    <span class="num">{f.money ? `${f.money} 元` : ''}</span>
                  </li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ol>
    </section>
    <Owes owed={p.owed} />
  </Page>
)
