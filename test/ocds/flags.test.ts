import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { Flags, flags, SettingsError, settingsOf } from '#ocds'
import { fences, quantile } from '../../src/ocds/flags/stats.ts'

type Bid = [status: string, tenderers: string | string[], amount?: number, currency?: string]
const orgs = (ids: string | string[]) => [ids].flat().map((id) => ({ id }))
const bids = (...list: Bid[]) => ({
  details: list.map(([status, t, amount, currency = 'CNY'], i) => ({
    id: String(i),
    status,
    tenderers: orgs(t),
    ...(amount === undefined ? {} : { value: { amount, currency } }),
  })),
})
const award = (suppliers: string | string[], status = 'active') => ({
  status,
  suppliers: orgs(suppliers),
})
const run = (settings: string | null, releases: object[]) => {
  const f = new Flags(settingsOf(settings))
  for (const r of releases) f.add(r)
  return f.results()
}
const at = (s: string) => `2026-03-${s}`
/** A price race: the winner asks 100, the runner-up 100·(1+d). */
const race = (ocid: string, d: number, more: object = {}) => ({
  ocid,
  bids: bids(['valid', 'W', 100], ['valid', 'L', 100 + 100 * d]),
  awards: [award('W')],
  ...more,
})

const period = (ocid: string, start: string, end: string, more: object = {}) => ({
  ocid,
  tender: { tenderPeriod: { startDate: start, endDate: end }, ...more },
})
test('R003 等标期过短：按整日，可按采购方式另定', () => {
  const list = [
    period('差一秒', at('01T09:00:00+08:00'), at('16T08:59:59+08:00')),
    period('正好', at('01T09:00:00+08:00'), at('16T09:00:00+08:00')),
    period('时区不同', at('01T09:00:00+08:00'), at('16T01:00:00Z')),
    period('询价', at('01T00:00:00Z'), at('05T00:00:00Z'), { procurementMethodDetails: '询价' }),
    period('没有时区', at('01T09:00:00'), at('02T09:00:00')),
    period('单一来源', at('01T00:00:00Z'), at('02T00:00:00Z'), { procurementMethod: 'direct' }),
  ]
  expect(run('[R003]\nthreshold = 15\nprocurement_methods = open|limited\n', list).OCID).toEqual({})
  const r = run('[R003]\n[R003.procurement_method_details]\n询价 = 3', list)
  expect(Object.keys(r.OCID)).toEqual(['差一秒', '单一来源'])
  expect(r.OCID['差一秒']).toEqual({ R003: 1 })
})
test('R018 只有一家投标：只看公开与邀请', () => {
  const one = (ocid: string, procurementMethod: string, n: number) => ({
    ocid,
    tender: { procurementMethod, numberOfTenderers: n },
  })
  const r = run('[R018]', [
    one('a', 'open', 1),
    one('b', 'direct', 1),
    one('c', 'selective', 1),
    one('d', 'open', 2),
  ])
  expect(Object.keys(r.OCID)).toEqual(['a', 'c'])
})
test('R024 报价贴得太近', () => {
  const list = [
    race('近', 0.001),
    ...[1, 2, 3, 4].map((n) => race(`${n}`, 0.5)),
    race('待定', 0.001, { awards: [award('W'), award('', 'pending')] }),
  ]
  const r = run('[R024]', list)
  expect(r.OCID['近']?.R024).toBeCloseTo(0.001, 9)
  expect(Object.keys(r.OCID)).toEqual(['近'])
  expect(r.Tenderer).toEqual({ W: { R024: 0 }, L: { R024: 0 } })
  expect(run('[R024]\nthreshold = 0.5', list).OCID['1']).toEqual({ R024: 0.5 })
  expect(
    run('[R024]', [race('a', 0), race('b', 0), race('c', 0), race('d', 0)]).OCID,
    '都一样近，就谁也不算',
  ).toEqual({})
})
test('R058 赢得太便宜', () => {
  const r = run('[R058]', [race('远', 9), ...[1, 2, 3, 4].map((n) => race(`${n}`, 0.1))])
  expect(r.OCID).toEqual({ 远: { R058: 9 } })
  expect(r.Tenderer).toEqual({ W: { R058: 0 } })
})
test('价格只在一种货币里比，只在说了比价的方式里比', () => {
  const usd = {
    ocid: 'u',
    bids: bids(['valid', 'W', 1, 'USD'], ['valid', 'L', 100, 'USD']),
    awards: [award('W')],
  }
  const list = [...[1, 2, 3, 4].map((n) => race(`${n}`, 0.1)), usd]
  expect(run('[R058]', list).OCID['u']).toBeUndefined()
  expect(
    run('no_price_comparison_procurement_methods = 抽签\n[R058]\nthreshold = 0.05', [
      race('a', 0.1, { tender: { procurementMethodDetails: '抽签' } }),
      race('b', 0.1),
    ]).OCID,
  ).toEqual({ b: { R058: expect.closeTo(0.1, 9) } })
  expect(
    Object.keys(
      run('price_comparison_procurement_methods = 竞价\n[R058]\nthreshold = 0.05', [
        race('a', 0.1, { tender: { procurementMethodDetails: '竞价' } }),
        race('b', 0.1),
      ]).OCID,
    ),
  ).toEqual(['a'])
  expect(
    run('[exclusions]\nprocurement_method_details = 涉密\n[R018]', [
      {
        ocid: 'a',
        tender: {
          procurementMethod: 'open',
          procurementMethodDetails: '涉密',
          numberOfTenderers: 1,
        },
      },
    ]).OCID,
  ).toEqual({})
})
test('R025 屡投不中', () => {
  const list = Array.from({ length: 9 }, (_, i) => ({
    ocid: `${i}`,
    bids: bids(['valid', '陪'], ['valid', '陪'], ['valid', `${i}`]),
    awards: [award(i === 0 ? '陪' : `${i}`)],
  }))
  // A supplier counts once in a process; who bid once and lost is below the fence too.
  expect(run('[R025]', list).Tenderer).toEqual({ 陪: { R025: 1 / 9 }, 0: { R025: 0 } })
  expect(run('[R025]\npercentile = 95', list).Tenderer).toEqual({ 陪: { R025: 1 / 9 } })
  expect(run('[R025]\nthreshold = 0.05', list).Tenderer).toEqual({ 0: { R025: 0 } })
})
test('R028 不同的人报一样的价', () => {
  const r = run('[R028]', [
    { ocid: '同', bids: bids(['valid', 'A', 7], ['disqualified', 'B', 7]) },
    { ocid: '一家', bids: bids(['valid', 'A', 7], ['valid', 'A', 7]) },
    { ocid: '联合体次序', bids: bids(['valid', ['A', 'Z'], 7], ['valid', ['Z', 'A'], 7]) },
    { ocid: '撤回', bids: bids(['valid', 'A', 7], ['withdrawn', 'B', 7]) },
    { ocid: '货币', bids: bids(['valid', 'A', 7], ['valid', 'B', 7, 'USD']) },
  ])
  expect(r.OCID).toEqual({ 同: { R028: 1 } })
  expect(r.Tenderer).toEqual({ A: { R028: 1 }, B: { R028: 1 } })
})
test('R030 迟到的投标中标：按时刻比，不按文本比', () => {
  const late = (ocid: string, date: string, status = 'active') => ({
    ocid,
    tender: { tenderPeriod: { endDate: at('10T09:00:00+08:00') } },
    bids: { details: [{ status: 'valid', date, tenderers: orgs('W') }] },
    awards: [award('W', status)],
  })
  const r = run('[R030]', [
    late('迟', at('10T09:00:01+08:00')),
    late('文本大而时刻早', at('10T09:30:00+09:00')),
    late('文本小而时刻晚', at('10T02:00:00Z')),
    late('未定', at('11T00:00:00Z'), 'pending'),
  ])
  expect(Object.keys(r.OCID)).toEqual(['迟', '文本小而时刻晚'])
})
test('R035 除了中标的都被否决；R036 最低价被否决', () => {
  const r = run('[R035]\n[R036]', [
    {
      ocid: '两家',
      bids: bids(['disqualified', 'D', 1], ['disqualified', 'E', 3], ['valid', 'V', 2]),
      awards: [award('V')],
    },
    {
      ocid: '还有别家有效',
      bids: bids(['disqualified', 'D', 9], ['valid', 'V', 2], ['valid', 'X', 3]),
      awards: [award('V')],
    },
    { ocid: '没有有效报价', bids: bids(['disqualified', 'D', 1]), awards: [award('V')] },
  ])
  expect(r.OCID).toEqual({ 两家: { R035: 2, R036: 1 } })
  expect(r.Tenderer).toEqual({ V: { R035: 0 } })
  expect(
    run('[R035]\nthreshold = 3', [
      { ocid: 'a', bids: bids(['disqualified', 'D'], ['valid', 'V']), awards: [award('V')] },
    ]).OCID,
  ).toEqual({})
})
test('R038 否决过多：采购人、采购实施者、供应商各算各的', () => {
  const p = (n: string, buyer: string, ...list: Bid[]) => ({
    ocid: n,
    buyer: { id: buyer },
    tender: { procuringEntity: { id: `P${buyer}` } },
    bids: bids(...list),
  })
  const quiet = [1, 2, 3, 4].map((n) => p(`${n}`, `B${n}`, ['valid', `X${n}`], ['valid', `X${n}`]))
  const r = run('[R038]', [
    p('0', 'B', ['valid', 'W'], ['disqualified', 'D'], ['disqualified', 'D']),
    ...quiet,
  ])
  expect(r.Buyer).toEqual({ B: { R038: 2 / 3 } })
  expect(r.ProcuringEntity).toEqual({ PB: { R038: 2 / 3 } })
  expect(r.Tenderer).toEqual({ D: { R038: 1 } })
})
test('R048 什么都供', () => {
  const supply = (ocid: string, id: string, ...codes: string[]) => ({
    ocid,
    awards: [{ ...award(id), items: codes.map((c) => ({ classification: { id: c } })) }],
  })
  const list = ['A', 'B', 'C', 'D'].flatMap((id) => [
    supply(`${id}1`, id, 'A0101'),
    supply(`${id}2`, id, 'A0102'),
  ])
  const r = run('[R048]\nminimum_contracting_processes = 2\ndigits = 1', [
    ...list,
    supply('x', 'X', 'A01', 'B02'),
    supply('y', 'X', 'C03', 'C04'),
  ])
  expect(r.Tenderer['X']).toEqual({ R048: 3 })
})
test('已取消的项目、没有 ocid 的行不算', () => {
  const r = run(null, [
    {
      ...period('a', at('01T00:00:00Z'), at('02T00:00:00Z')),
      tender: { status: 'cancelled', tenderPeriod: {} },
    },
    { tender: { procurementMethod: 'open', numberOfTenderers: 1 } },
  ])
  expect(r).toEqual({ OCID: {}, Buyer: {}, ProcuringEntity: {}, Tenderer: {} })
})
test('四分位数取中位数无偏的那一种（R-8），栅栏只舍入一次', () => {
  expect(quantile([1, 2, 3, 4], 0.25)).toBeCloseTo(1.41667, 4)
  expect(quantile([5], 0.75)).toBe(5)
  expect(quantile([], 0.5)).toBeNaN()
  expect(fences([0, 100, 100, 100, 100])).toEqual({
    q1: expect.closeTo(66.6667, 3),
    q3: 100,
    lower: expect.closeTo(16.6667, 3),
    upper: 150,
  })
})
test.each([
  ['[R999]', '没有“R999”'],
  ['[R035]\nthreshold = 很多', '应为不小于零的整数'],
  ['[R035]\nlimit = 1', '没有“limit”'],
  ['R035', '应写作'],
])('设置写错了说在哪里：%s', (text, says) => {
  expect(() => settingsOf(text)).toThrow(SettingsError)
  expect(() => settingsOf(text)).toThrow(says)
})
test('命令逐行读：坏行报在标准错误上，其余照算', async () => {
  const said: string[] = []
  let out = ''
  const lines = [
    '\uFEFF{"ocid":"a","tender":{"procurementMethod":"open","numberOfTenderers":1}}',
    '',
    '{坏',
    '[1]',
    '{"id":1}',
  ]
  const code = await flags(
    {
      in: Readable.from([Buffer.from(lines.join('\r\n'))]),
      out: (t) => {
        out += t
      },
      err: (t) => said.push(t),
    },
    { settings: null },
  )
  expect(code).toBe(0)
  expect(JSON.parse(out)).toEqual({
    OCID: { a: { R018: 1 } },
    Buyer: {},
    ProcuringEntity: {},
    Tenderer: {},
  })
  expect(said).toEqual([
    '第3行不是合法的 JSON，已跳过\n',
    '第4行不是对象，已跳过\n',
    '第5行没有 ocid，已跳过\n',
  ])
})
