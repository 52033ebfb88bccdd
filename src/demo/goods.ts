import { buffer } from 'node:stream/consumers'
import { headings } from '#goods'
import { type Value, xlsxStream } from '#sheets'
import type { Player, SimClock } from './player.ts'

interface Line {
  item: string
  name: string
  brand: string
  model: string
  unit: string
  price: string
  more: Record<string, string>
}
const PC = (cpu: string, memory: string, disk: string, inch: string) => ({
  处理器: cpu,
  '内存（GB）': memory,
  '硬盘容量（GB）': disk,
  '屏幕尺寸（英寸）': inch,
  操作系统: '麒麟',
  节能产品证书号: 'CQC26701000001（演示）',
  节能产品证书有效期至: '2027-12-31',
})
// biome-ignore format: a table reads as a table
const shelves: Record<string, Line[]> = {
  tumd: [
    { item: 'A05010301', name: '办公椅 网布升降', brand: '土默特', model: 'TM-01', unit: '把', price: '368.00', more: { 材质: '网布' } },
    { item: 'A05010201', name: '办公桌 1400型', brand: '土默特', model: 'TM-1400', unit: '张', price: '980.00', more: { 材质: '中纤板', '长（毫米）': '1400', '宽（毫米）': '700' } },
    { item: 'A05010201', name: '办公桌 1600型', brand: '土默特', model: 'TM-1600', unit: '张', price: '1180.00', more: { 材质: '中纤板', '长（毫米）': '1600', '宽（毫米）': '800' } },
  ],
  mengyi: [
    { item: 'A02010108', name: '便携式计算机 14英寸', brand: '示例甲', model: 'N14', unit: '台', price: '5899.00', more: PC('八核', '16', '512', '14') },
    { item: 'A02010108', name: '便携式计算机 16英寸', brand: '示例甲', model: 'N16', unit: '台', price: '6799.00', more: PC('八核', '32', '1024', '16') },
    { item: 'A07060102', name: '武川莜面 5千克', brand: '示例丁', model: 'YM-5', unit: '包', price: '49.00', more: { 脱贫地区农副产品证书号: '832-150125-0001（演示）', 脱贫地区农副产品证书有效期至: '2027-12-31' } },
    { item: 'A05040101', name: '复印纸 A4 70克', brand: '示例乙', model: 'A4-70', unit: '箱', price: '118.00', more: { 幅面: 'A4', '克重（克/平方米）': '70' } },
  ],
  kangda: [
    { item: 'A02010108', name: '便携式计算机 14英寸', brand: '示例甲', model: 'N14', unit: '台', price: '7399.00', more: PC('八核', '16', '512', '14') },
  ],
  huarui: [
    { item: 'A02010108', name: '便携式计算机 14英寸', brand: '示例甲', model: 'N14', unit: '台', price: '5799.00', more: PC('八核', '16', '512', '14') },
    { item: 'A02021003', name: 'A4黑白打印机 双面', brand: '示例丙', model: 'P40', unit: '台', price: '1499.00', more: { 幅面: 'A4', '打印速度（页/分）': '40', 双面打印: '是' } },
  ],
  saihan: [
    { item: 'A02010108', name: '便携式计算机 14英寸', brand: '示例甲', model: 'N14', unit: '台', price: '58990.00', more: PC('八核', '16', '512', '14') },
  ],
}
async function table(lines: readonly Line[]): Promise<Buffer> {
  const titles = [...new Set(lines.flatMap((l) => headings(l.item)))]
  const rows = lines.map((l, i) => {
    const cells: Record<string, Value> = {
      货号: `SKU-${i + 1}`,
      品目编码: l.item,
      名称: l.name,
      品牌: l.brand,
      型号: l.model,
      计量单位: l.unit,
      '单价（元）': l.price,
      供货地区: '全区',
      ...l.more,
    }
    return titles.map((t) => cells[t] ?? null)
  })
  return buffer(
    xlsxStream(
      '商品',
      titles.map((title) => ({ title })),
      rows,
    ),
  )
}
/** Five shops put their tables up; the machine lets four in, and stops one whose price has slipped by a digit. */
export async function goods(p: Player, clock: SimClock): Promise<void> {
  for (const [account, lines] of Object.entries(shelves)) {
    const me = p.as(account)
    const { id } = await me.listing.register({ title: `${lines[0]?.brand ?? ''}商品第一批` })
    const file = await p.upload(account, '商品表.xlsx', await table(lines))
    await me.listing.upload({ id, file })
    await clock.toInstant(clock.now())
    await me.listing.submit({ id, onlyGood: false })
    await clock.toInstant(clock.now())
  }
}
