import { z } from 'zod'
import { STEP_UP } from '#kernel'

/** How people are let in: named defaults (△), each of which the security administrator may replace while the house runs. */
const setting = <T>(value: T, schema: z.ZodType<T>, title: string, note: string) => ({
  default: value,
  schema,
  title,
  note,
})
const words = z.string().trim().max(300)
const claim = z
  .string()
  .trim()
  .max(60)
  .regex(/^[A-Za-z0-9_.:/-]*$/, '声明名只用字母、数字和 _ . : / -')

export const entrySettings = {
  [STEP_UP.name]: setting(
    STEP_UP.minutes as number,
    z.int().min(1).max(60),
    '再次验证的有效分钟数',
    '封标、放出份额、签署、定标、付款、任职等要紧的办理，须在此时间内验证过本人',
  ),
  答错窗口分钟: setting(
    15,
    z.int().min(1).max(120),
    '按来源地址计数的窗口（分钟）',
    '窗口以内同一地址答错的次数一并计算',
  ),
  答错最多次数: setting(
    60,
    z.int().min(10).max(10_000),
    '同一地址在窗口内最多答错几次',
    '一个单位常共用一个出口地址，定得太低会误伤；按账号另有五次即锁',
  ),
  登记核对窗口分钟: setting(
    60,
    z.int().min(1).max(120),
    '自助登记和核对的计数窗口（分钟）',
    '窗口以内的自助登记、核对代码、查阅分享码按地址和账号计数',
  ),
  同一来源最多登记次数: setting(
    60,
    z.int().min(1).max(10_000),
    '同一地址、同一账号在窗口内最多提交几次自助登记',
    '供应商、代理机构登记，专家申请和认领登记一并计算，没有通过的也算；政务大厅等集中代办的地方可以调高',
  ),
  同一来源最多核对次数: setting(
    1_200,
    z.int().min(10).max(100_000),
    '同一地址在窗口内最多核对几次代码',
    '登记页边填边核对统一社会信用代码，一次登记要核对数十次',
  ),
  同一账号最多核对次数: setting(
    300,
    z.int().min(5).max(100_000),
    '同一账号在窗口内最多核对代码、查阅分享码几次',
    '一次评审查阅的供应商通常不过数十家，远多于此的多半是在猜码',
  ),
  证书须写本人姓名: setting(
    true,
    z.boolean(),
    '数字证书上的姓名须与账号一致',
    '写着本人姓名，或者写着本人任职单位名称的机构证书；关闭后只看颁发机构和私钥',
  ),
  统一身份关联声明: setting(
    '',
    claim,
    '统一身份认证：以哪个声明对应账号名',
    '留空：只认本人登录后自己关联的。填写后，声明的值与账号名相同的，首次登录即关联；从不因此产生岗位',
  ),
  统一身份核验声明: setting(
    '',
    claim,
    '统一身份认证：关联声明须同时有哪个声明为真',
    '例如 email_verified；email 和 phone_number 不填也按各自的 _verified 核对',
  ),
  统一身份免第二因素: setting(
    '',
    words,
    '统一身份认证：哪些 acr 或 amr 表示已经做过第二因素',
    '用空格分开；留空则岗位要求的第二因素照旧要做',
  ),
} as const
export type EntrySetting = keyof typeof entrySettings
export type EntryValues = { [K in EntrySetting]: (typeof entrySettings)[K]['default'] }
/** What holds: what was set where it still fits, else the default. */
export const entryValues = (set: Readonly<Record<string, unknown>>): EntryValues =>
  Object.fromEntries(
    Object.entries(entrySettings).map(([name, s]) => {
      const own = (s.schema as z.ZodType).safeParse(set[name])
      return [name, own.success ? own.data : s.default]
    }),
  ) as EntryValues
