import type { Day } from '#kernel'
import { daysOf, Page, type Reader, wordsOf } from './layout.tsx'

interface Place {
  readonly region: string
  readonly name: string
  readonly parent: string | null
  readonly tier: string
  readonly state: string
  readonly dates: Readonly<Record<string, string>>
}
/** 推广进度: which business of which place is done here from when; a place that is not listed has been here all along. */
export const RolloutPage = ({ reader, places }: { reader: Reader; places: readonly Place[] }) => {
  const t = wordsOf(reader)
  const moving = places.filter((p) => p.state !== '')
  return (
    <Page title={t('foot.rollout')} reader={reader}>
      <h1>{t('foot.rollout')}</h1>
      <p>{t('roll.lead')}</p>
      {moving.length === 0 ? (
        <p>{t('roll.none')}</p>
      ) : (
        <table class="fold">
          <thead>
            <tr>
              <th scope="col">{t('all.place')}</th>
              <th scope="col">{t('roll.state')}</th>
              <th scope="col">{t('roll.business')}</th>
            </tr>
          </thead>
          <tbody>
            {moving.map((p) => (
              <tr>
                <td data-label={t('all.place')}>{p.name}</td>
                <td data-label={t('roll.state')}>{p.state}</td>
                <td data-label={t('roll.business')}>
                  {Object.keys(p.dates).length === 0
                    ? t('roll.noDate')
                    : Object.entries(p.dates)
                        .map(([feature, day]) =>
                          t('roll.since', feature, daysOf(reader)(day as Day)),
                        )
                        .join(t('roll.and'))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Page>
  )
}
