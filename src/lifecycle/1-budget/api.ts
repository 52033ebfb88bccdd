import { z } from 'zod'
import {
  done,
  listing,
  op,
  present,
  rfc3339,
  yuanText,
  zDone,
  zFen,
  zId,
  zRecord,
  zText,
} from '#kernel'
import * as actions from './actions.ts'
import { accountNames, lineFlow } from './model.ts'

const code = (digits: number, what: string) =>
  z
    .string()
    .regex(new RegExp(`^\\d{${digits}}$`), { message: `${what}须为${digits}位数字` })
    .meta({ title: what })
const line = z.strictObject({
  name: zText(120).meta({ title: '指标名称' }),
  org: zId<'org'>().meta({ title: '预算单位', 'x-kind': 'org', 'x-org': '采购人' }),
  year: z.int().min(2000).max(2100).meta({ title: '预算年度' }),
  docNo: zText(80).meta({ title: '指标文号' }),
  proCode: code(21, '预算项目代码'),
  fundType: z
    .string()
    .regex(/^\d{1,3}$/, { message: '资金性质代码不对' })
    .meta({ title: '资金性质' }),
  expFunc: code(7, '支出功能分类'),
  depEco: code(5, '部门支出经济分类'),
  govEco: code(5, '政府支出经济分类'),
  amount: zFen
    .refine((n) => n > 0, { message: '金额须大于零' })
    .meta({ title: '指标金额（元）', 'x-kind': 'money' }),
})
const which = z.strictObject({ id: zId<'line'>() })

export const api = {
  receive: op({
    title: '下达指标',
    input: line,
    output: zDone,
    run: async (ask, i) => done(await actions.receive(ask, i)),
  }),
  recall: op({
    title: '收回指标',
    input: which,
    output: zDone,
    run: async (ask, i) => done(await actions.recall(ask, i)),
  }),
  list: listing('我能看到的指标', lineFlow),
  get: op({
    title: '一笔指标与它的分录',
    input: which,
    output: zRecord,
    reads: lineFlow,
    run: async (ask, { id }) => {
      const { s, line: l, entries, org } = await actions.get(ask, id)
      return present(ask, actions.lines, s, {
        data: {
          ...l,
          appropriated: yuanText(l.appropriated),
          available: yuanText(l.available),
          frozen: yuanText(l.frozen),
          committed: yuanText(l.committed),
          paid: yuanText(l.paid),
        },
        sections: [
          {
            title: '指标',
            fields: [
              { label: '预算单位', value: org.name },
              { label: '预算年度', value: String(l.year) },
              { label: '指标文号', value: l.docNo },
              { label: '预算项目代码', value: l.proCode },
              { label: '资金性质', value: l.fundType },
              { label: '支出功能分类', value: l.expFunc },
              { label: '部门支出经济分类', value: l.depEco },
              { label: '政府支出经济分类', value: l.govEco },
            ],
          },
          {
            title: '余额',
            fields: (['appropriated', 'available', 'frozen', 'committed', 'paid'] as const).map(
              (a) => ({
                label: accountNames[a],
                value: yuanText(l[a]),
                kind: 'money' as const,
              }),
            ),
          },
          {
            title: '分录',
            columns: [
              { key: 'at', label: '时间', kind: 'instant' },
              { key: 'from', label: '由' },
              { key: 'to', label: '至' },
              { key: 'amount', label: '金额（元）', kind: 'money' },
            ],
            rows: entries.map((e) => ({
              at: rfc3339(e.at),
              from: accountNames[e.credit],
              to: accountNames[e.debit],
              amount: yuanText(e.amount),
            })),
          },
        ],
      })
    },
  }),
}
