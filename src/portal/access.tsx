import { Page, type Reader, wordsOf } from './layout.tsx'

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
const yes = (b: boolean) => (b ? 'role.yes' : 'role.no')

export const AccessPage = (p: {
  reader: Reader
  roles: readonly RoleView[]
  chosen: RoleView | undefined
}) => {
  const t = wordsOf(p.reader)
  return (
    <Page title={t('role.title')} reader={p.reader}>
      <h1>{t('role.h1')}</h1>
      <p class="lead">{t('role.lead')}</p>
      <div class="card">
        <form class="find law" method="get" action="/access" aria-label={t('role.role')}>
          <div>
            <label for="role">{t('role.role')}</label>
            <select id="role" name="role">
              <option value="">{t('role.every')}</option>
              {p.roles.map((r) => (
                <option value={r.role} selected={r === p.chosen}>
                  {r.role}
                </option>
              ))}
            </select>
          </div>
          <button type="submit">{t('all.show')}</button>
        </form>
      </div>
      {p.chosen ? (
        <One r={p.chosen} reader={p.reader} />
      ) : (
        <All roles={p.roles} reader={p.reader} />
      )}
    </Page>
  )
}
const All = ({ roles, reader }: { roles: readonly RoleView[]; reader: Reader }) => {
  const t = wordsOf(reader)
  return (
    <section class="card">
      <h2>{t('role.role')}</h2>
      <div class="scroll" tabindex={0} role="region" aria-label={t('role.list')}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t('role.role')}</th>
              <th scope="col">{t('role.in')}</th>
              <th scope="col">{t('role.grant')}</th>
              <th scope="col">{t('role.second')}</th>
              <th scope="col">{t('role.delegable')}</th>
              <th scope="col">{t('role.reach')}</th>
            </tr>
          </thead>
          <tbody>
            {roles.map((r) => (
              <tr>
                <th scope="row">
                  <a href={`/access?role=${encodeURIComponent(r.role)}`}>{r.role}</a>
                </th>
                <td>{r.standing?.in ?? t('role.system')}</td>
                <td>{r.standing?.grant ?? t('role.nobody')}</td>
                <td>{r.standing ? t(yes(r.standing.secondFactor)) : t('role.noSignIn')}</td>
                <td>{t(yes(r.standing?.delegable ?? false))}</td>
                <td>{r.reach}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}
const One = ({ r, reader }: { r: RoleView; reader: Reader }) => {
  const t = wordsOf(reader)
  return (
    <>
      <h2>{r.role}</h2>
      <p>
        {t('role.reaches', r.reach)}
        {r.standing
          ? t(r.standing.secondFactor ? 'role.must' : 'role.may', r.standing.in, r.standing.grant) +
            t(r.standing.delegable ? 'role.lends' : 'role.self')
          : t('role.auto')}
      </p>
      <section class="card">
        <h3>{t('role.acts')}</h3>
        <p>{t('role.actsText')}</p>
        <div class="scroll" tabindex={0} role="region" aria-label={t('role.steps')}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t('role.matter')}</th>
                <th scope="col">{t('role.step')}</th>
                <th scope="col">{t('role.from')}</th>
                <th scope="col">{t('role.to')}</th>
                <th scope="col">{t('role.again')}</th>
                <th scope="col">{t('role.rules')}</th>
              </tr>
            </thead>
            <tbody>
              {r.acts.flatMap((a) =>
                a.steps.map((s) => (
                  <tr>
                    <td>{a.noun}</td>
                    <td>
                      {s.name}
                      {s.inner ? t('role.inner') : ''}
                    </td>
                    <td>{s.from}</td>
                    <td>{s.to}</td>
                    <td>{s.stepUp ? t('role.needed') : ''}</td>
                    <td>{s.rules > 0 ? t('role.rulesOf', s.rules) : ''}</td>
                  </tr>
                )),
              )}
            </tbody>
          </table>
        </div>
      </section>
      {r.reads.length > 0 ? (
        <section class="card">
          <h3>{t('role.reads')}</h3>
          <p>{t('role.readsText')}</p>
          <div class="scroll" tabindex={0} role="region" aria-label={t('role.readable')}>
            <table>
              <thead>
                <tr>
                  <th scope="col">{t('role.matter')}</th>
                  <th scope="col">{t('role.state')}</th>
                  <th scope="col">{t('role.whom')}</th>
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
}
