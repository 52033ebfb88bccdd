import { type Day, showDay } from '#kernel'
import { Page, type Reader } from './layout.tsx'

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
  const moving = places.filter((p) => p.state !== '')
  return (
    <Page title="推广进度" reader={reader}>
      <h1>推广进度</h1>
      <p>
        “全区一张网”逐地上线。上线日期以前开始的采购按原办法办完，上线期间采购业务照常办理。下表没有列出的地区，各项业务都已在网上办理。
      </p>
      {moving.length === 0 ? (
        <p>现在没有正在上线的地区。</p>
      ) : (
        <table class="fold">
          <thead>
            <tr>
              <th scope="col">地区</th>
              <th scope="col">进展</th>
              <th scope="col">上线的业务</th>
            </tr>
          </thead>
          <tbody>
            {moving.map((p) => (
              <tr>
                <td data-label="地区">{p.name}</td>
                <td data-label="进展">{p.state}</td>
                <td data-label="上线的业务">
                  {Object.keys(p.dates).length === 0
                    ? '还没有定日期'
                    : Object.entries(p.dates)
                        .map(([feature, day]) => `${feature}：${showDay(day as Day)}起`)
                        .join('；')}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Page>
  )
}
