import type { SeatTable } from '#tender'
import { Page, type Reader } from './layout.tsx'

const weekday = (day: string) =>
  '日一二三四五六'[new Date(`${day}T00:00:00Z`).getUTCDay()] as string
/** 评审场所与席位：谁有席、借给谁几次、断过几次线，人人看得见。 */
export const VenuesPage = ({ reader, table }: { reader: Reader; table: SeatTable }) => (
  <Page title="评审场所与席位" reader={reader}>
    <h1>评审场所与席位</h1>
    <p>
      全区各评审场所今后十四天还有几席（每格是空席数），已经借出几次，办过几次异地评审、断过几次线。席位由项目的代理机构预订，场所的管理单位确认；借出少的排在前面，轮流使用。
    </p>
    {table.venues.length === 0 ? (
      <p>还没有登记评审场所。</p>
    ) : (
      <div class="wide" role="region" aria-label="席位表" tabindex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">场所</th>
              <th scope="col">席位</th>
              {table.days.map((d) => (
                <th scope="col" key={d}>
                  {Number(d.slice(5, 7))}月{Number(d.slice(8))}日
                  <br />周{weekday(d)}
                </th>
              ))}
              <th scope="col">借出</th>
              <th scope="col">异地评审</th>
              <th scope="col">断线</th>
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
                  <td key={table.days[i]}>{n === 0 ? '满' : n}</td>
                ))}
                <td>{v.lent}次</td>
                <td>{v.sessions}次</td>
                <td>{v.interrupted}次</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    )}
  </Page>
)
