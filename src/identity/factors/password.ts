import { hash, verify } from '@node-rs/argon2'

/** Long first (△): length is what guessing meets. Paste is welcome, rotation by calendar is not asked. */
export const PASSWORD_MIN = 12
export const PASSWORD_MAX = 128
/** A phrase this long needs no mixture. */
const PHRASE = 20

/** What people here really choose first: words, dates, keyboard walks. Compared without digits, signs and case. */
const common = new Set(
  `password passwd passw0rd qwerty qwertyuiop asdfgh asdfghjkl zxcvbn zxcvbnm qazwsx qazwsxedc letmein welcome admin administrator
root test guest iloveyou woaini woaiwojia woaini monkey dragon master superman baidu taobao alibaba weixin wechat neimenggu huhehaote
hohhot mengguo zhengfu caigou zhengfucaigou zhengcai caizheng caizhengju caizhengting yiwang zhongguo beijing abc abcd abcde abcdef
aaa qq mima woshishei nihao changeme default secret user login system server computer internet`
    .split(/\s+/)
    .filter(Boolean),
)
const walks =
  'abcdefghijklmnopqrstuvwxyz 01234567890 09876543210 qwertyuiop asdfghjkl zxcvbnm 1qaz2wsx3edc4rfv5tgb6yhn7ujm 147258369 159357'
const longestWalk = (s: string): number => {
  let best = 0
  for (let i = 0; i < s.length; i++)
    for (let n = best + 1; i + n <= s.length && walks.includes(s.slice(i, i + n)); n++) best = n
  return best
}

/** Why this password will not do, in the words its owner reads; empty when it will. */
export function passwordFaults(password: string, who: { account: string; name: string }): string[] {
  const out: string[] = []
  const length = [...password].length
  const low = password.toLowerCase()
  if (length < PASSWORD_MIN)
    out.push(`至少${PASSWORD_MIN}个字符，现在${length}个；几个词连成一句最好记`)
  if (length > PASSWORD_MAX) out.push(`至多${PASSWORD_MAX}个字符`)
  if (new Set(password).size < 6) out.push('不同的字符太少，容易被猜中')
  if (who.account.length >= 3 && low.includes(who.account.toLowerCase())) out.push('不得含有账号')
  if (who.name.length >= 2 && password.includes(who.name)) out.push('不得含有姓名')
  const letters = low.replace(/[^a-z]/g, '')
  if (common.has(letters) || common.has(letters.replace(/(.+?)\1+/, '$1')))
    out.push('只是在常用口令上加了数字或符号，容易被猜中')
  if (longestWalk(low) * 2 >= length && length > 0) out.push('一半以上是连续的字母、数字或键位')
  const kinds = [/\p{L}/u, /\p{N}/u, /[^\p{L}\p{N}]/u].filter((k) => k.test(password)).length
  if (length < PHRASE && kinds < 2)
    out.push(`字母、数字、符号至少用两类，或者用${PHRASE}个字符以上的一句话`)
  return out
}
// OWASP's floor for argon2id, stated so that a change of the library's default changes nothing here.
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
export const hashPassword = (password: string) => hash(password, cost)
/** A password that is printed on the sign-in page: work spent on guarding it would be felt by everyone else only. */
export const hashPublished = (password: string) =>
  hash(password, { memoryCost: 8, timeCost: 1, parallelism: 1 })
let decoy: Promise<string> | undefined
/** Takes as long for an account that is not there, or has no password yet. */
export async function passwordIs(stored: string | null | undefined, given: string) {
  decoy ??= hashPassword('decoy')
  const right = await verify(stored ?? (await decoy), given)
  return stored ? right : false
}
