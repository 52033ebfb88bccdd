import { z } from 'zod'
import { logEvent } from '#identity/people'
import { type Ask, Malformed, op, setSetting, settingsSet } from '#kernel'
import { type EntrySetting, entrySettings, entryValues } from '#law'

const names = Object.keys(entrySettings) as [EntrySetting, ...EntrySetting[]]
const zValue = z.union([z.string(), z.number(), z.boolean()])
const limits = '全区的登录设定，不含任何人的资料'
const shown = (v: unknown) =>
  v === true ? '是' : v === false ? '否' : v === '' ? '（空）' : String(v)

async function set(ask: Ask, i: { name: EntrySetting; value: string | number | boolean }) {
  const spec = entrySettings[i.name]
  const value = (spec.schema as z.ZodType).safeParse(i.value)
  if (!value.success)
    throw new Malformed(
      400,
      `${spec.title}：${value.error.issues.map((x) => x.message).join('；')}`,
      [{ path: 'value', message: value.error.issues[0]?.message ?? '不合写法' }],
    )
  const before = entryValues(await settingsSet(ask.tx))[i.name]
  await setSetting(ask.tx, i.name, value.data, ask.now)
  await logEvent(ask.tx, ask.now, {
    person: ask.actor.person,
    name: ask.actor.name,
    kind: '设定',
    said: `“${spec.title}”由${shown(before)}改为${shown(value.data)}`,
  })
  return { ok: true as const }
}
/** 登录设定：how strictly people are let in, as far as the law leaves it to the house. */
export const entranceApi = {
  get: op({
    title: '登录设定',
    by: ['安全管理员', '审计管理员'],
    limits,
    input: z.strictObject({}),
    output: z.strictObject({
      settings: z.array(
        z.strictObject({
          name: z.string(),
          title: z.string(),
          note: z.string(),
          value: zValue,
          default: zValue,
        }),
      ),
    }),
    run: async (ask) => {
      const values = entryValues(await settingsSet(ask.tx))
      return {
        settings: names.map((name) => ({
          name,
          title: entrySettings[name].title,
          note: entrySettings[name].note,
          value: values[name],
          default: entrySettings[name].default,
        })),
      }
    },
  }),
  set: op({
    title: '修改登录设定',
    by: ['安全管理员'],
    limits,
    stepUp: true,
    input: z.strictObject({ name: z.enum(names), value: zValue }),
    output: z.strictObject({ ok: z.literal(true) }),
    run: set,
  }),
}
