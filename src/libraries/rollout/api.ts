import { z } from 'zod'
import {
  type Ask,
  asHouse,
  done,
  type Fen,
  listing,
  op,
  present,
  readable,
  regionName,
  regions,
  subjectOf,
  yuanText,
  zDay,
  zDone,
  zFen,
  zId,
  zRecord,
  zText,
} from '#kernel'
import { orgOf } from '#libraries/register'
import * as actions from './actions.ts'
import { features, pilotFlow, rollFlow, runningFlow, stages, vouched } from './model.ts'
import * as store from './store.ts'

const count = (title: string) => z.int().min(0).max(1_000_000).meta({ title })
const zSurvey = z.strictObject({
  purchasers: count('采购单位（家）'),
  agencies: count('代理机构（家）'),
  projects: count('上年采购项目（个）'),
  amount: zText(20)
    .refine((s) => /^\d{1,10}(\.\d{1,2})?$/.test(s), { message: '填万元数，最多两位小数' })
    .meta({ title: '上年采购金额（万元）' }),
  staff: count('财政部门政府采购工作人员（人）'),
  rooms: count('有录音录像的评审场地（间）'),
  integrated: z.boolean().meta({ title: '财政核心业务一体化系统已上线' }),
  system: zText(200).meta({ title: '现在用的采购系统' }),
  network: zText(200).meta({ title: '网络条件' }),
  contact: zText(40).meta({ title: '联系人' }),
  phone: zText(40).meta({ title: '联系电话' }),
})
const opinion = z.strictObject({
  id: zId<'pilot'>(),
  opinion: zText(500).meta({ title: '意见', 'x-kind': 'long' }),
})
const what = <K extends string>() => z.strictObject({ id: zId<K>() })

// biome-ignore format: a table reads as a table
export const pilotApi = {
  apply:    op({ title: '申报试点并填写业务开展情况调查表', input: zSurvey, output: zDone, run: async (ask, i) => done(await actions.apply(ask, i)) }),
  select:   op({ title: '列入试点', input: opinion, output: zDone, run: async (ask, i) => done(await actions.decide(ask, 'select', i)) }),
  leaveOut: op({ title: '不列入试点', input: opinion, output: zDone, run: async (ask, i) => done(await actions.decide(ask, 'leaveOut', i)) }),
  list:     listing('试点申请', pilotFlow),
  get:      op({ title: '一份试点申请', input: what<'pilot'>(), output: zRecord, reads: pilotFlow, run: (ask, { id }) => pilot(ask, id) }),
}
async function pilot(ask: Ask, id: string) {
  const s = await subjectOf(ask.tx, pilotFlow, id)
  readable(ask.actor, pilotFlow, s)
  const p = await store.pilotOf(ask.tx, id)
  const labels = zSurvey.shape
  return present(ask, actions.pilots, s, {
    data: { region: p.region, survey: p.survey },
    sections: [
      {
        title: '业务开展情况调查表',
        fields: [
          { label: '申报地区', value: regionName(p.region) },
          ...Object.entries(p.survey).map(([k, value]) => ({
            label: (labels[k as keyof typeof labels].meta()?.title as string) ?? '',
            value: typeof value === 'boolean' ? (value ? '是' : '否') : (value as string | number),
          })),
          ...(p.opinion === '' ? [] : [{ label: '意见', value: p.opinion }]),
        ],
      },
    ],
  })
}

const zVouch = z.strictObject({
  id: zId<'roll'>(),
  item: z.enum(vouched).meta({ title: '准备事项' }),
  evidence: zText(500).meta({
    title: '凭据',
    description: '文号、记录、日期：别人凭它能查到',
    'x-kind': 'long',
  }),
})
const zSchedule = z.strictObject({
  id: zId<'roll'>(),
  features: z
    .array(z.enum(features))
    .min(1, { message: '至少选一项业务' })
    .meta({ title: '上线的业务' }),
  since: zDay.meta({ title: '上线日期', format: 'date' }),
})
const zMap = z.strictObject({
  features: z.array(z.string()),
  rows: z.array(
    z.strictObject({
      region: z.string(),
      name: z.string(),
      parent: z.string().nullable(),
      tier: z.string(),
      state: z.string(),
      dates: z.record(z.string(), z.string()),
    }),
  ),
})
// biome-ignore format: a table reads as a table
export const rolloutApi = {
  start:    op({ title: '启动本地区的上线实施', input: z.strictObject({}), output: zDone, run: async (ask) => done(await actions.start(ask)) }),
  vouch:    op({ title: '核验一项上线准备', input: zVouch, output: zDone, run: async (ask, i) => done(await actions.vouch(ask, i)) }),
  schedule: op({ title: '确定上线日期', input: zSchedule, output: zDone, run: async (ask, i) => done(await actions.schedule(ask, i)) }),
  list:     listing('上线实施', rollFlow),
  get:      op({ title: '一地的上线实施', input: what<'roll'>(), output: zRecord, reads: rollFlow, run: (ask, { id }) => roll(ask, id) }),
  findDates: op({ title: '全区推广进度', input: z.strictObject({}), output: zMap, public: true, limits: '各地各项业务的上线日期，全区公开', run: (ask) => asHouse(ask, () => mapOf(ask)) }),
}
/** Every place with what has a date there; a place that has none is live since before anyone counted. */
export async function mapOf(ask: Pick<Ask, 'tx'>) {
  const found = new Map((await store.everyDate(ask.tx)).map((r) => [r.region, r]))
  return {
    features: [...features],
    rows: regions.map((r) => ({
      region: r.code,
      name: r.name,
      parent: r.parent,
      tier: r.tier,
      state: found.get(r.code)?.state ?? '',
      dates: found.get(r.code)?.dates ?? {},
    })),
  }
}
async function roll(ask: Ask, id: string) {
  const s = await subjectOf(ask.tx, rollFlow, id)
  readable(ask.actor, rollFlow, s)
  const list = await asHouse(ask, () => actions.readinessOf(ask, { id, region: s.region }))
  const dates = await store.datesOf(ask.tx, s.region)
  return present(ask, actions.rolls, s, {
    data: { readiness: list, dates },
    sections: [
      {
        title: '上线准备',
        columns: [
          { key: 'item', label: '事项' },
          { key: 'ready', label: '就绪' },
          { key: 'how', label: '怎样核实' },
          { key: 'told', label: '情况' },
        ],
        rows: list.map((r) => ({ ...r, ready: r.ready ? '是' : '否' })),
      },
      {
        title: '上线日期',
        columns: [
          { key: 'feature', label: '业务' },
          { key: 'since', label: '自哪天起', kind: 'day' },
        ],
        rows: features.flatMap((feature) =>
          dates[feature] === undefined ? [] : [{ feature, since: dates[feature] }],
        ),
      },
    ],
  })
}

const state = {
  stage: z.enum(stages).meta({ title: '现在的阶段' }),
  contract: zFen.nullable().meta({ title: '合同金额（元，没有合同的不填）', 'x-kind': 'money' }),
  paid: zFen.meta({ title: '累计已付（元）', 'x-kind': 'money' }),
  supplier: z
    .union([z.literal(''), zText(100)])
    .default('')
    .meta({ title: '供应商' }),
}
const zRegister = z.strictObject({
  title: zText(100).meta({ title: '项目名称' }),
  began: zDay.meta({ title: '开始日期', format: 'date' }),
  basis: zText(200).meta({ title: '原来的办法（文号或名称）' }),
  amount: zFen
    .refine((n) => n > 0, { message: '金额须大于零' })
    .meta({ title: '预算（元）', 'x-kind': 'money' }),
  ...state,
})
const zProgress = z.strictObject({ id: zId<'running'>(), ...state })
// biome-ignore format: a table reads as a table
export const runningApi = {
  register: op({ title: '登记在途项目', input: zRegister, output: zDone, run: async (ask, i) => done(await actions.registerRunning(ask, i)) }),
  progress: op({ title: '更新在途项目的进度', input: zProgress, output: zDone, run: async (ask, i) => done(await actions.progress(ask, i)) }),
  finish:   op({ title: '在途项目办结', input: what<'running'>(), output: zDone, run: async (ask, { id }) => done(await actions.runnings.take(ask, 'finish', id)) }),
  cancel:   op({ title: '注销在途项目', input: z.strictObject({ id: zId<'running'>(), reason: zText(500).meta({ title: '原因', 'x-kind': 'long' }) }), output: zDone, run: async (ask, i) => done(await actions.runnings.take(ask, 'cancel', i.id, undefined, { data: { reason: i.reason } })) }),
  list:     listing('在途项目', runningFlow),
  get:      op({ title: '一个在途项目', input: what<'running'>(), output: zRecord, reads: runningFlow, run: (ask, { id }) => running(ask, id) }),
}
async function running(ask: Ask, id: string) {
  const s = await subjectOf(ask.tx, runningFlow, id)
  readable(ask.actor, runningFlow, s)
  const r = await store.runningOf(ask.tx, id)
  return present(ask, actions.runnings, s, {
    data: {
      stage: r.stage,
      contract: r.contract === null ? null : yuanText(r.contract),
      paid: yuanText(r.paid),
      supplier: r.supplier,
    },
    sections: [
      {
        title: '在途项目',
        fields: [
          { label: '采购人', value: (await orgOf(ask.tx, r.buyer)).name },
          { label: '开始日期', value: r.began, kind: 'day' },
          { label: '按什么办', value: r.basis },
          { label: '现在的阶段', value: r.stage },
          { label: '预算', value: yuanText(r.amount), kind: 'money' },
          {
            label: '合同',
            value: r.contract === null ? '还没有' : yuanText(r.contract),
            ...(r.contract === null ? {} : { kind: 'money' }),
          },
          { label: '已付', value: yuanText(r.paid), kind: 'money' },
          { label: '待付', value: yuanText(((r.contract ?? 0) - r.paid) as Fen), kind: 'money' },
          { label: '供应商', value: r.supplier || '还没有' },
        ],
      },
    ],
  })
}
