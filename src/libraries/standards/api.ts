import { z } from 'zod'
import {
  type Ask,
  addDays,
  type Day,
  done,
  listing,
  NotFound,
  op,
  parseYuan,
  present,
  readable,
  rfc3339,
  type Section,
  showYuan,
  subjectOf,
  type Tier,
  yuanText,
  zDay,
  zDone,
  zFen,
  zId,
  zRecord,
  zText,
} from '#kernel'
import { defaultOf, isMoney, type OwnName, ownNames, ownOn, type Param, params, tiered } from '#law'
import {
  categoryOf,
  childrenOf,
  doubtOf,
  edition,
  type Item as Good,
  itemOf,
  of2013,
  pathTo,
} from '#libraries/catalogue'
import * as actions from './actions.ts'
import { bodies, changeFlow, type Entry, type Item, tiers } from './model.ts'
import * as store from './store.ts'

const names = ownNames as readonly [OwnName, ...OwnName[]]
/** As a person writes it: 元 with two places, 是 or 否, a number. */
const zItem = z
  .strictObject({
    name: z.enum(names).meta({ title: '参数' }),
    tier: z.enum(tiers).default('全部').meta({ title: '级次' }),
    value: zText(20).meta({ title: '值（金额写元，如 4000000.00；开关写是或否）' }),
  })
  .transform((i, ctx): Item => {
    const wrong = (message: string) => {
      ctx.addIssue({ code: 'custom', path: ['value'], message })
      return z.NEVER
    }
    if (typeof defaultOf(i.name).default === 'boolean')
      return i.value === '是' || i.value === '否'
        ? { name: i.name, tier: i.tier, value: i.value === '是' }
        : wrong('请写“是”或“否”')
    if (isMoney(i.name))
      return /^\d{1,13}\.\d{2}$/.test(i.value)
        ? { name: i.name, tier: i.tier, value: parseYuan(i.value) }
        : wrong('金额以元计，写两位小数，如 4000000.00')
    return /^\d{1,6}(\.\d{1,2})?$/.test(i.value)
      ? { name: i.name, tier: i.tier, value: Number(i.value) }
      : wrong('请写数字')
  })
const zEntry = z.strictObject({
  code: z
    .string()
    .regex(/^[ABC]\d{8}$/, '品目编码是一个字母加八位数字')
    .meta({ title: '品目（2022年版）', 'x-kind': 'item' }),
  body: z.enum(bodies).default('集中采购机构').meta({ title: '由谁采购' }),
  tiers: z
    .array(z.enum(['自治区', '盟市', '旗县区']))
    .min(1, '至少一级')
    .default(['自治区', '盟市', '旗县区'])
    .meta({ title: '适用级次' }),
  least: zFen.default(0 as never).meta({ title: '起点金额（元，0为不论金额）', 'x-kind': 'money' }),
  note: z
    .union([z.literal(''), zText(200)])
    .default('')
    .meta({ title: '说明' }),
})
const body = {
  title: zText(120).meta({ title: '调整的名称' }),
  law: zText(60).meta({ title: '依据的文号' }),
  article: zText(40).meta({ title: '依据的条款' }),
  from: zDay.meta({ title: '施行日期' }),
  note: z
    .union([z.literal(''), zText(1000)])
    .default('')
    .meta({ title: '说明', 'x-kind': 'long' }),
  items: z.array(zItem).max(100).default([]).meta({ title: '参数' }),
  entries: z
    .array(zEntry)
    .min(1)
    .max(500)
    .nullable()
    .default(null)
    .meta({ title: '集中采购目录（全本，代替现行目录）' }),
}
const id = zId<'change'>()
const reason = zText(500).meta({ title: '理由', 'x-kind': 'long' })
const draft = (i: z.output<z.ZodObject<typeof body>>) => ({
  ...i,
  entries: i.entries as readonly Entry[] | null,
})

const zSetting = z.strictObject({
  name: z.string(),
  mark: z.string(),
  note: z.string(),
  unit: z.string(),
  default: z.string(),
  now: z.array(
    z.strictObject({
      tier: z.string(),
      value: z.string(),
      law: z.string(),
      from: z.string().nullable(),
    }),
  ),
  history: z.array(
    z.strictObject({
      tier: z.string(),
      from: z.string(),
      value: z.string(),
      law: z.string(),
      article: z.string(),
      change: z.string(),
      at: z.string(),
      person: z.string(),
      org: z.string(),
    }),
  ),
})
const zGood = z.strictObject({
  code: z.string(),
  name: z.string(),
  edition: z.string(),
  leaf: z.boolean(),
})
const zCentral = z.strictObject({
  code: z.string(),
  name: z.string(),
  body: z.string(),
  tiers: z.array(z.string()),
  least: zFen,
  note: z.string(),
  from: z.string(),
  law: z.string(),
})
const zLimit = z.strictObject({
  tier: z.string(),
  name: z.string(),
  value: zFen,
  law: z.string(),
  article: z.string(),
  mark: z.string(),
})
const on = z.union([z.literal(''), zDay]).default('')
const dayFor = (ask: Ask, d: string): Day => (d === '' ? ask.today : (d as Day))

// biome-ignore format: a table reads as a table
export const standardApi = {
  propose: op({ title: '拟定目录或标准的调整', input: z.strictObject(body), output: zDone, run: async (ask, i) => done(await actions.propose(ask, draft(i))) }),
  revise:  op({ title: '修改调整', input: z.strictObject({ id, ...body }), output: zDone, run: async (ask, { id: of, ...i }) => done(await actions.revise(ask, { id: of, ...draft(i) })) }),
  discard: op({ title: '不予采用', input: z.strictObject({ id, reason }), output: zDone, run: async (ask, i) => done(await actions.changes.take(ask, 'discard', i.id, undefined, { data: { reason: i.reason } })) }),
  publish: op({ title: '复核并公布调整', input: z.strictObject({ id }), output: zDone, run: async (ask, i) => done(await actions.publish(ask, i)) }),
  revoke:  op({ title: '撤销未施行的调整', input: z.strictObject({ id, reason }), output: zDone, run: async (ask, i) => done(await actions.revoke(ask, i)) }),
  list:    listing('标准调整一览', changeFlow),
  get:     op({ title: '一项标准调整', input: z.strictObject({ id }), output: zRecord, reads: changeFlow, run: (ask, i) => get(ask, i.id) }),
  listSettings: op({ title: '全部参数：标记、默认、现值、依据和历史', public: true, limits: '公开的参数，与任何事项无关', input: z.strictObject({}), output: z.array(zSetting), run: (ask) => settingsTold(ask) }),
  listLimits: op({ title: '某日各级的限额标准', public: true, limits: '公开的标准，与任何事项无关', input: z.strictObject({ on }), output: z.array(zLimit), run: async (ask, i) => limitsOn(dayFor(ask, i.on)) }),
  listCentral: op({ title: '某日有效的集中采购目录', public: true, limits: '公开的目录，与任何事项无关', input: z.strictObject({ on }), output: z.array(zCentral), run: (ask, i) => centralTold(ask.tx, dayFor(ask, i.on)) }),
}
// biome-ignore format: a table reads as a table
export const catalogueApi = {
  listChildren: op({ title: '品目目录的下一级', public: true, limits: '公开的品目目录，与任何事项无关', input: z.strictObject({ of: z.union([z.literal(''), z.string().regex(/^[ABC]\d{0,8}$/)]).default('') }), output: z.array(zGood), run: async (_, i) => childrenOf(i.of === '' ? null : i.of).map(shown) }),
  getItem: op({ title: '一个品目：路径、目录、限额', public: true, limits: '公开的品目目录，与任何事项无关', input: z.strictObject({ code: z.string().regex(/^[ABC]\d{0,8}$/, '品目编码是一个字母加八位数字'), on }), output: z.strictObject({
    item: zGood, category: z.string(), path: z.array(zGood), children: z.array(zGood), doubt: z.string().nullable(), before2022: z.string().nullable(), central: z.array(zCentral), known: z.boolean(), limits: z.array(zLimit) }), run: async (ask, i) => itemTold(ask, i.code, dayFor(ask, i.on)) }),
}

const shown = (i: Good) => ({ code: i.code, name: i.name, edition, leaf: i.leaf })
const told = (e: store.Central) => ({
  code: e.code,
  name: itemOf(e.code)?.name ?? e.code,
  body: e.body,
  tiers: [...e.tiers],
  least: e.least as never,
  note: e.note,
  from: e.from,
  law: e.law,
})
export const centralTold = async (tx: Ask['tx'], day: Day) =>
  (await store.centralOn(tx, day)).map(told)
const TIERS: readonly { tier: Tier; region: string }[] = [
  { tier: '自治区', region: '150000' },
  { tier: '盟市', region: '150100' },
  { tier: '旗县区', region: '150122' },
]
/** The four amounts, tier by tier: what was decided, or the named default with its mark. */
export const limitsOn = (day: Day) =>
  TIERS.flatMap(({ tier, region }) =>
    tiered.map((name) => {
      const own = ownOn(name, day, region)
      const cite = (params as Record<string, Param>)[name]?.periods[0]?.cite
      return {
        tier,
        name,
        value: (own?.value ?? defaultOf(name).default) as never,
        law: own?.law ?? cite?.law ?? '系统设置',
        article: own?.article ?? cite?.article ?? '',
        mark: own ? '' : defaultOf(name).mark,
      }
    }),
  )
export async function itemTold(ask: Pick<Ask, 'tx'>, code: string, day: Day) {
  const item = itemOf(code)
  if (item === undefined) throw new NotFound('品目')
  const list = await store.centralOn(ask.tx, day)
  const works = code.startsWith('B')
  return {
    item: shown(item),
    category: categoryOf(code) ?? '',
    path: pathTo(code).slice(0, -1).map(shown),
    children: childrenOf(code).map(shown),
    doubt: doubtOf(code),
    before2022: of2013[code] ?? null,
    central: store.covering(list, code, undefined).map((e) => told(e as store.Central)),
    /** Was any catalogue published for that day? */
    known: list.length > 0,
    limits: limitsOn(day).filter((l) => l.name.includes('工程') === works),
  }
}
export const unitOf = (name: OwnName): string => {
  if (isMoney(name)) return '元'
  const p = Object.values(params as Record<string, Param>).find((x) => x.setting === name)
  if (p) return p.unit === '百分比' ? '%' : p.unit
  const said = /^(秒|分钟|小时|日|工作日)：/.exec(defaultOf(name).note)
  if (said) return said[1] ?? ''
  return /(秒|分钟|分)$/.exec(name)?.[1] ?? ''
}
const sayValue = (name: OwnName, v: number | boolean): string =>
  typeof v === 'boolean' ? (v ? '是' : '否') : isMoney(name) ? showYuan(v as never) : String(v)
export async function settingsTold(ask: Pick<Ask, 'tx' | 'today'>) {
  const all = await store.decidedBy(ask.tx)
  return names.map((name) => {
    const d = defaultOf(name)
    const mine = all.filter((h) => h.name === name)
    const where: readonly { tier: string; region?: string }[] = tiered.includes(name)
      ? TIERS
      : [{ tier: '全部' }]
    return {
      name,
      mark: d.mark,
      note: d.note,
      unit: unitOf(name),
      default: sayValue(name, d.default),
      now: where.map(({ tier, region }) => {
        const own = ownOn(name, ask.today, region)
        return {
          tier,
          value: sayValue(name, own?.value ?? d.default),
          law: own ? `${own.law} ${own.article}` : '默认',
          from: own?.from ?? null,
        }
      }),
      history: mine.map((h) => ({
        tier: h.tier,
        from: h.from,
        value: sayValue(name, h.value),
        law: h.law,
        article: h.article,
        change: h.change,
        at: rfc3339(h.at),
        person: h.person,
        org: h.org,
      })),
    }
  })
}
/** What a form starts from: as a person writes it. */
const written = (i: Item) => ({
  name: i.name,
  tier: i.tier,
  value:
    typeof i.value === 'number' && isMoney(i.name)
      ? yuanText(i.value as never)
      : sayValue(i.name, i.value),
})
async function get(ask: Ask, of: string) {
  const s = await subjectOf(ask.tx, changeFlow, of)
  readable(ask.actor, changeFlow, s)
  const c = await store.changeOf(ask.tx, of)
  const sections: Section[] = [
    {
      title: '调整',
      fields: [
        { label: '依据', value: `${c.law} ${c.article}` },
        { label: '施行', value: c.from, kind: 'day' },
        ...(c.note ? [{ label: '说明', value: c.note, kind: 'long' as const }] : []),
      ],
    },
    ...(c.items.length > 0
      ? [
          {
            title: '参数',
            columns: [
              { key: 'name', label: '参数' },
              { key: 'tier', label: '级次' },
              { key: 'before', label: '原为' },
              { key: 'value', label: '改为' },
              { key: 'unit', label: '单位' },
            ],
            rows: c.items.map((i) => {
              const region = TIERS.find((t) => t.tier === i.tier)?.region
              const before = [
                ...new Set(
                  (region ? [region] : TIERS.map((t) => t.region)).map((r) =>
                    ownBefore(i.name, c.from, r),
                  ),
                ),
              ]
              return {
                name: i.name,
                tier: i.tier,
                before: before.join('、'),
                value: sayValue(i.name, i.value),
                unit: unitOf(i.name),
              }
            }),
          },
        ]
      : []),
    ...(c.entries
      ? [
          {
            title: '集中采购目录（全本）',
            columns: [
              { key: 'code', label: '品目' },
              { key: 'name', label: '名称' },
              { key: 'body', label: '由谁采购' },
              { key: 'tiers', label: '适用级次' },
              { key: 'least', label: '起点金额（元）', kind: 'money' as const },
              { key: 'note', label: '说明' },
            ],
            rows: c.entries.map((e) => ({
              code: e.code,
              name: itemOf(e.code)?.name ?? '',
              body: e.body,
              tiers: e.tiers.join('、'),
              least: e.least === 0 ? null : yuanText(e.least as never),
              note: e.note,
            })),
          },
        ]
      : []),
  ]
  return present(ask, actions.changes, s, {
    data: {
      title: s.title,
      law: c.law,
      article: c.article,
      from: c.from,
      note: c.note,
      items: c.items.map(written),
      entries: c.entries?.map((e) => ({ ...e, least: yuanText(e.least as never) })) ?? null,
    },
    sections,
  })
}
const ownBefore = (name: OwnName, from: Day, region: string) =>
  sayValue(name, ownOn(name, addDays(from, -1), region)?.value ?? defaultOf(name).default)
