/** 公民身份号码 (GB 11643-1999): the check character, and the birthday that stands in it. Pure. */
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const CHECKS = '10X98765432'

export function idCheck(first17: string): string {
  const total = WEIGHTS.reduce((a, w, i) => a + w * Number(first17[i]), 0)
  return CHECKS[total % 11] as string
}
/** Seventeen digits and a right check character. Whether the birthday exists is for the caller's calendar. */
export const isIdNo = (s: string): boolean =>
  /^[1-9]\d{16}[\dX]$/.test(s) && s[17] === idCheck(s.slice(0, 17))
/** 'YYYY-MM-DD' as it stands in the number. */
export const birthdayIn = (s: string): string =>
  `${s.slice(6, 10)}-${s.slice(10, 12)}-${s.slice(12, 14)}`
