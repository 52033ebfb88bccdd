import type { Owed } from '#disclosure'
import { dayOf, type Instant, regionName } from '#kernel'
import type { Project } from '#libraries'
import { Owes } from './duties.tsx'
import { daysOf, Page, type Reader, wordsOf } from './layout.tsx'
import type { Key } from './say/index.ts'

export interface Fact {
  readonly at: Instant
  /** The title of what was published, or what to say of the step. */
  readonly text: string | readonly [Key, ...(string | number)[]]
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
const words = {
  done: 'project.done',
  now: 'project.now',
  next: 'project.next',
  off: 'project.off',
} as const
const stageWords: Readonly<Record<string, Key>> = {
  预算: 'stage.budget',
  意向: 'stage.intention',
  计划: 'stage.plan',
  交易: 'stage.trade',
  合同: 'stage.contract',
  验收: 'stage.acceptance',
  支付: 'stage.payment',
  公开: 'stage.publication',
  监督: 'stage.supervision',
}
const short = (reader: Reader, t: Instant) => {
  const d = dayOf(t)
  return reader.lang === 'en' ? d.slice(5) : `${Number(d.slice(5, 7))}月${Number(d.slice(8))}日`
}

export const ProjectPage = (p: {
  reader: Reader
  project: Project
  buyer: { readonly name: string; readonly uscc: string }
  stages: readonly Stage[]
  owed: readonly Owed[]
}) => {
  const t = wordsOf(p.reader)
  const told = (f: Fact) => (typeof f.text === 'string' ? f.text : t(...f.text))
  const nameOf = (stage: string) => {
    const key = stageWords[stage]
    return key === undefined ? stage : t(key)
  }
  return (
    <Page title={p.project.title} reader={p.reader}>
      <h1>{p.project.title}</h1>
      <div class="card">
        <dl>
          {(
            [
              [t('project.no'), p.project.no],
              [t('project.buyer'), <a href={`/purchasers/${p.buyer.uscc}`}>{p.buyer.name}</a>],
              [t('all.place'), regionName(p.project.region)],
              [t('project.category'), p.project.category],
            ] as const
          ).map(([label, value]) => (
            <div class="row">
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
          <div class="row">
            <dt>{t('foot.data')}</dt>
            <dd>
              <a href={`/ocds/records/${p.project.ocid}`}>{p.project.ocid}</a>
              {t('project.record')}
            </dd>
          </div>
        </dl>
      </div>
      <section class="card" aria-labelledby="spine">
        <h2 id="spine">{t('project.spine')}</h2>
        <ol class="strip" aria-hidden="true">
          {p.stages.map((s) => (
            <li class={s.status}>
              {nameOf(s.name)}
              <small>{s.facts[0] ? short(p.reader, s.facts[0].at) : ''}</small>
            </li>
          ))}
        </ol>
        <ol class="spine">
          {p.stages.map((s) => (
            <li class={s.status}>
              <h3>
                {nameOf(s.name)}
                <span class="meta">{t(words[s.status])}</span>
              </h3>
              {s.facts.length === 0 ? null : (
                <ul class="facts">
                  {s.facts.map((f) => (
                    <li>
                      <span class="meta fig">{daysOf(p.reader)(dayOf(f.at))}</span>
                      <span>
                        {f.href ? <a href={f.href}>{told(f)}</a> : told(f)}
                        {f.who ? <span class="meta who">{f.who}</span> : null}
                      </span>
                      <span class="num">{f.money ? `${f.money} ${t('yuan')}` : ''}</span>
                    </li>
                  ))}
                </ul>
              )}
            </li>
          ))}
        </ol>
      </section>
      <Owes owed={p.owed} reader={p.reader} />
    </Page>
  )
}
