import { z } from 'zod'
import {
  type Ask,
  done,
  fen,
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
import { type Change, changeFlow, changeOf } from '#libraries/standards'
import * as actions from './actions.ts'
import { orgForms, planFlow } from './model.ts'
import { type Standing, switching } from './switching.ts'

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

const zStanding = z.strictObject({
  open: z.enum(['须公开招标', '可选其他方式']),
  by: z.enum(['集中采购', '部门集中采购', '分散采购']),
  size: z.enum(['限额以上', '限额以下']),
})
const zSwitching = z.strictObject({
  plans: z.number(),
  amount: zFen,
  /** How many plans each move takes, and what they are worth. */
  moves: z.array(z.strictObject({ move: z.string(), plans: z.number(), amount: zFen })),
  switches: z.array(
    z.strictObject({
      id: z.string(),
      title: z.string(),
      no: z.string().nullable(),
      place: z.string(),
      amount: zFen,
      category: z.string(),
      method: z.string(),
      before: zStanding,
      after: zStanding,
    }),
  ),
})
const money = z.union([z.literal(''), zFen.refine((n) => n > 0, { message: '金额须大于零' })])
const zTrial = z.strictObject({
  year: z.coerce.number().int().min(2003).max(2100),
  /** A change that was drawn up or published; without one, the four amounts below, for all tiers. */
  change: z.union([z.literal(''), z.uuid()]).default(''),
  openGoods: money.default(''),
  openWorks: money.default(''),
  limitGoods: money.default(''),
  limitWorks: money.default(''),
})
const numbers = {
  openGoods: '公开招标数额货物服务',
  openWorks: '公开招标数额工程',
  limitGoods: '采购限额货物服务',
  limitWorks: '采购限额工程',
} as const
async function changeIn(
  ask: Ask,
  i: z.output<typeof zTrial>,
): Promise<Pick<Change, 'items' | 'entries'>> {
  if (i.change !== '') {
    readable(ask.actor, changeFlow, await subjectOf(ask.tx, changeFlow, i.change))
    return changeOf(ask.tx, i.change)
  }
  const items = Object.entries(numbers).flatMap(([key, name]) => {
    const value = i[key as keyof typeof numbers]
    return value === '' ? [] : [{ name, tier: '全部' as const, value }]
  })
  return { items, entries: null }
}
const said = (s: Standing) => [s.open, s.by, s.size] as const
export async function findSwitching(ask: Ask, i: z.output<typeof zTrial>) {
  const { plans, amount, switches } = await switching(ask, {
    year: i.year,
    change: await changeIn(ask, i),
  })
  const moves = new Map<string, { plans: number; amount: number }>()
  for (const s of switches)
    for (const [n, was] of said(s.before).entries()) {
      const is = said(s.after)[n]
      if (is === was) continue
      const m = moves.get(`${was} → ${is}`) ?? { plans: 0, amount: 0 }
      moves.set(`${was} → ${is}`, { plans: m.plans + 1, amount: m.amount + s.amount })
    }
  return {
    plans,
    amount: fen(amount),
    moves: [...moves].map(([move, m]) => ({ move, plans: m.plans, amount: fen(m.amount) })),
    switches: switches.map(({ region, project: _, law_on: __, ...s }) => ({
      ...s,
      place: regionName(region),
    })),
  }
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
  findSwitching: op({ title: '目录与标准试算：哪些计划会改变方式、组织形式或在不在限额以上', by: ['财政监管'], limits: '只答本地区及下级的计划', input: zTrial, output: zSwitching, run: findSwitching }),
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
