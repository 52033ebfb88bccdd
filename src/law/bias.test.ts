import { describe, expect, test } from 'vitest'
import { type BiasClause, biases, biasesIn } from './index.ts'

const found = (part: BiasClause['part'], text: string, imports = false) =>
  biasesIn([{ at: '甲', part, text }], { on: '2026-03-01', imports }).map(
    (f) => `${f.bias.id} ${f.level}`,
  )

describe('采购文件里的限制性用语', () => {
  test.each([
    ['采购需求', '服务器须采用华为鲲鹏处理器', ['brand 拦']],
    ['采购需求', '性能不低于华为鲲鹏处理器或者相当于该档次', ['brand 提示']],
    ['采购需求', '指定使用某某品牌', ['brand 拦']],
    ['采购需求', '型号：KD-E900', ['brand 拦']],
    ['采购需求', '所供产品须取得专利号ZL201510012345的授权', ['brand 拦']],
    ['采购需求', '不得指定品牌；任何品牌均可', []],
    ['评审因素', '在本市有同类业绩的，每个得2分', ['region 拦']],
    ['评审因素', '获得自治区内行业协会奖项的加2分', ['region 拦']],
    ['评审因素', '近三年每一份同类合同得4分', []],
    ['资格条件', '供应商须在本地注册', ['region 拦']],
    ['资格条件', '须在呼和浩特设立办事处', ['branch 拦']],
    ['资格条件', '成本市场调研报告', []],
    ['评审因素', '具有医疗行业业绩的每个得2分', ['industry 拦']],
    ['资格条件', '供应商须为国有企业', ['ownership 拦']],
    ['资格条件', '成立满3年的供应商', ['years 拦']],
    ['资格条件', '经营五年以上', ['years 拦']],
    ['资格条件', '项目经理从业5年以上', []],
    ['资格条件', '须提供生产厂家出具的授权书', ['maker 拦']],
    ['评审因素', '提供生产厂家出具的售后承诺', []],
    ['资格条件', '须在本院备选库中', ['pool 拦']],
    ['资格条件', '须购买本平台投标软件', ['software 拦']],
    ['资格条件', '近三年有3个以上同类合同', ['contracts 提示']],
    ['资格条件', '近三年有两个同类合同', []],
    ['评审因素', '有单项合同500万元以上的得3分', ['money 提示']],
    ['合同条款', '乙方须在本市注册并设立分支机构', []],
  ] as const)('%s“%s” → %j', (part, text, want) => {
    expect(found(part, text)).toEqual(want)
  })
  test('采购进口产品的，可以要求生产厂家授权', () => {
    const text = '须提供生产厂家出具的授权书'
    expect(found('资格条件', text, true)).toEqual([])
  })
  test('规定施行以前的不查；每一类都有依据、用语和改法', () => {
    expect(
      biasesIn([{ at: '甲', part: '资格条件', text: '供应商须为国有企业' }], {
        on: '2014-12-31',
        imports: false,
      }),
    ).toEqual([])
    for (const b of biases) {
      expect(b.cites.length, b.id).toBeGreaterThan(0)
      expect(b.words.length, b.id).toBeGreaterThan(0)
      expect(b.cure, b.id).not.toBe('')
    }
  })
})
