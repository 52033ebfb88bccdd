import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPool } from '#kernel'
import { freshDatabase } from '#testing'
import { fold, toQuery, vector } from '#words'

let pool: ReturnType<typeof openPool>
let drop: () => Promise<void>
beforeAll(async () => {
  const d = await freshDatabase()
  pool = openPool(d.url, 2)
  drop = d.drop
})
afterAll(async () => {
  await pool.end()
  await drop()
})
const finds = async (title: string, typed: string, body = '') => {
  const q = toQuery(typed)
  if (q === null) return null
  const { rows } = await pool.query<{ hit: boolean }>('select $1::tsvector @@ $2::tsquery as hit', [
    vector([
      ['A', title],
      ['C', body],
    ]),
    q,
  ])
  return rows[0]?.hit
}

test.each([
  ['联想（Lenovo）便携式计算机 ThinkPad T14', '笔记本', true],
  ['联想（Lenovo）便携式计算机 ThinkPad T14', '笔记本电脑 联想', true],
  ['笔记本电脑 昭阳', '便携式计算机', true],
  ['联想便携式计算机 ThinkPad T14', 'think', true],
  ['联想便携式计算机 ThinkPad T14', 'Ｔ１４', true],
  ['联想便携式计算机 ThinkPad T14', '戴尔', false],
  ['网上竞价采购公告', '釆购', true],
  ['网上竞价釆购公告', '采购', true],
  ['独立显卡 RTX3060 12G', '3060', true],
  ['壁挂式空调 1.5匹', '1.5匹', true],
  ['壁挂式空调 1.5匹', '2.5匹', false],
  ['多参数监护仪', '监护', true],
  ['电动病床', '床', true],
  ['呼和浩特市青城医院病房监护仪', '青城医院', true],
  ['托克托县第三中学课桌椅', '课桌', true],
  ['便携式计算机 彩色', '计算机 -彩色', false],
  ['便携式计算机 黑白', '计算机 -彩色', true],
  ['A02010108 便携式计算机', 'a020101', true],
])('“%s” 查 “%s”：%s', async (title, typed, hit) => {
  expect(await finds(title, typed)).toBe(hit)
})

test('查不出词的输入说没有，不去问数据库', () => {
  for (const s of ['', '   ', '!@#$%^&*()', '-', '-彩色', '::*|&!', "'''\\"])
    expect(toQuery(s)).toBeNull()
})

test('任何输入都问得成，一万字也一样；词数有上限', async () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 10_000 }),
    fc.string({
      unit: fc.constantFrom(...`采釆笔记本'"\\:*&|!()<-> \0\u0001ａ１é𠮷\ud800%_`),
      maxLength: 10_000,
    }),
  )
  await fc.assert(
    fc.asyncProperty(hostile, async (s) => {
      const q = toQuery(s)
      if (q !== null) await pool.query('select $1::tsquery', [q])
      await pool.query('select $1::tsvector', [
        vector([
          ['A', s.slice(0, 300)],
          ['D', s],
        ]),
      ])
    }),
    { numRuns: 120 },
  )
  const long = toQuery('采购办公用品'.repeat(2000))
  expect(long?.length).toBeLessThan(2000)
  const distinct = toQuery(Array.from({ length: 3000 }, (_, i) => `x${i}`).join(' '))
  expect(distinct?.split('&').length).toBe(16)
})

test('一样的字一样看：全角、大小写、异体', () => {
  expect(fold('ＡＢｃ１２３ 釆購㎏')).toBe('abc123 采購kg')
})

test('自己的话总能查到自己', async () => {
  const title = fc
    .array(
      fc.constantFrom(
        '联想',
        '便携式计算机',
        '采购',
        '青城',
        '医院',
        'T14',
        '3060',
        '病床',
        '呼和浩特',
        '1.5匹',
        '蒙',
        '草原',
      ),
      { minLength: 1, maxLength: 8 },
    )
    .map((w) => w.join(''))
  await fc.assert(
    fc.asyncProperty(title, async (t) => {
      expect(await finds(t, t)).toBe(true)
    }),
    { numRuns: 100 },
  )
})
