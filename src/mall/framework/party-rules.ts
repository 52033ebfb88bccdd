import type { Rule } from '#kernel'
import { cite } from '#law'
import { listedSupplier } from '#libraries'
import { SINCE } from './facts.ts'

const L = (article: string, quote: string) => cite('110号令', article, quote)

/** What is asked of a supplier whether it answers a closed solicitation or asks to join an open framework. */
export interface PartyFacts {
  readonly supplierName: string
  readonly supplierState: string
  readonly category: string
  readonly standing: string
  readonly agents: number
  readonly agentsAllowed: boolean
  readonly removed: boolean
}
/** The same rules for both ways in: `noun` names them, `verb` is what the supplier does, `kept` how the law says who was sent away. */
export const partyRules = <F extends PartyFacts>(
  noun: 'frameworkResponse' | 'frameworkMember',
  { verb, barred }: { verb: string; barred: string },
) => {
  const good: Rule<F> = listedSupplier(`${noun}.supplierGood`, `恢复在库后再${verb}`, {
    from: SINCE,
  })
  const notRemoved: Rule<F> = {
    id: `${noun}.notRemoved`,
    title: `被取消资格或解除协议的，不得${barred}`,
    cites: [
      L('第十九条', '不得参加同一封闭式框架协议补充征集，或者重新申请加入同一开放式框架协议'),
    ],
    from: SINCE,
    check: ({ removed }) =>
      !removed || {
        because: '本单位已被取消入围资格或者解除这一框架协议',
        cure: '参加以后另行征集的框架协议',
      },
  }
  const maker: Rule<F> = {
    id: `${noun}.maker`,
    title: `货物须由生产厂家或其唯一授权供应商${verb}`,
    cites: [L('第十八条', '应当为入围产品生产厂家或者生产厂家唯一授权供应商')],
    from: SINCE,
    check: ({ category, standing }) =>
      (category === '货物') === (standing !== '服务提供者') || {
        because:
          category === '货物'
            ? '没有说明是生产厂家还是其唯一授权供应商'
            : `服务由提供服务的供应商${verb}`,
        cure: category === '货物' ? '选“生产厂家”或“生产厂家唯一授权供应商”' : '选“服务提供者”',
        field: 'standing',
        suggest: category === '货物' ? '生产厂家' : '服务提供者',
      },
  }
  const agents: Rule<F> = {
    id: `${noun}.agents`,
    title: '代理商只在征集文件许可时列出',
    cites: [L('第十八条', '入围供应商应当在框架协议中提供委托协议和委托的代理商名单')],
    from: SINCE,
    check: ({ agents: n, agentsAllowed }) =>
      agentsAllowed ||
      n === 0 || {
        because: '征集文件没有约定可以委托代理商',
        cure: '不列代理商',
        field: 'agents',
      },
  }
  return { good, notRemoved, maker, agents }
}
