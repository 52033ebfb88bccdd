import { showYuan } from '#kernel'
import type { PublicFramework } from '#mall/framework'
import { daysOf, hoursOf, Page, type Reader, wordsOf } from './layout.tsx'

const stands = (f: PublicFramework, reader: Reader) =>
  f.ends !== null
    ? wordsOf(reader)('fa.valid', daysOf(reader)(f.ends))
    : f.deadline !== null
      ? wordsOf(reader)('fa.calling', hoursOf(reader)(f.deadline))
      : f.state
/** 框架协议：谁入围、至多多少钱、轮到谁，有效期内人人随时查得到（110号令第三十、四十条）。 */
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
      {all.map((f) => (
        <section class="card">
          <h2>
            <a href={`/projects/${f.ocid}`}>{f.title}</a>
          </h2>
          <p>
            {t('fa.host', f.host)}　{f.kind}　{stands(f, reader)}
            {'　'}
            {t('fa.second', f.modes.join('、'))}
          </p>
          {f.lots.map((l) => (
            <>
              <h3>
                {t('fa.lot', l.no)}　{l.name}
                {'　'}
                {t(f.kind === '开放式' ? 'fa.fee' : 'fa.ceiling', showYuan(l.ceiling), l.unit)}
              </h3>
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
      ))}
    </Page>
  )
}
