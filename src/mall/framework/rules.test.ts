import { expect, test } from 'vitest'
import { type Day, fen, judge } from '#kernel'
import { document } from './document-rules.ts'
import type { DocFacts, MemberFacts, OpenedFacts } from './facts.ts'
import { byDepartment, ownBudget } from './host-rules.ts'
import { replacingBy } from './member-rules.ts'
import { opening } from './response-rules.ts'
import { reviewing } from './round-rules.ts'

/** 框架协议的规则，逐条成表：合规的一份文件，改一处，看拒绝说什么。 */
const ON = '2026-03-02' as Day
const lot = {
  no: 1,
  name: '台式计算机',
  item: 'A02010105',
  leaf: true,
  kind: '货物',
  central: true,
  called: '台式计算机',
  discounts: [],
  consumables: [],
  years: null,
}
const good: DocFacts = {
  today: ON,
  kind: '封闭式',
  category: '货物',
  hostKind: '代理机构',
  centralised: true,
  hostState: '在库',
  department: null,
  consent: '',
  strangers: [],
  regions: 1,
  ground: '目录内小额零星',
  openGround: null,
  annual: fen(600_000_000),
  pooled: false,
  asked: { buyers: 3, suppliers: 3 },
  scoped: true,
  months: 12,
  method: '价格优先法',
  qualityGround: null,
  criteriaTotal: 0,
  percent: 20,
  most: null,
  modes: ['直接选定'],
  outside: false,
  lots: [lot],
  deadline: null,
  earliest: null,
  ends: null,
  reviewDay: null,
  group: null,
  judged: [],
  unsigned: [],
  topUp: null,
}
const said = (rules: Parameters<typeof judge<DocFacts>>[0], change: Partial<DocFacts>) =>
  judge(rules, { ...good, ...change }, ON).map((r) => `${r.rule}：${r.because}`)
const services: Partial<DocFacts> = {
  hostKind: '采购人',
  centralised: false,
  category: '服务',
  regions: 0,
  lots: [{ ...lot, kind: '服务', central: false, called: '法律服务' }],
}
const drum = { name: '硒鼓', item: 'A02010105', unit: '个', usage: 12 }

test('合规的不拒绝', () => {
  expect(said(document, {})).toEqual([])
  expect(said(document, { ...services, ground: '政府购买服务多家选择' })).toEqual([])
})
test.each<[string, Partial<DocFacts>, RegExp]>([
  ['主管预算单位自己征集', { ...services, department: null }, /^$/],
  ['下属单位没有批准', { ...services, department: '托县教育局' }, /主管预算单位是托县教育局/],
  ['下属单位经批准', { ...services, department: '托县教育局', consent: '托教〔2026〕3号' }, /^$/],
  ['集中采购机构不问', { department: null }, /^$/],
])('征集人：%s', (_, change, want) => {
  expect(said([ownBudget], change).join('')).toMatch(want)
})
test('目录以内的不由主管预算单位征集', () => {
  expect(said([byDepartment], { ...services, ground: '目录内小额零星' }).join('')).toContain(
    '应由集中采购机构征集',
  )
})
const audit = { ...services, ground: '目录外鉴证咨询服务' }
test.each<[string, Partial<DocFacts>, RegExp]>([
  ['只列本部门、本系统的', audit, /^$/],
  ['列了别的单位', { ...audit, strangers: ['青城医院'] }, /青城医院不是本部门、本系统的单位/],
  ['填了整个地区', { ...audit, regions: 1 }, /填了整个地区/],
  ['能够归集', { ...audit, pooled: true }, /能归集需求形成单一项目的，不得采用框架协议/],
  ['征集人已停用', { hostState: '停用' }, /征集人须在库/],
])('范围：%s', (_, change, want) => {
  expect(said(document, change).join('；')).toMatch(want)
})
test.each<[string, object, RegExp]>([
  [
    '逐档加大',
    {
      discounts: [
        { from: 10, percent: 2 },
        { from: 50, percent: 5 },
      ],
    },
    /^$/,
  ],
  [
    '数量倒退',
    {
      discounts: [
        { from: 50, percent: 2 },
        { from: 10, percent: 5 },
      ],
    },
    /没有随数量逐档加大/,
  ],
  [
    '折扣没有加大',
    {
      discounts: [
        { from: 10, percent: 5 },
        { from: 50, percent: 5 },
      ],
    },
    /没有随数量逐档加大/,
  ],
  ['打印机没有耗材', { called: 'A4黑白打印机' }, /没有列明专用耗材和用量/],
  ['耗材只报两年', { called: 'A4黑白打印机', consumables: [drum], years: 2 }, /按2年报价，不足3年/],
  ['耗材报三年', { called: 'A4黑白打印机', consumables: [drum], years: 3 }, /^$/],
  ['同名两项', { consumables: [drum, drum], years: 3 }, /有同名的/],
  ['只有选配件，不问年限', { consumables: [{ ...drum, usage: 0 }] }, /^$/],
])('包：%s', (_, change, want) => {
  expect(said(document, { lots: [{ ...lot, ...change }] }).join('；')).toMatch(want)
})
test.each<[number, number, number, string[], RegExp]>([
  [5, 4, 600_000_000, [], /^$/],
  [5, 3, 600_000_000, [], /专家3人，不足三分之二/],
  [6, 4, 600_000_000, [], /不是单数/],
  [5, 5, 100_000_000_000, [], /不足7人/],
  [5, 4, 600_000_000, ['张建国'], /张建国是抽取的专家，不能又作采购人代表/],
])('评审小组%i人、专家%i人、预算%i分', (members, experts, annual, twice, want) => {
  expect(
    said(reviewing, { group: { members, experts, twice }, annual: fen(annual) }).join('；'),
  ).toMatch(want)
})

const answer: OpenedFacts = {
  supplierName: '甲',
  supplierState: '在库',
  category: '货物',
  standing: '生产厂家',
  agents: 0,
  agentsAllowed: true,
  removed: false,
  price: fen(450000),
  ceiling: fen(500000),
  asked: ['硒鼓'],
  quoted: ['硒鼓'],
}
test.each<[string, Partial<OpenedFacts>, RegExp]>([
  ['合格', {}, /^$/],
  ['正好等于限价', { price: fen(500000) }, /^$/],
  ['超过限价一分', { price: fen(500001) }, /不超过最高限制单价/],
  ['漏报耗材', { quoted: [] }, /没有对硒鼓报价/],
  ['多报一项', { quoted: ['硒鼓', '纸'] }, /纸不在征集文件之列/],
  ['报两次', { quoted: ['硒鼓', '硒鼓'] }, /报了两次/],
  ['不是厂家', { standing: '服务提供者' }, /没有说明是生产厂家/],
  ['不许代理而列了', { agents: 1, agentsAllowed: false }, /没有约定可以委托代理商/],
])('开启时：%s', (_, change, want) => {
  expect(
    judge(opening, { ...answer, ...change }, ON)
      .map((r) => `${r.rule}${r.because}`)
      .join('；'),
  ).toMatch(want)
})

const member: MemberFacts = {
  ...answer,
  kind: '封闭式',
  frameworkState: '执行中',
  already: false,
  asked: null,
  ground: null,
  evidence: '',
  refusals: 0,
  replacing: false,
  proposal: {
    same: false,
    price: fen(440000),
    agreed: fen(450000),
    dearer: [],
    missing: [],
    comparison: '逐项不低于原产品。',
  },
}
const proposal = member.proposal as NonNullable<MemberFacts['proposal']>
test.each<[string, Partial<MemberFacts>, RegExp]>([
  ['更便宜的新型号', {}, /^$/],
  ['同价', { proposal: { ...proposal, price: fen(450000) } }, /^$/],
  ['贵一分', { proposal: { ...proposal, price: fen(450001) } }, /价格不得提高/],
  ['耗材涨价', { proposal: { ...proposal, dearer: ['硒鼓'] } }, /硒鼓的报价提高了/],
  ['耗材漏报', { proposal: { ...proposal, missing: ['硒鼓'] } }, /没有对硒鼓报价/],
  ['同一产品', { proposal: { ...proposal, same: true } }, /品牌型号与原入围产品相同/],
  ['没有对比', { proposal: { ...proposal, comparison: '' } }, /没有与原产品逐项对比/],
  ['服务', { category: '服务' }, /服务项目没有产品替代/],
  ['上一次没答复', { replacing: true }, /征集人还没有答复/],
])('以新产品替代：%s', (_, change, want) => {
  expect(
    judge(replacingBy, { ...member, ...change }, ON)
      .map((r) => `${r.rule}${r.because}`)
      .join('；'),
  ).toMatch(want)
})
