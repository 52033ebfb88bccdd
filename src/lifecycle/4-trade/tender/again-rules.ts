import type { Citation, Rule } from '#kernel'
import { cite, citeMarked, type MethodName, methodRow } from '#law'
import type { LotFacts } from './facts.ts'

/** 重新评审的法定情形; each says which marks and findings may change, and nothing else may. */
export const againGrounds = [
  '分值汇总计算错误',
  '分项评分超出评分标准范围',
  '客观评审因素评分不一致',
  '经评标委员会认定评分畸高、畸低',
  '资格性审查认定错误',
  '价格计算错误',
] as const
export type AgainGround = (typeof againGrounds)[number]
const T64 = cite('87号令', '第六十四条', '除下列情形外，任何人不得修改评标结果')
const T21 = cite(
  '74号令',
  '第二十一条',
  '除资格性审查认定错误和价格计算错误外，采购人或者采购代理机构不得以任何理由组织重新评审',
)
/** 磋商: the four of the tender and the finding on qualifications (214号第三十二条 ✎). */
const lawful = (method: MethodName): { grounds: readonly AgainGround[]; cites: Citation[] } => {
  if (method === '竞争性磋商')
    return {
      grounds: againGrounds.slice(0, 5),
      cites: [citeMarked('财库〔2014〕214号', '第三十二条', '✎')],
    }
  return methodRow(method).form === '招标'
    ? { grounds: againGrounds.slice(0, 4), cites: [T64] }
    : { grounds: againGrounds.slice(4), cites: [T21] }
}
/** For the form: what may be chosen, and whether items are to be named. */
export const lawfulAgain = (method: MethodName) =>
  lawful(method).grounds.map((name) => ({ name, names: namesItems(name) }))
/** 畸高、畸低 and out-of-range marks are of items that somebody names. */
export const namesItems = (g: AgainGround) => g === againGrounds[1] || g === againGrounds[3]

export const mayReevaluate: Rule<LotFacts> = {
  id: 'lot.mayReevaluate',
  title: '重新评审须有法定情形',
  cites: [T64, T21],
  from: '2014-02-01',
  check: ({ method, input }) => {
    const given = input?.again
    if (given === undefined) return true
    const { grounds, cites } = lawful(method)
    if (!grounds.includes(given.grounds))
      return {
        cites,
        because: `${method}不得以“${given.grounds}”为由重新评审`,
        facts: { 采购方式: method, 情形: given.grounds },
        cure: `只有：${grounds.join('、')}；评审标准执行有误的，重新开展采购活动并书面报告财政部门`,
        field: 'grounds',
      }
    return (
      !namesItems(given.grounds) ||
      given.items > 0 || {
        cites,
        because: '没有写明是哪些评审因素',
        cure: '列出有误的评审因素，其余的不得改动',
        field: 'items',
      }
    )
  },
}
export const changeTold: Rule<LotFacts> = {
  id: 'lot.changeTold',
  title: '重新评审改变结果的，书面报告本级财政部门',
  cites: [cite('87号令', '第六十四条', '重新评审改变评标结果的，书面报告本级财政部门')],
  from: '2017-10-01',
  check: ({ untold }) =>
    !untold || {
      because: '重新评审改变了结果，还没有书面报告财政部门',
      cure: '先办理“书面报告财政部门”',
    },
}
