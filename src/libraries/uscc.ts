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
/** True for a code whose two check characters hold. Which office issued it is not judged: offices change. */
export function isUscc(code: string): boolean {
  if (code.length !== 18 || [...code].some((c) => !ALPHABET.includes(c))) return false
  return code[17] === usccCheck(code) && code[16] === orgCheck(code.slice(8, 16))
}
/** A lawful code for demonstration data, from 2 + 6 + 8 characters. */
export function makeUscc(kind: string, region: string, body: string): string {
  const head = `${kind}${region}${body}${orgCheck(body)}`
  return head + usccCheck(head)
}
