import type { Ask, Section } from '#kernel'
import { custodyState } from '#trade/box'
import type { Framework, Lot } from './model.ts'
import { askedLots } from './reviewing.ts'
import { boxOfLot } from './sealing.ts'

/** 量价关系折扣、专用耗材：只有约定了的才说。 */
export const pricedSection = (lots: readonly Lot[]): Section[] => {
  const rows = lots.flatMap((l) => [
    ...l.discounts.map((d) => ({
      lot: l.no,
      what: '量价关系折扣',
      said: `一单达到${d.from}${l.unit}，价格降低${d.percent}%`,
    })),
    ...l.consumables.map((c) => ({
      lot: l.no,
      what: c.usage > 0 ? '专用耗材' : '选配件',
      said:
        c.usage > 0
          ? `${c.name}：一${l.unit}${l.years ?? ''}年用${c.usage}${c.unit}，计入修正报价`
          : `${c.name}：同时报价`,
    })),
  ])
  return rows.length === 0
    ? []
    : [
        {
          title: '折扣、耗材和选配件',
          columns: [
            { key: 'lot', label: '包号', kind: 'number' },
            { key: 'what', label: '事项' },
            { key: 'said', label: '约定' },
          ],
          rows,
        },
      ]
}
const SEALED = ['征集中', '待开启', '补充征集中', '补充待开启']
/** Who keeps a share of the boxes while they are shut; over the opening it is their own page that says it. */
export async function custodyOf(
  ask: Ask,
  f: Framework,
  lots: readonly Lot[],
  state: string,
): Promise<Section[]> {
  if (!SEALED.includes(state)) return []
  const rows = []
  for (const lot of askedLots(f, lots)) {
    const box = await boxOfLot(ask, f, lot)
    for (const c of box ? await custodyState(ask, box) : [])
      rows.push({
        lot: lot.no,
        who: c.name,
        role: c.role,
        state: c.released ? '已放出' : '未放出',
        need: `${box?.k}份可开`,
      })
  }
  return rows.length === 0
    ? []
    : [
        {
          title: '响应文件的密封与保管',
          columns: [
            { key: 'lot', label: '包号', kind: 'number' },
            { key: 'who', label: '保管人' },
            { key: 'role', label: '身份' },
            { key: 'need', label: '启封' },
            { key: 'state', label: '份额' },
          ],
          rows,
        },
      ]
}
