/** What is wrong with a sealed bid, for programs; what it is called, for people. In the order in which they are checked. */
const causes = {
  envelope: '信封格式不对',
  suite: '密码套件不符',
  context: '不是这一包、这一家的投标',
  shares: '开启所需的密钥份额不足',
  commitment: '密钥承诺不符',
  body: '密文与提交时的摘要不符',
  tag: '密文与密钥不符',
  padding: '填充不符',
  content: '内容不是投标文件的格式',
} as const
export type SealCause = keyof typeof causes
export type Cause = (typeof causes)[SealCause]

/**
 * Why a sealed bid cannot be opened. The cause decides whose fault it was: what agrees with the digest the bidder had a
 * receipt for and still does not open was sealed wrongly; everything else happened on the way or with us.
 */
export class SealBroken extends Error {
  override name = 'SealBroken'
  readonly code: SealCause
  readonly why: Cause
  constructor(code: SealCause) {
    super(causes[code])
    this.code = code
    this.why = causes[code]
  }
}
/** True where only the bidder's own sealing can be the reason. */
export const sealersFault = (code: SealCause): boolean =>
  code === 'commitment' || code === 'tag' || code === 'padding' || code === 'content'
/** Run, or say that this is what broke: crypto libraries throw all kinds of things that mean no more than that. */
export async function orBroken<T>(code: SealCause, run: () => T | Promise<T>): Promise<T> {
  try {
    return await run()
  } catch {
    throw new SealBroken(code)
  }
}
