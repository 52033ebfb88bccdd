/** What is wrong with a sealed bid, for programs; what it is called, for people. In the order in which they are checked. */
const causes = {
  envelope: '信封格式',
  suite: '套件不符',
  context: '不是这一包这一家的',
  wrapped: '封装的种子打不开',
  commitment: '密钥承诺不符',
  tag: '密文被改动或密钥不符',
  padding: '填充不符',
} as const
export type SealCause = keyof typeof causes
export type Cause = (typeof causes)[SealCause]

/**
 * Why a sealed bid cannot be opened. The cause decides whose fault it was: `wrapped`, `commitment`, `tag` and `padding` can
 * only come from the sealer or from bytes that changed since; the receipt's digest tells the two apart.
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
/** Run, or say that this is what broke: crypto libraries throw all kinds of things that mean no more than that. */
export async function orBroken<T>(code: SealCause, run: () => T | Promise<T>): Promise<T> {
  try {
    return await run()
  } catch {
    throw new SealBroken(code)
  }
}
