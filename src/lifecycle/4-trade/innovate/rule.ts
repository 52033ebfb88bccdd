import type { Day, Rule } from '#kernel'
import { lawOn } from '#law'
import type { InnovationFacts } from './facts.ts'

export type R = Rule<InnovationFacts>
/** Every rule of this room is of 财库〔2024〕13号, in force from one day on. */
export const rule = (id: string, title: string, cites: R['cites'], check: R['check']): R => ({
  id: `innovation.${id}`,
  title,
  cites,
  from: '2024-06-01',
  check,
})
export const THREE = '研发供应商最多不得超过三家'
export const atMostThree = (n: number, on: Day, field: string) => {
  const most = lawOn(on)('研发供应商上限')
  return (
    n <= most || {
      because: `研发供应商${n}家，最多${most}家`,
      facts: { 研发供应商: n, 最多: most },
      cure: `改为${most}家以内`,
      field,
      suggest: String(most),
    }
  )
}
