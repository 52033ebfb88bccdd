import type { SeatTable } from '#tender'
import { Page, type Reader, wordsOf } from './layout.tsx'

const weekday = (day: string, names: string) =>
  names.split(' ')[new Date(`${day}T00:00:00Z`).getUTCDay()] as string
/** 评审场所与席位：谁有席、借给谁几次、断过几次线，人人看得见。 */
export const VenuesPage = ({ reader, table }: { reader: Reader; table: SeatTable }) => {
  const t = wordsOf(reader)
  return (
    <Page title={t('seat.title')} reader={reader}>
      <h1>{t('seat.title')}</h1>
      <p>{t('seat.lead')}</p>
      {table.venues.length === 0 ? (
        <p>{t('seat.none')}</p>
      ) : (
        <div class="wide" role="region" aria-label={t('seat.table')} tabindex={0}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t('seat.site')}</th>
                <th scope="col">{t('seat.seats')}</th>
                {table.days.map((d) => (
                  <th scope="col" key={d}>
                    {t('seat.day', Number(d.slice(5, 7)), Number(d.slice(8)))}
                    <br />
                    {t('seat.weekday', weekday(d, t('seat.weekdays')))}
                  </th>
                ))}
                <th scope="col">{t('seat.lent')}</th>
                <th scope="col">{t('seat.remote')}</th>
                <th scope="col">{t('seat.broken')}</th>
              </tr>
            </thead>
            <tbody>
              {table.venues.map((v) => (
                <tr key={v.id}>
                  <th scope="row">
                    {v.name}
                    <br />
                    <small>
                      {v.place}　{v.address}
                    </small>
                  </th>
                  <td>{v.seats}</td>
                  {v.free.map((n, i) => (
                    <td key={table.days[i]}>{n === 0 ? t('seat.full') : n}</td>
                  ))}
                  <td>{t('seat.times', v.lent)}</td>
                  <td>{t('seat.times', v.sessions)}</td>
                  <td>{t('seat.times', v.interrupted)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Page>
  )
}
