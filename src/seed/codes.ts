import { idCheck, makeUscc } from '#libraries'

/**
 * The space of the made-up. Every code holds its check characters, and none can be anybody's:
 * · 统一社会信用代码: the body (places 9–16) begins with PX, which no office ever gave out (bodies are digits, or begin with MA…).
 * · 公民身份号码: the place of birth is 159900, which GB/T 2260 never had.
 * · telephones: a local number that begins with 000, which no exchange connects.
 */
const BODY = 'PX'
const NOWHERE = '159900'
const kinds = { 机关: '11', 事业单位: '12', 企业: '91' } as const

/** `n` below a million, one number for all kinds. */
export const usccOf = (kind: keyof typeof kinds, region: string, n: number): string =>
  makeUscc(kinds[kind], region, BODY + String(n).padStart(6, '0'))
export const isMadeUp = (uscc: string): boolean => uscc.slice(8, 10) === BODY
/** `born` as 'YYYY-MM-DD'; `n` below a thousand for each birthday. */
export function idNoOf(born: string, n: number): string {
  const head = `${NOWHERE}${born.replaceAll('-', '')}${String(n).padStart(3, '0')}`
  return head + idCheck(head)
}
export const phoneOf = (n: number): string => `0470-000${String(n % 10_000).padStart(4, '0')}`
