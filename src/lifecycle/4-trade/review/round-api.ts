import { z } from 'zod'
import { done, op, zDone, zId, zInstant, zText } from '#kernel'
import { changeGrounds, inputs } from '#trade/tender'
import * as actions from './actions.ts'
import { changeResult } from './change-actions.ts'
import * as rounds from './rounds.ts'

const lot = z.strictObject({ id: zId<'lot'>() })
const record = z
  .strictObject({
    情况: zText(4000).meta({ title: '谈判情况', 'x-kind': 'long' }),
    标的成本: zText(2000).optional().meta({ title: '标的成本（单一来源）', 'x-kind': 'long' }),
    同类合同价格: zText(2000)
      .optional()
      .meta({ title: '同类项目合同价格（单一来源）', 'x-kind': 'long' }),
    专利与专有技术: zText(2000)
      .optional()
      .meta({ title: '专利、专有技术情况（单一来源）', 'x-kind': 'long' }),
    主要条款与价格: zText(2000)
      .optional()
      .meta({ title: '合同主要条款及价格商定情况（单一来源）', 'x-kind': 'long' }),
  })
  .meta({ title: '记录' })
const talk = z.strictObject({
  id: zId<'lot'>(),
  bid: zId<'bid'>().meta({ title: '供应商', 'x-kind': 'bid' }),
  record,
})
const vary = z.strictObject({
  id: zId<'lot'>(),
  key: z.string().max(20).meta({ title: '变动哪一项', 'x-kind': 'negotiable' }),
  after: zText(2000).meta({ title: '变动后的内容', 'x-kind': 'long' }),
})
const final = z.strictObject({
  id: zId<'lot'>(),
  deadline: zInstant.meta({ title: '最后报价截止时间', 'x-kind': 'instant' }),
})
const filled = (r: Record<string, string | undefined>) =>
  Object.fromEntries(Object.entries(r).flatMap(([k, v]) => (v === undefined ? [] : [[k, v]])))

// biome-ignore format: a table reads as a table
export const roundOps = {
  talk:      op({ title: '记录谈判', input: talk, output: zDone, run: async (ask, i) => done(await rounds.talk(ask, { ...i, record: filled(i.record) })) }),
  vary:      op({ title: '提出实质性变动', input: vary, output: zDone, run: async (ask, i) => done(await rounds.vary(ask, i)) }),
  agree:     op({ title: '确认变动', input: lot, output: zDone, run: async (ask, { id }) => done(await rounds.settle(ask, id, true)) }),
  decline:   op({ title: '不同意变动', input: lot, output: zDone, run: async (ask, { id }) => done(await rounds.settle(ask, id, false)) }),
  callFinal: op({ title: '要求提交最后报价', input: final, output: zDone, run: async (ask, i) => done(await rounds.callFinal(ask, i)) }),
  openFinal: op({ title: '开启最后报价', input: lot, output: zDone, run: async (ask, i) => done(await rounds.openFinal(ask, i)) }),
  admitPrice: op({ title: '准予启封报价信封', input: lot, output: zDone, run: async (ask, i) => done(await rounds.admitPrice(ask, i)) }),
  openPrice: op({ title: '开启报价信封', input: lot, output: zDone, run: async (ask, i) => done(await rounds.openPrice(ask, i)) }),
}
const changing = z.strictObject({
  id: zId<'tender'>(),
  lot: zId<'lot'>().meta({ title: '采购包', 'x-kind': 'lot' }),
  bid: zId<'bid'>().meta({ title: '另行确定的供应商', 'x-kind': 'bid' }),
  ground: z.enum(changeGrounds).meta({ title: '依据' }),
  decision: zText(200).meta({ title: '决定书或者答复的文号、日期' }),
  explanation: zText(1000).meta({ title: '说明', 'x-kind': 'long' }),
  letter: z
    .union([z.literal(''), zText(4000)])
    .default('')
    .meta({ title: '向本级财政部门的书面报告（质疑答复导致改变的填）', 'x-kind': 'long' }),
})
/** Steps of the tender that need every lot's outcome, or begin a round of prices. */
// biome-ignore format: a table reads as a table
export const tenderOps = {
  publish:  op({ title: '发布采购公告或者发出邀请', input: inputs.publish, output: zDone, run: async (ask, i) => done(await rounds.publish(ask, i)) }),
  changeResult: op({ title: '另行确定中标人', input: changing, output: zDone, run: async (ask, i) => done(await changeResult(ask, i)) }),
  announce: op({ title: '发布中标结果公告', input: z.strictObject({ id: zId<'tender'>() }), output: zDone, run: async (ask, i) => done(await actions.announce(ask, i)) }),
}
