import { type Instant, rfc3339, showInstant, type Tx } from '#kernel'
import { type Incident, incidents, incidentTitle, lasted, movedBy } from '#tender'
import { Page, type Reader } from './layout.tsx'

export interface Told extends Incident {
  readonly moved: readonly {
    readonly title: string
    readonly no: string
    readonly before: Instant
    readonly after: Instant
  }[]
}
/** The newest outages, and what each of them moved. */
export async function toldIncidents(tx: Tx): Promise<Told[]> {
  const all = await incidents(tx, 200)
  const moved = await movedBy(
    tx,
    all.map((i) => i.id),
  )
  return all.map((i) => ({ ...i, moved: moved.filter((m) => m.incident === i.id) }))
}
export const incidentsJson = (all: readonly Told[]) => ({
  incidents: all.map((i) => ({
    id: i.id,
    cause: i.cause,
    began: rfc3339(i.began),
    ended: rfc3339(i.ended),
    moved: i.moved.map((m) => ({
      title: m.title,
      no: m.no,
      before: rfc3339(m.before),
      after: rfc3339(m.after),
    })),
  })),
})
export const IncidentsPage = (p: {
  reader: Reader
  all: readonly Told[]
  /** 故障起算 in minutes, 故障回看 and 故障顺延 in hours. */
  rule: { least: number; window: number; grace: number }
}) => (
  <Page title="服务故障" reader={p.reader}>
    <h1>服务故障</h1>
    <p class="lead">
      服务何时停过、何时恢复，由系统自己的心跳记下，记在只能追加的流水里，不由人填报。
    </p>
    <p>
      截止前{p.rule.window}小时以内的故障合计满{p.rule.least}
      分钟的，投标、报价的截止时间由系统顺延：自恢复起至少再留{p.rule.grace}
      小时，遇休息日顺延至其后首个工作日同一时刻；只延后，不提前。更正公告同时发出，已经提交的不必重交。
    </p>
    {p.all.length === 0 ? <p class="card">至今没有登记过故障。</p> : null}
    {p.all.map((i) => (
      <section class="card" aria-labelledby={`i${i.id}`}>
        <h2 id={`i${i.id}`}>{incidentTitle(i)}</h2>
        <p class="meta">
          {showInstant(i.began)}至{showInstant(i.ended)}，{lasted(i.ended - i.began)}
        </p>
        {i.moved.length === 0 ? (
          <p>没有截止时间因此变动。</p>
        ) : (
          <table class="fold">
            <thead>
              <tr>
                <th scope="col">项目</th>
                <th scope="col">编号</th>
                <th scope="col">原截止时间</th>
                <th scope="col">改为</th>
              </tr>
            </thead>
            <tbody>
              {i.moved.map((m) => (
                <tr>
                  <td data-label="项目">{m.title}</td>
                  <td data-label="编号">{m.no}</td>
                  <td data-label="原截止时间">{showInstant(m.before)}</td>
                  <td data-label="改为">{showInstant(m.after)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </section>
    ))}
    <p class="meta">
      同样的内容也有<a href="/incidents.json">数据</a>。
    </p>
  </Page>
)
