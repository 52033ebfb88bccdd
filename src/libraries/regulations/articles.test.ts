import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { diff, numeral, piecesOf } from './articles.ts'

describe('条文由机器认，由人核', () => {
  test.each([
    ['三', 3],
    ['十', 10],
    ['十二', 12],
    ['二十', 20],
    ['一百零五', 105],
    ['一百一十', 110],
    ['一千零二十', 1020],
  ])('%s 是 %d', (text, n) => expect(numeral(text)).toBe(n))
  test('章、条、款各归各处；全角空格和不同的换行都认', () => {
    const { pieces, doubts } = piecesOf(
      '某某办法\r\n第一章　总则\r\n第一条　为了规范，制定本办法。\r\n第二条 适用范围：\r\n（一）甲；\r\n（二）乙。\r\n第二章 附则\r\n第三条 自发布之日起施行。',
    )
    expect(pieces.map((p) => [p.chapter, p.article])).toEqual([
      ['', '正文前'],
      ['第一章 总则', '第一条'],
      ['第一章 总则', '第二条'],
      ['第二章 附则', '第三条'],
    ])
    expect(pieces[2]?.body).toBe('适用范围：\n（一）甲；\n（二）乙。')
    expect(doubts).toEqual([])
  })
  test('通知没有“第…条”，按一、二、三认', () => {
    expect(
      piecesOf('各盟市财政局：\n一、提高认识。\n二、抓好落实。').pieces.map((p) => p.article),
    ).toEqual(['正文前', '一', '二'])
  })
  test.each([
    ['少了一条', '第一条 甲\n第三条 丙', '“第三条”之前少了1条'],
    ['写了两次', '第一条 甲\n第一条 乙', '“第一条”出现了两次'],
    ['没有条文', '只是一段话。', '没有认出条文（第…条，或一、二、）'],
  ])('%s，请人看', (_, text, doubt) => expect(piecesOf(text).doubts).toEqual([doubt]))
  test('第五条之一排在第五条之后，不算错', () =>
    expect(piecesOf('第一条 甲\n第一条之一 乙\n第二条 丙').doubts).toEqual([]))
})
describe('两版对照', () => {
  const v = (text: string) => piecesOf(text).pieces
  test('改的字、增的条、删的条各在其位', () => {
    const changes = diff(
      v('第一条 限额为50万元。\n第二条 旧规定。\n第三条 施行。'),
      v('第一条 限额为100万元。\n第三条 施行。\n第四条 新增。'),
    )
    expect(changes.map((c) => [c.article, c.is])).toEqual([
      ['第一条', '修改'],
      ['第二条', '删去'],
      ['第三条', '未变'],
      ['第四条', '新增'],
    ])
    expect(changes[0]?.segments).toEqual([
      { is: '同', text: '限额为' },
      { is: '删', text: '50' },
      { is: '增', text: '100' },
      { is: '同', text: '万元。' },
    ])
  })
  test('去掉增的就是旧版，去掉删的就是新版', () => {
    const words = fc.array(fc.constantFrom('采', '购', '12', '3', '人', '。'), { maxLength: 40 })
    fc.assert(
      fc.property(words, words, (a, b) => {
        const [was, is] = [`甲${a.join('')}`, `甲${b.join('')}`]
        const [c] = diff(
          [{ chapter: '', article: '一', body: was }],
          [{ chapter: '', article: '一', body: is }],
        )
        const but = (x: string) =>
          (c?.segments ?? [])
            .filter((s) => s.is !== x)
            .map((s) => s.text)
            .join('')
        expect(but('增')).toBe(was)
        expect(but('删')).toBe(is)
      }),
    )
  })
})
