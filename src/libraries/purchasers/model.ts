import { type Day, type Rule, regionName, within } from '#kernel'
import { citeMarked, flow } from '#law'
import { arriving, inReach, once, type Standing, usccHolds } from '#libraries/register'

export const linkKinds = ['预算', '行政'] as const
export type LinkKind = (typeof linkKinds)[number]
export interface Link {
  readonly kind: LinkKind
  readonly parent: string | null
  readonly since: Day
  readonly until: Day | null
}
export interface PurchaserFacts extends Standing {
  readonly children: readonly string[]
  readonly input?: Standing['input'] & {
    readonly division?: string
    readonly parent?: { name: string; region: string; state: string; under: boolean } | null
    readonly heir?: { name: string; state: string; self: boolean }
  }
}
const tree = citeMarked('内财购〔2020〕179号', '采购人库', '◐')
const ours = citeMarked('系统设置', '单位隶属关系', '△')

export const division: Rule<PurchaserFacts> = {
  id: 'purchaser.division',
  title: '财政区划代码须与登记地一致',
  cites: [citeMarked('系统设置', '财政区划代码', '△')],
  from: '2020-03-02',
  check: ({ input }) => {
    if (input?.division === undefined || input.region === undefined) return true
    return (
      (/^[0-9]{9}$/.test(input.division) && input.division.startsWith(input.region)) || {
        because: `财政区划代码“${input.division}”不是以${regionName(input.region)}的区划代码${input.region}开头的9位数字`,
        cure: `一般是${input.region}000`,
        field: 'division',
        suggest: `${input.region}000`,
      }
    )
  },
}
const ownRegion: Rule<PurchaserFacts> = {
  id: 'purchaser.ownRegion',
  title: '采购人由同级财政部门登记',
  cites: [tree],
  from: '2020-03-02',
  check: ({ input, actorRegion }) =>
    input?.region === undefined ||
    actorRegion === null ||
    actorRegion === undefined ||
    input.region === actorRegion || {
      because: `登记地是${regionName(input.region)}，您属于${regionName(actorRegion)}`,
      cure: '由登记地财政部门办理',
      field: 'region',
    },
}
export const parentFits: Rule<PurchaserFacts> = {
  id: 'purchaser.parentFits',
  title: '上级单位须在库，在本级或上级，且不成环',
  cites: [ours],
  from: '2020-03-02',
  check: ({ input }) => {
    const p = input?.parent
    if (!p) return true
    const wrong =
      p.state !== '在库'
        ? `“${p.name}”处于“${p.state}”`
        : p.under
          ? `“${p.name}”本身隶属于这个单位，会成环`
          : input.region !== undefined && !within(input.region, p.region)
            ? `“${p.name}”在${regionName(p.region)}，不是${regionName(input.region)}的本级或上级`
            : null
    return wrong === null || { because: wrong, cure: '另选上级单位', field: 'parent' }
  },
}
const noChildren: Rule<PurchaserFacts> = {
  id: 'purchaser.noChildren',
  title: '撤并单位须先安排下属单位',
  cites: [ours],
  from: '2020-03-02',
  check: ({ children }) =>
    children.length === 0 || {
      because: `还有${children.length}个下属单位：${children.slice(0, 5).join('、')}`,
      facts: { 下属单位: children.length },
      cure: '逐个变更隶属关系后再撤并；系统不替您移动任何单位',
    },
}
const heirStands: Rule<PurchaserFacts> = {
  id: 'purchaser.heirStands',
  title: '承接单位须在库',
  cites: [ours],
  from: '2020-03-02',
  check: ({ input }) => {
    const h = input?.heir
    return (
      h === undefined ||
      (h.state === '在库' && !h.self) || {
        because: h.self ? '不能并入自己' : `“${h.name}”处于“${h.state}”`,
        cure: '另选承接单位',
        field: 'heir',
      }
    )
  },
}
const entering = [usccHolds, once, division, parentFits]
// biome-ignore format: a table reads as a table
export const purchaserFlow = flow<PurchaserFacts>()(
  { noun: '采购人登记', module: 'purchaser', states: ['待审核', '在库', '已合并', '已撤销', '未通过', '停用', '已撤回'] },
  {
    propose: { name: '申报下属单位',   from: [],         to: '待审核', by: ['采购人审核'], rules: entering },
    enrol:   { name: '登记采购人',     from: [],         to: '在库',   by: ['财政监管', '系统'], rules: [...entering, ownRegion] },
    admit:   { name: '审核通过',       from: ['待审核'], to: '在库',   by: ['财政监管'], nature: '审核' },
    decline: { name: '不予登记',       from: ['待审核'], to: '未通过', by: ['财政监管'], nature: '审核' },
    amend:   { name: '变更登记',       from: ['在库'],   to: '在库',   by: ['采购人审核'], nature: '备案', may: true },
    move:    { name: '变更隶属关系',   from: ['在库'],   to: '在库',   by: ['财政监管'], rules: [parentFits], may: true },
    merge:   { name: '并入其他单位',   from: ['在库', '停用'],   to: '已合并', by: ['财政监管'], rules: [noChildren, heirStands], may: true },
    abolish: { name: '撤销',           from: ['在库', '停用'],   to: '已撤销', by: ['财政监管'], rules: [noChildren], may: true },
    // 停用 is what 0.1.0 called a unit that had ended, without saying how: its finance department says.
    reinstate: { name: '重新入库',     from: ['停用'],   to: '在库',   by: ['财政监管'], may: true },
    ...arriving([...entering, inReach]),
  },
)
