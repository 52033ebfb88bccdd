import type { Day } from '#kernel'
import { daysOf, Page, type Reader, wordsOf } from './layout.tsx'
import { Rows } from './table.tsx'

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
        <Rows
          columns={[
            { head: t('all.place'), of: (p) => p.name },
            { head: t('roll.state'), of: (p) => p.state },
            {
              head: t('roll.business'),
              of: ({ dates }) =>
                Object.keys(dates).length === 0
                  ? t('roll.noDate')
                  : Object.entries(dates)
                      .map(([feature, day]) => t('roll.since', feature, daysOf(reader)(day as Day)))
                      .join(t('roll.and')),
            },
          ]}
          rows={moving}
        />
      )}
    </Page>
  )
}
