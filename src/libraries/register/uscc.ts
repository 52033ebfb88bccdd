/** 统一社会信用代码 (GB 32100-2015) and the organisation code inside it (GB 11714-1997). Pure. */
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]
const ORG_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2]
const ORG_ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'

export function usccCheck(first17: string): string {
  const total = WEIGHTS.reduce((a, w, i) => a + w * ALPHABET.indexOf(first17[i] as string), 0)
  return ALPHABET[(31 - (total % 31)) % 31] as string
}
export function orgCheck(first8: string): string {
  const total = ORG_WEIGHTS.reduce(
    (a, w, i) => a + w * ORG_ALPHABET.indexOf(first8[i] as string),
    0,
  )
  const c = 11 - (total % 11)
  return c === 10 ? 'X' : c === 11 ? '0' : String(c)
}
/** What is wrong with a code, in words; null when both check characters hold. Which office issued it is not judged: offices change. */
export function usccFault(code: string): string | null {
  if (code.length !== 18) return `应为18位，填了${[...code].length}位`
  const strange = [...code].find((c) => !ALPHABET.includes(c))
  if (strange !== undefined)
    return 'IOSVZ'.includes(strange)
      ? `不使用字母${strange}（易与数字混淆）`
      : `含有不允许的字符“${strange}”`
  if (code[16] !== orgCheck(code.slice(8, 16))) return '第17位（主体标识码的校验位）不对'
  if (code[17] !== usccCheck(code)) return '第18位（校验位）不对'
  return null
}
export const isUscc = (code: string): boolean => usccFault(code) === null
/** What a person probably meant: full-width and lower-case letters as they should be, spaces and dashes left out. */
export const likelyUscc = (typed: string): string =>
  typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\-－—·]/g, '')
/** A lawful code for demonstration data, from 2 + 6 + 8 characters. */
export function makeUscc(kind: string, region: string, body: string): string {
  const head = `${kind}${region}${body}${orgCheck(body)}`
  return head + usccCheck(head)
}
