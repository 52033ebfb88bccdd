import { z } from 'zod'
import {
  type Ask,
  done,
  type Fen,
  listing,
  op,
  present,
  readable,
  regionName,
  subjectOf,
  yuanText,
  zDone,
  zFen,
  zId,
  zRecord,
  zText,
} from '#kernel'
import { citesOf, lawOn } from '#law'
import * as actions from './actions.ts'
import { orgForms, planFlow } from './model.ts'
import { switching } from './switching.ts'

const which = z.strictObject({ id: zId<'plan'>() })
const body = {
  amount: zFen
    .refine((n) => n > 0, { message: '金额须大于零' })
    .meta({ title: '计划金额（元）', 'x-kind': 'money' }),
  orgForm: z.enum(orgForms).meta({ title: '采购组织形式' }),
  exemption: z
    .union([z.literal(''), zText(500)])
    .default('')
    .meta({ title: '未公开意向的理由', 'x-kind': 'long' }),
}
const draft = z.strictObject({
  project: zId<'project'>().meta({ title: '项目', 'x-kind': 'project' }),
  ...body,
})
const back = z.strictObject({
  id: zId<'plan'>(),
  opinion: zText(500).meta({ title: '退回意见', 'x-kind': 'long' }),
})

const zSwitching = z.strictObject({
  plans: z.number(),
  inForce: zFen,
  basis: z.string(),
  switches: z.array(
    z.strictObject({
      id: z.string(),
      title: z.string(),
      no: z.string().nullable(),
      place: z.string(),
      amount: zFen,
      category: z.string(),
      method: z.string(),
      before: z.string(),
      after: z.string(),
    }),
  ),
})
async function findSwitching(ask: Ask, i: { kind: string; year: number; threshold: Fen }) {
  const works = i.kind === '工程'
  const name = works ? '公开招标数额工程' : '公开招标数额货物服务'
  const inForce = lawOn(ask.today, ask.actor.region, ask.world.settings)(name) as Fen
  const [cite] = citesOf(ask.today, name)
  const { plans, switches } = await switching(ask, { year: i.year, works, threshold: i.threshold })
  const shown = switches
    .slice(0, 500)
    .map(({ region, ...s }) => ({ ...s, place: regionName(region) }))
  return { plans, inForce, basis: `${cite?.law ?? ''} ${cite?.article ?? ''}`, switches: shown }
}

// biome-ignore format: a table reads as a table
export const api = {
  draft:    op({ title: '编制采购计划', input: draft, output: zDone, run: async (ask, i) => done(await actions.draft(ask, i)) }),
  revise:   op({ title: '修改采购计划', input: z.strictObject({ id: zId<'plan'>(), ...body }), output: zDone, run: async (ask, i) => done(await actions.revise(ask, i)) }),
  submit:   op({ title: '提交采购计划', input: which, output: zDone, run: async (ask, { id }) => done(await actions.plans.take(ask, 'submit', id)) }),
  giveBack: op({ title: '退回采购计划', input: back, output: zDone, run: async (ask, { id, opinion }) => done(await actions.plans.take(ask, 'giveBack', id, undefined, { data: { opinion } })) }),
  file:     op({ title: '审核并备案采购计划', input: which, output: zDone, run: async (ask, i) => done(await actions.file(ask, i)) }),
  cancel:   op({ title: '撤销采购计划', input: which, output: zDone, run: async (ask, i) => done(await actions.cancel(ask, i)) }),
  list:     listing('采购计划一览', planFlow),
  findSwitching: op({ title: '限额标准试算：哪些计划会改变采购办法', by: ['财政监管'], limits: '只答本地区及下级的计划', input: z.strictObject({ kind: z.enum(['货物和服务', '工程']), year: z.coerce.number().int().min(2003).max(2100), threshold: zFen.refine((n) => n > 0, { message: '金额须大于零' }) }), output: zSwitching, run: findSwitching }),
  get:      op({ title: '一份采购计划', input: which, output: zRecord, reads: planFlow, run: (ask, { id }) => get(ask, id) }),
}

async function get(ask: Parameters<typeof actions.draft>[0], id: string) {
  const s = await subjectOf(ask.tx, planFlow, id)
  readable(ask.actor, planFlow, s)
  const p = await actions.planOf(ask, { id })
  return present(ask, actions.plans, s, {
    data: { ...p, amount: yuanText(p.amount), frozen: yuanText(p.frozen) },
    sections: [
      {
        title: '计划',
        fields: [
          { label: '计划金额', value: yuanText(p.amount), kind: 'money' },
          { label: '采购方式', value: p.method },
          { label: '采购类别', value: p.category },
          { label: '组织形式', value: p.orgForm },
          { label: '备案日期', value: p.filed, kind: 'day' },
          { label: '尚冻结', value: yuanText(p.frozen), kind: 'money' },
          ...(p.exemption ? [{ label: '未公开意向的理由', value: p.exemption }] : []),
        ],
      },
    ],
  })
}
