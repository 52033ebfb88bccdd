import { type Day, type Rule, type StateOf, showDay, showYuan, type Tier } from '#kernel'
import { cite, citeMarked, defaultOf, faultOf, flow, isMoney, type OwnName, tiered } from '#law'

export const tiers = ['全部', '自治区', '盟市', '旗县区'] as const
export const bodies = ['集中采购机构', '部门集中'] as const
export interface Item {
  readonly name: OwnName
  readonly tier: Tier | '全部'
  /** Fen for amounts. */
  readonly value: number | boolean
}
export interface Entry {
  readonly code: string
  readonly body: (typeof bodies)[number]
  readonly tiers: readonly Tier[]
  /** From this amount on, fen; 0: whatever the amount. */
  readonly least: number
  readonly note: string
}
export interface Change {
  readonly id: string
  readonly law: string
  readonly article: string
  readonly from: Day
  readonly note: string
  readonly items: readonly Item[]
  readonly entries: readonly Entry[] | null
}
export interface Facts {
  readonly today: Day
  readonly tier: Tier | undefined
  readonly change: Pick<Change, 'items' | 'entries' | 'from'>
  /** Codes that the catalogue does not have. */
  readonly unknown: readonly string[]
  /** name·tier·day that another decision holds already. */
  readonly taken: readonly string[]
}
const provincial: Rule<Facts> = {
  id: 'standard.provincial',
  title: '集中采购目录和限额标准由自治区确定',
  cites: [
    cite('政府采购法', '第七条', '由省、自治区、直辖市人民政府或者其授权的机构确定并公布'),
    cite('政府采购法', '第八条', '由省、自治区、直辖市人民政府或者其授权的机构确定并公布'),
    citeMarked('内财购〔2025〕26号', '全区统一目录', '◐'),
  ],
  from: '2003-01-01',
  check: ({ tier }) =>
    tier === '自治区' || {
      because: '盟市、旗县区不自定目录和标准',
      cure: '由自治区财政厅办理',
    },
}
const announced: Rule<Facts> = {
  id: 'standard.announced',
  title: '公布的次日起方可施行',
  cites: [citeMarked('系统设置', '提前一日公布', '△')],
  from: '2003-01-01',
  check: ({ today, change: { from } }) =>
    from > today || {
      because: `施行日期${showDay(from)}不晚于今天`,
      facts: { 今天: showDay(today), 施行: showDay(from) },
      cure: '施行日期改为明天或以后：已经开始的采购按开始之日的标准办理',
      field: 'from',
    },
}
const something: Rule<Facts> = {
  id: 'standard.something',
  title: '调整须有内容',
  cites: [citeMarked('系统设置', '提前一日公布', '△')],
  from: '2003-01-01',
  check: ({ change: { items, entries } }) =>
    items.length > 0 ||
    entries !== null || { because: '没有要调整的参数，也没有目录', cure: '至少写一项' },
}
const usable: Rule<Facts> = {
  id: 'standard.usable',
  title: '参数须在可用的范围',
  cites: [citeMarked('系统设置', '各项参数的范围', '△')],
  from: '2003-01-01',
  check: ({ change: { items, entries }, taken }) => {
    const wrong = items.flatMap((i) => {
      const fault = faultOf(i.name, i.value)
      if (fault) return [`“${i.name}”：${fault}`]
      if (typeof i.value !== typeof defaultOf(i.name).default)
        return [
          `“${i.name}”的值不是${typeof defaultOf(i.name).default === 'boolean' ? '是或否' : '数'}`,
        ]
      if (i.tier !== '全部' && !tiered.includes(i.name)) return [`“${i.name}”不分级次`]
      if (taken.includes(`${i.name}·${i.tier}`))
        return [`“${i.name}”（${i.tier}）已有同一天施行的另一项调整`]
      return []
    })
    const twice = items.filter(
      (i, n) => items.findIndex((x) => x.name === i.name && x.tier === i.tier) !== n,
    )
    const books =
      entries !== null && taken.includes('集中采购目录·全部')
        ? ['同一天已有另一本集中采购目录施行']
        : []
    const all = [...wrong, ...books, ...twice.map((i) => `“${i.name}”（${i.tier}）写了两次`)]
    return all.length === 0 || { because: all.join('；'), cure: '逐项改正', field: 'items' }
  },
}
const WAN = 10_000 * 100
/** 财库〔2019〕69号 (✎): what local standards may not go below. Fen, by whether the tier is the region's own. */
const floors: Readonly<Partial<Record<OwnName, readonly [number, number]>>> = {
  采购限额货物服务: [50 * WAN, 30 * WAN],
  采购限额工程: [100 * WAN, 60 * WAN],
  公开招标数额货物服务: [200 * WAN, 200 * WAN],
}
const floor: Rule<Facts> = {
  id: 'standard.floor',
  title: '地方标准不低于国家指引',
  cites: [citeMarked('财库〔2019〕69号', '限额标准', '✎')],
  from: '2020-01-01',
  check: ({ change: { items } }) => {
    const low = items.flatMap((i) => {
      const [own, below] = floors[i.name] ?? [0, 0]
      const least = i.tier === '自治区' || i.tier === '全部' ? own : below
      return typeof i.value === 'number' && isMoney(i.name) && i.value < least
        ? [`“${i.name}”（${i.tier}）${showYuan(i.value)}元，指引不低于${showYuan(least)}元`]
        : []
    })
    return (
      low.length === 0 || {
        because: low.join('；'),
        cure: '提高到指引的数额，或分级次写',
        field: 'items',
      }
    )
  },
}
const listed: Rule<Facts> = {
  id: 'standard.listed',
  title: '目录里的品目须是2022年版的品目',
  cites: [citeMarked('系统设置', '品目编码带版本', '△')],
  from: '2003-01-01',
  check: ({ unknown }) =>
    unknown.length === 0 || {
      because: `没有这些品目：${unknown.slice(0, 10).join('、')}`,
      cure: '按《政府采购品目分类目录》2022年版填写编码；2013年版的同码不同义',
      field: 'entries',
    },
}
const notYet: Rule<Facts> = {
  id: 'standard.notYet',
  title: '已经施行的不能撤销',
  cites: [citeMarked('系统设置', '提前一日公布', '△')],
  from: '2003-01-01',
  check: ({ today, change: { from } }) =>
    from > today || {
      because: `${showDay(from)}起已经施行`,
      cure: '另拟一项调整，自其施行之日起代替',
    },
}
const lawful = [provincial, announced, something, usable, floor, listed]
const own = ['财政监管'] as const

// biome-ignore format: a table reads as a table
export const changeFlow = flow<Facts>()(
  { noun: '标准调整', module: 'standard', states: ['拟定', '已公布', '已撤销', '未采用'], open: ['已公布', '已撤销'] },
  {
    propose: { name: '拟定调整', from: [],         to: '拟定',   by: own, rules: lawful },
    revise:  { name: '修改调整', from: ['拟定'],   to: '拟定',   by: own, rules: lawful, may: true },
    discard: { name: '不予采用', from: ['拟定'],   to: '未采用', by: own, may: true },
    publish: { name: '复核并公布', from: ['拟定'], to: '已公布', by: own, rules: lawful, apartFrom: ['propose', 'revise'], nature: '核准' },
    revoke:  { name: '撤销',     from: ['已公布'], to: '已撤销', by: own, rules: [notYet], may: true },
  },
)
export type State = StateOf<typeof changeFlow>
