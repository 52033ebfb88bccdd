import type { Register } from '#kernel'

export const personal: Register = {
  'trade.qualification': { free: ['reason'], none: ['item'] },
  'trade.review': { free: ['opinion', 'dissent'] },
  'trade.score': { free: ['note'], none: ['item'] },
  'trade.conformity': { free: ['reason'], none: ['item'] },
  'trade.objection': { free: ['reason'], none: ['item'] },
  'trade.reevaluation': {
    free: ['explanation', 'letter'],
    none: ['grounds', 'items', 'before', 'marks', 'after'],
  },
  'trade.award': { free: ['reason'] },
}
