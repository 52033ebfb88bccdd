import { Page, type Reader } from './layout.tsx'

/** What one position may do and read, as the access table has it: made from the flows by src/access.ts, shown here. */
export interface RoleView {
  readonly role: string
  /** How far it reaches, in words. */
  readonly reach: string
  /** Where it exists, who grants it, how its holder signs in; null for the machine. */
  readonly standing: {
    readonly in: string
    readonly grant: string
    readonly secondFactor: boolean
    readonly delegable: boolean
  } | null
  readonly acts: readonly {
    readonly noun: string
    readonly steps: readonly {
      readonly name: string
      readonly from: string
      readonly to: string
      readonly stepUp: boolean
      readonly inner: boolean
      readonly rules: number
    }[]
  }[]
  /** State by state: to whom of this position the record opens. */
  readonly reads: readonly {
    readonly noun: string
    readonly states: readonly { readonly state: string; readonly to: string }[]
  }[]
}
const yes = (b: boolean) => (b ? '是' : '否')

export const AccessPage = (p: {
  reader: Reader
  roles: readonly RoleView[]
  chosen: RoleView | undefined
}) => (
  <Page title="权限表" reader={p.reader}>
    <h1>谁可以办什么、读什么</h1>
    <p class="lead">
      系统就照这张表放行：每一次点击先查它，数据库另有一道按行的墙照它放行。表由流程生成，不另外手写；改流程，这里同时改。
    </p>
    <div class="card">
      <form class="find law" method="get" action="/access" aria-label="岗位">
        <div>
          <label for="role">岗位</label>
          <select id="role" name="role">
            <option value="">全部岗位</option>
            {p.roles.map((r) => (
              <option value={r.role} selected={r === p.chosen}>
                {r.role}
              </option>
            ))}
          </select>
        </div>
        <button type="submit">查看</button>
      </form>
    </div>
    {p.chosen ? <One r={p.chosen} /> : <All roles={p.roles} />}
  </Page>
)
const All = ({ roles }: { roles: readonly RoleView[] }) => (
  <section class="card">
    <h2>岗位</h2>
    <div class="scroll" tabindex={0} role="region" aria-label="岗位一览">
      <table>
        <thead>
          <tr>
            <th scope="col">岗位</th>
            <th scope="col">设在</th>
            <th scope="col">由谁授予</th>
            <th scope="col">登录须第二因素</th>
            <th scope="col">可以委托同事</th>
            <th scope="col">触及</th>
          </tr>
        </thead>
        <tbody>
          {roles.map((r) => (
            <tr>
              <th scope="row">
                <a href={`/access?role=${encodeURIComponent(r.role)}`}>{r.role}</a>
              </th>
              <td>{r.standing?.in ?? '系统自身'}</td>
              <td>{r.standing?.grant ?? '无人'}</td>
              <td>{r.standing ? yes(r.standing.secondFactor) : '不登录'}</td>
              <td>{r.standing ? yes(r.standing.delegable) : '否'}</td>
              <td>{r.reach}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  </section>
)
const One = ({ r }: { r: RoleView }) => (
  <>
    <h2>{r.role}</h2>
    <p>
      触及{r.reach}。
      {r.standing
        ? `设在${r.standing.in}，${r.standing.grant}；登录${r.standing.secondFactor ? '须' : '可以'}用第二因素；${r.standing.delegable ? '可以委托同事代办' : '须本人办理'}。`
        : '由系统按时自动办理，没有人能以它登录。'}
    </p>
    <section class="card">
      <h3>可以办</h3>
      <p>注明“再次验证”的，办理前须在几分钟内再验证一次本人。还须合于每一步的规则，见规则页。</p>
      <div class="scroll" tabindex={0} role="region" aria-label="可以办的步骤">
        <table>
          <thead>
            <tr>
              <th scope="col">事项</th>
              <th scope="col">步骤</th>
              <th scope="col">由</th>
              <th scope="col">到</th>
              <th scope="col">再次验证</th>
              <th scope="col">规则</th>
            </tr>
          </thead>
          <tbody>
            {r.acts.flatMap((a) =>
              a.steps.map((s) => (
                <tr>
                  <td>{a.noun}</td>
                  <td>
                    {s.name}
                    {s.inner ? '（随后一环节带出）' : ''}
                  </td>
                  <td>{s.from}</td>
                  <td>{s.to}</td>
                  <td>{s.stepUp ? '须' : ''}</td>
                  <td>{s.rules > 0 ? `${s.rules}条` : ''}</td>
                </tr>
              )),
            )}
          </tbody>
        </table>
      </div>
    </section>
    {r.reads.length > 0 ? (
      <section class="card">
        <h3>可以读</h3>
        <p>没有列出的状态读不到，答复与没有这件事项时一样。</p>
        <div class="scroll" tabindex={0} role="region" aria-label="可以读的事项">
          <table>
            <thead>
              <tr>
                <th scope="col">事项</th>
                <th scope="col">状态</th>
                <th scope="col">对谁</th>
              </tr>
            </thead>
            <tbody>
              {r.reads.flatMap((x) =>
                x.states.map((s) => (
                  <tr>
                    <td>{x.noun}</td>
                    <td>{s.state}</td>
                    <td>{s.to}</td>
                  </tr>
                )),
              )}
            </tbody>
          </table>
        </div>
      </section>
    ) : null}
  </>
)
