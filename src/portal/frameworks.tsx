import { showYuan } from '#kernel'
import type { PublicFramework } from '#mall/framework'
import { daysOf, hoursOf, Page, type Reader, wordsOf } from './layout.tsx'

const stands = (f: PublicFramework, reader: Reader) => {
  const [t, days, hours] = [wordsOf(reader), daysOf(reader), hoursOf(reader)]
  if (f.now === 'settling') return t('fa.reviewing')
  if (f.ends !== null)
    return f.now === 'asked' && f.deadline !== null
      ? t('fa.more', days(f.ends), hours(f.deadline))
      : t('fa.valid', days(f.ends))
  return f.deadline !== null ? t('fa.calling', hours(f.deadline)) : f.state
}
const groups = [
  ['asked', 'fa.asked'],
  ['joining', 'fa.joining'],
  ['settling', 'fa.settling'],
  ['force', 'fa.force'],
] as const
const how = { asked: 'fa.howAsked', joining: 'fa.howJoin' } as const

/** 框架协议：谁入围、至多多少钱、轮到谁，有效期内人人随时查得到（110号令第三十、四十条）；正在征集和随时可以加入的，说明怎样办。 */
export const FrameworksPage = ({
  reader,
  all,
}: {
  reader: Reader
  all: readonly PublicFramework[]
}) => {
  const t = wordsOf(reader)
  return (
    <Page title={t('foot.frameworks')} reader={reader}>
      <h1>{t('foot.frameworks')}</h1>
      <p>{t('fa.lead')}</p>
      {all.length === 0 ? <p>{t('fa.none')}</p> : null}
      {groups.map(([group, name]) => {
        const here = all.filter((f) => f.now === group)
        if (here.length === 0) return null
        return (
          <>
            <h2>{t(name)}</h2>
            {group === 'asked' || group === 'joining' ? (
              <p>
                {t(how[group])}
                {'　'}
                <a href="/desk/">{t('fa.apply')}</a>
                {'　'}
                <a href="/desk/register/supplier">{t('fa.register')}</a>
              </p>
            ) : null}
            {here.map((f) => (
              <One f={f} reader={reader} />
            ))}
          </>
        )
      })}
    </Page>
  )
}
const One = ({ f, reader }: { f: PublicFramework; reader: Reader }) => {
  const t = wordsOf(reader)
  return (
    <section class="card">
      <h3>
        <a href={`/projects/${f.ocid}`}>{f.title}</a>
      </h3>
      <p>
        {t('fa.host', f.host)}　{f.kind}　{stands(f, reader)}
        {'　'}
        {t('fa.second', f.modes.join('、'))}
        {f.notice === null ? null : (
          <>
            {'　'}
            <a href={`/notices/${f.notice}`}>{t('fa.notice')}</a>
          </>
        )}
      </p>
      <p>{t('fa.scope', `${f.scope}（${f.area}）`)}</p>
      {f.lots.map((l) => (
        <>
          <h4>
            {t('fa.lot', l.no)}　{l.name}
            {'　'}
            {t(f.kind === '开放式' ? 'fa.fee' : 'fa.ceiling', showYuan(l.ceiling), l.unit)}
          </h4>
          {l.discounts.length === 0 ? null : (
            <p>{l.discounts.map((d) => t('fa.discount', d.from, l.unit, d.percent)).join('；')}</p>
          )}
          {l.members.length === 0 ? (
            <p>{t(f.kind === '开放式' ? 'fa.anyTime' : 'fa.notChosen')}</p>
          ) : (
            <table class="fold">
              <thead>
                <tr>
                  <th scope="col">{t('fa.turn')}</th>
                  <th scope="col">{t('fa.member')}</th>
                  <th scope="col">{t('fa.thing')}</th>
                  <th scope="col" class="num">
                    {t('fa.price')}
                  </th>
                  {l.members.some((m) => m.agents.length > 0) ? (
                    <th scope="col">{t('fa.agents')}</th>
                  ) : null}
                  {l.queue ? <th scope="col">{t('fa.round', l.queue.cycle)}</th> : null}
                </tr>
              </thead>
              <tbody>
                {l.members.map((m) => (
                  <tr>
                    <td data-label={t('fa.turn')}>{m.turn}</td>
                    <td data-label={t('fa.member')}>{m.name}</td>
                    <td data-label={t('fa.thing')}>{m.thing}</td>
                    <td data-label={t('fa.price')} class="num">
                      {showYuan(m.price)}
                    </td>
                    {l.members.some((x) => x.agents.length > 0) ? (
                      <td data-label={t('fa.agents')}>{m.agents.join('、')}</td>
                    ) : null}
                    {l.queue ? (
                      <td data-label={t('fa.queue')}>
                        {l.queue.ids.indexOf(m.id) === -1
                          ? t('fa.used')
                          : l.queue.ids.indexOf(m.id) === 0
                            ? t('fa.now')
                            : t('fa.ahead', l.queue.ids.indexOf(m.id))}
                      </td>
                    ) : null}
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </>
      ))}
    </section>
  )
}
