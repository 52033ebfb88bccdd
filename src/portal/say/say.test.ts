import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { en } from './en.ts'
import { languages, say, tags } from './index.ts'
import { draft, reviewed } from './mn.ts'
import { type Key, zh } from './zh.ts'

const keys = Object.keys(zh) as Key[]
const holes = (s: string) => [...s.matchAll(/\{\d\}/g)].map((m) => m[0]).sort()

test('中文有的，英文一条不缺；两边留的空一样多', () => {
  expect(Object.keys(en).sort()).toEqual([...keys].sort())
  for (const k of keys) {
    expect(en[k].trim(), k).not.toBe('')
    expect(holes(en[k]), k).toEqual(holes(zh[k]))
    expect(en[k], k).not.toMatch(/\p{Script=Han}/u)
  }
})
test('蒙古文只用传统文字；没有的仍是中文，从不空着', () => {
  for (const [k, text] of Object.entries(draft)) {
    expect(keys, k).toContain(k)
    expect(text, k).toMatch(/^[\p{Script=Mongolian}\s\u180e\u202f\d{}]+$/u)
  }
  for (const k of keys) expect(say('mn', k)).not.toBe('')
  for (const k of reviewed) expect(draft).toHaveProperty(k)
})
const given = Object.keys(draft).length
test(`蒙古文草案有${given}条，其余${keys.length - given}条仍用中文，经人译审的${reviewed.length}条：只多不少`, () => {
  expect(given).toBeGreaterThanOrEqual(89)
  for (const [k, text] of Object.entries(draft)) expect(holes(text), k).toEqual(holes(zh[k as Key]))
})
test('每一条都有页面在用', () => {
  const pages = readdirSync('src/portal')
    .filter((f) => f.endsWith('.tsx') || f === 'read.ts')
    .map((f) => readFileSync(`src/portal/${f}`, 'utf8'))
    .join('\n')
  for (const k of keys) expect(pages, k).toContain(`'${k}'`)
})
/** Pages that speak every language; what is left in them is data by name: kinds, methods, states, stages as the law calls them. */
const data: Readonly<Record<string, readonly string[]>> = {
  'home.tsx': ['盟市'],
  'find.tsx': [
    ...[
      '公开招标',
      '邀请招标',
      '竞争性谈判',
      '竞争性磋商',
      '询价',
      '单一来源采购',
      '框架协议采购',
      '合作创新采购',
    ],
    ...['货物', '服务', '工程', '相关', '最新', '预算', '中标', '成交', '合同'],
  ],
  'notice.tsx': [],
  'project.tsx': [
    '月',
    '日',
    '预算',
    '意向',
    '计划',
    '交易',
    '合同',
    '验收',
    '支付',
    '公开',
    '监督',
  ],
  'duties.tsx': [
    ...[
      '中标、成交供应商确定',
      '采购合同签订',
      '采购合同变更',
      '验收合格',
      '终止采购活动',
      '废标或者终止',
      '年度终了',
      '次年',
    ],
    ...['中标', '成交供应商确定'],
    '尚未发生',
    '待公开',
    '逾期未公开',
    '按期公开',
    '逾期公开',
    '已公开',
  ],
  'figures.tsx': ['合同公告', '中标结果公告', '成交结果公告', '招标公告', '采购意向公告', '未写明'],
  'party.tsx': ['暂停'],
  'journal.tsx': ['公告'],
  'verify.tsx': [],
  'frameworks.tsx': ['开放式'],
  'sme.tsx': [],
  'incidents.tsx': ['小时', '分钟'],
  'venues.tsx': [],
  'catalogue.tsx': ['全部'],
  'opendata.tsx': [],
  'alert-routes.tsx': ['全部公告'],
  'law.tsx': ['期限、数额与比例', '期限', '数额与比例', '采购方式'],
  'law-nav.tsx': ['标记冲突', '拟废止'],
  'law-text.tsx': ['有效', '已废止'],
  'law-doc.tsx': ['已废止', '正文前', '未变', '删', '增'],
  'rollout.tsx': [],
  'seal.tsx': [],
  'privacy.tsx': [],
  'access.tsx': [],
  'parts.tsx': ['系统设置', '盟市', '旗县区'],
}
test.each(Object.entries(data))('%s 里没有只说中文的话', (file, names) => {
  const code = readFileSync(`src/portal/${file}`, 'utf8')
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/^\s*\/\/.*$/gm, '')
  const left = [...code.matchAll(/\p{Script=Han}+(?:[，。：；（）]?\p{Script=Han}+)*/gu)]
    .map((m) => m[0])
    .filter((x) => !names.includes(x))
  expect(left).toEqual([])
})
test('填得进去；每种文字都有自己的标记', () => {
  expect(say('en', 'left.days', 3)).toBe('In 3 days')
  expect(say('mn', 'left.days', 3)).toMatch(/^3 \p{Script=Mongolian}/u)
  expect(say('mn', 'owed.lateDays', 3)).toBe('逾期3天')
  expect(Object.keys(tags)).toEqual(Object.keys(languages))
})
