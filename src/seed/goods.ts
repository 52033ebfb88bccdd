import { headings } from '#goods'
import type { Dice } from '#kernel'
import type { Row } from '#sheets'

interface Kind {
  readonly item: string
  readonly name: string
  readonly unit: string
  /** Yuan, from and to. */
  readonly price: readonly [number, number]
  readonly more: (d: Dice) => Record<string, string>
}
const brands = ['示例甲', '示例乙', '示例丙', '示例丁', '示例戊', '示例己', '示例庚', '示例辛']
const cpu = (d: Dice) => d.pick(['四核', '六核', '八核', '十二核'])
const ram = (d: Dice) => d.pick(['8', '16', '32', '64'])
const disk = (d: Dice) => d.pick(['256', '512', '1024', '2048'])
const system = (d: Dice) => d.pick(['麒麟', '统信', '无'])
// biome-ignore format: a table reads as a table
const kinds: readonly Kind[] = [
  { item: 'A02010108', name: '便携式计算机', unit: '台', price: [3500, 9800], more: (d) => ({ 处理器: cpu(d), '内存（GB）': ram(d), '硬盘容量（GB）': disk(d), '屏幕尺寸（英寸）': d.pick(['13', '14', '15', '16']), 操作系统: system(d) }) },
  { item: 'A02010105', name: '台式计算机', unit: '台', price: [2800, 7600], more: (d) => ({ 处理器: cpu(d), '内存（GB）': ram(d), '硬盘容量（GB）': disk(d), 操作系统: system(d) }) },
  { item: 'A02010104', name: '服务器', unit: '台', price: [18000, 96000], more: (d) => ({ '处理器颗数（颗）': d.pick(['1', '2', '4']), '内存（GB）': d.pick(['64', '128', '256', '512']) }) },
  { item: 'A02021003', name: 'A4黑白打印机', unit: '台', price: [900, 3200], more: (d) => ({ 幅面: 'A4', '打印速度（页/分）': d.pick(['28', '33', '40', '48']), 双面打印: d.pick(['是', '否']) }) },
  { item: 'A02061804', name: '空调机', unit: '台', price: [2200, 8800], more: (d) => ({ '匹数（匹）': d.pick(['1', '1.5', '2', '3']), 能效等级: d.pick(['一级', '二级', '三级']) }) },
  { item: 'A05010301', name: '办公椅', unit: '把', price: [180, 900], more: (d) => ({ 材质: d.pick(['网布', '皮革', '实木']) }) },
  { item: 'A05010201', name: '办公桌', unit: '张', price: [500, 2600], more: (d) => ({ 材质: d.pick(['中纤板', '实木', '钢木']), '长（毫米）': d.pick(['1200', '1400', '1600', '1800']), '宽（毫米）': d.pick(['600', '700', '800']) }) },
  { item: 'A05040101', name: '复印纸', unit: '箱', price: [95, 190], more: (d) => ({ 幅面: d.pick(['A4', 'A3', 'B5']), '克重（克/平方米）': d.pick(['70', '80']) }) },
]
/** The rows of a shop's table, the heading first: what a person would have typed. */
export function rowsOf(d: Dice, count: number): Row[] {
  const titles = [...new Set(kinds.flatMap((k) => headings(k.item)))]
  const row = (no: number, texts: readonly (string | undefined)[]): Row => ({
    no,
    cells: texts.map((text) => (text === undefined ? null : { text, kind: 'text' })),
    faults: [],
  })
  return [
    row(1, titles),
    ...Array.from({ length: count }, (_, i) => {
      const k = d.pick(kinds)
      const [low, high] = k.price
      const model = `PX-${100 + d.below(900)}`
      const told: Record<string, string> = {
        货号: `PX-${String(i + 1).padStart(3, '0')}`,
        品目编码: k.item,
        名称: `${k.name} ${model}（培训）`,
        品牌: d.pick(brands),
        型号: model,
        计量单位: k.unit,
        '单价（元）': `${low + d.below(high - low)}.00`,
        供货地区: '全区',
        ...k.more(d),
      }
      return row(
        i + 2,
        titles.map((t) => told[t]),
      )
    }),
  ]
}
