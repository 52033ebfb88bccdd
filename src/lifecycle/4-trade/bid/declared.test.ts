import { describe, expect, test } from 'vitest'
import { claimOf, type Partner, type Reserved, reserveFault, type Says } from './declared.ts'
import { countedGrade, demanded, type Grade, reaches } from './grade.ts'

const bid = (more: Partial<Says> = {}): Says => ({ price: '1000000.00', sme: 'none', ...more })
const partner = (percent: number, size: Partner['size'], sme = size !== '大型'): Partner => ({
  name: '乙',
  percent,
  sme,
  size,
})
const lot: Reserved = { form: '采购包', percent: 100, microPercent: 60 }
const part = (form: '联合体' | '分包'): Reserved => ({ form, percent: 30, microPercent: 60 })

describe('预留给中小企业的采购包', () => {
  test.each([
    ['没有声明', lot, bid(), 'sme'],
    ['部分声明', lot, bid({ sme: 'share', smeAmount: '999999.99' }), 'sme'],
    ['全部小微', lot, bid({ sme: 'all' }), null],
    ['含中型企业', lot, bid({ sme: 'medium' }), null],
    [
      '列有大型企业',
      lot,
      bid({ sme: 'all', makers: [{ size: '微型' }, { size: '大型' }] }),
      'makers',
    ],
    [
      '联合体含大型企业',
      lot,
      bid({ sme: 'medium', consortium: [partner(40, '大型')] }),
      'consortium',
    ],
    [
      '联合体含中型企业却说全部小微',
      lot,
      bid({ sme: 'all', consortium: [partner(40, '中型')] }),
      'consortium',
    ],
    ['不预留', null, bid(), null],
    ['分包29.99%', part('分包'), bid({ sme: 'share', smeAmount: '299999.99' }), 'smeAmount'],
    ['分包30%', part('分包'), bid({ sme: 'share', smeAmount: '300000.00' }), null],
    [
      '分包30%，小微不足六成',
      part('分包'),
      bid({ sme: 'share', smeAmount: '179999.99', mediumAmount: '200000.00' }),
      'smeAmount',
    ],
    [
      '分包30%，小微六成',
      part('分包'),
      bid({ sme: 'share', smeAmount: '180000.00', mediumAmount: '120000.00' }),
      null,
    ],
    ['自己就是中小企业，不必再分包', part('分包'), bid({ sme: 'medium' }), null],
    [
      '要求联合体而单独投标',
      part('联合体'),
      bid({ sme: 'share', smeAmount: '400000.00' }),
      'consortium',
    ],
    [
      '联合体29%',
      part('联合体'),
      bid({ sme: 'share', consortium: [partner(29, '微型')] }),
      'consortium',
    ],
    ['联合体30%', part('联合体'), bid({ sme: 'share', consortium: [partner(30, '微型')] }), null],
    [
      '联合体全是中型',
      part('联合体'),
      bid({ sme: 'share', consortium: [partner(40, '中型')] }),
      'consortium',
    ],
    ['报价在另一信封', part('分包'), bid({ price: null, sme: 'share' }), null],
  ] as const)('%s → %s', (_, reserve, says, field) => {
    expect(reserveFault(reserve, says as Says)?.field ?? null).toBe(field)
  })
})
describe('价格扣除依据的声明', () => {
  test.each([
    ['全部小微', bid({ sme: 'all' }), { sme: 'all' }],
    ['中小企业不是小微', bid({ sme: 'medium' }), { sme: 'none' }],
    ['列有大型企业', bid({ sme: 'all', makers: [{ size: '大型' }] }), { sme: 'none' }],
    ['联合体各方小微', bid({ sme: 'all', consortium: [partner(40, '小型')] }), { sme: 'all' }],
    [
      '说全部小微，成员却是大型：只算小微的份额',
      bid({ sme: 'all', consortium: [partner(40, '大型'), partner(30, '微型')] }),
      { sme: 'share', smeAmount: '300000.00' },
    ],
    [
      '联合体份额按协议',
      bid({ sme: 'share', consortium: [partner(30, '微型')] }),
      { sme: 'share', smeAmount: '300000.00' },
    ],
    ['没有声明的不扣除', bid({ consortium: [partner(30, '微型')] }), { sme: 'none' }],
  ] as const)('%s', (_, says, want) => {
    expect(claimOf(says as Says)).toEqual(want)
  })
})
describe('联合体的资质等级', () => {
  const g = (name: string, work: string, grade?: Grade) => ({ name, work, grade })
  test.each([
    [[g('甲', '施工', '一级'), g('乙', '施工', '二级')], '二级'],
    [[g('甲', '施工', '二级'), g('乙', '施工', '一级')], '二级'],
    [[g('甲', '施工', '一级'), g('乙', '设计', '丙级')], '一级'],
    [[g('甲', '施工'), g('乙', '施工', '三级')], '三级'],
    [[g('甲', '施工')], undefined],
  ] as const)('%j → %s', (all, want) => {
    expect(countedGrade(all)?.grade).toBe(want)
  })
  test('要求的等级从资格条件读出', () => {
    expect(demanded('具有建筑工程施工总承包二级及以上资质')).toBe('二级')
    expect(demanded('具有乙级（含）以上资质')).toBeNull()
    expect(demanded('医疗器械经营许可证')).toBeNull()
    expect([reaches('一级', '二级'), reaches('二级', '二级'), reaches('三级', '二级')]).toEqual([
      true,
      true,
      false,
    ])
  })
})
